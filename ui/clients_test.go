package ui

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"
	"fyne.io/fyne/v2/test"

	"crosswalk/internal/desk"
	"crosswalk/ui/kit"
)

// fill types into the field of this name, which Tab leads to.
func (w *window) fill(label, text string) {
	w.t.Helper()
	for range 40 {
		for _, e := range kit.Map(w.window.Canvas()) {
			if e.Focused && e.Label == label && e.Role == "textbox" {
				w.window.Canvas().Focused().(fyne.Shortcutable).TypedShortcut(&fyne.ShortcutSelectAll{})
				test.Type(w.window.Canvas().Focused(), text)
				w.queue.drain()
				return
			}
		}
		w.window.Canvas().FocusNext()
	}
	w.t.Fatalf("Tab does not lead to %q", label)
}

// space ticks the current row of the list and goes on to the next.
func (w *window) space(times ...bool) {
	for _, tick := range times {
		if tick {
			w.key(fyne.KeySpace)
		}
		w.key(fyne.KeyDown)
	}
}

func did(t *testing.T, c *clerk, want ...string) {
	t.Helper()
	if !slices.Equal(c.did, want) {
		t.Errorf("asked for %q, want %q", c.did, want)
	}
}

func TestClientsWithoutACompanyAndCompaniesWithoutAClientStandInOneList(t *testing.T) {
	now := firm(5)
	alone := company(9, desk.Working)
	now.Links = append(now.Links, alone)
	w := openWindow(t, now)
	w.find("button", "All 6")
	w.find("button", "Not linked 1")
	w.find("button", "No client 1")
	w.tap("button", "Not linked 1")
	if got := w.rows(); len(got) != 1 || !strings.Contains(got[0], "Client 4") || !strings.Contains(got[0], "Not linked") {
		t.Errorf("not linked: %q", got)
	}
	w.find("button", "Link this client")
}

func TestTheQueueBeginsOverWhatIsTickedElseOverAllThatAreNotLinked(t *testing.T) {
	w := openWindow(t, firm(12))
	c := w.clerk()
	w.tap("button", "Link 2 not linked")
	w.openClients()
	w.tap("button", "Not linked 2")
	w.list()
	w.space(true)
	w.tap("button", "Link selected (1)")
	did(t, c, "begin link [client-4 client-9] []", "begin link [client-4] []")
}

func TestWhatASearchLeavesOutIsNotLinkedWithTheRest(t *testing.T) {
	w := openWindow(t, firm(12))
	c := w.clerk()
	w.typed('/')
	test.Type(w.window.Canvas().Focused(), "1010")
	w.find("text", "1 of 12")
	w.tap("button", "Link 1 not linked")
	did(t, c, "begin link [client-9] []")
}

func TestAllThatNeedAPersonAreReconnectedInOneSitting(t *testing.T) {
	w := openWindow(t, firm(12))
	c := w.clerk()
	w.tap("button", "Needs you 1")
	w.tap("button", "Reconnect all 1")
	did(t, c, "begin reconnect [] [link-1]")
}

func TestWithoutClientsTheListIsOneOfCompanies(t *testing.T) {
	w := openWindow(t, open(company(1, desk.Working)))
	if _, ok := w.seek("columnheader", "Number"); ok {
		t.Error("a column of numbers that nobody has")
	}
	w.find("columnheader", "Gusto company")
	w.change(firm(3))
	w.find("columnheader", "Number")
}

func TestTickedRowsWhoseCompanyWorksAreNotLinkedAgain(t *testing.T) {
	w := openWindow(t, firm(6))
	w.clerk()
	w.list()
	w.space(true, true, false, false, true)
	w.find("text", "3 selected")
	w.find("button", "Link selected (2)") // the one that needs reconnecting, and the one without a company
}

func (w *window) selectAll() {
	w.list()
	w.window.Canvas().Focused().(fyne.Shortcutable).TypedShortcut(&fyne.ShortcutSelectAll{})
}

func TestManyAreVerifiedWithACountAndATotal(t *testing.T) {
	w := openWindow(t, firm(12))
	c := w.clerk()
	w.selectAll()
	w.typed('v')
	w.find("text", "Verifying 1 of 10")
	for _, step := range w.queue.take() { // the work runs; what it told is posted behind it
		step()
	}
	told := w.queue.take()
	told[0]()
	w.find("text", "Verifying 7 of 10 · about 3 minutes left")
	for _, step := range told[1:] {
		step()
	}
	did(t, c, "verify 10")
	w.find("text", "2 companies verified. One needs you.")
	w.find("text", "12 selected")
}

func TestARowThatIsGoneIsNoLongerSelected(t *testing.T) {
	w := openWindow(t, firm(6))
	w.clerk()
	w.selectAll()
	w.find("text", "6 selected")
	less := firm(6)
	less.Clients, less.Links = less.Clients[:5], less.Links[:4]
	w.change(less)
	w.find("text", "5 selected")
}

func TestVerifyingManyStopsWhenItIsCanceled(t *testing.T) {
	w := openWindow(t, firm(12))
	w.clerk()
	w.selectAll()
	w.typed('v')
	w.tap("button", "Cancel")
	w.find("text", "0 of 10 companies verified; the rest was left as it was.")
	w.find("text", "12 selected")
}

func TestManyAreUnlinkedAFewAtATimeAfterTheyWereNamed(t *testing.T) {
	w := openWindow(t, firm(8))
	var ended []string
	w.desk.unlink = func(id string) (desk.Unlinked, error) { ended = append(ended, id); return desk.Unlinked{}, nil }
	w.selectAll()
	w.tap("button", "Unlink…")
	w.find("text", "Unlink 7 companies?")
	w.tap("button", "Unlink 7 companies")
	if len(ended) != 7 {
		t.Errorf("unlinked %q", ended)
	}
	w.find("text", "7 companies unlinked.")
}

func TestDisconnectingForEveryoneWantsTheNameAndCanBeTakenBack(t *testing.T) {
	w := openWindow(t, firm(3))
	c := w.clerk()
	w.menu("Disconnect for everyone…")
	if e := w.find("button", "Disconnect for everyone"); !e.Disabled {
		t.Fatal("the button works before the name was typed")
	}
	w.fill("Type “Company 0 LLC” to go on", "company 0 llc")
	w.tap("button", "Disconnect for everyone")
	w.tap("button", "Take it back (30)")
	did(t, c, "disconnect link-0", "take back uuid-0")
}

func TestAnotherProgramsFarewellShowsWithTheCompanyAndCanBeTakenBack(t *testing.T) {
	now := firm(3)
	now.Farewells = []desk.Farewell{{Company: company(0, "").Company, Name: "Company 0 LLC", Until: morning.Add(90 * time.Second)}}
	w := openWindow(t, now)
	c := w.clerk()
	w.find("text", "Being disconnected for everyone")
	w.tap("button", "Take it back")
	did(t, c, "take back "+company(0, "").Company)
}

func TestWhenSomebodyLeavesOthersSignInAgainOrTheAccessIsGivenBack(t *testing.T) {
	w := openWindow(t, firm(3))
	c := w.clerk()
	w.menu("Dana Whitfield leaves the firm…")
	w.tap("button", "Sign in again for 3 companies")
	w.openClients()
	w.menu("Dana Whitfield leaves the firm…")
	w.tap("button", "Give back now…")
	w.fill("Type “Dana Whitfield” to go on", "Dana Whitfield")
	w.tap("button", "Give back")
	did(t, c, "begin leaving [] [] Dana Whitfield", "revoke Dana Whitfield")
	w.find("text", "2 companies unlinked. Nothing rests on Dana Whitfield any more.")
}

func TestTheCrosswalkIsExportedInTheChosenForm(t *testing.T) {
	w := openWindow(t, firm(3))
	c := w.clerk()
	folder := t.TempDir()
	w.tap("button", "Import / export…")
	w.tap("menuitem", "Export the crosswalk…")
	w.tap("radio", "Text (.csv)")
	w.tap("button", "Choose a file…")
	w.fill("File", filepath.Join(folder, "out.csv"))
	w.tap("button", "Export")
	did(t, c, "export "+filepath.Join(folder, "out.csv")+" csv")
}

func TestAListThatIsNotThereIsSaidWhereItsNameWasTyped(t *testing.T) {
	w := openWindow(t, firm(3))
	c := w.clerk()
	c.table, c.preview = &desk.Table{Columns: []desk.TableColumn{{Header: "Name"}}, Rows: 1}, &desk.Preview{}
	list := filepath.Join(t.TempDir(), "clients.csv")
	w.tap("button", "Import / export…")
	w.tap("menuitem", "Import a spreadsheet…")
	w.fill("File", list)
	w.tap("button", "Read the file")
	w.find("text", "There is no such file.")
	did(t, c)
	if err := os.WriteFile(list, []byte("Name\nOkafor\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	w.tap("button", "Read the file")
	if len(c.did) == 0 || c.did[0] != "read "+list {
		t.Errorf("asked for %q", c.did)
	}
}

func TestAFileThatIsThereIsSaidBeforeAnythingIsExported(t *testing.T) {
	w := openWindow(t, firm(3))
	c := w.clerk()
	file := filepath.Join(t.TempDir(), "out.csv")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	w.tap("button", "Import / export…")
	w.tap("menuitem", "Export the crosswalk…")
	w.tap("radio", "Text (.csv)")
	w.tap("button", "Choose a file…")
	w.fill("File", strings.TrimSuffix(file, ".csv")) // it gets its ending
	w.tap("button", "Export")
	w.find("text", "There is a file of this name already. Choose another name.")
	did(t, c)
}

// eventful is a desk whose links have more history than the details show.
type eventful struct{ *fakeDesk }

func (eventful) History(context.Context, string) ([]desk.Event, error) {
	return slices.Repeat([]desk.Event{{At: morning, What: desk.WasVerified, Cause: desk.Working}}, 5), nil
}

func TestTheHistoryOfOneLinkIsExportedFromItsDetails(t *testing.T) {
	w := openWindow(t, firm(3))
	d := eventful{w.desk}
	s := newShell(t.Context(), w.app, d, "1.0")
	s.tasks.spawn, s.tasks.post, s.now = w.queue.add, w.queue.add, w.now
	s.window.Resize(fyne.NewSize(1280, 800))
	s.start()
	w.shell = s
	w.queue.drain()
	c := w.clerk()
	file := filepath.Join(t.TempDir(), "one.json")
	id := w.desk.now.Links[0].ID
	w.list()
	w.tap("link", "Show everything")
	w.tap("button", "Export…")
	w.tap("radio", "JSON")
	w.tap("button", "Choose a file…")
	w.fill("File", file)
	w.tap("button", "Export")
	did(t, c, "export history "+file+" json ["+id+"]")
}

func TestAClientIsAddedAndAWrongFieldIsMarked(t *testing.T) {
	w := openWindow(t, firm(3))
	c := w.clerk()
	w.list()
	w.typed('a')
	w.fill("Name", "Blue Heron Bakery")
	w.fill("EIN", "12-3456789")
	w.fill("Tags", "monthly,")
	c.fail = &desk.Trouble{Cause: desk.NumberTaken, Detail: "Client 1"}
	w.tap("button", "Add the client")
	w.find("text", "It is Client 1. Choose another number, or change that client first.")
	c.fail = nil
	w.fill("Number", "2001")
	w.tap("button", "Add the client")
	did(t, c, "add  | Blue Heron Bakery | 12-3456789 | monthly", "add 2001 | Blue Heron Bakery | 12-3456789 | monthly")
	w.find("text", "Blue Heron Bakery is kept.")
}

func TestEditingKeepsTheEINThatIsNotShown(t *testing.T) {
	w := openWindow(t, firm(3))
	c := w.clerk()
	w.menu("Edit Client 0…")
	w.fill("Name", "Client Zero")
	w.tap("button", "Save")
	did(t, c, "edit client-0 0 | Client Zero |  | false")
}

func TestTheWholeEINIsShownAfterAClickAndForgottenWithItsRow(t *testing.T) {
	w := openWindow(t, firm(3))
	w.clerk()
	w.find("text", "••-•••4821")
	w.menu("Show the whole EIN")
	w.find("text", "12-3456789")
	w.list()
	w.key(fyne.KeyDown)
	w.key(fyne.KeyUp)
	w.find("text", "••-•••4821")
}

func TestAViewIsSavedAndUsedAgain(t *testing.T) {
	now := firm(12)
	now.Views = []desk.View{{Name: "Not yet", Show: desk.ShowNotLinked}}
	w := openWindow(t, now)
	c := w.clerk()
	w.tap("button", "Views")
	w.tap("menuitem", "Not yet")
	if got := w.rows(); len(got) != 2 {
		t.Errorf("the view shows %q", got)
	}
	w.typed('/')
	test.Type(w.window.Canvas().Focused(), "client 4")
	w.tap("button", "Not yet")
	w.tap("menuitem", "Save this view…")
	w.fill("Name", "The fifth")
	w.tap("button", "Save this view")
	did(t, c, "view The fifth not_linked client 4")
}

func TestNothingIsImportedBeforeTheClickAndEveryBadRowSaysWhy(t *testing.T) {
	w := openWindow(t, firm(3))
	c := w.clerk()
	c.table = &desk.Table{Name: "clients.csv", Rows: 3, Mapping: desk.Mapping{Number: 0, Name: 1, EIN: desk.NotMapped, Group: desk.NotMapped, Tags: desk.NotMapped, Notes: desk.NotMapped},
		Columns: []desk.TableColumn{{Header: "ID"}, {Header: "Client"}, {Header: "FEIN", Samples: []string{"12-3456789"}}}}
	c.preview = &desk.Preview{Adds: 1, Updates: 1, Bad: 1, Rows: []desk.PreviewRow{
		{Line: 2, Kind: desk.RowAdds, Draft: desk.Draft{Number: "7", Name: "New"}},
		{Line: 3, Kind: desk.RowUpdates, Draft: desk.Draft{Number: "1001", Name: "Client Zero"}, Changes: []desk.Field{desk.FieldName}},
		{Line: 4, Kind: desk.RowBad, Draft: desk.Draft{Number: "8"}, Problem: desk.NameMissing},
	}}
	w.dropped(fyne.NewPos(0, 0), []fyne.URI{storage.NewFileURI("/home/rosa/clients.csv")})
	w.queue.drain()
	w.find("row", "2, New, 7, New, A new client")
	w.find("row", "3, Changed, 1001, Client Zero, Changes the name")
	w.tap("button", "Left out 1")
	if got := w.rows(); len(got) != 1 || !strings.HasPrefix(got[0], "4, Left out, 8, ") || !strings.Contains(got[0], "The name is missing") {
		t.Errorf("left out: %q", got)
	}
	w.tap("combobox", "EIN")
	w.tap("menuitem", "C: FEIN")
	did(t, c, "read /home/rosa/clients.csv", "preview 0 1 -1", "preview 0 1 2")
	w.tap("button", "Import 2 clients")
	did(t, c, "read /home/rosa/clients.csv", "preview 0 1 -1", "preview 0 1 2", "import")
	w.find("text", "1 client added, 1 changed.")
	w.find("button", "All 3")
}

func TestEscapeLeavesAnImportWithoutImporting(t *testing.T) {
	w := openWindow(t, firm(3))
	c := w.clerk()
	c.table = &desk.Table{Rows: 1, Columns: []desk.TableColumn{{Header: "Name"}}}
	c.preview = &desk.Preview{Adds: 1, Rows: []desk.PreviewRow{{Line: 2, Draft: desk.Draft{Name: "New"}}}}
	w.dropped(fyne.NewPos(0, 0), []fyne.URI{storage.NewFileURI("/home/rosa/clients.csv")})
	w.queue.drain()
	w.find("button", "Import 1 client")
	w.key(fyne.KeyEscape)
	w.find("button", "All 3")
	did(t, c, "read /home/rosa/clients.csv", "preview 0 0 0")
}

func TestColumnWidthsAreRememberedFromOneWindowToTheNext(t *testing.T) {
	w := openWindow(t, firm(3))
	before := w.find("columnheader", "State")
	test.Drag(w.window.Canvas(), fyne.NewPos(before.X-7+60, before.Y+8), 60, 0) // where the drag ends
	after := w.find("columnheader", "State")
	if after.X <= before.X {
		t.Fatalf("the edge was not moved: %v, then %v", before.X, after.X)
	}
	again := newShell(context.Background(), w.app, w.desk, "1.0")
	again.tasks.spawn, again.tasks.post = w.queue.add, w.queue.add
	again.window.Resize(fyne.NewSize(1280, 800))
	again.start()
	w.queue.drain()
	for _, e := range kit.Map(again.window.Canvas()) {
		if e.Role == "columnheader" && e.Label == "State" && e.X != after.X {
			t.Errorf("the column stands at %v in the next window, want %v", e.X, after.X)
		}
	}
}

func TestWhatDoesNotFitThePolicyIsListedAndNotChanged(t *testing.T) {
	now := firm(3)
	extra := company(8, desk.Working)
	extra.Client = "client-0"
	now.Links = append(now.Links, extra)
	now.Clients[0].Links = append(now.Clients[0].Links, extra.ID)
	now.OnePerClient = true
	w := openWindow(t, now)
	w.openSettings()
	w.queue.drain()
	w.find("text", "1 client has more than one company")
	found := false
	for _, e := range kit.Map(w.window.Canvas()) {
		found = found || strings.Contains(e.Label, "1001 Client 0: Company 0 LLC and Company 8 LLC")
	}
	if !found {
		t.Error("the conflict is not named")
	}
}

func TestPagesOfClientsLookAsTheyDid(t *testing.T) {
	for name, show := range map[string]func(w *window){
		"clients": func(*window) {},
		"ticked":  func(w *window) { w.list(); w.space(true, true) },
		"nothing": func(w *window) { w.typed('/'); test.Type(w.window.Canvas().Focused(), "zzz") },
		"edit":    func(w *window) { w.menu("Edit Client 0…") },
	} {
		t.Run(name, func(t *testing.T) {
			w := openWindow(t, firm(12))
			show(w)
			w.queue.drain()
			test.AssertRendersToMarkup(t, "clients-"+name+".xml", w.window.Canvas())
		})
	}
}

// A keystroke asks for the cells that are seen and for no more, however long the list is.
func TestSearchingTwentyThousandClientsTakesNoLongerThanItShows(t *testing.T) {
	w := openWindow(t, firm(20000))
	w.typed('/')
	test.Type(w.window.Canvas().Focused(), "20999")
	if got := w.rows(); len(got) != 1 || !strings.Contains(got[0], "Client 19998") {
		t.Errorf("found %q", got)
	}
	w.find("button", fmt.Sprintf("All %s", "20,000"))
}

func TestCompaniesAreLinkedToTheClientsTheyWereRecognizedAsOrToTheChosenOne(t *testing.T) {
	now := firm(10)
	w := openWindow(t, now)
	w.openConnect()
	o := offer(3)
	for i := range o.Companies {
		o.Companies[i].Company = fmt.Sprintf("new-%d", i)
	}
	o.Companies[0].There = &desk.Proposal{Client: "client-4", Number: "1005", Name: "Client 4", Kind: "ein"}
	w.pages.connect.answered(o, nil)
	w.queue.drain()
	w.find("button", "1005 Client 4 · same EIN")
	var got []desk.Choice
	w.desk.link = func(chosen []desk.Choice) error { got = chosen; return nil }
	w.tick(0)
	w.tick(1)
	w.key(fyne.KeyRight) // choose the client of the second
	w.fill("Search 10 clients", "1010")
	w.key(fyne.KeyReturn)
	w.find("button", "1010 Client 9")
	w.tap("button", "Link 2 companies")
	if want := []desk.Choice{{Company: "new-0", Client: "client-4"}, {Company: "new-1", Client: "client-9"}}; !slices.Equal(got, want) {
		t.Errorf("linked %v, want %v", got, want)
	}
}

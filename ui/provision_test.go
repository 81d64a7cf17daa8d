package ui

import (
	"errors"
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
	"crosswalk/internal/intake"
	"crosswalk/internal/provision"
	"crosswalk/internal/words"
	"crosswalk/ui/kit"
)

// okafor is a form with nothing wrong in it.
func okafor() intake.Form {
	return intake.Form{
		Person:    intake.Person{First: "Maya", Last: "Okafor", Email: "maya@okafor.example", Phone: "(503) 555-0142"},
		Company:   intake.Company{Legal: "Okafor Ceramics LLC", Trade: "Maya’s Mugs", EIN: "84-1234567", Employees: "6"},
		Addresses: []intake.Address{{Street1: "118 NE Alder St", City: "Portland", State: "OR", ZIP: "97212", Primary: true}},
	}
}

// withDraft is a registry that has one draft.
func withDraft(f intake.Form) *registry {
	return &registry{drafts: []provision.Draft{{ID: "draft-9", Form: f, Changed: morning, Rev: 1}}, firm: intake.Firm{Domains: []string{"whitfieldbooks.com"}}}
}

// newCompany opens the page over a small firm.
func newCompany(t *testing.T, r *registry) *window {
	t.Helper()
	w := openWindow(t, firm(10))
	atProvision(w, r)
	return w
}

// into puts the keyboard into a field and types.
func (w *window) into(field, text string) {
	w.t.Helper()
	w.to(field)
	test.Type(w.window.Canvas().Focused(), text)
	w.queue.drain()
}

// to puts the keyboard into a field, as Tab does.
func (w *window) to(field string) {
	w.t.Helper()
	w.reach("textbox", field)
	w.key(fyne.KeyEnd)
}

// reach goes on with Tab until something has the keyboard.
func (w *window) reach(role, label string) {
	w.t.Helper()
	for range 60 {
		if e := w.focused(); e.Role == role && e.Label == label {
			return
		}
		w.tab()
	}
	w.t.Fatalf("Tab does not reach %s %q", role, label)
}

// press reaches a button and presses it with the keyboard.
func (w *window) press(label string) {
	w.t.Helper()
	w.reach("button", label)
	w.key(fyne.KeySpace)
}

// focused is what has the keyboard.
func (w *window) focused() kit.Element {
	for _, e := range kit.Map(w.window.Canvas()) {
		if e.Focused {
			return e
		}
	}
	return kit.Element{}
}

// tab goes on to the next field.
func (w *window) tab() {
	w.window.Canvas().FocusNext()
	w.queue.drain()
}

func (w *window) wantText(text string) {
	w.t.Helper()
	for _, e := range kit.Map(w.window.Canvas()) {
		if strings.Contains(e.Label, text) {
			return
		}
	}
	w.t.Errorf("%q is not on screen", text)
}

func (w *window) wantNoText(text string) {
	w.t.Helper()
	for _, e := range kit.Map(w.window.Canvas()) {
		if strings.Contains(e.Label, text) {
			w.t.Errorf("%q is on screen: %s", text, e.Label)
			return
		}
	}
}

// asked fails unless these wishes, among others, came in this order.
func (r *registry) asked(t *testing.T, want ...string) {
	t.Helper()
	rest := r.did
	for _, one := range want {
		at := slices.Index(rest, one)
		if at < 0 {
			t.Fatalf("not asked for %q in this order: %q", one, r.did)
		}
		rest = rest[at+1:]
	}
}

func (r *registry) times(what string) (n int) {
	for _, one := range r.did {
		if strings.HasPrefix(one, what) {
			n++
		}
	}
	return n
}

// save lets the time pass after which what was typed is saved.
func (w *window) save() {
	w.pages.provision.Leave()
	w.queue.drain()
}

// delayed takes what is asked for later into the test's hand: time passes when the test says so.
func (w *window) delayed() (pass func(time.Duration)) {
	type late struct {
		at   time.Duration
		what func()
	}
	var list []late
	var now time.Duration
	w.tasks.timer = func(d time.Duration, f func()) func() bool {
		list = append(list, late{now + d, f})
		return func() bool { return true }
	}
	return func(d time.Duration) {
		now += d
		for _, l := range list {
			if l.at <= now && l.what != nil {
				l.what()
			}
		}
		list = slices.DeleteFunc(list, func(l late) bool { return l.at <= now })
		w.queue.drain()
	}
}

// tapOnly clicks, and lets nothing that is under way come to its end.
func (w *window) tapOnly(role, label string) {
	w.t.Helper()
	e := w.find(role, label)
	test.TapCanvas(w.window.Canvas(), fyne.NewPos(e.X+e.W/2, e.Y+e.H/2))
}

// pickFile answers the dialog that asks for a file.
func (w *window) pickFile(path string) {
	w.t.Helper()
	w.to("File")
	w.window.Canvas().Focused().(fyne.Shortcutable).TypedShortcut(&fyne.ShortcutSelectAll{})
	test.Type(w.window.Canvas().Focused(), path)
	w.key(fyne.KeyReturn)
	w.queue.drain()
}

func TestTheMenuHasNoNewCompanyWhereNoneIsMade(t *testing.T) {
	w := openWindow(t, firm(10))
	if _, ok := w.seek("link", "New company"); ok {
		t.Fatal("a window without a registrar has the entry")
	}
	r := &registry{off: true}
	w.provide(r)
	w.draw()
	if _, ok := w.seek("link", "New company"); ok {
		t.Error("the entry is there while new companies are off")
	}
	w.openProvision("")
	if _, ok := w.seek("button", "Review…"); ok {
		t.Error("the page opens while new companies are off")
	}
	r.off = false
	r.look()
	w.queue.drain()
	w.tap("link", "New company")
	w.find("button", "Review…")
	r.off = true
	r.look()
	w.queue.drain()
	w.find("text", "Clients") // the page is left
	if _, ok := w.seek("link", "New company"); ok {
		t.Error("the entry stays after new companies were switched off")
	}
}

func TestAnErrorStandsBesideTheFieldThatWasLeft(t *testing.T) {
	w := newCompany(t, &registry{firm: intake.Firm{Domains: []string{"whitfieldbooks.com"}}})
	const own = "This is your own firm’s address. Gusto sends the account to it: use the client’s."
	w.into("E-mail", "maya@whitfieldbooks.com")
	w.wantNoText(own)
	w.tab()
	w.find("text", own)
	w.wantNoText("is missing")
	w.to("E-mail")
	for range len("whitfieldbooks.com") {
		w.key(fyne.KeyBackspace)
	}
	test.Type(w.window.Canvas().Focused(), "okafor.example")
	w.queue.drain()
	w.wantNoText(own)
	w.tap("button", "Review…")
	w.wantText("First name is missing")
	w.wantText("Legal name is missing")
	if e := w.find("textbox", "First name"); !e.Focused {
		t.Error("the keyboard is not at the first wrong field")
	}
}

func TestTheEINIsReadOnlyByWhoeverTypesIt(t *testing.T) {
	w := newCompany(t, &registry{})
	w.into("EIN", "841234567")
	w.tab()
	if e := w.find("textbox", "EIN"); e.Value != "84-•••••••" {
		t.Errorf("the screen has %q", e.Value)
	}
	w.save()
}

func TestAPastedAddressSpreadsOverItsLines(t *testing.T) {
	w := newCompany(t, &registry{})
	w.tap("link", "+ Add an address")
	w.app.Clipboard().SetContent("Okafor Ceramics\n118 NE Alder St, Suite 2\nPortland, Oregon 97212\n(503) 555-0142")
	w.window.Canvas().Focused().(fyne.Shortcutable).TypedShortcut(&fyne.ShortcutPaste{Clipboard: w.app.Clipboard()})
	w.queue.drain()
	for field, want := range map[string]string{"Street": "118 NE Alder St", "Suite or unit": "Suite 2", "City": "Portland", "State": "OR", "ZIP code": "97212", "Phone there": "(503) 555-0142"} {
		w.to(field)
		if e := w.find("textbox", field); e.Value != want {
			t.Errorf("%s has %q, want %q", field, e.Value, want)
		}
	}
	w.press("Done")
	w.find("button", "Primary · 118 NE Alder St, Suite 2, Portland, OR 97212")
	w.tap("link", "+ Add an address")
	w.into("Street", "9 SW Pine St, Portland, OR 97204") // typed as a whole
	w.tab()
	if e := w.find("textbox", "City"); e.Value != "Portland" {
		t.Errorf("a whole address that was typed leaves the city %q", e.Value)
	}
	w.press("Done")
	w.find("button", "9 SW Pine St, Portland, OR 97204")
}

func TestPhonesStandAsPeopleReadThem(t *testing.T) {
	w := newCompany(t, &registry{})
	for typed, want := range map[string]string{"503.555.0142": "(503) 555-0142", "+1 503 555 0142": "(503) 555-0142", "503 555 0142 ext. 5": "503 555 0142 ext. 5", "555": "555"} {
		w.tap("button", "More")
		w.tap("menuitem", "Another company")
		w.into("Phone", typed)
		w.tab()
		if e := w.find("textbox", "Phone"); e.Value != want {
			t.Errorf("%q stands as %q", typed, e.Value)
		}
	}
}

func TestOneAddressIsThePrimaryOne(t *testing.T) {
	f := okafor()
	f.Addresses = append(f.Addresses, intake.Address{Street1: "9 SW Pine St", City: "Portland", State: "OR", ZIP: "97204"})
	r := withDraft(f)
	w := newCompany(t, r)
	w.tap("button", "9 SW Pine St, Portland, OR 97204")
	w.tap("checkbox", "Primary address, where the company files from")
	w.press("Done")
	w.find("button", "Primary · 9 SW Pine St, Portland, OR 97204")
	w.find("button", "118 NE Alder St, Portland, OR 97212")
	w.tap("button", "118 NE Alder St, Portland, OR 97212")
	w.press("Remove this address")
	w.save()
	if got := r.drafts[0].Form.Addresses; len(got) != 1 || got[0].Street1 != "9 SW Pine St" || !got[0].Primary {
		t.Errorf("kept %+v", got)
	}
}

func TestStatesAreTickedInAList(t *testing.T) {
	r := withDraft(okafor())
	w := newCompany(t, r)
	w.tap("button", "None ticked")
	for _, word := range []string{"wash", "orego"} {
		test.Type(w.window.Canvas().Focused(), word)
		w.key(fyne.KeyReturn)
	}
	w.tap("button", "Use 2 states")
	w.find("button", "OR, WA")
	w.save()
	if got := r.drafts[0].Form.Company.States; !slices.Equal(got, []string{"OR", "WA"}) {
		t.Errorf("kept %v", got)
	}
}

func TestADoubtNeedsAReason(t *testing.T) {
	f := okafor()
	f.Company.EIN = "07-1234567"
	r := withDraft(f)
	w := newCompany(t, r)
	w.wantText("The IRS has never issued an EIN that begins with 07")
	w.tap("button", "Review…")
	if r.times("review") != 0 {
		t.Fatal("went on without a reason")
	}
	if e := w.find("textbox", "Reason for EIN"); !e.Focused {
		t.Error("the keyboard is not where the reason goes")
	}
	w.into("Reason for EIN", "The letter of 1987 says so")
	w.tap("button", "Review…")
	w.find("button", "Create this company")
	w.wantText("The letter of 1987 says so")
	if got := r.drafts[0].Form.Reasons[intake.TaxNumber]; got != "The letter of 1987 says so" {
		t.Errorf("kept the reason %q", got)
	}
}

func TestAReasonIsForgottenWhenSomethingElseIsTyped(t *testing.T) {
	f := okafor()
	f.Company.EIN, f.Reasons = "07-1234567", map[intake.Field]string{intake.TaxNumber: "The letter of 1987 says so"}
	r := withDraft(f)
	w := newCompany(t, r)
	w.reach("textbox", "Reason for EIN")
	w.to("EIN")
	for range len("07-1234567") {
		w.key(fyne.KeyBackspace)
	}
	w.into("EIN", "518-32-9911")
	w.tab()
	w.wantText("written like a Social Security number")
	w.save()
	if got := r.drafts[0].Form; got.Company.EIN != "518-32-9911" || got.Reasons[intake.TaxNumber] != "" {
		t.Errorf("kept %q with the reason %q", got.Company.EIN, got.Reasons[intake.TaxNumber])
	}
}

func TestWhatIsTypedIsKeptAndResumed(t *testing.T) {
	r := &registry{}
	w := newCompany(t, r)
	w.find("text", "Nothing is sent before you have reviewed it")
	if e := w.find("button", "Discard draft"); !e.Disabled {
		t.Error("there is nothing to discard yet")
	}
	w.into("Legal name", "Okafor Ceramics LLC")
	w.find("text", "Saving…")
	w.save()
	w.find("text", "Draft saved on this computer")
	w.into("Legal name", "!")
	w.save()
	if len(r.drafts) != 1 || r.drafts[0].Form.Company.Legal != "Okafor Ceramics LLC!" || r.drafts[0].Rev != 2 {
		t.Fatalf("kept %+v", r.drafts)
	}
	w.forget()
	w.openClients()
	w.draw()
	w.queue.drain()
	w.tap("link", "New company")
	if e := w.find("textbox", "Legal name"); e.Value != "Okafor Ceramics LLC!" {
		t.Errorf("resumed with %q", e.Value)
	}
	w.tap("button", "Discard draft")
	w.find("text", "Discard Okafor Ceramics LLC!?")
	w.tap("button", "Discard it")
	if len(r.drafts) != 0 {
		t.Error("the draft is still there")
	}
	if e := w.find("textbox", "Legal name"); e.Value != "" {
		t.Errorf("the form still has %q", e.Value)
	}
}

func TestWhatIsTypedDuringASaveIsSavedToo(t *testing.T) {
	r := &registry{}
	w := newCompany(t, r)
	w.to("Legal name")
	test.Type(w.window.Canvas().Focused(), "Okafor")
	w.pages.provision.Leave() // the save is under way
	test.Type(w.window.Canvas().Focused(), " Ceramics")
	w.pages.provision.Leave()
	w.queue.drain()
	if len(r.drafts) != 1 || r.drafts[0].Form.Company.Legal != "Okafor Ceramics" {
		t.Errorf("kept %+v", r.drafts)
	}
	w.find("text", "Draft saved on this computer")
}

func TestTheNextCompanyNeverTakesTheDraftOfTheOneBefore(t *testing.T) {
	r := &registry{}
	w := newCompany(t, r)
	w.to("Legal name")
	test.Type(w.window.Canvas().Focused(), "Alder")
	w.pages.provision.Leave()                        // the save is under way
	test.Type(w.window.Canvas().Focused(), " Works") // typed during it
	w.tapOnly("button", "More")
	w.tapOnly("menuitem", "Another company")
	w.to("Legal name")
	test.Type(w.window.Canvas().Focused(), "Birch Works")
	w.save()
	var kept []string
	for _, d := range r.drafts {
		kept = append(kept, d.Form.Company.Legal)
	}
	if !slices.Equal(kept, []string{"Alder Works", "Birch Works"}) {
		t.Errorf("kept %q", kept)
	}
	w.tap("button", "More")
	w.tap("menuitem", "Draft: Alder Works")
	if e := w.find("textbox", "Legal name"); e.Value != "Alder Works" {
		t.Errorf("resumed %q", e.Value)
	}
}

func TestWhatIsDiscardedDuringASaveIsGone(t *testing.T) {
	r := &registry{}
	w := newCompany(t, r)
	w.to("Legal name")
	test.Type(w.window.Canvas().Focused(), "Alder")
	w.pages.provision.Leave()
	test.Type(w.window.Canvas().Focused(), "!")
	w.tapOnly("button", "Discard draft")
	w.tap("button", "Discard it")
	w.queue.drain()
	if len(r.drafts) != 0 {
		t.Errorf("kept %+v", r.drafts)
	}
	w.find("text", "Nothing is sent before you have reviewed it")
}

func TestAClientsDraftIsGoneOnWith(t *testing.T) {
	f := okafor()
	f.Client = "client-4"
	r := withDraft(f)
	w := newCompany(t, r)
	w.tap("button", "More")
	w.tap("menuitem", "Another company")
	w.OpenProvision("client-4")
	w.queue.drain()
	if e := w.find("textbox", "Legal name"); e.Value != "Okafor Ceramics LLC" || r.times("form for") != 0 {
		t.Errorf("began anew with %q", e.Value)
	}
}

func TestAFailedSaveIsSaidAndTriedAgain(t *testing.T) {
	r := &registry{fail: &desk.Trouble{Cause: desk.CannotSave}}
	w := newCompany(t, r)
	w.into("Legal name", "Okafor")
	w.save()
	w.wantText("Not saved:")
	r.fail = nil
	w.into("Legal name", " Ceramics")
	w.save()
	w.find("text", "Draft saved on this computer")
	if len(r.drafts) != 1 || r.drafts[0].Form.Company.Legal != "Okafor Ceramics" {
		t.Errorf("kept %+v", r.drafts)
	}
}

func TestAClientFillsTheForm(t *testing.T) {
	r := &registry{}
	w := newCompany(t, r)
	w.openClients()
	w.OpenClient("client-4") // has no company
	w.menu("Create in Gusto…")
	r.asked(t, "form for client-4")
	if e := w.find("textbox", "Legal name"); e.Value != "Client 4" {
		t.Errorf("filled in with %q", e.Value)
	}
	w.tap("button", "Fill in from a client…")
	test.Type(w.window.Canvas().Focused(), "client 9")
	w.key(fyne.KeyReturn)
	w.queue.drain()
	r.asked(t, "form for client-4", "form for client-9")
	w.tap("button", "Fill in from a client…")
	if rows := w.rows(); slices.ContainsFunc(rows, func(row string) bool { return strings.Contains(row, "Client 0") }) {
		t.Errorf("a client with a company can be picked: %q", rows)
	}
}

func TestTheRadarTellsWhatIsKnown(t *testing.T) {
	r := &registry{known: []intake.Known{
		{Kind: intake.KnownClient, ID: "client-4", Number: "1005", Name: "Okafor Ceramics"},
		{Kind: intake.KnownAttempt, ID: "sent-7", Name: "Okafor Ceramics LLC", EIN: "841234567"},
	}, attempts: []provision.Attempt{attempt("sent-7", provision.Created)}}
	w := newCompany(t, r)
	w.wantText("Crosswalk looks for the name")
	w.into("Legal name", "Okafor Ceramics")
	w.tab()
	w.wantText("1005 Okafor Ceramics")
	w.into("EIN", "841234567")
	w.tab()
	w.wantText("was sent to Gusto before. Same EIN")
	w.wantNoText("No earlier attempt")
}

// atReview opens the review of a good form.
func atReview(t *testing.T, r *registry) *window {
	t.Helper()
	w := newCompany(t, r)
	w.tap("button", "Review…")
	return w
}

func TestTheReviewShowsExactlyWhatIsSentAndLikenessesAreTicked(t *testing.T) {
	r := withDraft(okafor())
	r.known = []intake.Known{{Kind: intake.KnownClient, ID: "client-4", Number: "1005", Name: "Okafor Ceramics"}}
	w := atReview(t, r)
	for _, value := range []string{"Maya", "5035550142", "841234567", "118 NE Alder St", "OR", "97212", "Yes"} {
		w.find("text", value)
	}
	if e := w.find("button", "Create this company"); !e.Disabled {
		t.Fatal("it can be sent before anybody has looked")
	}
	w.tap("checkbox", "I have looked: Okafor Ceramics is another one")
	w.tap("button", "Create this company")
	r.asked(t, "review draft-9", "send draft-9 client/client-4")
	w.find("text", "Okafor Ceramics LLC is created, not claimed yet")
}

func TestNothingCanBeClickedWhileItIsBeingSent(t *testing.T) {
	r := withDraft(okafor())
	w := atReview(t, r)
	timers := map[time.Duration]func(){}
	w.tasks.timer = func(d time.Duration, f func()) func() bool {
		timers[d] = f
		return func() bool { return true }
	}
	tap := func(label string) {
		e := w.find("button", label)
		test.TapCanvas(w.window.Canvas(), fyne.NewPos(e.X+e.W/2, e.Y+e.H/2))
	}
	tap("Create this company")
	atGusto := w.queue.take()
	tap("Create this company") // the second click of an impatient hand
	tap("Back to the form")
	if w.window.Canvas().Focused() != nil {
		w.window.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	}
	w.queue.drain()
	w.find("button", "Create this company") // no page comes and goes in a blink
	timers[200*time.Millisecond]()
	w.queue.drain()
	w.find("text", "Creating Okafor Ceramics LLC")
	for _, e := range kit.Map(w.window.Canvas()) {
		if e.Role == "button" && !e.Disabled {
			t.Errorf("%q can be clicked", e.Label)
		}
	}
	timers[1500*time.Millisecond]()
	w.queue.drain()
	w.wantText("Gusto has not answered yet.")
	w.tap("link", "Settings") // looking elsewhere changes nothing
	for _, f := range atGusto {
		f()
	}
	w.queue.drain()
	if n := r.times("send"); n != 1 {
		t.Errorf("sent %d times", n)
	}
	w.wantText("Okafor Ceramics LLC is created, not claimed yet.")
}

func TestWhatGustoRefusesStandsBesideItsFields(t *testing.T) {
	r := withDraft(okafor())
	r.answer = func(a provision.Attempt) (provision.Attempt, error) {
		a.State, a.HasLink = provision.Refused, false
		a.Errors = []provision.FieldError{{Field: intake.TaxNumber, Message: "EIN has already been taken."}, {Field: intake.AddressField(0, intake.ZIP), Message: "is odd"}, {Message: "Something that no field has."}}
		return a, nil
	}
	w := atReview(t, r)
	w.tap("button", "Create this company")
	w.find("text", "Gusto: EIN has already been taken.")
	w.wantText("“Something that no field has.”")
	if e := w.find("textbox", "EIN"); !e.Focused {
		t.Error("the keyboard is not at the field that Gusto refused")
	}
	test.Type(w.window.Canvas().Focused(), "9")
	w.queue.drain()
	w.wantNoText("Gusto: EIN has already been taken.")
	w.press("Primary · 118 NE Alder St, Portland, OR 97212")
	w.to("ZIP code")
	w.find("text", "Gusto: is odd") // the other refusal stays until its field is changed
}

func TestGustosPauseIsWaitedFor(t *testing.T) {
	r := withDraft(okafor())
	until := morning.Add(3 * time.Minute)
	r.answer = func(a provision.Attempt) (provision.Attempt, error) {
		a.State, a.HasLink, a.Trouble = provision.NotSent, false, &desk.Trouble{Cause: desk.RateLimited, Until: until}
		return a, nil
	}
	w := atReview(t, r)
	w.tap("button", "Create this company")
	w.find("text", "Gusto asks for a pause")
	if e := w.find("button", "Review it again at 9:43:00 AM"); !e.Disabled {
		t.Error("it can be sent during the pause")
	}
	w.shell.now = func() time.Time { return until }
	w.draw()
	w.tap("button", "Review it again…")
	w.find("button", "Create this company")
}

func TestAKeyThatComesLateSendsNothingAgain(t *testing.T) {
	r := withDraft(okafor())
	r.answer = func(a provision.Attempt) (provision.Attempt, error) {
		a.State, a.HasLink = provision.NotSent, false
		return a, nil
	}
	w := atReview(t, r)
	w.press("Create this company")
	w.find("text", "Nothing was made")
	if f := w.window.Canvas().Focused(); f != nil {
		f.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
		w.queue.drain()
	}
	if n := r.times("send"); n != 1 {
		t.Errorf("sent %d times", n)
	}
}

func TestAnErrorBeforeSendingLeavesTheReview(t *testing.T) {
	r := withDraft(okafor())
	r.answer = func(provision.Attempt) (provision.Attempt, error) {
		return provision.Attempt{}, &desk.Trouble{Cause: desk.KeysRefused}
	}
	w := atReview(t, r)
	w.tap("button", "Create this company")
	w.find("text", "Gusto refused your firm’s application keys")
	r.answer = nil
	w.tap("button", "Create this company")
	w.find("text", "Okafor Ceramics LLC is created, not claimed yet")
}

func TestTheClaimLinkIsCopiedForAWhileAndNeverShown(t *testing.T) {
	r := withDraft(okafor())
	w := atReview(t, r)
	w.tap("button", "Create this company")
	later := w.delayed()
	w.tap("button", "Copy the link")
	if got := w.clipboard(); got != "https://app.gusto.example/claim/sent-1" {
		t.Fatalf("copied %q", got)
	}
	w.wantNoText("claim/sent-1")
	later(89 * time.Second)
	if w.clipboard() == "" {
		t.Error("the clipboard was cleared too early")
	}
	later(time.Second)
	if got := w.clipboard(); got != "" {
		t.Errorf("after 90 seconds %q is still on the clipboard", got)
	}
	w.tap("button", "Copy the link")
	w.app.Clipboard().SetContent("something else")
	later(90 * time.Second)
	if got := w.clipboard(); got != "something else" {
		t.Errorf("what was copied since is gone: %q", got)
	}
	w.tap("button", "Copy the link")
	w.tap("button", "Open the link")
	w.tap("button", "Write to Maya…")
	r.asked(t, "open sent-1", "write sent-1 Your payroll account for Okafor Ceramics LLC true")
	w.close()
	if got := w.clipboard(); got != "" {
		t.Errorf("quitting leaves %q on the clipboard", got)
	}
}

func TestAnUnknownOutcomeIsToldAtTheStartAndSettled(t *testing.T) {
	r := &registry{attempts: []provision.Attempt{attempt("u", provision.Unknown)}}
	w := openWindow(t, firm(10))
	w.provide(r)
	w.draw()
	w.queue.drain()
	w.find("text", "Was Okafor Ceramics LLC created?")
	w.wantText("ask Maya whether a message from Gusto came to maya@okafor.example")
	w.key(fyne.KeyEscape)
	w.change(firm(10))
	w.wantNoText("Was Okafor Ceramics LLC created?") // once is enough
	w.tap("link", "New company, 1 to be settled")
	w.find("text", "Was Okafor Ceramics LLC created? Nobody here knows")
	w.tap("button", "Look at it")
	w.tap("button", "It was created")
	test.Type(w.window.Canvas().Focused(), "Maya has it")
	w.key(fyne.KeyReturn)
	w.queue.drain()
	r.asked(t, "settle u true Maya has it")
	w.find("text", "Okafor Ceramics LLC was created")
	w.wantText("“Maya has it”")
}

func TestAReplyThatIsLostNowIsSaidOnThePage(t *testing.T) {
	r := withDraft(okafor())
	r.answer = func(a provision.Attempt) (provision.Attempt, error) {
		a.State, a.HasLink = provision.Unknown, false
		return a, nil
	}
	w := atReview(t, r)
	w.tap("button", "Create this company")
	w.find("text", "Was Okafor Ceramics LLC created? Nobody here knows")
	if top := w.window.Canvas().Overlays().Top(); top != nil {
		t.Errorf("a dialog is over it: %T", top)
	}
	w.tap("button", "It was not created")
}

func TestWhatIsNotSettledStandsInTheWay(t *testing.T) {
	r := withDraft(okafor())
	r.attempts = []provision.Attempt{attempt("u", provision.Unknown)}
	w := openWindow(t, firm(10))
	w.provide(r)
	w.draw()
	w.queue.drain()
	w.key(fyne.KeyEscape)
	w.tap("link", "New company, 1 to be settled")
	w.tap("button", "Review…")
	w.find("text", "Say first what became of the one before")
	if e := w.find("button", "Create this company"); !e.Disabled {
		t.Error("the same can be sent again")
	}
	w.tap("button", "Look at it")
	w.find("button", "It was not created")
}

func TestACompanyThatIsLinkedLaterIsProposedAsClaimed(t *testing.T) {
	a := attempt("c", provision.Created)
	a.When, a.Reminder, a.HasLink = morning.Add(-100*time.Hour), morning.Add(-28*time.Hour), true
	r := &registry{attempts: []provision.Attempt{a}}
	w := openWindow(t, firm(10))
	w.provide(r)
	w.draw()
	w.queue.drain()
	w.tap("link", "New company, 1 not claimed")
	w.find("text", "Okafor Ceramics LLC was not claimed for 4 days")
	r.proposals = []provision.Proposal{{Attempt: "c", Link: "link-1", Company: "Okafor Ceramics, LLC", On: []intake.Trait{intake.SharesEIN}}}
	w.change(firm(11)) // one more is linked
	w.find("text", "Okafor Ceramics, LLC is linked: was it created here?")
	w.tap("button", "Look at it")
	w.tap("button", "Yes, it was claimed")
	r.asked(t, "claimed c link-1")
	w.find("text", "Okafor Ceramics LLC is claimed and linked")
	w.openSettings()
	w.tap("link", "New company")
	w.find("button", "Review…") // what has come to its end gives way
}

func TestASectionFoldsAndUnfoldsForWhatIsWrong(t *testing.T) {
	f := okafor()
	f.Person.Email = ""
	w := newCompany(t, withDraft(f))
	w.tap("button", "Who will run payroll")
	w.find("text", "Maya Okafor")
	if _, ok := w.seek("textbox", "E-mail"); ok {
		t.Fatal("not folded")
	}
	w.tap("button", "Review…")
	if e := w.find("textbox", "E-mail"); !e.Focused {
		t.Error("the wrong field was not unfolded")
	}
}

func TestTabGoesThroughTheFormInReadingOrder(t *testing.T) {
	w := newCompany(t, withDraft(okafor()))
	w.to("First name")
	var path []string
	for range 12 {
		path = append(path, w.focused().Label)
		w.tab()
	}
	want := []string{"First name", "Last name", "E-mail", "Phone", "The company", "Legal name", "Trade name", "EIN", "Employees", "None ticked", "Addresses", "Primary · 118 NE Alder St, Portland, OR 97212"}
	if !slices.Equal(path, want) {
		t.Errorf("Tab goes over\n%q, want\n%q", path, want)
	}
}

// aList is a spreadsheet of five companies: two good, one wrong in two cells, one like a linked one, one with a client's
// number.
func aList(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "new.csv")
	text := "Client number,First name,Last name,E-mail,Phone,Legal name,EIN,Employees\n" +
		",Maya,Okafor,maya@a.example,(503) 555-0142,Company A LLC,84-1234567,6\n" +
		",Maya,Okafor,maya,(503) 555-0143,Company B LLC,84-12345,6\n" +
		",Maya,Okafor,maya@c.example,(503) 555-0144,Company C LLC,84-1234569,6\n" +
		"1005,Maya,Okafor,maya@d.example,(503) 555-0145,Zinnia Farms LLC,,0\n" +
		"77,Maya,Okafor,maya@e.example,(503) 555-0146,Quartz Tile LLC,,\n"
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// atMany opens many at once with the list dropped onto the window.
func atMany(t *testing.T, r *registry) *window {
	t.Helper()
	w := newCompany(t, r)
	w.tap("button", "More")
	w.tap("menuitem", "Many at once…")
	w.dropped(fyne.Position{}, []fyne.URI{storage.NewFileURI(aList(t))})
	w.queue.drain()
	return w
}

func TestADryRunSaysWhatIsWrongByItsLine(t *testing.T) {
	r := &registry{known: []intake.Known{{Kind: intake.KnownLinked, ID: "l", Name: "Company C", EIN: "841234569"}}}
	w := atMany(t, r)
	r.asked(t, "read 5")
	w.find("text", "5 rows of new.csv")
	w.tap("button", "To be mended 1")
	if rows := w.rows(); len(rows) != 1 || !strings.Contains(rows[0], "E-mail: This is not an e-mail address") || !strings.Contains(rows[0], "EIN: An EIN has nine digits") {
		t.Errorf("the wrong row says %q", rows)
	}
	w.wantText("Line 3:")
	w.find("button", "Create 3 companies…")
	w.tap("button", "Like another 1")
	for w.focused().Role != "row" {
		w.tab()
	}
	w.key(fyne.KeySpace)
	w.tap("button", "Create 4 companies…")
	if r.times("prepare") != 0 {
		t.Fatal("begun without asking")
	}
	w.tap("button", "Create 4 companies")
	r.asked(t, "prepare 4 1", "run")
}

func TestARowGoesToTheClientWithItsNumber(t *testing.T) {
	r := &registry{}
	w := atMany(t, r)
	w.wantText("No client of yours has the number 77.")
	w.wantNoText("No client of yours has the number 1005.")
}

func TestAListIsPausedStoppedAndItsResultsAreSaved(t *testing.T) {
	r := &registry{known: []intake.Known{{Kind: intake.KnownLinked, ID: "l", Name: "Company C", EIN: "841234569"}}}
	r.run = func(tell func(provision.Batch)) error {
		b := *r.batch
		b.State = provision.BatchPaused
		b.Rows = slices.Clone(b.Rows)
		made := attempt("m", provision.Created)
		b.Rows[0].Attempt = &made
		b.Count.Created, b.Count.Waiting = 1, 2
		r.batch = &b
		tell(b)
		return nil
	}
	w := atMany(t, r)
	w.tap("button", "Create 3 companies…")
	w.tap("button", "Create 3 companies")
	w.find("text", "3 companies, paused")
	w.find("text", "1 of 3")
	w.find("text", "1 created and 2 not sent yet.")
	w.tap("button", "Back to the form")
	w.find("text", "2 companies of your list not sent yet")
	w.tap("button", "Look at the list")
	w.tap("button", "Go on")
	if n := r.times("run"); n != 2 {
		t.Errorf("ran %d times", n)
	}
	w.tap("button", "Stop…")
	w.tap("button", "Stop here")
	r.asked(t, "run", "run", "stop")
	w.find("text", "Stopped after 1 of 3 companies")
	path := filepath.Join(t.TempDir(), "results.csv")
	w.tap("button", "Save what became of each…")
	w.pickFile(path)
	if text, err := os.ReadFile(path); err != nil || string(text) != "line,company\n" {
		t.Errorf("saved %q: %v", text, err)
	}
	w.tap("button", "Save what became of each…")
	w.pickFile(path)
	w.wantText("There is a file of this name already. Choose another name.")
	w.tap("button", "Cancel")
	w.tap("button", "Close")
	w.find("button", "Choose your file…")
}

func TestTheTemplateCanBeReadAgain(t *testing.T) {
	for _, kind := range []string{".xlsx", ".csv"} {
		w := newCompany(t, &registry{})
		w.tap("button", "More")
		w.tap("menuitem", "Many at once…")
		path := filepath.Join(t.TempDir(), "template"+kind)
		w.tap("button", "Save the template ("+kind+")…")
		w.pickFile(path)
		file, err := os.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		list, err := intake.ReadList(file, intake.Firm{})
		if file.Close(); len(list.Unknown) != 0 || errors.Is(err, os.ErrNotExist) {
			t.Errorf("%s: %v %v", kind, list.Unknown, err)
		}
	}
}

func TestNewCompaniesAreSwitchedOffInTheSettings(t *testing.T) {
	r := &registry{firm: intake.Firm{Domains: []string{"whitfieldbooks.com"}}}
	w := newCompany(t, r)
	w.openSettings()
	w.queue.drain()
	w.into("Your firm’s own e-mail domains", ", gmail.com")
	w.tab()
	w.wantText("“gmail.com” is no domain of a firm.")
	w.to("Your firm’s own e-mail domains")
	w.key(fyne.KeyEnd)
	for range len(", gmail.com") {
		w.key(fyne.KeyBackspace)
	}
	w.into("Your firm’s own e-mail domains", " ledger.example")
	w.tab()
	r.asked(t, "set true [whitfieldbooks.com ledger.example]")
	w.tap("checkbox", "Create companies at Gusto from this computer")
	r.asked(t, "set false [whitfieldbooks.com ledger.example]")
	if _, ok := w.seek("link", "New company"); ok {
		t.Error("the menu still has the entry")
	}
}

func TestWhatWasSentIsSearchedWithoutCaseOrAccents(t *testing.T) {
	other := attempt("b", provision.Refused)
	other.Company, other.Person, other.Email = "Peña Landscaping LLC", "Luis Peña", "luis@pena.example"
	r := withDraft(okafor())
	r.attempts = []provision.Attempt{attempt("a", provision.Claimed), other}
	w := newCompany(t, r)
	w.tap("button", "Sent 2")
	w.to("Search")
	for _, sought := range []string{"pena land", "LUIS", "refused"} {
		test.Type(w.window.Canvas().Focused(), sought)
		w.wantNoText("Okafor Ceramics LLC")
		w.find("text", "luis@pena.example") // the card is that of the one that is left
		w.key(fyne.KeyEscape)
	}
	test.Type(w.window.Canvas().Focused(), "nobody")
	w.find("text", "Nothing was sent that holds these words.")
	w.key(fyne.KeyEscape)
	w.wantText("Okafor Ceramics LLC")
}

func TestProvisionPagesLookAsTheyDid(t *testing.T) {
	states := map[string]func(w *window, r *registry){
		"form":    func(*window, *registry) {},
		"review":  func(w *window, _ *registry) { w.tap("button", "Review…") },
		"created": func(w *window, _ *registry) { w.tap("button", "Review…"); w.tap("button", "Create this company") },
		"many":    func(w *window, _ *registry) { w.tap("button", "More"); w.tap("menuitem", "Many at once…") },
		"sent": func(w *window, r *registry) {
			r.attempts = []provision.Attempt{attempt("a", provision.Claimed), attempt("b", provision.Refused), attempt("c", provision.SettledNot)}
			r.look()
			w.queue.drain()
			w.tap("button", "Sent 3")
		},
	}
	for name, go_ := range states {
		t.Run(name, func(t *testing.T) {
			r := withDraft(okafor())
			w := newCompany(t, r)
			go_(w, r)
			test.AssertRendersToMarkup(t, "provision-"+name+".xml", w.window.Canvas())
		})
	}
}

func TestTheOlderTokenGoesWithTheKeys(t *testing.T) {
	w := openWindow(t, firm(3))
	w.desk.setups = []desk.Setup{{ID: "p", Environment: desk.Demo.Name, ClientID: "id", OldToken: desk.OldToken{APITokenKept: true}}}
	var saved desk.Setup
	w.desk.setUp = func(s desk.Setup) error { saved = s; return nil }
	w.openSetup()
	w.queue.drain()
	w.tap("button", "API token (older applications only)")
	w.find("text", "A token is stored. Leave this empty to keep it.")
	w.to("API token")
	test.Type(w.window.Canvas().Focused(), "old-token")
	if e := w.find("textbox", "API token"); e.Value != "" {
		t.Errorf("the token is on screen: %q", e.Value)
	}
	w.press("Save and open")
	if saved.APIToken.Reveal() != "old-token" || saved.NoAPIToken {
		t.Errorf("saved %+v", saved.OldToken)
	}
	w.openSetup()
	w.queue.drain()
	w.tap("button", "API token (older applications only)")
	w.reach("checkbox", "Remove the token that is kept")
	w.key(fyne.KeySpace)
	w.press("Save and open")
	if !saved.NoAPIToken || !saved.APIToken.IsZero() {
		t.Errorf("saved %+v", saved.OldToken)
	}
}

func TestAnAddressThatIsOpenedIsSeenWhole(t *testing.T) {
	f := okafor()
	f.Person.Email, f.Company.EIN = "maya", "84"
	f.Addresses = nil
	w := newCompany(t, withDraft(f))
	w.tap("link", "+ Add an address")
	w.find("textbox", "Street")
	w.find("textbox", "ZIP code")
	w.find("button", "Done")
}

func TestQuittingPausesAListAndWarnsOfWhatIsNotWrittenDown(t *testing.T) {
	r := &registry{unsaved: 1}
	w := newCompany(t, r)
	w.close()
	w.queue.drain()
	w.find("text", "Quit with what became of 1 company not saved?")
	if w.desk.closed != 0 {
		t.Fatal("quit without a warning")
	}
	w.key(fyne.KeyEscape)
	r.unsaved = 0
	w.close()
	w.queue.drain()
	r.asked(t, "pause")
	if w.desk.closed != 1 {
		t.Errorf("the desk was closed %d times", w.desk.closed)
	}
}

func TestAKeyThatCannotBeHadIsSaidOnThePageAlone(t *testing.T) {
	locked := &desk.Trouble{Cause: desk.KeyStoreLocked}
	r := withDraft(okafor())
	r.trouble, r.shut = locked, locked
	now := firm(10)
	now.Keys = locked
	w := openWindow(t, now)
	w.provide(r)
	w.draw()
	w.queue.drain()
	w.tap("link", "Settings")
	w.tap("link", "New company")
	w.find("text", words.For(locked).Title)
	if e := w.find("textbox", "Legal name"); e.Value != "" {
		t.Errorf("resumed %q without a key", e.Value)
	}
	r.trouble, r.shut = nil, nil
	w.change(firm(10))
	if e := w.find("textbox", "Legal name"); e.Value != "Okafor Ceramics LLC" {
		t.Errorf("with the key there is %q", e.Value)
	}
	w.wantNoText(words.For(locked).Title)
}

func BenchmarkMakeThePageOfANewCompany(b *testing.B) {
	a := test.NewTempApp(b)
	a.Settings().SetTheme(kit.NewTheme(kit.AlwaysLight))
	s := newShell(b.Context(), a, &fakeDesk{now: firm(3)}, "1.0")
	q := &backlog{}
	s.tasks.spawn, s.tasks.post = q.add, q.add
	s.provide(&registry{})
	for b.Loop() {
		s.pages.provision = nil
		s.makeProvision()
	}
}

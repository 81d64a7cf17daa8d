package ui

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"crosswalk/internal/desk"
	"crosswalk/ui/kit"
)

// examiner is the part of a desk that verifies: it writes down what it is asked for.
type examiner struct {
	clerk
	desk   *fakeDesk
	begun  time.Time // of an interrupted round
	wishes []desk.RoundWish
	round  func(ctx context.Context, tell func(desk.Progress)) (desk.Round, error)
	when   desk.Schedule
}

func (e *examiner) VerifyAll(ctx context.Context, w desk.RoundWish, tell func(desk.Progress)) (desk.Round, error) {
	e.wishes = append(e.wishes, w)
	if e.round == nil {
		return desk.Round{Count: desk.Count{Fine: 3, NeedYou: 2}}, nil
	}
	return e.round(ctx, tell)
}

func (e *examiner) Unfinished(context.Context) (time.Time, error) { return e.begun, nil }

func (e *examiner) Card(_ context.Context, id string) (desk.Card, error) {
	for _, l := range e.desk.now.Links {
		if l.ID == id {
			return cardFor(l), nil
		}
	}
	return desk.Card{}, &desk.Trouble{Cause: desk.ChangedMeanwhile}
}

func (e *examiner) SetSchedule(_ context.Context, when desk.Schedule) error {
	e.when = when
	return nil
}

// cardFor is the card of a link whose access lacks one permission.
func cardFor(l desk.Link) desk.Card {
	return desk.Card{
		Link: l, Drawn: morning, Environment: desk.Practice, Missing: []string{"employees:read"},
		Seen: desk.Sighting{
			At: morning, Scopes: l.Access, Company: desk.CompanySeen{Status: "Approved", EIN: "••-•••0937"},
			Owner: desk.PersonSeen{UUID: "person-1", Name: "Omar Reyes", Role: desk.Admin}, Skew: 3 * time.Second,
			Calls: []desk.Call{{At: morning, What: "GET /v1/token_info", Status: 200, RequestID: "req-1", Took: 90 * time.Millisecond}},
		},
		Ages:    desk.Ages{Linked: l.Since, Authorized: l.Since, Renewed: l.Renewed, Verified: morning, Worked: morning},
		History: []desk.Event{{At: morning, What: desk.HasBroken, Cause: l.Verdict.Cause}, {At: morning, What: desk.WasLinked, Who: "rosa"}},
	}
}

// atVerify opens the page of verdicts.
func atVerify(t *testing.T, now *desk.Snapshot, begun time.Time) (*window, *examiner) {
	t.Helper()
	w := openWindow(t, now)
	e := &examiner{desk: w.desk, begun: begun}
	w.desk.Desk = e
	w.openVerify()
	w.queue.drain()
	return w, e
}

// mixed is a snapshot with something of every kind.
func mixed() *desk.Snapshot {
	return open(company(1, desk.Working), company(2, desk.Suspended), company(3, desk.MissingPermission), company(4, desk.NeedsReconnecting),
		company(5, desk.ProviderFault), company(6, desk.CannotOpen), company(7, desk.Working), company(8, desk.NotApproved))
}

func TestWhatNeedsAPersonIsListedTheWorstFirst(t *testing.T) {
	w, _ := atVerify(t, mixed(), time.Time{})
	var lines []string
	for _, e := range kit.Map(w.window.Canvas()) {
		if e.Role == "button" && strings.HasPrefix(e.Label, "Company ") {
			lines = append(lines, e.Label[:strings.Index(e.Label, " LLC")])
		}
	}
	if got := strings.Join(lines, ", "); got != "Company 6, Company 4, Company 3, Company 2, Company 8" {
		t.Errorf("in this order: %s", got)
	}
	w.find("text", "Who can fix it: Whoever looks after your firm’s Gusto application")
	w.find("text", "2 fine, 5 need you, 1 not found out · last checked today at 9:40 AM")
}

func TestTheButtonOfAVerdictDoesWhatItSays(t *testing.T) {
	now := open(company(1, desk.KeysRefused))
	now.Environment = desk.Production
	w, _ := atVerify(t, now, time.Time{})
	w.tap("button", "Change the keys")
	w.queue.drain()
	if p, ok := w.at.(*setupPage); !ok || setupChoices[p.where.Selected()].Name != desk.Production.Name {
		t.Errorf("the keys that were refused cannot be changed there: %T", w.at)
	}
	w, _ = atVerify(t, open(company(1, desk.PassphraseNeeded)), time.Time{})
	w.tap("button", "Enter the passphrase…")
	if len(w.window.Canvas().Overlays().List()) == 0 {
		t.Error("nobody asks for the passphrase")
	}
}

func TestACardSaysWhatIsWrongAndIsCopiedWithoutWhatTheScreenHides(t *testing.T) {
	w, _ := atVerify(t, mixed(), time.Time{})
	w.tap("button", "Company 4 LLC: Gusto no longer accepts this access")
	for _, text := range []string{"Omar Reyes, admin", "companies:read, payrolls:read", "employees:read"} {
		w.find("text", text)
	}
	w.tap("button", "Copy as text")
	text := w.clipboard()
	for _, part := range []string{"Company 4 LLC", "Gusto no longer accepts this access", "An admin of the company, at Gusto", "3s ahead of Gusto’s", "Status at Gusto   Approved", "rosa", "••-•••0937", "request req-1"} {
		if !strings.Contains(text, part) {
			t.Errorf("the text lacks %q", part)
		}
	}
}

func TestACardIsSavedAsPagesAndNeverOverAFile(t *testing.T) {
	w, _ := atVerify(t, mixed(), time.Time{})
	folder := t.TempDir()
	w.app.Preferences().SetString("files.folder", folder)
	path := filepath.Join(folder, "Company 6 LLC.pdf")
	for range 2 {
		w.tap("button", "Save as PDF…")
		w.tap("button", "Save")
	}
	pages, err := os.ReadFile(path)
	if err != nil || !strings.HasPrefix(string(pages), "%PDF-") {
		t.Fatalf("no pages: %v", err)
	}
	if info, _ := os.Stat(path); info.Mode().Perm()&0o077 != 0 {
		t.Errorf("others can read it: %v", info.Mode())
	}
	w.find("text", "There is a file of this name already. Choose another name.")
}

func TestVerifyingAllCountsAndCanBeCanceledAndResumed(t *testing.T) {
	w, e := atVerify(t, mixed(), time.Time{})
	var began context.Context
	w.tasks.spawn = func(f func()) { f() }
	e.round = func(ctx context.Context, tell func(desk.Progress)) (desk.Round, error) {
		began = ctx
		tell(desk.Progress{Done: 3, Total: 8, Count: desk.Count{NeedYou: 1}, Left: 90 * time.Second})
		return desk.Round{}, context.Canceled
	}
	post := w.tasks.post
	var held []func()
	w.tasks.post = func(f func()) { held = append(held, f) }
	test.TapCanvas(w.window.Canvas(), center(w.find("button", "Verify all")))
	held[0]() // the progress alone: the round still runs
	if got := w.find("progressbar", "3 of 8 verified · 1 needs you · about 2 minutes left"); got.Value != "38%" {
		t.Errorf("the bar stands at %s", got.Value)
	}
	if _, ok := w.seek("button", "Verify all"); ok {
		t.Error("a second round can be begun")
	}
	w.tasks.post, w.tasks.spawn = post, w.queue.add
	e.begun = morning
	w.tap("button", "Cancel")
	if began.Err() == nil {
		t.Error("the round goes on")
	}
	e.round = nil
	w.tap("button", "Resume")
	if len(e.wishes) != 2 || !e.wishes[1].Resume || e.wishes[0].Links != nil {
		t.Errorf("asked for %+v", e.wishes)
	}
	w.find("text", "3 fine, 2 need you.")
}

func center(e kit.Element) fyne.Position { return fyne.NewPos(e.X+e.W/2, e.Y+e.H/2) }

func TestOnlyWhatNeedsAPersonIsVerifiedAgain(t *testing.T) {
	w, e := atVerify(t, mixed(), time.Time{})
	w.tap("button", "Verify the 5 that need you")
	if len(e.wishes) != 1 || strings.Join(e.wishes[0].Links, " ") != "link-6 link-4 link-3 link-2 link-8" {
		t.Errorf("asked for %+v", e.wishes)
	}
}

func TestNothingToResumeOffersNothing(t *testing.T) {
	w, _ := atVerify(t, mixed(), time.Time{})
	if _, ok := w.seek("button", "Resume"); ok {
		t.Error("there is no round to resume")
	}
}

func TestTheCardOfACompanyThatWorksIsLookedUp(t *testing.T) {
	w, _ := atVerify(t, mixed(), time.Time{})
	w.tap("link", "Another company…")
	test.Type(w.window.Canvas().Focused(), "company 7")
	w.queue.drain()
	w.tap("button", "Show its card")
	w.find("text", "Company 7 LLC")
	w.tap("button", "Verify")
}

func TestACardThatIsBeingReadAgainIsNotCopied(t *testing.T) {
	w, e := atVerify(t, mixed(), time.Time{})
	w.tap("button", "Company 4 LLC: Gusto no longer accepts this access")
	var reading []func()
	w.tasks.spawn = func(f func()) { reading = append(reading, f) }
	w.change(open(company(4, desk.Working)))
	if b := w.find("button", "Copy as text"); !b.Disabled {
		t.Error("the card from before can be copied under the new words")
	}
	w.tasks.spawn = w.queue.add
	for _, read := range reading {
		w.queue.add(read)
	}
	w.queue.drain()
	w.tap("button", "Copy as text")
	if text := w.clipboard(); e.desk.now.Links[0].Verdict.Cause != desk.Working || !strings.Contains(text, "Working") {
		t.Errorf("copied is\n%s", text)
	}
}

func TestTheScheduleIsChosenInSettings(t *testing.T) {
	w, e := atVerify(t, mixed(), time.Time{})
	w.window.Resize(fyne.NewSize(1280, 1200))
	w.openSettings()
	w.queue.drain()
	w.tap("radio", "Once a day")
	if e.when != desk.Daily {
		t.Errorf("chosen: %q", e.when)
	}
}

func TestOnlyWhatHasNewlyBrokenIsNotified(t *testing.T) {
	w := openWindow(t, mixed())
	for _, is := range []struct {
		broke []string
		want  *fyne.Notification
	}{
		{nil, nil},
		{[]string{"link-2"}, fyne.NewNotification("Crosswalk", "1 company needs you and did not before. Verify in Crosswalk says which, and who can fix it.")},
	} {
		test.AssertNotificationSent(t, is.want, func() {
			w.tellRound(desk.Round{Count: desk.Count{NeedYou: 2}, Broke: is.broke})
		})
	}
}

// The page, the desk and a pretend Gusto: what Gusto says is what the card shows.
func TestARoundFindsWhatWasWithdrawnAndItsCardSaysWhoseTurnItIs(t *testing.T) {
	h := linkOne(t, "Blue Heron Bakery", "Blue Heron Bakery LLC")
	for h.Busy("sitting") { // once the queue is cleared away, the list opens
		<-h.wake
		h.queue.drain()
	}
	h.press("link", "Verify")
	h.await("text", "1 fine, 0 need you · ")
	h.press("button", "Verify all")
	h.await("text", "1 fine, 0 need you.")
	h.await("text", "Dana Whitfield, admin")
	if ended, err := h.gusto.RevokeGrant(h.gusto.Grants()[0].ID); err != nil || !ended {
		t.Fatalf("Gusto still accepts it: %v", err)
	}
	h.press("button", "Verify all")
	h.await("text", "0 fine, 1 needs you.")
	h.await("text", "Who can fix it: An admin of the company, at Gusto")
	h.press("button", "Copy as text")
	if text := h.clipboard(); !strings.Contains(text, "Whose turn        An admin of the company, at Gusto") {
		t.Errorf("the card does not say whose turn it is:\n%s", text)
	}
}

func TestPagesOfVerifyLookAsTheyDid(t *testing.T) {
	for name, now := range map[string]*desk.Snapshot{
		"empty": open(), "some": open(company(1, desk.Working), company(2, desk.Unchecked)), "failing": mixed(), "busy": mixed(),
	} {
		t.Run(name, func(t *testing.T) {
			w, e := atVerify(t, now, time.Time{})
			if name == "busy" {
				w.tasks.spawn = func(f func()) { f() }
				var held []func()
				w.tasks.post = func(f func()) { held = append(held, f) }
				e.round = func(_ context.Context, tell func(desk.Progress)) (desk.Round, error) {
					tell(desk.Progress{Done: 3, Total: 8, Count: desk.Count{NeedYou: 1}, Left: 90 * time.Second})
					return desk.Round{}, nil
				}
				test.TapCanvas(w.window.Canvas(), center(w.find("button", "Verify all")))
				held[0]()
			}
			test.AssertRendersToMarkup(t, "verify-"+name+".xml", w.window.Canvas())
		})
	}
}

func TestEveryPlaceCountsWhoNeedsAPersonAlike(t *testing.T) {
	var links []desk.Link
	needing := 0
	for i, cause := range desk.Causes() {
		links = append(links, company(i, cause))
		if (desk.Verdict{Cause: cause}).NeedsYou() {
			needing++
		}
	}
	w, _ := atVerify(t, open(links...), time.Time{})
	number := fmt.Sprint(needing)
	w.find("text", number+" need you")                      // the line below
	w.find("button", "Verify the "+number+" that need you") // the page
	w.find("link", "Verify, "+number+" need you")           // the menu
	said := false
	for _, e := range kit.Map(w.window.Canvas()) {
		said = said || e.Role == "text" && strings.Contains(e.Label, " fine, "+number+" need you, ")
	}
	if !said {
		t.Error("the head of the page counts otherwise")
	}
	w.openClients()
	w.find("button", "Needs you "+number) // the list
}

func TestThePageOfVerdictsFitsIntoTheLeastWindow(t *testing.T) {
	for _, runs := range []bool{false, true} {
		w, e := atVerify(t, mixed(), morning) // something can be resumed
		if runs {
			var held []func()
			w.tasks.spawn = func(f func()) { held = append(held, f) }
			e.round = func(context.Context, func(desk.Progress)) (desk.Round, error) { return desk.Round{}, nil }
			w.tap("button", "Verify all")
		} else {
			w.find("button", "Resume")
		}
		if size := w.window.Content().MinSize(); size.Width > leastWidth || size.Height > leastHeight {
			t.Errorf("it needs %v (a round runs: %t)", size, runs)
		}
	}
}

func TestAClockThatIsOffAndAKeyStoreThatIsShutAreSaidAboveTheLists(t *testing.T) {
	now := mixed()
	now.ClockOff = -2 * time.Hour
	w, _ := atVerify(t, now, time.Time{})
	const clock = "This computer’s clock is off"
	w.find("text", clock)
	w.openClients()
	w.find("text", clock)
	shut := mixed()
	shut.ClockOff, shut.Keys = now.ClockOff, &desk.Trouble{Cause: desk.KeyStoreLocked}
	w.change(shut)
	w.find("text", "The key store of this computer is locked")
	w.openVerify()
	w.queue.drain()
	w.find("button", "Try again")
	w.change(mixed())
	if w.said(clock) || w.said("key store of this computer") {
		t.Error("what is over still stands there")
	}
}

package ui

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"crosswalk/internal/desk"
	"crosswalk/internal/doctor"
	"crosswalk/internal/policy"
	"crosswalk/internal/tongue"
	"crosswalk/ui/clients"
	"crosswalk/ui/kit"
	"crosswalk/ui/page"
)

// fakeDesk is a desk of function fields: what a test does not set fails loudly.
type fakeDesk struct {
	Desk
	now    *desk.Snapshot
	look   func()
	verify func(id string) (desk.Verdict, error)
	unlink func(id string) (desk.Unlinked, error)
	link   func(chosen []desk.Choice) error
	give   func(desk.Offer) error
	setUp  func(desk.Setup) error
	setups []desk.Setup
	policy policy.Policy
	port   doctor.Finding
	try    func(desk.Setup) error
	one    *bool
	start  func() error
	closed int
	saved  []string
	needs  []string
	hands  bool
	locker
	eraser
}

// eraser is the part of a desk that removes everything.
type eraser struct {
	note  *desk.Erased
	keeps int
	erase func(tell func(desk.EraseStep)) (desk.Erased, error)
	run   func(ctx context.Context, tell func(desk.EraseStep)) (desk.Erased, error)
}

func (e *eraser) Erase(ctx context.Context, _ desk.EraseWish, tell func(desk.EraseStep)) (desk.Erased, error) {
	if e.run != nil {
		return e.run(ctx, tell)
	}
	if e.erase == nil {
		return desk.Erased{}, errUnset
	}
	return e.erase(tell)
}
func (e *eraser) UnfinishedErase() *desk.Erased { return e.note }
func (e *eraser) KeepRest() error               { e.keeps++; return nil }

// locker is the part of a desk that locks.
type locker struct {
	did   []string
	after time.Duration
	fail  error
	snaps func(desk.LockState)
}

func (l *locker) note(what string, state desk.LockState) error {
	l.did = append(l.did, what)
	if l.fail == nil && l.snaps != nil {
		l.snaps(state)
	}
	return l.fail
}
func (l *locker) Lock(context.Context) error   { return l.note("lock", desk.Locked) }
func (l *locker) Unlock(context.Context) error { return l.note("unlock", desk.Unlocked) }
func (l *locker) UnlockWith(_ context.Context, p desk.Secret) error {
	return l.note("unlock with "+p.Reveal(), desk.Unlocked)
}
func (l *locker) SetPassphrase(_ context.Context, present, next desk.Secret) error {
	return l.note("passphrase "+present.Reveal()+" > "+next.Reveal(), desk.Unlocked)
}
func (l *locker) AutoLock(context.Context) (time.Duration, error) { return l.after, nil }
func (l *locker) SetAutoLock(_ context.Context, after time.Duration) error {
	l.after = after
	return l.fail
}

var errUnset = errors.New("the test did not expect this")

func (f *fakeDesk) Policy() policy.Policy { return f.policy }
func (f *fakeDesk) MayExport() error      { return f.may(f.policy.Export) }
func (f *fakeDesk) MayDisconnect() error  { return f.may(f.policy.Disconnect) }
func (f *fakeDesk) may(c policy.Choice[bool]) error {
	if policy.Forbids(c) {
		return &desk.Trouble{Cause: desk.SetByOrganization}
	}
	return nil
}
func (f *fakeDesk) Redirects(context.Context, []string) doctor.Finding {
	return f.port
}
func (f *fakeDesk) RedirectsOf(registered []string) []string {
	if p := f.policy.RedirectPort; p.Set {
		return []string{fmt.Sprintf("http://127.0.0.1:%d/callback", p.Value)}
	}
	return registered
}
func (f *fakeDesk) TestKeys(_ context.Context, s desk.Setup) error {
	if f.try == nil {
		return errUnset
	}
	return f.try(s)
}
func (f *fakeDesk) Snapshot() *desk.Snapshot { return f.now }
func (f *fakeDesk) Watch(look func())        { f.look = look }
func (f *fakeDesk) History(context.Context, string) ([]desk.Event, error) {
	return []desk.Event{{At: morning, What: desk.WasVerified, Cause: desk.Working}, {At: morning.AddDate(0, 0, -1), What: desk.WasLinked, Who: "rosa"}}, nil
}
func (f *fakeDesk) SaveRecovery(_ context.Context, path string, phrase desk.Secret) error {
	f.saved = append(f.saved, path+" "+phrase.Reveal())
	return nil
}
func (f *fakeDesk) HandsOut(context.Context) (bool, error) { return f.hands, nil }
func (f *fakeDesk) SetHandsOut(_ context.Context, on bool) error {
	f.hands = on
	return nil
}
func (f *fakeDesk) Needs(context.Context) ([]string, error) { return f.needs, nil }
func (f *fakeDesk) SetNeeds(_ context.Context, scopes []string) error {
	f.needs = scopes
	return nil
}
func (f *fakeDesk) KeepVerifying(context.Context, func(desk.Round)) error  { return nil }
func (f *fakeDesk) Schedule(context.Context) (desk.Schedule, error)        { return desk.Never, nil }
func (f *fakeDesk) UseRecovery(context.Context, string, desk.Secret) error { return errUnset }
func (f *fakeDesk) Close(context.Context) error                            { f.closed++; return nil }
func (f *fakeDesk) Start(context.Context) error                            { return nil }
func (f *fakeDesk) Enter(context.Context, string) error                    { return errUnset }
func (f *fakeDesk) Unlock(ctx context.Context) error                       { return f.locker.Unlock(ctx) }
func (f *fakeDesk) Erase(ctx context.Context, w desk.EraseWish, tell func(desk.EraseStep)) (desk.Erased, error) {
	return f.eraser.Erase(ctx, w, tell)
}
func (f *fakeDesk) UnfinishedErase() *desk.Erased  { return f.eraser.UnfinishedErase() }
func (f *fakeDesk) KeepRest() error                { return f.eraser.KeepRest() }
func (f *fakeDesk) Lock(ctx context.Context) error { return f.locker.Lock(ctx) }
func (f *fakeDesk) AutoLock(ctx context.Context) (time.Duration, error) {
	return f.locker.AutoLock(ctx)
}
func (f *fakeDesk) SetAutoLock(ctx context.Context, after time.Duration) error {
	return f.locker.SetAutoLock(ctx, after)
}
func (f *fakeDesk) UnlockWith(ctx context.Context, p desk.Secret) error {
	return f.locker.UnlockWith(ctx, p)
}
func (f *fakeDesk) SetPassphrase(ctx context.Context, present, next desk.Secret) error {
	return f.locker.SetPassphrase(ctx, present, next)
}
func (f *fakeDesk) Setups(context.Context) ([]desk.Setup, error)         { return f.setups, nil }
func (f *fakeDesk) Connect(context.Context, bool) (*desk.Consent, error) { return nil, errUnset }
func (f *fakeDesk) Read(context.Context, string) (desk.Offer, error) {
	return desk.Offer{}, errUnset
}
func (f *fakeDesk) KeepKey(context.Context, desk.KeyWay, desk.Secret) error { return errUnset }
func (f *fakeDesk) StartPractice(context.Context) error {
	if f.start == nil {
		return errUnset
	}
	return f.start()
}
func (f *fakeDesk) SetUp(_ context.Context, s desk.Setup) error {
	if f.setUp == nil {
		return errUnset
	}
	return f.setUp(s)
}
func (f *fakeDesk) LinkTo(_ context.Context, _ desk.Offer, chosen []desk.Choice) error {
	if f.link == nil {
		return errUnset
	}
	return f.link(chosen)
}
func (f *fakeDesk) GiveBack(_ context.Context, o desk.Offer) error {
	if f.give == nil {
		return errUnset
	}
	return f.give(o)
}
func (f *fakeDesk) Verify(_ context.Context, id string) (desk.Verdict, error) {
	if f.verify == nil {
		return desk.Verdict{}, errUnset
	}
	return f.verify(id)
}
func (f *fakeDesk) Unlink(_ context.Context, id string) (desk.Unlinked, error) {
	if f.unlink == nil {
		return desk.Unlinked{}, errUnset
	}
	return f.unlink(id)
}
func (f *fakeDesk) SetOnePerClient(_ context.Context, one bool) error {
	f.one = &one
	return nil
}

// window is a shell in the toolkit's test driver, whose background work runs when the test drains it.
type window struct {
	*shell
	t     *testing.T
	queue *backlog
	desk  *fakeDesk
}

func openWindow(t *testing.T, now *desk.Snapshot) *window {
	t.Helper()
	app := test.NewTempApp(t)
	app.Settings().SetTheme(kit.NewTheme(kit.AlwaysLight))
	d := &fakeDesk{now: now}
	s := newShell(t.Context(), app, d, "1.0")
	q := &backlog{}
	s.tasks.spawn, s.tasks.post = q.add, q.add
	s.now = func() time.Time { return morning.Add(time.Minute) }
	s.window.Resize(fyne.NewSize(1280, 800))
	s.start()
	w := &window{shell: s, t: t, queue: q, desk: d}
	q.drain()
	return w
}

// change replaces the snapshot as the desk does.
func (w *window) change(now *desk.Snapshot) {
	w.desk.now = now
	w.desk.look()
	w.queue.drain()
}

func (w *window) find(role, label string) kit.Element {
	w.t.Helper()
	e, ok := w.seek(role, label)
	if !ok {
		w.t.Fatalf("no %s %q on screen", role, label)
	}
	return e
}

func (w *window) seek(role, label string) (kit.Element, bool) {
	for _, e := range kit.Map(w.window.Canvas()) {
		if e.Role == role && (e.Label == label || e.Label == tongue.L(label)) {
			return e, true
		}
	}
	return kit.Element{}, false
}

// tap clicks what has this role and label, where it is on screen.
func (w *window) tap(role, label string) {
	w.t.Helper()
	e := w.find(role, label)
	if e.Disabled {
		w.t.Fatalf("%s %q is disabled", role, label)
	}
	test.TapCanvas(w.window.Canvas(), fyne.NewPos(e.X+e.W/2, e.Y+e.H/2))
	w.queue.drain()
}

// menu opens the menu of the current row and chooses from it.
func (w *window) menu(item string) {
	w.t.Helper()
	w.tap("button", "More")
	w.tap("menuitem", item)
}

// rows are the rows that the list shows, each as one line.
func (w *window) rows() []string {
	var lines []string
	for _, e := range kit.Map(w.window.Canvas()) {
		if e.Role == "row" {
			lines = append(lines, e.Label)
		}
	}
	return lines
}

// list gives the list the keyboard, by way of the search.
func (w *window) list() {
	w.typed('/')
	w.key(fyne.KeyDown)
}

// key presses a key where the keyboard is.
func (w *window) key(name fyne.KeyName) {
	w.window.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: name})
	w.queue.drain()
}

// tick moves to a row of the choice with the keyboard and ticks it.
func (w *window) tick(row int) {
	w.t.Helper()
	list := w.pages.connect.choice.list
	list.SetCurrent(w.pages.connect.choice.shown[row].Company)
	list.Focus()
	w.window.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	w.queue.drain()
}

var morning = time.Date(2026, 3, 12, 9, 40, 0, 0, time.Local)

func company(i int, cause desk.Cause) desk.Link {
	return desk.Link{
		ID: fmt.Sprintf("link-%d", i), Company: fmt.Sprintf("00000000-0000-4000-8000-%012d", i),
		Name: fmt.Sprintf("Company %d LLC", i), TradeName: fmt.Sprintf("Company %d", i), Place: "Portland, OR", AuthorizedBy: "Dana Whitfield",
		Access: []string{"companies:read", "payrolls:read"}, Since: morning, Renewed: morning, Verdict: desk.Verdict{Cause: cause, At: morning},
	}
}

// open is a snapshot of an open environment with these links.
func open(links ...desk.Link) *desk.Snapshot {
	s := &desk.Snapshot{Stage: desk.Open, Environment: desk.Practice, Links: links, Tally: desk.TallyOf(links), Keyed: desk.Keyed{Kept: desk.KeptInFile}, Folder: "crosswalk"}
	s.Checked = morning
	return s
}

func TestPagesLookAsTheyDidInEveryState(t *testing.T) {
	busy := company(1, desk.Working)
	busy.Checking = true
	for name, now := range map[string]*desk.Snapshot{
		"first-run": {Stage: desk.NotSetUp},
		"shut":      {Stage: desk.Shut, Trouble: &desk.Trouble{Cause: desk.NewerProgram}},
		"empty":     open(),
		"some":      open(company(1, desk.Working), company(2, desk.Unchecked)),
		"failing":   open(company(1, desk.NeedsReconnecting), company(2, desk.Working), company(3, desk.ProviderFault)),
		"busy":      open(busy),
	} {
		t.Run(name, func(t *testing.T) {
			w := openWindow(t, now)
			test.AssertRendersToMarkup(t, name+".xml", w.window.Canvas())
		})
	}
}

func TestTheStripIsAbsentInProduction(t *testing.T) {
	now := open()
	w := openWindow(t, now)
	w.find("link", "Set up Gusto")
	real := *now
	real.Environment = desk.Production
	w.change(&real)
	if _, ok := w.seek("link", "Set up Gusto"); ok {
		t.Error("production shows the strip")
	}
}

func TestVerifyShowsTheVerdictOfTheCompanyThatWasAsked(t *testing.T) {
	w := openWindow(t, open(company(1, desk.Unchecked), company(2, desk.Unchecked)))
	asked := ""
	w.desk.verify = func(id string) (desk.Verdict, error) {
		asked = id
		return desk.Verdict{Cause: desk.Working, At: morning}, nil
	}
	w.tap("button", "Verify")
	if asked != "link-1" {
		t.Errorf("asked %q", asked)
	}
	w.find("text", "Company 1 LLC: working.")
}

func TestUnlinkAsksFirstAndNamesWhatStays(t *testing.T) {
	l := company(1, desk.Working)
	l.Siblings = []string{"Company 2 LLC"}
	w := openWindow(t, open(l, company(2, desk.Working)))
	ended := ""
	w.desk.unlink = func(id string) (desk.Unlinked, error) {
		ended = id
		return desk.Unlinked{Name: l.Name}, nil
	}
	w.menu("Unlink…")
	if ended != "" {
		t.Fatal("unlinked without asking")
	}
	w.find("text", "Crosswalk forgets the link. The sign-in stays for Company 2 LLC, which it reaches as well.")
	w.tap("button", "Unlink Company 1 LLC")
	if ended != "link-1" {
		t.Errorf("unlinked %q", ended)
	}
}

func TestTheListFiltersByWordsAndByState(t *testing.T) {
	w := openWindow(t, open(company(1, desk.NeedsReconnecting), company(2, desk.Working), company(3, desk.Working)))
	w.tap("button", "Needs you 1")
	if got := w.rows(); len(got) != 1 || !strings.Contains(got[0], "Company 1 LLC") {
		t.Errorf("needing: %q", got)
	}
	w.tap("button", "All 3")
	w.typed('/')
	test.Type(w.window.Canvas().Focused(), "company 3")
	if got := w.rows(); len(got) != 1 || !strings.Contains(got[0], "Company 3 LLC") {
		t.Errorf("searched: %q", got)
	}
}

func TestSearchingNeedsNeitherCaseNorAccents(t *testing.T) {
	for _, c := range []struct {
		words, text string
		want        bool
	}{
		{"cafe", "Garnet Hill Café, LLC", true}, {"CAFÉ", "Garnet Hill Cafe", true}, {"rivera", "Tomás Rivera", true},
		{"tomas", "Tomás", true}, {"straße", "Straße 1", true}, {"garnet  hill", "Garnet Hill", false}, {"", "anything", true},
	} {
		if got := page.Found(page.Fold(c.words), c.text); got != c.want {
			t.Errorf("%q in %q: %t", c.words, c.text, got)
		}
	}
}

func TestPlainKeysWorkFromTheList(t *testing.T) {
	w := openWindow(t, open(company(1, desk.Working)))
	verified := 0
	w.desk.verify = func(string) (desk.Verdict, error) { verified++; return desk.Verdict{Cause: desk.Working}, nil }
	w.list()
	w.window.Canvas().Focused().TypedRune('v')
	w.queue.drain()
	if verified != 1 {
		t.Errorf("verified %d times", verified)
	}
	w.window.Canvas().Focused().TypedRune('/')
	if e := w.find("textbox", "Search"); !e.Focused {
		t.Error("/ does not lead to the search")
	}
}

func offer(n int) desk.Offer {
	o := desk.Offer{Grant: "grant", Person: "Dana Whitfield", Several: n > 1}
	for i := 1; i <= n; i++ {
		o.Companies = append(o.Companies, desk.Candidate{Company: company(i, desk.Working).Company, Name: fmt.Sprintf("Company %d LLC", i), Place: "Salem, OR"})
	}
	return o
}

// choosing opens the page with check boxes.
func choosing(t *testing.T, now *desk.Snapshot, n int) *window {
	w := openWindow(t, now)
	w.openConnect()
	w.pages.connect.answered(offer(n), nil)
	w.queue.drain()
	return w
}

func TestOnlyTickedCompaniesAreLinked(t *testing.T) {
	w := choosing(t, open(), 4)
	var got []desk.Choice
	w.desk.link = func(chosen []desk.Choice) error { got = chosen; return nil }
	if e := w.find("button", "Link 0 companies"); !e.Disabled {
		t.Error("nothing ticked, and the button can be pressed")
	}
	w.tick(1)
	w.tick(3)
	w.tap("button", "Link 2 companies")
	if len(got) != 2 || got[0].Company != company(2, "").Company || got[1].Company != company(4, "").Company {
		t.Errorf("linked %v", got)
	}
	w.find("button", "Add another company")
}

func TestOnePerClientReplacesTheTickBefore(t *testing.T) {
	now := open()
	now.OnePerClient = true
	w := choosing(t, now, 4)
	w.tick(1)
	w.tick(2)
	w.find("button", "Link 1 company")
	if e := w.find("checkbox", "Company 2 LLC, Salem, OR"); e.Value != "unchecked" {
		t.Errorf("the tick before is %s", e.Value)
	}
}

func TestACompanyThatIsLinkedIsMarkedAndCannotBeTicked(t *testing.T) {
	w := choosing(t, open(company(1, desk.Working)), 3)
	w.find("text", "0 of 2 ticked")
	w.tap("button", "All 3")
	if e := w.find("checkbox", "Company 1 LLC, Salem, OR, already linked"); !e.Disabled || e.Value != "checked" {
		t.Errorf("%+v", e)
	}
}

func TestSettingsSayWhereTheDatabaseIsAndWhoCanUseIt(t *testing.T) {
	w := openWindow(t, open())
	w.openSettings()
	w.queue.drain()
	w.find("text", "Access is sealed under one key. In practice the key lies beside the database: nothing here is real.")
	now := *open()
	now.Kept = desk.KeptInKeyStore
	w.change(&now)
	w.find("text", "Access is sealed under one key. The database holds names and times; whoever copies it cannot use the access.")
}

func TestASingleCompanyIsConfirmedByNameOrGivenBack(t *testing.T) {
	w := choosing(t, open(), 1)
	given := ""
	w.desk.give = func(o desk.Offer) error { given = o.Grant; return nil }
	w.find("button", "Link Company 1 LLC")
	w.tap("button", "Give it back")
	if given != "grant" {
		t.Errorf("gave back %q", given)
	}
	w.find("button", "Open Gusto")
}

func TestReconnectingAsksForTheRightCompanyAndCatchesAnother(t *testing.T) {
	w := openWindow(t, open(company(1, desk.NeedsReconnecting)))
	w.tap("button", "Reconnect")
	w.find("text", "Reconnect Company 1 LLC")
	other := offer(1)
	other.Companies[0].Company, other.Companies[0].Name = company(2, "").Company, "Company 2 LLC"
	w.pages.connect.answered(other, nil)
	w.queue.drain()
	w.find("text", "Gusto returned another company: “Company 2 LLC”")
	w.find("button", "Link Company 2 LLC instead")
	given := ""
	w.desk.give = func(o desk.Offer) error { given = o.Grant; return nil }
	w.tap("button", "Give it back and try again")
	if given != "grant" {
		t.Errorf("gave back %q", given)
	}
	w.pages.connect.answered(offer(1), nil)
	w.queue.drain()
	w.find("button", "Reconnect Company 1 LLC")
}

func TestAFailedLinkSaysWhyAndKeepsTheTicks(t *testing.T) {
	w := choosing(t, open(), 2)
	w.desk.link = func([]desk.Choice) error { return &desk.Trouble{Cause: desk.CannotSave, Detail: "no space left"} }
	w.tick(1)
	w.tap("button", "Link 1 company")
	w.find("text", "This computer could not save it")
	w.find("button", "Link 1 company")
}

func TestSetUpSendsWhatWasTypedAndForgetsTheSecret(t *testing.T) {
	w := openWindow(t, &desk.Snapshot{Stage: desk.NotSetUp})
	var got desk.Setup
	w.desk.setUp = func(s desk.Setup) error { got = s; w.desk.now = open(); return nil }
	w.tap("button", "Enter keys")
	p := w.at.(*setupPage)
	p.id.SetText("client")
	p.secret.SetText("very secret")
	w.tap("button", "Save and open")
	if got.ClientID != "client" || got.Secret.Reveal() != "very secret" || got.Environment != desk.Demo.Name || len(got.Redirects) != 3 {
		t.Errorf("set up: %+v", got)
	}
	if p.secret.Text() != "" {
		t.Error("the secret stays in the field")
	}
	if _, ok := w.at.(*clients.Page); !ok {
		t.Errorf("after setting up: %T", w.at)
	}
}

func TestANarrowWindowShowsListAndDetailsInTurn(t *testing.T) {
	w := openWindow(t, open(company(1, desk.Working)))
	w.window.Resize(fyne.NewSize(leastWidth, leastHeight))
	if _, ok := w.seek("button", "Verify"); ok {
		t.Error("no room for the details, and they are shown")
	}
	w.list()
	w.key(fyne.KeyReturn)
	w.find("button", "Verify")
	w.tap("link", "Clients, back to the list")
	if _, ok := w.seek("button", "Verify"); ok {
		t.Error("the way back does not lead to the list")
	}
}

func TestTheWindowFitsIntoItsLeastSize(t *testing.T) {
	w := openWindow(t, open(company(1, desk.NeedsReconnecting)))
	for _, show := range []func(){w.openClients, w.openConnect, w.openSettings, w.openSetup} {
		show()
		if least := w.window.Canvas().Content().MinSize(); least.Width > leastWidth || least.Height > leastHeight {
			t.Errorf("%T needs %v", w.at, least)
		}
	}
}

func TestTheRecoveryFileIsSavedOnlyWhenBothPassphrasesAgree(t *testing.T) {
	w := openWindow(t, open())
	w.openSettings()
	w.queue.drain()
	w.askSaveRecovery()
	fill := func(label, text string) {
		for range 12 {
			for _, e := range kit.Map(w.window.Canvas()) {
				if e.Focused && e.Label == label {
					test.Type(w.window.Canvas().Focused(), text)
					return
				}
			}
			w.window.Canvas().FocusNext()
		}
		t.Fatalf("Tab does not lead to %q", label)
	}
	fill("Passphrase", "four words")
	w.tap("button", "Save")
	if len(w.desk.saved) != 0 {
		t.Fatal("saved with one passphrase alone")
	}
	fill("Passphrase once more", "four words")
	w.tap("button", "Save")
	if len(w.desk.saved) != 1 || !strings.HasSuffix(w.desk.saved[0], desk.RecoveryName+" four words") {
		t.Errorf("saved %q", w.desk.saved)
	}
}

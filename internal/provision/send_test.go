package provision_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"crosswalk/internal/desk"
	"crosswalk/internal/intake"
	"crosswalk/internal/provision"
	"crosswalk/internal/sandbox"
)

func TestACompanyIsMadeOnceAndItsLinkIsKeptSealed(t *testing.T) {
	b := newBench(t)
	a, err := b.send(maya())
	b.must(err)
	if a.State != provision.Created || !a.HasLink || a.Company != "Okafor Ceramics LLC" || a.EIN == "" || strings.Contains(a.EIN, "928374") || a.Who == "" || a.Unsaved {
		t.Errorf("%+v", a)
	}
	b.wantRequests(1)
	link, err := b.ClaimLink(t.Context(), a.ID)
	b.must(err)
	made := b.gusto.Provisions()
	if len(made) != 1 || link.Reveal() != made[0].ClaimURL {
		t.Errorf("%d were made", len(made))
	}
	if drafts, err := b.Drafts(t.Context()); err != nil || len(drafts) != 0 {
		t.Errorf("the draft is still there: %v, %v", drafts, err)
	}
	_, path, _ := strings.Cut(link.Reveal(), "/claim_account/")
	b.restart()
	b.clear("okaforceramics", "Okafor", "841928374", "84-1928374", "5032261180", path)
	again := b.only()
	if again.State != provision.Created || !again.HasLink || again.Company != a.Company || again.Email != "maya@okaforceramics.com" {
		t.Errorf("after a restart: %+v", again)
	}
}

func TestTheRequestIsSentOnceWhateverComesBack(t *testing.T) {
	for name, c := range map[string]struct {
		fault sandbox.Fault
		state provision.State
		cause desk.Cause
		made  int
	}{
		"500":                      {sandbox.Fault{Kind: sandbox.Status, Status: 500}, provision.Unknown, desk.OutcomeUnknown, 0},
		"500 after it was made":    {sandbox.Fault{Kind: sandbox.Status, Status: 500, After: true}, provision.Unknown, desk.OutcomeUnknown, 1},
		"502":                      {sandbox.Fault{Kind: sandbox.Status, Status: 502}, provision.Unknown, desk.OutcomeUnknown, 0},
		"503, asked to come again": {sandbox.Fault{Kind: sandbox.Status, Status: 503, RetryAfter: time.Second}, provision.Unknown, desk.OutcomeUnknown, 0},
		"408":                      {sandbox.Fault{Kind: sandbox.Status, Status: 408}, provision.Unknown, desk.OutcomeUnknown, 0},
		"425":                      {sandbox.Fault{Kind: sandbox.Status, Status: 425}, provision.Refused, desk.CompanyRefused, 0},
		"a dropped line":           {sandbox.Fault{Kind: sandbox.Drop}, provision.Unknown, desk.OutcomeUnknown, 0},
		"a dropped line, after":    {sandbox.Fault{Kind: sandbox.Drop, After: true}, provision.Unknown, desk.OutcomeUnknown, 1},
		"a cut answer":             {sandbox.Fault{Kind: sandbox.Cut}, provision.Unknown, desk.OutcomeUnknown, 1},
		"a broken answer":          {sandbox.Fault{Kind: sandbox.Malformed}, provision.Unknown, desk.OutcomeUnknown, 1},
		"a page of the network":    {sandbox.Fault{Kind: sandbox.HTML}, provision.Unknown, desk.OutcomeUnknown, 0},
		"307":                      {sandbox.Fault{Kind: sandbox.Redirect}, provision.Unknown, desk.OutcomeUnknown, 0},
		"no answer in time":        {sandbox.Fault{Kind: sandbox.Delay, Gate: sandbox.NewGate()}, provision.Unknown, desk.OutcomeUnknown, 0},
		"429":                      {sandbox.Fault{Kind: sandbox.TooMany, RetryAfter: 30 * time.Second}, provision.NotSent, desk.RateLimited, 0},
		"401":                      {sandbox.Fault{Kind: sandbox.Status, Status: 401}, provision.NotSent, desk.KeysRefused, 0},
		"403":                      {sandbox.Fault{Kind: sandbox.MissingScope, Value: "accounts:write"}, provision.NotSent, desk.MayNotProvision, 0},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBenchWith(t, &bench{over: provision.Options{AnswerLimit: 400 * time.Millisecond}})
			c.fault.Path = "/v1/provision"
			remove := b.gusto.Faults().Add(c.fault)
			a, err := b.send(maya())
			b.must(err)
			if a.State != c.state || a.Trouble == nil || a.Trouble.Cause != c.cause || a.HasLink {
				t.Errorf("got %+v, %+v", a, a.Trouble)
			}
			b.wantRequests(1)
			if n := b.made("maya@okaforceramics.com"); n != c.made {
				t.Errorf("%d were made, want %d", n, c.made)
			}
			if c.cause == desk.RateLimited && a.Trouble.Until.Sub(b.now()) < 20*time.Second {
				t.Errorf("to wait until %v", a.Trouble.Until)
			}
			remove()
			b.restart()
			if again := b.only(); again.State != c.state || again.Trouble == nil || again.Trouble.Cause != c.cause {
				t.Errorf("after a restart: %+v, %+v", again, again.Trouble)
			}
			b.wantRequests(1)
		})
	}
}

func TestAnUnknownOutcomeBlocksTheSameUntilItIsSettled(t *testing.T) {
	b := newBench(t)
	remove := b.gusto.Faults().Add(sandbox.Fault{Kind: sandbox.Drop, Path: "/v1/provision"})
	lost, err := b.send(maya())
	b.must(err)
	remove()
	for name, f := range map[string]intake.Form{
		"all the same":    maya(),
		"the same e-mail": form("Another Name Inc", "", "Maya@OkaforCeramics.com"),
		"the same EIN":    form("Third Name Inc", "841928374", "somebody@elsewhere.com"),
	} {
		_, err := b.send(f)
		if desk.CauseOf(err) != desk.SettleFirst || !strings.Contains(err.Error(), "Okafor Ceramics LLC") {
			t.Errorf("%s: %v", name, err)
		}
	}
	other, _ := b.another() // another window on the same folder
	drafts, err := other.Drafts(t.Context())
	b.must(err)
	v, err := other.Review(t.Context(), drafts[0].ID)
	b.must(err)
	if v.Sent == nil || v.Sent.ID != lost.ID || v.Sent.State != provision.Unknown {
		t.Errorf("the review of another window: %+v", v.Sent)
	}
	_, err = other.Send(t.Context(), drafts[0].ID, keys(v.Likenesses))
	b.wants(err, desk.SettleFirst)
	b.wantRequests(1)

	settled, err := other.Settle(t.Context(), lost.ID, false, "nothing in Maya’s inbox")
	b.must(err)
	if settled.State != provision.SettledNot || settled.Note != "nothing in Maya’s inbox" || settled.By == "" || settled.At.IsZero() {
		t.Errorf("%+v", settled)
	}
	_, err = b.Settle(t.Context(), lost.ID, true, "")
	b.wants(err, desk.ChangedMeanwhile)
	a, err := b.send(maya())
	b.must(err)
	if a.State != provision.Created {
		t.Errorf("%+v", a)
	}
	b.wantRequests(2)
	if n := b.made("maya@okaforceramics.com"); n != 1 {
		t.Errorf("%d were made", n)
	}
}

func TestWhatWasFoundToBeMadeIsLikeAnyOther(t *testing.T) {
	b := newBench(t)
	remove := b.gusto.Faults().Add(sandbox.Fault{Kind: sandbox.Drop, Path: "/v1/provision", After: true})
	lost, err := b.send(maya())
	b.must(err)
	remove()
	settled, err := b.Settle(t.Context(), lost.ID, true, "")
	b.must(err)
	if settled.State != provision.SettledCreated || settled.HasLink || settled.Reminder.IsZero() {
		t.Errorf("%+v", settled)
	}
	_, err = b.ClaimLink(t.Context(), lost.ID)
	b.wants(err, desk.NoClaimLink)
	if drafts, err := b.Drafts(t.Context()); err != nil || len(drafts) != 0 {
		t.Errorf("the draft is still there: %v, %v", drafts, err)
	}
	id := b.draft(maya())
	_, err = b.Send(t.Context(), id, nil)
	b.wants(err, desk.AlikeUnseen) // the radar knows it
	b.wantRequests(1)
}

func TestGivingUpDoesNotStopWhatIsWrittenDown(t *testing.T) {
	b := newBench(t)
	gate := sandbox.NewGate()
	b.gusto.Faults().Add(sandbox.Fault{Kind: sandbox.Delay, Path: "/v1/provision", Gate: gate})
	ctx, cancel := context.WithCancel(t.Context())
	id := b.draft(maya())
	done := make(chan provision.Attempt, 1)
	go func() {
		a, err := b.Send(ctx, id, nil)
		if err != nil {
			t.Error(err)
		}
		done <- a
	}()
	<-gate.Reached()
	cancel()
	if now := b.only(); now.State != provision.Sending {
		t.Errorf("while it is under way: %+v", now)
	}
	other, _ := b.another()
	seen, err := other.Attempts(t.Context())
	b.must(err)
	if seen[0].State != provision.Sending {
		t.Errorf("in another window: %+v", seen[0])
	}
	_, err = other.Settle(t.Context(), seen[0].ID, false, "")
	b.wants(err, desk.ChangedMeanwhile)
	gate.Open()
	if a := <-done; a.State != provision.Created {
		t.Errorf("%+v", a)
	}
	b.wantRequests(1)
}

func TestWhoGivesUpBeforeHasSentNothing(t *testing.T) {
	b := newBench(t)
	gate := sandbox.NewGate()
	defer gate.Open()
	b.gusto.Faults().Add(sandbox.Fault{Kind: sandbox.Delay, Path: "/oauth/token", Gate: gate})
	ctx, cancel := context.WithCancel(t.Context())
	id := b.draft(maya())
	done := make(chan error, 1)
	go func() { _, err := b.Send(ctx, id, nil); done <- err }()
	<-gate.Reached()
	cancel()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	if all, err := b.Attempts(t.Context()); err != nil || len(all) != 0 {
		t.Errorf("%+v, %v", all, err)
	}
	b.wantRequests(0)
}

func TestClosingWaitsForTheAnswer(t *testing.T) {
	b := newBench(t)
	gate := sandbox.NewGate()
	b.gusto.Faults().Add(sandbox.Fault{Kind: sandbox.Delay, Path: "/v1/provision", Gate: gate})
	id := b.draft(maya())
	go b.Send(t.Context(), id, nil)
	<-gate.Reached()
	closed := make(chan error, 1)
	go func() { closed <- b.desk.Close(t.Context()) }()
	gate.Open()
	b.must(<-closed)
	b.Registrar, b.desk = b.another()
	if a := b.only(); a.State != provision.Created {
		t.Errorf("%+v", a)
	}
}

// Of many windows that send the same at once, one does.
func TestOneOfManyWindowsSendsTheSame(t *testing.T) {
	b := newBench(t)
	type window struct {
		r     *provision.Registrar
		draft string
		seen  []string
	}
	var all []window
	for range 5 {
		r, _ := b.another()
		all = append(all, window{r: r})
	}
	for i := range all { // five people typed the same
		d, err := all[i].r.SaveDraft(t.Context(), provision.Draft{Form: maya()})
		b.must(err)
		all[i].draft = d.ID
	}
	for i := range all { // and looked at what is alike before anybody sent it
		v, err := all[i].r.Review(t.Context(), all[i].draft)
		b.must(err)
		all[i].seen = keys(v.Likenesses)
	}
	var together sync.WaitGroup
	var mu sync.Mutex
	outcomes := map[string]int{}
	for _, w := range all {
		together.Go(func() {
			a, err := w.r.Send(t.Context(), w.draft, w.seen)
			mu.Lock()
			defer mu.Unlock()
			outcomes[string(a.State)+string(desk.CauseOf(err))]++
		})
	}
	together.Wait()
	if n := b.made("maya@okaforceramics.com"); n != 1 || outcomes["created"] != 1 {
		t.Errorf("%d were made: %v", n, outcomes)
	}
}

func TestProvisioningThatIsOffIsRefused(t *testing.T) {
	b := newBench(t)
	id := b.draft(maya())
	b.must(b.SetSettings(t.Context(), provision.Settings{On: false, Domains: []string{"@LedgerLane.example, ledger.example"}}))
	other, _ := b.another() // also where nobody has looked at the settings since
	for name, err := range map[string]error{
		"send":    second(b.Send(t.Context(), id, nil)),
		"another": second(other.Send(t.Context(), id, nil)),
		"review":  second(b.Review(t.Context(), id)),
		"drafts":  second(b.Drafts(t.Context())),
		"prepare": second(b.Prepare(t.Context(), []provision.Row{{Form: maya()}})),
		"run":     b.Run(t.Context(), nil),
	} {
		if desk.CauseOf(err) != desk.ProvisionOff {
			t.Errorf("%s: %v", name, err)
		}
	}
	if !b.Availability().Off {
		t.Error("it is shown all the same")
	}
	b.wantRequests(0)
	s, err := b.Settings(t.Context())
	b.must(err)
	if s.On || strings.Join(s.Domains, " ") != "ledgerlane.example ledger.example" {
		t.Errorf("%+v", s)
	}
	b.must(b.SetSettings(t.Context(), provision.Settings{On: true}))
	if b.Availability().Off {
		t.Error("it stays off")
	}
	_, err = b.Send(t.Context(), id, nil)
	b.must(err)
}

func second[T any](_ T, err error) error { return err }

// The older token goes with the request for a company, and with no other request of a whole session.
func TestTheAPITokenIsShownForProvisioningAlone(t *testing.T) {
	b := newBenchWith(t, &bench{apiToken: theAPIToken})
	link := b.linkAs(sandbox.Dana, b.gusto.Companies(sandbox.Dana)[0].UUID)
	if _, err := b.desk.Verify(t.Context(), link); err != nil {
		t.Error(err)
	}
	if _, err := b.desk.VerifyAll(t.Context(), desk.RoundWish{}, nil); err != nil {
		t.Error(err)
	}
	b.pass(3 * time.Hour) // access is renewed
	if _, err := b.desk.Verify(t.Context(), link); err != nil {
		t.Error(err)
	}
	refused := form("No", "", "no@body.com")
	refused.Company.Legal = "Xy"
	_, err := b.send(refused)
	b.must(err)
	if _, err := b.desk.Unlink(t.Context(), link); err != nil {
		t.Error(err)
	}
	a, err := b.send(maya())
	b.must(err)
	if a.State != provision.Created {
		t.Errorf("%+v", a)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	with := 0
	for _, line := range b.shown {
		if !strings.Contains(line, theAPIToken) {
			continue
		}
		with++
		if line != "/v1/provision Token "+theAPIToken {
			t.Errorf("it was shown at %s", line)
		}
	}
	if with != 2 || len(b.shown) < 10 {
		t.Errorf("it was shown %d times in %d requests", with, len(b.shown))
	}
}

func TestAnAPITokenThatIsRefusedIsSaidToBe(t *testing.T) {
	b := newBenchWith(t, &bench{apiToken: "another one"})
	a, err := b.send(maya())
	b.must(err)
	if a.State != provision.NotSent || a.Trouble.Cause != desk.OldTokenRefused {
		t.Errorf("%+v, %+v", a, a.Trouble)
	}
	if b.Availability().Credential != provision.APIToken {
		t.Error("another credential is said to be used")
	}
}

// What is set up keeps the older token sealed, says that there is one, and forgets it when told to.
func TestAProfileHasEitherCredential(t *testing.T) {
	b := newBenchWith(t, &bench{options: sandbox.Options{APIToken: theAPIToken}})
	setup := desk.Setup{Environment: desk.Custom.Name, BaseURL: b.server.URL, APIVersion: desk.NewestVersion, ClientID: "practice-client",
		Secret: desk.NewSecret("practice-secret"), Redirects: []string{"http://127.0.0.1/callback"}}
	setup.APIToken = desk.NewSecret(" " + theAPIToken + "\n")
	b.must(b.desk.SetUp(t.Context(), setup))
	with := func(company string) string {
		t.Helper()
		a, err := b.send(form(company, "", strings.ToLower(strings.Fields(company)[0])+"@of.com"))
		b.must(err)
		if a.State != provision.Created {
			t.Errorf("%+v, %+v", a, a.Trouble)
		}
		b.mu.Lock()
		defer b.mu.Unlock()
		scheme, _, _ := strings.Cut(b.arrived[len(b.arrived)-1].Header.Get("Authorization"), " ")
		return scheme
	}
	if got := with("Alder LLC"); got != "Token" || b.Availability().Credential != provision.APIToken {
		t.Errorf("with %s", got)
	}
	all, err := b.desk.Setups(t.Context())
	b.must(err)
	if len(all) != 1 || !all[0].APITokenKept || !all[0].APIToken.IsZero() {
		t.Fatalf("%+v", all)
	}
	again := all[0]
	b.must(b.desk.SetUp(t.Context(), again)) // what is left empty stays
	if got := with("Birch LLC"); got != "Token" {
		t.Errorf("kept: with %s", got)
	}
	again.NoAPIToken = true
	b.must(b.desk.SetUp(t.Context(), again))
	if got := with("Cedar LLC"); got != "Bearer" || b.Availability().Credential != provision.SystemToken {
		t.Errorf("removed: with %s", got)
	}
	if all, err := b.desk.Setups(t.Context()); err != nil || all[0].APITokenKept {
		t.Errorf("%+v, %v", all, err)
	}
	b.must(b.desk.Close(t.Context()))
	b.clear(theAPIToken)
}

// The log of a session that meets everything tells of nobody.
func TestTheLogTellsOfNobody(t *testing.T) {
	var log bytes.Buffer
	b := newBenchWith(t, &bench{over: provision.Options{Log: slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug})), SaveAgain: 10 * time.Millisecond}})
	f := &full{Desk: b.desk}
	b.Registrar = provision.New(f, b.over)
	f.end.Store(true)
	a, err := b.send(maya())
	b.must(err)
	link, err := b.ClaimLink(t.Context(), a.ID)
	b.must(err)
	f.end.Store(false)
	remove := b.gusto.Faults().Add(sandbox.Fault{Kind: sandbox.Drop, Path: "/v1/provision"})
	_, err = b.send(form("Reyes Roofing LLC", "84-1928375", "ana@reyesroofing.com"))
	b.must(err)
	remove()
	_, err = b.send(form("Taken LLC", "", b.gusto.People()[0].Email))
	b.must(err)
	if log.Len() == 0 {
		t.Error("nothing was logged: this test has lost its subject")
	}
	_, secret, _ := strings.Cut(link.Reveal(), "/claim_account/")
	for _, text := range []string{secret, "Okafor", "okafor", "Reyes", "reyes", "1928374", "1928375", "5032261180", b.gusto.People()[0].Email} {
		if strings.Contains(log.String(), text) {
			t.Errorf("%q is in the log", text)
		}
	}
}

func TestASystemTokenIsAskedForEachTimeAndKeptNowhere(t *testing.T) {
	b := newBench(t)
	var tokens []string
	b.gusto.Faults().EditTokenReply(func(reply map[string]any) {
		if text, ok := reply["access_token"].(string); ok {
			tokens = append(tokens, text)
		}
	})
	for _, f := range []intake.Form{maya(), form("Second LLC", "", "b@second.com")} {
		_, err := b.send(f)
		b.must(err)
	}
	if len(tokens) != 2 || tokens[0] == tokens[1] {
		t.Errorf("%d tokens", len(tokens))
	}
	b.must(b.desk.Close(t.Context()))
	b.clear(tokens...)
}

func TestWrongKeysSendNothing(t *testing.T) {
	b := newBench(t)
	b.gusto.Faults().ClientSecret("changed")
	_, err := b.send(maya())
	b.wants(err, desk.KeysRefused)
	b.wantRequests(0)
	if all, err := b.Attempts(t.Context()); err != nil || len(all) != 0 {
		t.Errorf("%+v, %v", all, err)
	}
}

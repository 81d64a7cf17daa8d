package desk_test

import (
	"context"
	"io"
	"path/filepath"
	"strings"
	"testing"

	"crosswalk/internal/desk"
	"crosswalk/internal/policy"
	"crosswalk/internal/sandbox"
	"crosswalk/oauth"
)

var (
	forbidden = policy.Choice[bool]{Set: true}
	unclear   = policy.Choice[bool]{Set: true, Unclear: true}
)

// ruled opens the desk anew under a policy.
func (b *bench) ruled(p policy.Policy) {
	b.t.Helper()
	if b.desk != nil {
		b.must(b.desk.Close(b.t.Context()))
	}
	o := b.options()
	p.Where, p.ManagedBy = "/etc/policy.json", "Whitfield IT"
	o.Policy = p
	b.desk = desk.New(o)
	d := b.desk
	b.t.Cleanup(func() { d.Close(context.Background()) })
	b.must(d.Start(b.t.Context()))
}

// firms is a setup of the firm's own at the pretend Gusto.
func (b *bench) firms(environment string) desk.Setup {
	s := desk.Setup{Environment: environment, ClientID: "firm", Secret: oauth.NewSecret("firm-secret"), Redirects: []string{"http://127.0.0.1:38517/callback", "http://127.0.0.1:41893/callback"}}
	if environment == desk.Custom.Name {
		s.BaseURL = b.server.URL
	}
	return s
}

func refused(t *testing.T, what string, err error, unclear bool) {
	t.Helper()
	want := desk.SetByOrganization
	if unclear {
		want = desk.PolicyUnclear
	}
	if desk.CauseOf(err) != want {
		t.Errorf("%s: %v, want %s", what, err, want)
		return
	}
	if said := desk.Explained(err).Detail; unclear && !strings.Contains(said, "/etc/policy.json") || !unclear && !strings.Contains(said, "Whitfield IT") {
		t.Errorf("%s says %q", what, said)
	}
}

func TestWhatTheOrganizationForbidsIsRefusedWhereItIsDone(t *testing.T) {
	b := newBench(t)
	b.practice()
	b.link(sandbox.Strict, bakery)
	link := b.desk.Snapshot().Links[0].ID
	acts := map[string]struct {
		right func(*policy.Policy) *policy.Choice[bool]
		do    func(ctx context.Context) error
	}{
		"a company":           {provisioning, func(ctx context.Context) error { _, err := b.desk.Counter(ctx); return err }},
		"companies turned on": {provisioning, func(ctx context.Context) error { return b.desk.SetProvisions(ctx, true) }},
		"access":              {tokens, func(ctx context.Context) error { _, err := b.desk.HandOut(ctx, link); return err }},
		"access turned on":    {tokens, func(ctx context.Context) error { return b.desk.SetHandsOut(ctx, true) }},
		"the crosswalk": {exports, func(context.Context) error {
			return b.desk.Export(filepath.Join(t.TempDir(), "x.csv"), desk.FormatCSV)
		}},
		"the crosswalk to a stream": {exports, func(context.Context) error { return b.desk.WriteCrosswalk(io.Discard, desk.FormatJSON) }},
		"the history": {exports, func(ctx context.Context) error {
			return b.desk.ExportHistory(ctx, filepath.Join(t.TempDir(), "x.csv"), desk.FormatCSV)
		}},
		"the history to a stream": {exports, func(ctx context.Context) error { return b.desk.WriteHistory(ctx, io.Discard, desk.FormatCSV) }},
		"leaving":                 {leaving, func(ctx context.Context) error { _, err := b.desk.DisconnectForEveryone(ctx, link); return err }},
	}
	for _, how := range []policy.Choice[bool]{{}, {Set: true, Value: true}, forbidden, unclear} {
		for name, act := range acts {
			var p policy.Policy
			*act.right(&p) = how
			b.ruled(p)
			if act.right(&p) == &p.TokenCommand && !how.Set {
				b.must(b.desk.SetHandsOut(t.Context(), true))
			}
			if err := act.do(t.Context()); policy.Forbids(how) {
				refused(t, name, err, how.Unclear)
			} else if err != nil {
				t.Errorf("%s under %+v: %v", name, how, err)
			}
		}
	}
	b.ruled(policy.Policy{Rights: policy.Rights{Provisioning: forbidden, TokenCommand: forbidden}})
	makes, err := b.desk.Provisions(t.Context())
	hands, err2 := b.desk.HandsOut(t.Context())
	if makes || hands || err != nil || err2 != nil {
		t.Errorf("what was chosen before still counts: %v %v %v %v", makes, hands, err, err2)
	}
	b.must(b.desk.SetProvisions(t.Context(), false))
	b.must(b.desk.SetHandsOut(t.Context(), false))
}

func provisioning(p *policy.Policy) *policy.Choice[bool] { return &p.Provisioning }
func tokens(p *policy.Policy) *policy.Choice[bool]       { return &p.TokenCommand }
func exports(p *policy.Policy) *policy.Choice[bool]      { return &p.Export }
func leaving(p *policy.Policy) *policy.Choice[bool]      { return &p.Disconnect }

func TestALockedEnvironmentIsOpenedAndNoOther(t *testing.T) {
	b := newBench(t)
	b.must(b.desk.SetUp(t.Context(), b.firms("demo")))
	b.must(b.desk.SetUp(t.Context(), b.firms("custom")))
	setups, err := b.desk.Setups(t.Context())
	b.must(err)
	ids := map[string]string{}
	for _, s := range setups {
		ids[s.Environment] = s.ID
	}
	b.practice()

	b.ruled(policy.Policy{Environment: policy.Choice[string]{Set: true, Value: "custom"}})
	if now := b.desk.Snapshot(); now.Stage != desk.Open || now.Environment.Name != "custom" {
		t.Fatalf("%+v", now.Environment)
	}
	refused(t, "practice", b.desk.StartPractice(t.Context()), false)
	refused(t, "demo", b.desk.Enter(t.Context(), ids["demo"]), false)
	refused(t, "demo by name", b.desk.EnterNamed(t.Context(), "demo"), false)
	refused(t, "another setup", b.desk.SetUp(t.Context(), b.firms("production")), false)
	if now := b.desk.Snapshot(); now.Stage != desk.Open || now.Environment.Name != "custom" {
		t.Errorf("a refusal closes what is open: %v %+v", now.Stage, now.Environment)
	}
	b.must(b.desk.Enter(t.Context(), ids["custom"]))

	b.ruled(policy.Policy{Environment: policy.Choice[string]{Set: true, Value: "production"}})
	if now := b.desk.Snapshot(); now.Stage != desk.NotSetUp {
		t.Errorf("something is open that may not be: %+v", now.Environment)
	}
	b.ruled(policy.Policy{Environment: policy.Choice[string]{Set: true, Unclear: true}})
	if now := b.desk.Snapshot(); now.Stage != desk.NotSetUp {
		t.Errorf("something is open that may be forbidden: %+v", now.Environment)
	}
	refused(t, "demo", b.desk.Enter(t.Context(), ids["demo"]), true)
	b.practice()
	b.ruled(policy.Policy{Environment: policy.Choice[string]{Set: true, Value: "practice"}})
	if now := b.desk.Snapshot(); now.Stage != desk.Open || now.Environment.Name != "practice" {
		t.Errorf("%+v", now.Environment)
	}
}

func TestTheOrganizationsPortIsTheOneThatIsListenedAt(t *testing.T) {
	b := newBench(t)
	b.must(b.desk.SetUp(t.Context(), b.firms("custom")))
	for port, want := range map[int]string{41893: "http://127.0.0.1:41893/callback", 46219: "http://127.0.0.1:46219/callback"} {
		b.ruled(policy.Policy{RedirectPort: policy.Choice[int]{Set: true, Value: port}})
		g, err := b.desk.Ground(t.Context())
		if err != nil || len(g.Redirects) != 1 || g.Redirects[0] != want {
			t.Errorf("%d: %v, %v", port, g.Redirects, err)
		}
	}
	b.ruled(policy.Policy{RedirectPort: policy.Choice[int]{Set: true, Unclear: true}})
	_, err := b.desk.Connect(t.Context(), false)
	refused(t, "a sign-in", err, true)
	_, err = b.desk.Connect(t.Context(), true)
	refused(t, "a pasted sign-in", err, true)
	b.practice()
	b.link(sandbox.Strict, bakery) // practice answers to itself
}

func TestOneCompanyForEachClientCanBeDecided(t *testing.T) {
	b := newBench(t)
	b.practice()
	b.must(b.desk.SetOnePerClient(t.Context(), false))
	for _, c := range []policy.Choice[bool]{{Set: true, Value: true}, {Set: true, Value: true, Unclear: true}, {Set: true}} {
		b.ruled(policy.Policy{OneCompany: c})
		if b.desk.Snapshot().OnePerClient != c.Value {
			t.Errorf("%+v does not count", c)
		}
		refused(t, "the other choice", b.desk.SetOnePerClient(t.Context(), !c.Value), c.Unclear)
		b.must(b.desk.SetOnePerClient(t.Context(), c.Value))
	}
}

func TestASignInLinksOneCompanyWhereTheOrganizationSaysSo(t *testing.T) {
	b := newBench(t)
	b.practice()
	for _, unclear := range []bool{false, true} {
		b.ruled(policy.Policy{OneCompany: policy.Choice[bool]{Set: true, Value: true, Unclear: unclear}})
		offer, err := b.consent(sandbox.AutoConsent{Person: sandbox.Dana, Access: sandbox.Classic})
		b.must(err)
		two := []string{offer.Companies[0].Company, offer.Companies[1].Company}
		refused(t, "two companies", b.desk.Link(t.Context(), offer, two), unclear)
		if n := len(b.desk.Snapshot().Links); n != 0 {
			t.Errorf("%d are linked", n)
		}
		b.must(b.desk.GiveBack(t.Context(), offer))
	}
	b.ruled(policy.Policy{OneCompany: policy.Choice[bool]{Set: true}})
	offer, err := b.consent(sandbox.AutoConsent{Person: sandbox.Dana, Access: sandbox.Classic})
	b.must(err)
	b.must(b.desk.Link(t.Context(), offer, []string{offer.Companies[0].Company, offer.Companies[1].Company}))
}

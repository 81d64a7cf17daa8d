package desk_test

import (
	"strings"
	"testing"

	"crosswalk/internal/desk"
	"crosswalk/internal/policy"
	"crosswalk/internal/sandbox"
	"crosswalk/oauth"
)

func TestKeysAreTriedBeforeAnythingIsKept(t *testing.T) {
	b := newBench(t)
	for name, c := range map[string]struct {
		change func(*desk.Setup)
		want   desk.Cause
	}{
		"right":              {func(*desk.Setup) {}, ""},
		"a wrong secret":     {func(s *desk.Setup) { s.Secret = oauth.NewSecret("wrong") }, desk.KeysRefused},
		"a wrong ID":         {func(s *desk.Setup) { s.ClientID = "another" }, desk.KeysRefused},
		"no secret":          {func(s *desk.Setup) { s.Secret = oauth.NewSecret("") }, desk.BadSetup},
		"an old version":     {func(s *desk.Setup) { s.APIVersion = "2019-01-01" }, desk.VersionRefused},
		"no version":         {func(s *desk.Setup) { s.APIVersion = "newest" }, desk.BadSetup},
		"nobody there":       {func(s *desk.Setup) { s.BaseURL = "http://127.0.0.1:1" }, desk.ConnectionRefused},
		"http to elsewhere":  {func(s *desk.Setup) { s.BaseURL = "http://gusto.example" }, desk.BadSetup},
		"a redirect address": {func(s *desk.Setup) { s.Redirects = nil }, desk.BadSetup},
	} {
		s := b.firms("custom")
		c.change(&s)
		if err := b.desk.TestKeys(t.Context(), s); desk.CauseOf(err) != c.want {
			t.Errorf("%s: %v, want %s", name, err, c.want)
		}
	}
	if all, err := b.desk.Setups(t.Context()); err != nil || len(all) != 0 || b.desk.Snapshot().Stage != desk.NotSetUp {
		t.Errorf("something was kept: %+v, %v", all, err)
	}
}

func TestAStoredSecretIsTriedAtItsOwnAddressAlone(t *testing.T) {
	b := newBench(t)
	b.must(b.desk.SetUp(t.Context(), b.firms("custom")))
	s := b.firms("custom")
	s.ID, s.Secret = b.desk.Snapshot().Environment.Profile, oauth.NewSecret("")
	b.must(b.desk.TestKeys(t.Context(), s))
	s.BaseURL = "http://127.0.0.1:1"
	if err := b.desk.TestKeys(t.Context(), s); desk.CauseOf(err) != desk.BadSetup {
		t.Errorf("the stored secret is sent elsewhere: %v", err)
	}
}

func TestKeysOfAnEnvironmentThatIsNotAllowedAreNotTried(t *testing.T) {
	b := newBench(t)
	b.ruled(policy.Policy{Environment: policy.Choice[string]{Set: true, Value: "production"}})
	refused(t, "the test", b.desk.TestKeys(t.Context(), b.firms("custom")), false)
}

func TestWhatWasGivenForOneAddressIsNeverSentToAnother(t *testing.T) {
	b := newBench(t)
	b.must(b.desk.SetUp(t.Context(), b.firms(desk.Custom.Name)))
	setups, err := b.desk.Setups(t.Context())
	b.must(err)
	there := b.firms(desk.Custom.Name)
	there.ID, there.BaseURL = setups[0].ID, "https://gusto.example"
	alone := there
	alone.Secret = desk.Secret{}
	if trouble := b.wants(b.desk.SetUp(t.Context(), alone), desk.BadSetup); !strings.Contains(trouble.Detail, "belongs to "+b.server.URL) {
		t.Errorf("with the stored secret: %s", trouble.Detail)
	}
	b.link(sandbox.Strict, bakery)
	if trouble := b.wants(b.desk.SetUp(t.Context(), there), desk.BadSetup); !strings.Contains(trouble.Detail, "unlink them") {
		t.Errorf("while a company is linked: %s", trouble.Detail)
	}
	other := there
	other.ID = "" // as a setup file has it
	b.wants(b.desk.SetUp(t.Context(), other), desk.BadSetup)
	if v, err := b.desk.Verify(t.Context(), b.id(bakery)); err != nil || v.Cause != desk.Working {
		t.Errorf("what was refused has changed something: %+v %v", v, err)
	}
	_, err = b.desk.Unlink(t.Context(), b.id(bakery))
	b.must(err)
	b.must(b.desk.SetUp(t.Context(), there))
	if s := b.desk.Snapshot(); s.Environment.BaseURL != "https://gusto.example" {
		t.Errorf("the address is %s", s.Environment.BaseURL)
	}
}

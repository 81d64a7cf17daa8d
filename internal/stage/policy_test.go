//go:build e2e && linux

package stage

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"crosswalk/internal/sandbox"
)

// policyText locks the environment and forbids all that can be forbidden.
const policyText = `{
	"Environment": "custom", "AllowExport": false, "AllowDisconnectForEveryone": false, "AllowProvisioning": false, "AllowTokenCommand": false,
	"ManagedBy": "Whitfield IT", "Support": "help@whitfieldbooks.example"
}`

// decide lays a policy into /etc, as only the program of this session sees it: there is no other place for one.
func (s *Stage) decide(text string) {
	s.t.Helper()
	needCommands(s.t, "unshare", "mount")
	dir := filepath.Join(s.dir, "etc")
	if err := os.Mkdir(dir, 0o755); err != nil {
		s.t.Fatal(err)
	}
	s.write(filepath.Join(s.dir, "policy.json"), text, 0o644)
	lay := `mount -t tmpfs none "$0" && mkdir -p "$0/upper/crosswalk" "$0/work" && cp "$0/../policy.json" "$0/upper/crosswalk/" &&
		mount -t overlay overlay -o "lowerdir=/etc,upperdir=$0/upper,workdir=$0/work" /etc && exec `
	if uid := os.Getuid(); uid == 0 {
		s.under = []string{"unshare", "--mount", "sh", "-c", lay + `"$@"`, dir}
	} else { // as oneself again, since the message bus asks who one is
		s.under = []string{"unshare", "--map-root-user", "--mount", "sh", "-c", lay + fmt.Sprintf(`unshare --map-user=%d --map-group=%d "$@"`, uid, os.Getgid()), dir}
	}
}

func TestWhatTheOrganizationHasDecidedHoldsInTheWindowAndForTheCommands(t *testing.T) {
	t.Parallel()
	f := &firm{stage: New(t, Following()), gusto: openProvider(t, sandbox.Classic)}
	f.App = f.stage.Start()
	f.Click("button:Enter keys")
	f.enterKeys()
	f.linkBakery()
	f.See("link:New company") // all of it is there before the policy is
	f.Quit()

	f.stage.decide(policyText)
	f.App = f.stage.Start()
	f.wantForbidden()
	f.Quit()
	f.wantRefused("export", filepath.Join(f.stage.Dir(), "home", "out.csv"))
	f.wantRefused("export", "--history", filepath.Join(f.stage.Dir(), "home", "history.csv"))
	f.wantRefused("setup-file", "make", filepath.Join(f.stage.Dir(), "home", "firm.crosswalk"), "--setup-passphrase-file", "/dev/null")
	f.wantRefused("token", bakery)
	f.wantRefused("provision", "--legal", ceramics, "--first", "Maya", "--last", "Okafor", "--email", "maya@okafor.example", "--phone", "(503) 555-0142",
		"--states", "OR", "--address", "1420 NW Lovejoy St, Portland, OR 97209", "--yes")
	f.wantRefused("use", "practice")
	f.wantRefused("settings", "hand-out-access", "on")
	f.wantRefused("settings", "new-companies", "on")
	if left, _ := filepath.Glob(filepath.Join(f.stage.Dir(), "home", "*.csv")); len(left) > 0 {
		t.Errorf("written all the same: %v", left)
	}
	if asked := f.gusto.Count("POST", "/v1/provision"); asked > 0 {
		t.Errorf("Gusto was asked for a company %d times", asked)
	}
	if code, out := f.stage.run(nil, "verify", "--all"); code != 0 {
		t.Errorf("what is not forbidden ends with %d: %s", code, out)
	}
}

// wantForbidden looks for what is forbidden in the window: it is not there, or it is grey and says why.
func (f *firm) wantForbidden() {
	f.s.t.Helper()
	const why = "Set by your organization"
	grey := func(item string) {
		f.s.t.Helper()
		if e := f.SeeValue("menuitem:"+item, why); !e.Disabled {
			f.s.t.Errorf("%s can be chosen", item)
		}
	}
	f.choose("…" + bakery + "…")
	if f.Has("link:New company") {
		f.s.t.Error("the menu leads to new companies")
	}
	f.Click("button:Import / export…")
	grey("Export the crosswalk…")
	grey("Export the history…")
	f.Shot("policy-export")
	f.Key("Escape")
	f.Click("button:More")
	grey("Disconnect for everyone…")
	f.Shot("policy-disconnect")
	f.Key("Escape")
	f.Click("link:Settings")
	f.SeeText("Whitfield IT (help@whitfieldbooks.example) has decided this for all who use this computer")
	f.Shot("policy-settings")
}

// wantRefused has a command refuse with the sentence, the code and who can change it.
func (f *firm) wantRefused(args ...string) {
	f.s.t.Helper()
	code, out := f.stage.run(nil, args...)
	for _, part := range []string{"Your organization has decided this for this computer.", "Whitfield IT (help@whitfieldbooks.example)", "(set_by_organization, exit code 1;"} {
		if code != 1 || !strings.Contains(out, part) {
			f.s.t.Errorf("%q ends with %d and does not say %q:\n%s", args, code, part, out)
		}
	}
}

package doctor

import (
	"strings"
	"testing"

	"crosswalk/internal/desk"
	"crosswalk/internal/policy"
)

func TestAPolicyThatIsNotUnderstoodIsAFault(t *testing.T) {
	for _, c := range []struct {
		policy policy.Policy
		want   State
		facts  string
	}{
		{policy.Policy{}, Fine, "no policy"},
		{policy.Policy{Where: "/etc/policy.json"}, Fine, "/etc/policy.json"},
		{policy.Policy{Where: "/etc/policy.json", Problems: []policy.Problem{{Key: "AutoLockMinutes", Kind: policy.NotKept, Detail: "later"}}}, Note, "AutoLockMinutes"},
		{policy.Policy{Where: "/etc/policy.json", Problems: []policy.Problem{{Key: "AlowExport", Kind: policy.UnknownKey}, {Key: "RedirectPort", Kind: policy.WrongValue, Detail: "a port"}}}, Fault, "RedirectPort has to be a port"},
	} {
		p := in(t, "http://127.0.0.1:1")
		p.Policy = c.policy
		f := p.policy(t.Context())
		if f.State != c.want || !strings.Contains(f.Facts, c.facts) || (f.Cause == desk.PolicyUnclear) != (c.want == Fault) {
			t.Errorf("%+v: %+v", c.policy, f)
		}
	}
}

package desk

import "time"

// Outcome is what a verdict comes to when many are counted: the one division that the list, the menu, the page of
// verdicts, a round and the command count by.
type Outcome int

// The outcomes.
const (
	Fine        Outcome = iota
	NeedsPerson         // somebody has to act on this link: at this computer, at the firm or at the company
	NotFoundOut         // it could not be found out; nothing is wrong with the link as far as is known
)

// Outcome counts a verdict. What passes by itself (the network, a server, a limit) and what keeps this computer from
// finding out (its key store, its disk) is no news about a link.
func (v Verdict) Outcome() Outcome {
	switch v.Cause {
	case Working:
		return Fine
	case Withdrawn, LostInRenewal, NeedsReconnecting, PersonLeft, CannotOpen, KeyForeign, WrongCompany, CompanyGone, MissingPermission,
		KeysRefused, VersionRefused, VersionRetiring, Suspended, NotApproved, NotSaved:
		return NeedsPerson
	}
	return NotFoundOut
}

// NeedsYou says whether a person has to act on the link.
func (v Verdict) NeedsYou() bool { return v.Outcome() == NeedsPerson }

// mended are the causes that another consent mends, the worst first.
var mended = []Cause{Withdrawn, LostInRenewal, NeedsReconnecting, PersonLeft, CannotOpen, KeyForeign, WrongCompany, CompanyGone, MissingPermission}

// Count is how many verdicts there are of each outcome.
type Count struct{ Fine, NeedYou, Unknown int }

func (c *Count) add(v Verdict) {
	switch v.Outcome() {
	case Fine:
		c.Fine++
	case NeedsPerson:
		c.NeedYou++
	default:
		c.Unknown++
	}
}

// Tally is what the last checks of all links came to.
type Tally struct {
	Count               // without those that were never checked
	Unchecked int       // these
	Checked   time.Time // the newest check; zero for none
}

// TallyOf counts links.
func TallyOf(links []Link) (t Tally) {
	for _, l := range links {
		if l.Verdict.Cause == Unchecked {
			t.Unchecked++
			continue
		}
		t.add(l.Verdict)
		if l.Verdict.At.After(t.Checked) {
			t.Checked = l.Verdict.At
		}
	}
	return t
}

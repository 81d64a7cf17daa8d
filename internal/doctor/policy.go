package doctor

import (
	"context"
	"strings"

	"crosswalk/internal/desk"
)

// policy says what is wrong with what the organization has decided; what this version does not keep yet is a note.
func (p Patient) policy(context.Context) Finding {
	if p.Policy.Where == "" {
		return Finding{State: Fine, Facts: "no policy on this computer"}
	}
	lines := make([]string, 0, len(p.Policy.Problems))
	for _, one := range p.Policy.Problems {
		lines = append(lines, one.String())
	}
	facts := strings.Join(append([]string{p.Policy.Where}, lines...), "; ")
	switch {
	case p.Policy.Faulty():
		return Finding{State: Fault, Cause: desk.PolicyUnclear, Detail: p.Policy.Where + ": " + strings.Join(lines, "; "), Facts: facts}
	case len(lines) > 0:
		return Finding{State: Note, Facts: facts}
	}
	return Finding{State: Fine, Facts: facts}
}

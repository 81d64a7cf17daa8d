package words

import (
	"strings"

	"crosswalk/internal/desk"
	"crosswalk/internal/tongue"
)

// EndAtGusto is how an access is ended where Crosswalk could not do it.
func EndAtGusto() string {
	return tongue.L("An admin of each of these companies ends the access at Gusto: sign in at Gusto, open the company’s settings, then its connected apps, and remove your firm’s application there. Your firm’s application can also be told to leave a company by whoever looks after it.")
}

// NotRevoked names, a line each, what Gusto could not be told of, and why.
func NotRevoked(owed []desk.Owed) []string {
	var lines []string
	for _, o := range owed {
		who := strings.Join(o.Companies, ", ")
		if who == "" {
			who = tongue.L("a sign-in that was not linked to a company")
		}
		why := tongue.L("nobody was asked")
		if o.Cause != desk.Unchecked {
			why = For(&desk.Trouble{Cause: o.Cause}).Title
		}
		lines = append(lines, who+" ("+tongue.L(desk.EnvironmentNamed(o.Environment).Label)+": "+why+")")
	}
	return lines
}

// Package card writes the verify card of a company: as text to copy, and as pages to print or to send.
//
// Rules: text and pages hold the same lines; no line holds a token or a part of one; black on white.
package card

import (
	"fmt"
	"strings"
	"time"

	"crosswalk/internal/desk"
	"crosswalk/internal/reach"
	"crosswalk/internal/words"
)

// Section is a group of lines.
type Section struct {
	Title string
	Rows  []Row
}

// Row is one line: what it is, and how it is.
type Row struct{ Label, Value string }

// Sections gives the lines of a card. Lines about what is not known are left out. The values are in the voice's
// language; titles and labels are always English, so that they can be told apart, and are said where they are shown.
func Sections(c desk.Card, v words.Voice) []Section {
	all := []Section{
		{"Verdict", verdict(c, v)}, {"Company", company(c, v)}, {"Access", access(c, v)}, {"Gusto", gusto(c, v)}, {"Last calls", calls(c, v)}, {"History", history(c, v)},
	}
	kept := all[:0]
	for _, s := range all {
		var rows []Row
		for _, r := range s.Rows {
			if r.Value = line(r.Value); r.Value != "" {
				rows = append(rows, r)
			}
		}
		if len(rows) > 0 {
			kept = append(kept, Section{s.Title, rows})
		}
	}
	return kept
}

// Title is the first line of a card.
func Title(c desk.Card) string { return line(c.Link.Name) }

// lineLimit is how long a line may be, in letters: one that lists what an access holds is long.
const lineLimit = 4000

// line makes one line of a text that came from elsewhere: a company's name can hold what begins another one, and what
// a terminal obeys.
func line(text string) string { return reach.Clean(text, lineLimit) }

// Text gives the card as plain text, with a line's end after each line.
func Text(c desk.Card) string {
	var out strings.Builder
	fmt.Fprintf(&out, "%s\n%s\n", Title(c), strings.Repeat("=", len([]rune(Title(c)))))
	for _, s := range Sections(c, words.English) {
		fmt.Fprintf(&out, "\n%s\n", s.Title)
		for _, r := range s.Rows {
			fmt.Fprintf(&out, "  %-17s %s\n", r.Label, r.Value)
		}
	}
	return out.String()
}

func verdict(c desk.Card, v words.Voice) []Row {
	is := c.Link.Verdict
	m := v.ForVerdict(is)
	return []Row{
		{"State", m.Title}, {"What helps", m.Hint}, {"Whose turn", v.Turn(is.Cause)}, {"Code", string(is.Cause)},
		{"Gusto’s request", is.RequestID}, {"Checked", moment(c.Ages.Verified, v)}, {"Worked last", moment(c.Ages.Worked, v)}, {"Card drawn", moment(c.Drawn, v)},
	}
}

func company(c desk.Card, v words.Voice) []Row {
	l, seen := c.Link, c.Seen.Company
	return []Row{
		{"Legal name", l.Name}, {"Trade name", l.TradeName}, {"Place", l.Place}, {"Status at Gusto", seen.Status}, {"EIN", seen.EIN},
		{"Kind", strings.Trim(strings.Join([]string{seen.Type, seen.Tier}, ", "), ", ")}, {"Gusto’s id", l.Company}, {"Linked", moment(c.Ages.Linked, v)}, {"Link’s id", l.ID},
	}
}

var roles = map[desk.Role]string{
	desk.Primary: "primary admin", desk.Admin: "admin", desk.NoAdmin: "no longer an admin",
}

func access(c desk.Card, v words.Voice) []Row {
	owner := c.Seen.Owner
	who := owner.Name
	if who == "" {
		who = c.Link.AuthorizedBy
	}
	if role := roles[owner.Role]; role != "" && who != "" {
		who += ", " + v.Say(role)
	}
	rows := []Row{
		{"Authorized by", who}, {"Person’s id", owner.UUID}, {"Authorized", moment(c.Ages.Authorized, v)}, {"Renewed", moment(c.Ages.Renewed, v)},
		{"Permissions held", strings.Join(c.Seen.Scopes, ", ")}, {"Missing", strings.Join(c.Missing, ", ")},
	}
	if len(c.Link.Siblings) > 0 {
		rows = append(rows, Row{"Also reaches", strings.Join(c.Link.Siblings, ", ")})
	}
	return rows
}

func gusto(c desk.Card, v words.Voice) []Row {
	version := c.Environment.APIVersion
	switch seen := c.Seen.Version; {
	case !seen.Ends.IsZero():
		version = v.Say("{version}, which ends on {day}", "version", version, "day", v.Date(seen.Ends, words.Day))
	case seen.Deprecated:
		version = v.Say("{version}, which Gusto is about to end", "version", version)
	}
	clock := ""
	if !c.Seen.At.IsZero() {
		clock = v.Facts(desk.Apart(c.Seen.Skew))
	}
	return []Row{{"Environment", v.Say(c.Environment.Label)}, {"Address", c.Environment.BaseURL}, {"API version", version}, {"Clock here", clock}}
}

func calls(c desk.Card, v words.Voice) []Row {
	var rows []Row
	for i := len(c.Seen.Calls) - 1; i >= 0; i-- {
		call := c.Seen.Calls[i]
		status := v.Say("no answer")
		if call.Status > 0 {
			status = fmt.Sprint(call.Status)
		}
		value := v.Say("{call}, {status} in {time}", "call", call.What, "status", status, "time", call.Took.Round(time.Millisecond))
		if call.RequestID != "" {
			value += v.Say(", request {request}", "request", call.RequestID)
		}
		rows = append(rows, Row{call.At.Local().Format("3:04:05 PM"), value})
	}
	return rows
}

func history(c desk.Card, v words.Voice) []Row {
	var rows []Row
	if c.Tampered != nil {
		m := v.For(c.Tampered)
		rows = append(rows, Row{"Not to be trusted", m.Title + ". " + m.Hint})
	}
	for _, e := range c.History {
		what := v.Happened(e.What)
		if e.Cause != "" && e.Cause != desk.Working {
			what += ": " + v.For(&desk.Trouble{Cause: e.Cause}).Title
		}
		if e.Who != "" {
			what += v.Say(", by {who}", "who", e.Who)
		}
		rows = append(rows, Row{v.Date(e.At.Local(), words.ShortDay), e.At.Local().Format("3:04 PM") + ", " + what})
	}
	return rows
}

func moment(t time.Time, v words.Voice) string {
	if t.IsZero() {
		return ""
	}
	return v.Date(t.Local(), words.Moment)
}

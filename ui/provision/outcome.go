package provision

import (
	"strings"
	"time"

	"crosswalk/internal/desk"
	"crosswalk/internal/provision"
	"crosswalk/internal/words"
	"crosswalk/ui/kit"
	"crosswalk/ui/page"
)

// pills are the words and shapes of an attempt's states.
var pills = map[provision.State]kit.Cell{
	provision.Sending:        {Text: "Being sent", Icon: kit.IconDots},
	provision.Created:        {Text: "Not claimed", Tone: kit.Attention},
	provision.Claimed:        {Text: "Claimed", Tone: kit.Working},
	provision.Refused:        {Text: "Refused", Tone: kit.Attention},
	provision.NotSent:        {Text: "Not made", Tone: kit.Neutral},
	provision.Unknown:        {Text: "Not known", Tone: kit.Act},
	provision.SettledCreated: {Text: "Created", Tone: kit.Working},
	provision.SettledNot:     {Text: "Not created", Tone: kit.Neutral},
}

// pillOf is the state of an attempt as a list has it.
func pillOf(a provision.Attempt) kit.Cell {
	cell := pills[a.State]
	cell.Kind = kit.CellPill
	return cell
}

// says is what a card says about an attempt.
type says struct {
	tone        kit.Tone
	title, text string
}

// saysOf says how things stand with an attempt, whose turn it is, and what comes next.
func saysOf(a provision.Attempt, now time.Time) says {
	name, person := a.Company, firstName(a)
	switch a.State {
	case provision.Sending:
		return says{kit.Neutral, "Being sent", "Gusto has not answered yet. It is sent once, and nothing is repeated."}
	case provision.Created:
		text := "Gusto wrote to " + person + " at " + a.Email + ". " + upper(person) + " claims the account with the link in that message, or with the one that is kept here. After that you link it."
		if a.Due(now) {
			return says{kit.Attention, name + " was not claimed for " + days(now.Sub(a.When)), "The message may have got lost. " + text}
		}
		return says{kit.Working, name + " is created, not claimed yet", text}
	case provision.Claimed:
		return says{kit.Working, name + " is claimed and linked", "Nothing to do."}
	case provision.Refused:
		return says{kit.Attention, "Gusto did not create " + name, "Nothing was made. " + refusalText(a)}
	case provision.NotSent:
		return notSent(a)
	case provision.Unknown:
		return says{kit.Act, "Was " + name + " created? Nobody here knows", unknownText(a)}
	case provision.SettledCreated:
		return says{kit.Working, name + " was created", settledText(a) + " " + upper(person) + " claims it with the link in Gusto’s message. Then you link it."}
	case provision.SettledNot:
		return says{kit.Neutral, name + " was not created", settledText(a) + " It can be sent again."}
	}
	return says{kit.Neutral, name, ""}
}

func firstName(a provision.Attempt) string {
	first, _, _ := strings.Cut(strings.TrimSpace(a.Person), " ")
	if first == "" {
		return "the client"
	}
	return first
}

// notSent says why nothing was made, and when it can be sent.
func notSent(a provision.Attempt) says {
	if a.Trouble == nil {
		return says{kit.Neutral, "Nothing was made", "The request did not leave this computer."}
	}
	m := words.For(a.Trouble)
	switch {
	case a.Trouble.Cause == desk.RateLimited:
		return says{kit.Attention, m.Title, "There were too many requests in a minute. Nothing was made; review it and send it again when the pause is over."}
	case a.Trouble.Cause.Fixer() == desk.Network:
		return says{kit.Attention, m.Title, "Nothing was made, and nothing is sent by itself. Send it again when the network is back."}
	}
	return says{kit.Attention, m.Title, "Nothing was made. " + strings.TrimSuffix(m.Hint, " Nothing was made.")}
}

// unknownText says why nobody knows, and how to find out.
func unknownText(a provision.Attempt) string {
	return "Crosswalk asked Gusto on " + a.When.Local().Format("January 2 at 3:04 PM") + ", and no answer came back. It is never sent again by itself.\n" +
		"Find out: ask " + firstName(a) + " whether a message from Gusto came to " + a.Email + ", or look for the company in Gusto’s dashboard. Then say what you found; until then nothing with the same EIN or e-mail is sent."
}

func settledText(a provision.Attempt) string {
	text := "Somebody looked"
	if a.By != "" {
		text = plain(a.By) + " looked"
	}
	if !a.At.IsZero() {
		text += " on " + a.At.Local().Format("January 2")
	}
	if a.Note != "" {
		return text + ": “" + plain(a.Note) + "”."
	}
	return text + "."
}

// refusalText is what Gusto wants otherwise.
func refusalText(a provision.Attempt) string {
	var lines []string
	for _, e := range a.Errors {
		line := "“" + plain(e.Message) + "”"
		if e.Field != "" {
			line = words.FieldName(e.Field) + ": " + line
		}
		lines = append(lines, line)
	}
	if len(lines) == 0 && a.Trouble != nil {
		return words.For(a.Trouble).Hint
	}
	return "It said:\n" + strings.Join(lines, "\n")
}

// days is a while in whole days.
func days(d time.Duration) string {
	n := int(d.Hours() / 24)
	if n < 2 {
		return "a day"
	}
	return page.Number(n) + " days"
}

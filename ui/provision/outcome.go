package provision

import (
	"strings"
	"time"

	"crosswalk/internal/desk"
	"crosswalk/internal/provision"
	"crosswalk/internal/tongue"
	"crosswalk/internal/words"
	"crosswalk/ui/kit"
	"crosswalk/ui/page"
)

// pills are the words and shapes of an attempt's states.
var pills = map[provision.State]kit.Cell{
	provision.Sending:        {Text: tongue.Key("Being sent"), Icon: kit.IconDots},
	provision.Created:        {Text: tongue.Key("Not claimed"), Tone: kit.Attention},
	provision.Claimed:        {Text: tongue.Key("Claimed"), Tone: kit.Working},
	provision.Refused:        {Text: tongue.Key("Refused"), Tone: kit.Attention},
	provision.NotSent:        {Text: tongue.Key("Not made"), Tone: kit.Neutral},
	provision.Unknown:        {Text: tongue.Key("Not known"), Tone: kit.Act},
	provision.SettledCreated: {Text: tongue.Key("Created"), Tone: kit.Working},
	provision.SettledNot:     {Text: tongue.Key("Not created"), Tone: kit.Neutral},
}

// pillOf is the state of an attempt as a list has it.
func pillOf(a provision.Attempt) kit.Cell {
	cell := pills[a.State]
	cell.Text = tongue.L(cell.Text)
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
		return says{kit.Neutral, tongue.L("Being sent"), tongue.L("Gusto has not answered yet. It is sent once, and nothing is repeated.")}
	case provision.Created:
		text := tongue.F("Gusto wrote to {person} at {email}. {upper} claims the account with the link in that message, or with the one that is kept here. After that you link it.", "person", person, "email", a.Email, "upper", upper(person))
		if a.Due(now) {
			return says{kit.Attention, tongue.F("{name} was not claimed for {days}", "name", name, "days", days(now.Sub(a.When))), tongue.F("The message may have got lost. {text}", "text", text)}
		}
		return says{kit.Working, tongue.F("{name} is created, not claimed yet", "name", name), text}
	case provision.Claimed:
		return says{kit.Working, tongue.F("{name} is claimed and linked", "name", name), tongue.L("Nothing to do.")}
	case provision.Refused:
		return says{kit.Attention, tongue.F("Gusto did not create {name}", "name", name), tongue.F("Nothing was made. {refusalText}", "refusalText", refusalText(a))}
	case provision.NotSent:
		return notSent(a)
	case provision.Unknown:
		return says{kit.Act, tongue.F("Was {name} created? Nobody here knows", "name", name), unknownText(a)}
	case provision.SettledCreated:
		return says{kit.Working, tongue.F("{name} was created", "name", name), tongue.F("{settledText} {upper} claims it with the link in Gusto’s message. Then you link it.", "settledText", settledText(a), "upper", upper(person))}
	case provision.SettledNot:
		return says{kit.Neutral, tongue.F("{name} was not created", "name", name), tongue.F("{settledText} It can be sent again.", "settledText", settledText(a))}
	}
	return says{kit.Neutral, name, ""}
}

func firstName(a provision.Attempt) string {
	first, _, _ := strings.Cut(strings.TrimSpace(a.Person), " ")
	if first == "" {
		return tongue.L("the client")
	}
	return first
}

// notSent says why nothing was made, and when it can be sent.
func notSent(a provision.Attempt) says {
	if a.Trouble == nil {
		return says{kit.Neutral, tongue.L("Nothing was made"), tongue.L("The request did not leave this computer.")}
	}
	m := words.For(a.Trouble)
	switch {
	case a.Trouble.Cause == desk.RateLimited:
		return says{kit.Attention, m.Title, tongue.L("There were too many requests in a minute. Nothing was made; review it and send it again when the pause is over.")}
	case a.Trouble.Cause.Fixer() == desk.Network:
		return says{kit.Attention, m.Title, tongue.L("Nothing was made, and nothing is sent by itself. Send it again when the network is back.")}
	}
	return says{kit.Attention, m.Title, tongue.F("Nothing was made. {hint}", "hint", strings.TrimSuffix(m.Hint, " "+tongue.L("Nothing was made.")))}
}

// unknownText says why nobody knows, and how to find out.
func unknownText(a provision.Attempt) string {
	return tongue.F("Crosswalk asked Gusto on {format}, and no answer came back. It is never sent again by itself.\nFind out: ask {firstName} whether a message from Gusto came to {email}, or look for the company in Gusto’s dashboard. Then say what you found; until then nothing with the same EIN or e-mail is sent.", "format", words.Date(a.When.Local(), words.NearMoment), "firstName", firstName(a), "email", a.Email)
}

func settledText(a provision.Attempt) string {
	text := tongue.L("Somebody looked")
	if a.By != "" {
		text = tongue.F("{plain} looked", "plain", plain(a.By))
	}
	if !a.At.IsZero() {
		text += tongue.F(" on {format}", "format", words.Date(a.At.Local(), words.NearDay))
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
	return tongue.F("It said:\n{names}", "names", strings.Join(lines, "\n"))
}

// days is a while in whole days.
func days(d time.Duration) string {
	n := int(d.Hours() / 24)
	if n < 2 {
		return tongue.L("a day")
	}
	return tongue.F("{n} days", "n", page.Number(n))
}

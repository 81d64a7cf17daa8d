// Package words says every cause of the desk in the person's words: a sentence, a hint and one next step.
//
// Rules: each sentence stands here once, for the window and for the program without one; a sentence says what is so, a
// hint what helps and whose turn it is; it knows no window and no terminal. Tables are in English; what leaves this room
// is in the person's language, or in English where a Voice is asked for it.
package words

import (
	"errors"
	"strings"
	"time"

	"crosswalk/internal/desk"
	"crosswalk/internal/tongue"
)

// Step is the one thing to do next that goes with a message.
type Step int

// The steps. A window has a button for each.
const (
	NoStep Step = iota
	TryAgain
	Reconnect
	ChangeKeys
	PasteAddress
	CopyLink
	Unlock
	Reload
)

var stepLabels = map[Step]string{
	TryAgain: "Try again", Reconnect: "Reconnect", ChangeKeys: "Change the keys", PasteAddress: "Paste the address I landed on…",
	CopyLink: "Copy link", Unlock: "Unlock", Reload: "Look again",
}

// Label is what stands on the step's button; "" for none.
func (s Step) Label() string { return tongue.L(stepLabels[s]) }

// Tone is how serious a message is. A window draws it as a shape and a color.
type Tone int

// The tones: it works, it passes or somebody else acts, the person acts, and a plain fact.
const (
	Working Tone = iota
	Attention
	Act
	Neutral
)

// Message is a cause in the person's words: what is so, what helps, and whose turn it is.
type Message struct {
	Tone  Tone
	Pill  string // two words for a list
	Title string // the sentence, without a period
	Hint  string // what helps, and who can do it
	Step  Step
}

// Voice says things in one language.
type Voice struct{ say func(text string) string }

// The voices: what a person at the window reads, and what support, files and logs get whatever that person reads.
var (
	Person  = Voice{tongue.L}
	English = Voice{func(text string) string { return text }}
)

// Say says a sentence, with pairs of a placeholder's name and its value.
func (v Voice) Say(text string, pairs ...any) string { return tongue.Fill(v.say(text), pairs...) }

// For gives the message for trouble, with what the other side said folded into the hint.
func For(t *desk.Trouble) Message { return Person.For(t) }

// For gives the message for trouble, with what the other side said folded into the hint.
func (v Voice) For(t *desk.Trouble) Message {
	m, ok := messages[t.Cause]
	if !ok {
		m = messages[desk.Unforeseen]
	}
	until := v.clock(t.Until)
	fill := strings.NewReplacer("{detail}", v.Facts(t.Detail), "{until}", until)
	if t.Detail == "" {
		fill = strings.NewReplacer(" ({detail})", "", "“{detail}”", v.Say("something this version does not know"), "{detail}", v.Say("it"), "{until}", until)
	}
	m.Pill, m.Title, m.Hint = v.say(m.Pill), fill.Replace(v.say(m.Title)), fill.Replace(v.say(m.Hint))
	return m
}

// Always gives the message for a cause as it is whatever has happened. A sentence that is only what the other side said is
// left out; where a message has a name, a file or a permission, this has an ellipsis.
func (v Voice) Always(c desk.Cause) Message {
	m := messages[c]
	general := strings.NewReplacer(" ({detail})", "", "“{detail}”.", "…", "“{detail}”", "…", "{detail}.", "…", "{detail}", "…", "{until}", v.clock(time.Time{}))
	m.Pill, m.Title = v.say(m.Pill), general.Replace(strings.TrimSuffix(v.say(m.Title), ": {detail}"))
	if m.Hint == "{detail}." {
		m.Hint = v.Say("What is wrong with it is said when it happens.")
	} else {
		m.Hint = general.Replace(strings.TrimPrefix(v.say(m.Hint), "{detail}. "))
	}
	return m
}

// ForError gives the message for any error that the desk returned.
func ForError(err error) Message {
	var t *desk.Trouble
	if errors.As(err, &t) {
		return For(t)
	}
	return For(&desk.Trouble{Cause: desk.Unforeseen, Detail: err.Error(), Err: err})
}

// ForVerdict gives the message for a link's verdict.
func ForVerdict(verdict desk.Verdict) Message { return Person.ForVerdict(verdict) }

// ForVerdict gives the message for a link's verdict.
func (v Voice) ForVerdict(verdict desk.Verdict) Message {
	return v.For(&desk.Trouble{Cause: verdict.Cause, Detail: verdict.Detail, RequestID: verdict.RequestID, Until: verdict.Until})
}

// clock is a time of day, or a day that is not near, as people in the US write it; a moment that is not known is "a little later".
func (v Voice) clock(t time.Time) string {
	if t.IsZero() {
		return v.Say("in a little while")
	}
	t = t.Local()
	if wait := time.Until(t); wait > 20*time.Hour || wait < -20*time.Hour {
		return v.Say("on {day}", "day", v.Date(t, Day))
	}
	return v.Say("at {time}", "time", t.Format("3:04 PM"))
}

// When is a moment in words that stay short: today by the clock, this year by the day, else with the year.
func When(t, now time.Time) string {
	if t.IsZero() {
		return tongue.L("never")
	}
	t, now = t.Local(), now.Local()
	switch {
	case t.YearDay() == now.YearDay() && t.Year() == now.Year():
		return t.Format("3:04 PM")
	case t.Year() == now.Year():
		return Date(t, shortNear)
	}
	return Date(t, ShortDay)
}

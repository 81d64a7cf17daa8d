// Package words says every cause of the desk in the person's words: a sentence, a hint and one next step.
//
// Rules: each sentence stands here once, for the window and for the program without one; a sentence says what is so, a
// hint what helps and whose turn it is; it knows no window and no terminal.
package words

import (
	"errors"
	"strings"
	"time"

	"crosswalk/internal/desk"
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
func (s Step) Label() string { return stepLabels[s] }

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

// For gives the message for trouble, with what the other side said folded into the hint.
func For(t *desk.Trouble) Message {
	m, ok := messages[t.Cause]
	if !ok {
		m = messages[desk.Unforeseen]
	}
	fill := strings.NewReplacer("{detail}", t.Detail, "{until}", clock(t.Until))
	if t.Detail == "" {
		fill = strings.NewReplacer(" ({detail})", "", "“{detail}”", "something this version does not know", "{detail}", "it", "{until}", clock(t.Until))
	}
	m.Title, m.Hint = fill.Replace(m.Title), fill.Replace(m.Hint)
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
func ForVerdict(v desk.Verdict) Message {
	return For(&desk.Trouble{Cause: v.Cause, Detail: v.Detail, RequestID: v.RequestID, Until: v.Until})
}

// clock is a time of day, or a day that is not near, as people in the US write it; a moment that is not known is "a little later".
func clock(t time.Time) string {
	if t.IsZero() {
		return "in a little while"
	}
	t = t.Local()
	if wait := time.Until(t); wait > 20*time.Hour || wait < -20*time.Hour {
		return "on " + t.Format("January 2, 2006")
	}
	return "at " + t.Format("3:04 PM")
}

// When is a moment in words that stay short: today by the clock, this year by the day, else with the year.
func When(t, now time.Time) string {
	if t.IsZero() {
		return "never"
	}
	t, now = t.Local(), now.Local()
	switch {
	case t.YearDay() == now.YearDay() && t.Year() == now.Year():
		return t.Format("3:04 PM")
	case t.Year() == now.Year():
		return t.Format("Jan 2")
	}
	return t.Format("Jan 2, 2006")
}

package ui

import (
	"errors"
	"strings"
	"time"

	"crosswalk/internal/desk"
	"crosswalk/ui/kit"
)

// step is the one button that goes with a message.
type step int

const (
	noStep step = iota
	tryAgain
	reconnect
	changeKeys
	pasteAddress
	copyLink
	unlock
	reload
)

var stepLabels = map[step]string{
	tryAgain: "Try again", reconnect: "Reconnect", changeKeys: "Change the keys", pasteAddress: "Paste the address I landed on…",
	copyLink: "Copy link", unlock: "Unlock", reload: "Look again",
}

// tone is how a message is drawn: its shape and its color.
type tone int

const (
	toneWorking tone = iota
	toneAttention
	toneAct
	toneNeutral
)

// message is a cause in the person's words: what is so, what helps, and whose turn it is.
type message struct {
	tone  tone
	pill  string // two words for a list
	title string // the sentence
	hint  string // what helps, and who can do it
	step  step
}

// say gives the message for trouble, with what the other side said folded into the hint.
func say(t *desk.Trouble) message {
	m, ok := messages[t.Cause]
	if !ok {
		m = messages[desk.Unforeseen]
	}
	fill := strings.NewReplacer("{detail}", t.Detail, "{until}", clock(t.Until))
	if t.Detail == "" {
		fill = strings.NewReplacer(" ({detail})", "", "“{detail}”", "something this version does not know", "{detail}", "it", "{until}", clock(t.Until))
	}
	m.title, m.hint = fill.Replace(m.title), fill.Replace(m.hint)
	return m
}

// sayError gives the message for any error that the desk returned.
func sayError(err error) message {
	var t *desk.Trouble
	if errors.As(err, &t) {
		return say(t)
	}
	return say(&desk.Trouble{Cause: desk.Unforeseen, Detail: err.Error(), Err: err})
}

// sayVerdict gives the message for a link's verdict.
func sayVerdict(v desk.Verdict) message {
	return say(&desk.Trouble{Cause: v.Cause, Detail: v.Detail, RequestID: v.RequestID, Until: v.Until})
}

// clock is a time of day as people in the US write it; a moment that is not known is "a little later".
func clock(t time.Time) string {
	if t.IsZero() {
		return "in a little while"
	}
	return "at " + t.Local().Format("3:04 PM")
}

// when is a moment in words that stay short: today by the clock, this year by the day, else with the year.
func when(t, now time.Time) string {
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

// kit is the tone in the words of the kit.
func (t tone) kit() kit.Tone {
	return map[tone]kit.Tone{toneWorking: kit.Working, toneAttention: kit.Attention, toneAct: kit.Act, toneNeutral: kit.Neutral}[t]
}

package kit

import "fyne.io/fyne/v2"

// Tone is what a state asks of the person.
type Tone int

// The tones.
const (
	Neutral   Tone = iota // nothing is known, or nothing is going on
	Working               // nothing to do
	Attention             // look at it when there is time
	Act                   // a person must act
)

// Text is the tone's color for words, Fill the one behind them.
func (t Tone) Text() fyne.ThemeColorName {
	return [...]fyne.ThemeColorName{ColorNeutral, ColorOk, ColorAttention, ColorAct}[t]
}

// Fill is the color behind the tone's words.
func (t Tone) Fill() fyne.ThemeColorName {
	return [...]fyne.ThemeColorName{ColorNeutralBg, ColorOkBg, ColorAttentionBg, ColorActBg}[t]
}

// Icon is the tone's shape: a state is never told by color alone.
func (t Tone) Icon() Icon {
	return [...]Icon{IconCircle, IconCheck, IconAlert, IconExclamation}[t]
}

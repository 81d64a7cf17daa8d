package ui

import (
	"crosswalk/internal/words"
	"crosswalk/ui/kit"
)

// tone is the tone of a message in the words of the kit.
func tone(t words.Tone) kit.Tone {
	return map[words.Tone]kit.Tone{
		words.Working: kit.Working, words.Attention: kit.Attention, words.Act: kit.Act, words.Neutral: kit.Neutral,
	}[t]
}

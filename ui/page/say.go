package page

import (
	"fmt"
	"strings"

	"fyne.io/fyne/v2"

	"crosswalk/internal/tongue"
	"crosswalk/internal/words"
	"crosswalk/ui/kit"
)

// Tone is the tone of a message in the words of the kit.
func Tone(t words.Tone) kit.Tone {
	return map[words.Tone]kit.Tone{
		words.Working: kit.Working, words.Attention: kit.Attention, words.Act: kit.Act, words.Neutral: kit.Neutral,
	}[t]
}

// ShowError writes an error into a banner.
func ShowError(b *kit.Banner, err error, buttons ...fyne.CanvasObject) {
	m := words.ForError(err)
	b.Set(Tone(m.Tone), m.Title, m.Hint, buttons...)
}

// Count is a number with its noun.
func Count(n int, one, many string) string {
	return Number(n) + " " + tongue.N(n, one, many)
}

// Number is a number with commas between the thousands.
func Number(n int) string {
	s := fmt.Sprint(n)
	for at := len(s) - 3; at > 0; at -= 3 {
		s = s[:at] + "," + s[at:]
	}
	return s
}

// Names is a list as a sentence has it; a long one ends in a number.
func Names(names []string) string {
	const most = 4
	if len(names) > most {
		return strings.Join(names[:most], ", ") + tongue.F(" and {names} more", "names", len(names)-most)
	}
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return tongue.F("{names} and {names2}", "names", strings.Join(names[:len(names)-1], ", "), "names2", names[len(names)-1])
}

// Facts makes facts of pairs of a label and a value, and leaves out what is not known. An ID can be copied.
func Facts(pairs ...string) []kit.Fact {
	var facts []kit.Fact
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			facts = append(facts, kit.Fact{Label: pairs[i], Value: pairs[i+1], Copy: strings.HasSuffix(pairs[i], " ID") || strings.HasPrefix(pairs[i], "ID ")})
		}
	}
	return facts
}

package kit

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

func TestALongTextIsReadWhole(t *testing.T) {
	test.NewTempApp(t)
	text := "short\n\n" + strings.Repeat("a word and another, ", 40) + "\n" + strings.Repeat("W", 300) + "\n  indented\ttabbed, Café ‘quoted’ – Спасибо\nthe last line has no end"
	for _, width := range []float32{80, 300, 761} {
		lines := wrapLines(text, width, mono())
		for _, line := range lines {
			if got := mono().measure(line).Width; got > width {
				t.Errorf("at %v: %q is %v wide", width, line, got)
			}
		}
		bare := func(s string) string {
			return strings.NewReplacer(" ", "", "\n", "", "\t", "").Replace(s)
		}
		if bare(strings.Join(lines, "\n")) != bare(text) {
			t.Errorf("at %v: something is left out", width)
		}
	}
}

func TestAReaderWrapsAnewWhenItsRoomChanges(t *testing.T) {
	app := test.NewTempApp(t)
	app.Settings().SetTheme(NewTheme(AlwaysLight))
	r := NewReader("")
	w := test.NewTempWindow(t, r.View)
	w.Resize(fyne.NewSize(900, 300))
	r.SetText(strings.Repeat("a word and another, ", 200))
	wide := r.Lines()
	w.Resize(fyne.NewSize(400, 300))
	if narrow := r.Lines(); wide < 10 || narrow < 2*wide {
		t.Errorf("%d lines, then %d", wide, narrow)
	}
}

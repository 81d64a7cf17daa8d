package kit

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
)

func TestAWordThatIsWiderThanItsLineGoesOnInTheNext(t *testing.T) {
	app := test.NewTempApp(t)
	app.Settings().SetTheme(NewTheme(AlwaysLight))
	id := "8e2f9e59-391b-4b03-a4e0-206300000000"
	for _, text := range []string{id, "Gusto’s request " + id + ".", strings.Repeat("x", 200)} {
		p := NewParagraph(Body, text)
		w := p.wrap(150)
		whole := ""
		for _, r := range w.runs {
			if r.x+r.width > 150 {
				t.Errorf("%q: %q ends at %v", text, r.text, r.x+r.width)
			}
			whole += r.text
		}
		if got, want := strings.ReplaceAll(whole, " ", ""), strings.ReplaceAll(text, " ", ""); got != want {
			t.Errorf("%q came out as %q", want, got)
		}
	}
}

// The toolkit drops the renderer of what was not seen for a minute, and does not lay out the next one.
func TestWordsAndRowsAreThereAgainAfterAMinuteOutOfSight(t *testing.T) {
	app := test.NewTempApp(t)
	app.Settings().SetTheme(NewTheme(AlwaysLight))
	p := NewParagraph(Body, "Nothing fits the search and the filters.").Align(fyne.TextAlignCenter)
	l, _ := newRows(t, numbered(5), ListOptions{})
	p.Resize(fyne.NewSize(400, 40))
	for name, seen := range map[string]fyne.Widget{"paragraph": p, "list": l.rows} {
		before, again := drawn(test.WidgetRenderer(seen)), drawn(seen.CreateRenderer())
		if len(before) == 0 || !slices.Equal(before, again) {
			t.Errorf("the %s has %q, and after a minute out of sight %q", name, before, again)
		}
	}
}

// drawn is each text that a renderer draws, with its place.
func drawn(r fyne.WidgetRenderer) []string {
	var list []string
	for _, o := range r.Objects() {
		if line, ok := o.(*canvas.Text); ok && line.Visible() && line.Text != "" {
			list = append(list, fmt.Sprint(line.Text, line.Position()))
		}
	}
	return list
}

package kit

import (
	"strings"
	"testing"

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

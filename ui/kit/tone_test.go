package kit

import (
	"image"
	"image/color"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
)

// shape is a picture without its colors: where more than half of a point is drawn in a color.
func shape(img image.Image, ink color.Color, ground image.Point) string {
	apart := func(a, b color.Color) int {
		ar, ag, ab, _ := a.RGBA()
		br, bg, bb, _ := b.RGBA()
		return max(int(ar)-int(br), int(br)-int(ar)) + max(int(ag)-int(bg), int(bg)-int(ag)) + max(int(ab)-int(bb), int(bb)-int(ab))
	}
	back, out := img.At(ground.X, ground.Y), make([]byte, 0, img.Bounds().Dx()*img.Bounds().Dy())
	for y := range img.Bounds().Dy() {
		for x := range img.Bounds().Dx() {
			drawn := byte(' ')
			if at := img.At(x, y); apart(at, ink) < apart(at, back) {
				drawn = '#'
			}
			out = append(out, drawn)
		}
	}
	return string(out)
}

// Somebody who sees no colors tells a banner and a pill that ask for something from those that do not.
func TestATonesShapeTellsItWithoutColor(t *testing.T) {
	parts := map[string]func(Tone) fyne.CanvasObject{
		"banner": func(tone Tone) fyne.CanvasObject { return NewBanner(tone, " ", "") },
		"pill":   func(tone Tone) fyne.CanvasObject { return NewPill(tone, " ") },
	}
	for name, part := range parts {
		seen := map[string]Tone{}
		for _, tone := range []Tone{Neutral, Working, Attention, Act} {
			w := show(t, 200, 40, Stack(part(tone)))
			now := shape(w.Canvas().Capture(), ColorOf(tone.Text()), image.Pt(100, 2))
			if strings.Count(now, "#") < 4 {
				t.Errorf("%s: tone %d has no shape", name, tone)
			}
			if other, twice := seen[now]; twice {
				t.Errorf("%s: tones %d and %d look alike without color", name, other, tone)
			}
			seen[now] = tone
		}
	}
}

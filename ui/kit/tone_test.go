package kit

import (
	"image"
	"testing"

	"fyne.io/fyne/v2"
)

// shape is a picture without its colors: where something is drawn on what is at the place.
func shape(img image.Image, ground image.Point) string {
	back, out := img.At(ground.X, ground.Y), make([]byte, 0, img.Bounds().Dx()*img.Bounds().Dy())
	for y := range img.Bounds().Dy() {
		for x := range img.Bounds().Dx() {
			drawn := byte(' ')
			if contrast(img.At(x, y), back) >= 2 {
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
		"banner": func(tone Tone) fyne.CanvasObject { return NewBanner(tone, "The same words", "") },
		"pill":   func(tone Tone) fyne.CanvasObject { return NewPill(tone, "The same words") },
	}
	for name, part := range parts {
		seen := map[string]Tone{}
		for _, tone := range []Tone{Neutral, Working, Attention, Act} {
			w := show(t, 200, 40, Stack(part(tone)))
			now := shape(w.Canvas().Capture(), image.Pt(100, 2))
			if other, twice := seen[now]; twice {
				t.Errorf("%s: tones %d and %d look alike without color", name, other, tone)
			}
			seen[now] = tone
		}
	}
}

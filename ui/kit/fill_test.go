package kit

import (
	"image"
	"image/color"
	"math"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

func TestAFillIsPaintedInTheColorOfTheTheme(t *testing.T) {
	f := NewFill(ColorSidebar)
	w := show(t, 40, 40, f)
	middle := func() color.NRGBA {
		return color.NRGBAModel.Convert(w.Canvas().Capture().At(20, 20)).(color.NRGBA)
	}
	if got, want := middle(), lightPalette[ColorSidebar]; got != want {
		t.Errorf("light: %v, not %v", got, want)
	}
	f.Color = ColorActBg
	f.Refresh()
	if got, want := middle(), lightPalette[ColorActBg]; got != want {
		t.Errorf("another color: %v, not %v", got, want)
	}
	test.ApplyTheme(t, NewTheme(AlwaysDark))
	if got, want := middle(), darkPalette[ColorActBg]; got != want {
		t.Errorf("dark: %v, not %v", got, want)
	}
	f.Color = ""
	f.Refresh()
	for _, to := range []fyne.ThemeColorName{ColorSurface, ColorWindow} {
		ClearTo(to)
		if got, want := middle(), darkPalette[to]; got != want {
			t.Errorf("without a color %v shows, not what the window is cleared to, %v", got, want)
		}
	}
}

// The corners, areas and lines of a large fill are those of one picture of the whole.
func TestTheRoundedFillHasNoSeams(t *testing.T) {
	for _, size := range []fyne.Size{fyne.NewSize(90, smallFill+1), fyne.NewSize(61, 87), fyne.NewSize(90, smallFill)} {
		f := NewFill(ColorActBg)
		f.Stroke, f.Width, f.Radius = ColorAccent, 2, CardRadius
		w := show(t, size.Width, size.Height, f)
		got := w.Canvas().Capture()
		whole := newBox(CardRadius)
		whole.Resize(size)
		whole.paint(ColorActBg, ColorAccent, 2)
		want := whole.draw(int(size.Width), int(size.Height)).(*image.RGBA)
		for y := range int(size.Height) {
			for x := range int(size.Width) {
				if there := over(want.RGBAAt(x, y), lightPalette[ColorWindow]); !near(color.NRGBAModel.Convert(got.At(x, y)).(color.NRGBA), there) {
					t.Fatalf("%v: at %d,%d is %v, not %v", size, x, y, got.At(x, y), there)
				}
			}
		}
	}
}

// over is a premultiplied color before an opaque one.
func over(c color.RGBA, back color.NRGBA) color.NRGBA {
	part := func(front, behind uint8) uint8 { return uint8(int(front) + int(behind)*(255-int(c.A))/255) }
	return color.NRGBA{R: part(c.R, back.R), G: part(c.G, back.G), B: part(c.B, back.B), A: 255}
}

func near(a, b color.NRGBA) bool {
	apart := func(x, y uint8) bool { return int(x)-int(y) > 2 || int(y)-int(x) > 2 }
	return !apart(a.R, b.R) && !apart(a.G, b.G) && !apart(a.B, b.B)
}

// At 125 % a line of one unit is one pixel on every side, not one here and two there.
func TestTheLinesOfAFillAreEquallyWideAtEveryScale(t *testing.T) {
	show(t, 40, 40, NewFill(ColorWindow))
	for _, scale := range []float64{1, 1.25, 1.5, 2} {
		edge := int(math.Round(10 * scale))
		for _, side := range []struct{ col, row, w, h int }{{0, 1, edge, 99}, {2, 1, edge, 101}, {1, 0, 98, edge}, {1, 2, 97, edge}} {
			s := newSlice(side.col, side.row)
			s.Resize(fyne.NewSize(float32(float64(side.w)/scale), float32(float64(side.h)/scale)))
			s.paint(boxLook{fill: lightPalette[ColorSurface], stroke: lightPalette[ColorAct], width: 1, radius: CardRadius})
			img := s.draw(side.w, side.h).(*image.RGBA)
			wide := 0
			for i := 0; i < len(img.Pix); i += 4 {
				if (color.NRGBA{img.Pix[i], img.Pix[i+1], img.Pix[i+2], 255}) == lightPalette[ColorAct] {
					wide++
				}
			}
			if want := int(max(1, math.Round(scale))); wide != want || len(img.Pix) != 4*edge {
				t.Errorf("at %v the side %d,%d has a line of %d pixels, not %d, in %v", scale, side.col, side.row, wide, want, img.Rect)
			}
		}
	}
}

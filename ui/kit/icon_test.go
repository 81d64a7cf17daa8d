package kit

import (
	"image/color"
	"math"
	"testing"

	"crosswalk/assets"
)

func TestEveryIconIsDrawnWithinItsSquare(t *testing.T) {
	names := assets.IconNames()
	if len(names) < 30 {
		t.Fatalf("%d icons", len(names))
	}
	for _, name := range names {
		lines := readStrokes(assets.Icon(name))
		if len(lines) == 0 {
			t.Errorf("%s has no lines", name)
		}
		for _, s := range lines {
			for _, v := range []float64{s.x1, s.y1, s.x2, s.y2} {
				if math.IsNaN(v) || v < 1 || v > 23 {
					t.Errorf("%s leaves its square or cannot be read: %+v", name, s)
				}
			}
		}
	}
}

func TestEveryNamedIconIsThere(t *testing.T) {
	for _, icon := range []Icon{
		IconList, IconLink, IconUnlink, IconPlus, IconShield, IconClock, IconSliders, IconSearch, IconCheck, IconMinus, IconAlert,
		IconAlertMark, IconExclamation, IconCircle, IconDots, IconDown, IconUp, IconRight, IconLeft, IconArrowRight, IconArrowLeft,
		IconArrowUp, IconArrowDown, IconReturn, IconClose, IconCopy, IconExternal, IconFlask, IconKey, IconRefresh, IconUsers,
		IconOffline, IconInfo, IconEye, IconEyeOff, IconDownload, IconGlobe, IconLock, IconFolder, IconFile,
	} {
		if assets.Icon(string(icon)) == nil {
			t.Errorf("there is no picture for %q", icon)
		}
	}
}

func TestPathsAreReadAsSVGHasThem(t *testing.T) {
	lines := readStrokes([]byte(`<path d="M1 2l3-1.5h-.5V10z"/>`))
	want := []segment{{1, 2, 4, 0.5}, {4, 0.5, 3.5, 0.5}, {3.5, 0.5, 3.5, 10}, {3.5, 10, 1, 2}}
	if len(lines) != len(want) {
		t.Fatalf("read %v", lines)
	}
	for i, s := range want {
		if lines[i] != s {
			t.Errorf("line %d is %v, want %v", i, lines[i], s)
		}
	}
	for _, s := range readStrokes([]byte(`<path d="M21 12a9 9 0 1 1 -18 0a9 9 0 1 1 18 0z"/>`)) {
		if r := math.Hypot(s.x2-12, s.y2-12); math.Abs(r-9) > 1e-6 {
			t.Errorf("a circle of 9 passes %v, %v", s.x2, s.y2)
		}
	}
}

func TestLinesAreAsWideAtTwiceTheScale(t *testing.T) {
	line := []segment{{0, 12, 24, 12}}
	weight := func(size int, width float64) (sum float64) {
		img := strokes(line, size, width, color.RGBA{A: 0xff})
		for y := range size {
			_, _, _, a := img.At(size/2, y).RGBA()
			sum += float64(a) / 0xffff
		}
		return sum
	}
	if one, two := weight(16, 1.5), weight(32, 3); math.Abs(one-1.5) > 0.1 || math.Abs(two-3) > 0.1 {
		t.Errorf("lines of 1.5 and 3 pixels cover %v and %v", one, two)
	}
}

func TestTheSameIconIsDrawnOnce(t *testing.T) {
	show(t, 100, 40, Row(4, NewIcon(IconLink, 16, ColorText), NewIcon(IconLink, 16, ColorText)))
	a, b := newGlyph(), newGlyph()
	for _, g := range []*glyph{a, b} {
		g.at(0, 0, 16)
		g.set(IconLink, ColorText)
	}
	if a.draw(16, 16) != b.draw(16, 16) {
		t.Error("the same icon is drawn twice")
	}
	b.set(IconLink, ColorAct)
	if a.draw(16, 16) == b.draw(16, 16) {
		t.Error("another color shows the same picture")
	}
}

package kit

import (
	"image/color"
	"math"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
)

func luminance(c color.Color) float64 {
	n := color.NRGBAModel.Convert(c).(color.NRGBA)
	part := func(v uint8) float64 {
		f := float64(v) / 255
		if f <= 0.03928 {
			return f / 12.92
		}
		return math.Pow((f+0.055)/1.055, 2.4)
	}
	return 0.2126*part(n.R) + 0.7152*part(n.G) + 0.0722*part(n.B)
}

// contrast is the ratio that WCAG 2 defines.
func contrast(a, b color.Color) float64 {
	x, y := luminance(a), luminance(b)
	return (math.Max(x, y) + 0.05) / (math.Min(x, y) + 0.05)
}

type pair struct{ front, back fyne.ThemeColorName }

var textPairs = []pair{
	{ColorText, ColorWindow}, {ColorText, ColorSurface}, {ColorText, ColorSidebar}, {ColorText, ColorSelected},
	{ColorText, ColorHover}, {ColorText, ColorPressed},
	{ColorSecondary, ColorWindow}, {ColorSecondary, ColorSurface}, {ColorSecondary, ColorSidebar},
	{ColorSecondary, ColorSelected}, {ColorSecondary, ColorHover}, {ColorSecondary, ColorPressed},
	{ColorAccent, ColorWindow}, {ColorAccent, ColorSurface},
	{ColorOnAccent, ColorAccent}, {ColorOnAccent, ColorAccentHover}, {ColorOnAccent, ColorAccentPressed},
	{ColorOk, ColorOkBg}, {ColorAttention, ColorAttentionBg}, {ColorAct, ColorActBg}, {ColorNeutral, ColorNeutralBg},
	{ColorAct, ColorSurface}, {ColorAct, ColorWindow}, {ColorAct, ColorHover}, {ColorAct, ColorSelected}, {ColorOk, ColorSurface}, {ColorAttention, ColorSurface},
	{ColorStrip, ColorStripBg}, {ColorDisabled, ColorDisabledBg}, {ColorDisabled, ColorSurface}, {ColorDisabled, ColorWindow},
	{theme.ColorNamePlaceHolder, theme.ColorNameInputBackground}, {theme.ColorNameForeground, theme.ColorNameMenuBackground},
}

var outlinePairs = []pair{
	{ColorOutline, ColorSurface}, {ColorOutline, ColorWindow}, {ColorOutline, ColorSidebar}, {ColorOutline, ColorSelected},
	{ColorAccent, ColorWindow}, {ColorAccent, ColorSurface}, {ColorAccent, ColorSidebar}, {ColorAccent, ColorSelected},
	{ColorAct, ColorSurface}, {ColorAccent, ColorOkBg}, {ColorAccent, ColorAttentionBg}, {ColorAccent, ColorActBg},
}

func TestTextAndOutlinesKeepTheirContrastInBothLooks(t *testing.T) {
	test.NewTempApp(t)
	for _, mode := range []Mode{AlwaysLight, AlwaysDark} {
		th := NewTheme(mode)
		look := map[Mode]string{AlwaysLight: "light", AlwaysDark: "dark"}[mode]
		for _, check := range []struct {
			pairs []pair
			least float64
		}{{textPairs, 4.5}, {outlinePairs, 3}} {
			for _, p := range check.pairs {
				if got := contrast(th.Color(p.front, 0), th.Color(p.back, 0)); got < check.least {
					t.Errorf("%s: %s on %s is %.2f, want %.1f", look, p.front, p.back, got, check.least)
				}
			}
		}
	}
}

func TestThemeFollowsTheSystemUnlessToldOtherwise(t *testing.T) {
	test.NewTempApp(t)
	for _, c := range []struct {
		mode    Mode
		variant fyne.ThemeVariant
		dark    bool
	}{
		{FollowSystem, theme.VariantLight, false}, {FollowSystem, theme.VariantDark, true},
		{AlwaysLight, theme.VariantDark, false}, {AlwaysDark, theme.VariantLight, true},
	} {
		got := NewTheme(c.mode).Color(ColorSurface, c.variant)
		want := lightPalette[ColorSurface]
		if c.dark {
			want = darkPalette[ColorSurface]
		}
		if got != want {
			t.Errorf("mode %d, variant %d: surface %v, want %v", c.mode, c.variant, got, want)
		}
	}
}

func TestBothLooksNameTheSameColors(t *testing.T) {
	for name := range lightPalette {
		if _, ok := darkPalette[name]; !ok {
			t.Errorf("%s has no dark color", name)
		}
	}
	for name := range darkPalette {
		if _, ok := lightPalette[name]; !ok {
			t.Errorf("%s has no light color", name)
		}
	}
}

func TestDigitsAreEquallyWide(t *testing.T) {
	a := test.NewTempApp(t)
	a.Settings().SetTheme(NewTheme(AlwaysLight))
	for name, f := range map[string]face{"regular": faces[Body], "bold": faces[Strong], "medium": medium(SizeText)} {
		ones, zeros := f.measure("1111111").Width, f.measure("0000000").Width
		if math.Abs(float64(ones-zeros)) > 0.05 {
			t.Errorf("%s: 1111111 is %.2f wide, 0000000 is %.2f", name, ones, zeros)
		}
	}
	if faces[Body].measure("Hamburgefonts").Width >= faces[Strong].measure("Hamburgefonts").Width {
		t.Error("bold is no wider than regular: the fonts are not loaded")
	}
}

// The pixels that are drawn, not only the colors that are named: a softened edge
// would leave less than the theme promises.
func TestOutlineOfAControlIsDrawnInItsFullColor(t *testing.T) {
	show(t, 200, 100, NewButton(Outline, "Cancel", nil))
	b := newBox(Radius)
	b.Resize(fyne.NewSize(80, 32))
	b.paint(ColorSurface, ColorOutline, 1)
	for _, scale := range []int{1, 2} {
		img := b.draw(80*scale, 32*scale)
		if got := img.At(40*scale, 0); contrast(got, lightPalette[ColorWindow]) < 3 {
			t.Errorf("at %d00%% the outline is %v", scale, got)
		}
		if got := color.NRGBAModel.Convert(img.At(40*scale, 16*scale)); got != lightPalette[ColorSurface] {
			t.Errorf("at %d00%% the inside is %v", scale, got)
		}
		if _, _, _, alpha := img.At(0, 0).RGBA(); alpha > 0x4000 {
			t.Errorf("at %d00%% the corner is not round: alpha %x", scale, alpha)
		}
	}
}

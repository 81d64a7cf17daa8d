// Package kit is the set of parts that Crosswalk's pages are composed of: a
// theme, layouts without gaps, texts, buttons, fields, a list, dialogs.
//
// Rules: it knows the toolkit and nothing of Crosswalk but its assets; no colour
// or size stands outside the theme; colors are read when a widget refreshes, so
// that a change of theme repaints everything; nothing moves by itself; every
// widget that takes focus shows a ring, answers Enter and Space, and passes on
// the keys that it does not use ([Keys]); every widget says its name and role;
// no part of the tree gets a theme of its own, because the toolkit then loads
// all fonts anew, seven megabytes at each refresh.
// All of it runs on the toolkit's own goroutine and none of it blocks.
package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"crosswalk/assets"
)

// Mode says whether the theme follows the system's light or dark look.
type Mode int

// The modes of [NewTheme].
const (
	FollowSystem Mode = iota
	AlwaysLight
	AlwaysDark
)

// Sizes, in the toolkit's units (pixels at 100 %).
const (
	SizeText    float32 = 13
	SizeSmall   float32 = 12
	SizeCard    float32 = 15
	SizeHeading float32 = 20
	SizeFigure  float32 = 22
	SizeDisplay float32 = 26

	ControlHeight float32 = 32
	RowHeight     float32 = 36
	ChoiceHeight  float32 = 44
	Radius        float32 = 7
	CardRadius    float32 = 10
	PageEdge      float32 = 24
)

// Theme is the look of every window of Crosswalk.
type Theme struct {
	mode Mode
}

var _ fyne.Theme = (*Theme)(nil)

// NewTheme returns the theme in the given mode.
func NewTheme(mode Mode) *Theme { return &Theme{mode: mode} }

// Mode tells what NewTheme was given.
func (t *Theme) Mode() Mode { return t.mode }

// Dark tells whether the dark colors apply while the system asks for variant.
func (t *Theme) Dark(variant fyne.ThemeVariant) bool {
	if t.mode == FollowSystem {
		return variant == theme.VariantDark
	}
	return t.mode == AlwaysDark
}

// Color returns a color by its name, the toolkit's or the kit's own.
func (t *Theme) Color(name fyne.ThemeColorName, variant fyne.ThemeVariant) color.Color {
	colors := lightPalette
	if t.Dark(variant) {
		colors = darkPalette
	}
	switch name {
	case theme.ColorNameBackground:
		return colors[ground]
	case theme.ColorNameSelection:
		return withAlpha(colors[ColorAccent], 0x40)
	case theme.ColorNameScrollBar:
		return withAlpha(colors[ColorOutline], 0xA0)
	case theme.ColorNameScrollBarBackground, theme.ColorNameShadow:
		// The toolkit would draw shadows along the edges of everything scrolled.
		return color.Transparent
	}
	if own, ok := stock[name]; ok {
		name = own
	}
	if c, ok := colors[name]; ok {
		return c
	}
	return theme.DefaultTheme().Color(name, variant)
}

// Font returns the kit's font for a style, the toolkit's for monospace and symbols.
func (t *Theme) Font(style fyne.TextStyle) fyne.Resource {
	switch {
	case style.Monospace, style.Symbol:
		return theme.DefaultTheme().Font(style)
	case style.Bold:
		return fontBold
	}
	return fontRegular
}

// Icon returns the toolkit's icons: the kit's own are drawn by [Icon].
func (t *Theme) Icon(name fyne.ThemeIconName) fyne.Resource {
	return theme.DefaultTheme().Icon(name)
}

// Size returns the measures of the toolkit's own widgets.
func (t *Theme) Size(name fyne.ThemeSizeName) float32 {
	if size, ok := stockSizes[name]; ok {
		return size
	}
	return theme.DefaultTheme().Size(name)
}

var stockSizes = map[fyne.ThemeSizeName]float32{
	theme.SizeNameText:            SizeText,
	theme.SizeNameCaptionText:     SizeSmall,
	theme.SizeNameSubHeadingText:  SizeCard,
	theme.SizeNameHeadingText:     SizeHeading,
	theme.SizeNamePadding:         4,
	theme.SizeNameInnerPadding:    7,
	theme.SizeNameInlineIcon:      16,
	theme.SizeNameInputRadius:     Radius,
	theme.SizeNameSelectionRadius: 3,
	theme.SizeNameInputBorder:     1,
	theme.SizeNameScrollBar:       10,
	theme.SizeNameScrollBarSmall:  4,
	theme.SizeNameScrollBarRadius: 4,
	theme.SizeNameModalBlurRadius: 0,
}

var (
	fontRegular = fyne.NewStaticResource("CrosswalkSans-Regular.otf", assets.FontRegular)
	fontMedium  = fyne.NewStaticResource("CrosswalkSans-Medium.otf", assets.FontMedium)
	fontBold    = fyne.NewStaticResource("CrosswalkSans-Bold.otf", assets.FontBold)
)

// WindowIcon is the picture that the system shows for Crosswalk's windows.
func WindowIcon() fyne.Resource { return fyne.NewStaticResource("crosswalk.png", assets.LogoPNG) }

// ground is what the toolkit clears the window to before it draws a frame.
var ground = ColorWindow

// ClearTo says what the window is cleared to from the next frame on: what most of its page stands on, which the page then
// need not paint. To paint most of a window once more takes as long as all that stands on it where there is no graphics card.
func ClearTo(name fyne.ThemeColorName) { ground = name }

// fallback paints in the kit's colors while an app has another theme.
var fallback = NewTheme(FollowSystem)

// ColorOf returns a theme color as it is now. Widgets read it in Refresh and
// Layout and never keep it.
func ColorOf(name fyne.ThemeColorName) color.Color {
	settings := fyne.CurrentApp().Settings()
	if t, ok := settings.Theme().(*Theme); ok {
		return t.Color(name, settings.ThemeVariant())
	}
	return fallback.Color(name, settings.ThemeVariant())
}

func withAlpha(c color.NRGBA, alpha uint8) color.NRGBA {
	c.A = alpha
	return c
}

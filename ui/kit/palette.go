package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// Color names of the kit, usable wherever the toolkit takes a theme color.
const (
	ColorWindow    = fyne.ThemeColorName("window")
	ColorText      = theme.ColorNameForeground
	ColorAccent    = theme.ColorNamePrimary
	ColorOnAccent  = theme.ColorNameForegroundOnPrimary
	ColorSurface   = fyne.ThemeColorName("surface")
	ColorSidebar   = fyne.ThemeColorName("sidebar")
	ColorSecondary = fyne.ThemeColorName("secondary")
	// ColorHairline is decoration only: never the outline of a control.
	ColorHairline = fyne.ThemeColorName("hairline")
	// ColorOutline is the outline of a control (3:1 on every surface).
	ColorOutline  = fyne.ThemeColorName("outline")
	ColorSelected = fyne.ThemeColorName("selected")
	ColorHover    = fyne.ThemeColorName("rowHover")
	ColorPressed  = fyne.ThemeColorName("pressedFill")
	// ColorAccentHover and ColorAccentPressed fill a primary button.
	ColorAccentHover   = fyne.ThemeColorName("accentHover")
	ColorAccentPressed = fyne.ThemeColorName("accentPressed")
	// ColorDisabled is text that still reads on ColorDisabledBg.
	ColorDisabled   = fyne.ThemeColorName("disabledText")
	ColorDisabledBg = fyne.ThemeColorName("disabledFill")
	// ColorCheckOff fills a checked box that cannot be changed.
	ColorCheckOff = fyne.ThemeColorName("checkOff")

	ColorOk          = fyne.ThemeColorName("ok")
	ColorOkBg        = fyne.ThemeColorName("okBg")
	ColorAttention   = fyne.ThemeColorName("attention")
	ColorAttentionBg = fyne.ThemeColorName("attentionBg")
	ColorAct         = fyne.ThemeColorName("act")
	ColorActBg       = fyne.ThemeColorName("actBg")
	ColorNeutral     = fyne.ThemeColorName("neutral")
	ColorNeutralBg   = fyne.ThemeColorName("neutralBg")
	ColorStrip       = fyne.ThemeColorName("strip")
	ColorStripBg     = fyne.ThemeColorName("stripBg")
	ColorScrim       = fyne.ThemeColorName("scrim")
	ColorShadow      = fyne.ThemeColorName("kitShadow")
)

func rgb(hex uint32) color.NRGBA {
	return color.NRGBA{R: uint8(hex >> 16), G: uint8(hex >> 8), B: uint8(hex), A: 0xff}
}

func rgba(hex uint32, alpha uint8) color.NRGBA {
	c := rgb(hex)
	c.A = alpha
	return c
}

type palette map[fyne.ThemeColorName]color.NRGBA

var lightPalette = palette{
	ColorWindow: rgb(0xF7F8FA), ColorSurface: rgb(0xFFFFFF), ColorSidebar: rgb(0xF0F2F5),
	ColorText: rgb(0x1B2430), ColorSecondary: rgb(0x55606E),
	ColorHairline: rgb(0xD9DEE5), ColorOutline: rgb(0x7E8898),
	ColorAccent: rgb(0x3554D1), ColorOnAccent: rgb(0xFFFFFF),
	ColorAccentHover: rgb(0x2C48BB), ColorAccentPressed: rgb(0x243CA0),
	ColorSelected: rgb(0xE6EBFB), ColorHover: rgb(0xF2F4F8), ColorPressed: rgb(0xE4E8EF),
	ColorDisabled: rgb(0x5F6B7A), ColorDisabledBg: rgb(0xEEF1F5), ColorCheckOff: rgb(0xA8B5EA),
	ColorOk: rgb(0x1E7B45), ColorOkBg: rgb(0xE7F4EC),
	ColorAttention: rgb(0x8A5A00), ColorAttentionBg: rgb(0xFFF4DB),
	ColorAct: rgb(0xB42318), ColorActBg: rgb(0xFDECEA),
	ColorNeutral: rgb(0x475467), ColorNeutralBg: rgb(0xEEF1F5),
	ColorStrip: rgb(0x8A5A00), ColorStripBg: rgb(0xFFF1DA),
	ColorScrim: rgba(0x101828, 0x66), ColorShadow: rgba(0x101828, 0x33),
}

var darkPalette = palette{
	ColorWindow: rgb(0x14181F), ColorSurface: rgb(0x1B212A), ColorSidebar: rgb(0x171C24),
	ColorText: rgb(0xE8ECF2), ColorSecondary: rgb(0xA9B4C2),
	ColorHairline: rgb(0x303A47), ColorOutline: rgb(0x7C8898),
	ColorAccent: rgb(0x8EA2FF), ColorOnAccent: rgb(0x0F1420),
	ColorAccentHover: rgb(0xA3B3FF), ColorAccentPressed: rgb(0x7C92F5),
	ColorSelected: rgb(0x27314F), ColorHover: rgb(0x222A35), ColorPressed: rgb(0x2C3644),
	ColorDisabled: rgb(0x8B97A6), ColorDisabledBg: rgb(0x252D38), ColorCheckOff: rgb(0x58659E),
	ColorOk: rgb(0x7BD8A0), ColorOkBg: rgb(0x15301F),
	ColorAttention: rgb(0xF2C063), ColorAttentionBg: rgb(0x33280F),
	ColorAct: rgb(0xFF9B91), ColorActBg: rgb(0x3A1A18),
	ColorNeutral: rgb(0xB4BFCC), ColorNeutralBg: rgb(0x252D38),
	ColorStrip: rgb(0xF2C063), ColorStripBg: rgb(0x33280F),
	ColorScrim: rgba(0x05070A, 0xA0), ColorShadow: rgba(0x000000, 0x80),
}

// stock gives the toolkit's own widgets (entry, scroll bar) the kit's colors.
var stock = map[fyne.ThemeColorName]fyne.ThemeColorName{
	theme.ColorNameButton:              ColorSurface,
	theme.ColorNameDisabledButton:      ColorDisabledBg,
	theme.ColorNameDisabled:            ColorDisabled,
	theme.ColorNameError:               ColorAct,
	theme.ColorNameSuccess:             ColorOk,
	theme.ColorNameWarning:             ColorAttention,
	theme.ColorNameFocus:               ColorSelected,
	theme.ColorNameHover:               ColorHover,
	theme.ColorNamePressed:             ColorPressed,
	theme.ColorNameInputBackground:     ColorSurface,
	theme.ColorNameInputBorder:         ColorOutline,
	theme.ColorNamePlaceHolder:         ColorSecondary,
	theme.ColorNameHyperlink:           ColorAccent,
	theme.ColorNameSeparator:           ColorHairline,
	theme.ColorNameMenuBackground:      ColorSidebar,
	theme.ColorNameOverlayBackground:   ColorSurface,
	theme.ColorNameHeaderBackground:    ColorWindow,
	theme.ColorNameForegroundOnError:   ColorSurface,
	theme.ColorNameForegroundOnSuccess: ColorSurface,
	theme.ColorNameForegroundOnWarning: ColorSurface,
}

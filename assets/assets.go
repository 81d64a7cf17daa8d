// Package assets holds what Crosswalk carries with it: fonts, icons, the logo and
// the pages that the browser shows.
//
// Rules: everything is embedded and read-only; no logic beyond handing it out.
package assets

import (
	"embed"
	"io/fs"
	"strings"
)

//go:embed icons/*.svg
var icons embed.FS

// FontRegular, FontMedium and FontBold are static OpenType files of one
// family, a part of Inter with tabular digits (assets/fonts/OFL.txt).
var (
	//go:embed fonts/CrosswalkSans-Regular.otf
	FontRegular []byte
	//go:embed fonts/CrosswalkSans-Medium.otf
	FontMedium []byte
	//go:embed fonts/CrosswalkSans-Bold.otf
	FontBold []byte
)

// FontLicense is the license of the fonts, in words.
//
//go:embed fonts/OFL.txt
var FontLicense string

// LogoSVG is the logo on a grid of 20; LogoPNG the same at 512 pixels.
var (
	//go:embed logo.svg
	LogoSVG []byte
	//go:embed icon.png
	LogoPNG []byte
)

// Icon returns the SVG source of a stroke icon on a grid of 24, drawn in #000000
// with a stroke of 2. It returns nil when there is no icon of that name.
func Icon(name string) []byte {
	content, err := icons.ReadFile("icons/" + name + ".svg")
	if err != nil {
		return nil
	}
	return content
}

// IconNames lists every name that [Icon] knows, in alphabetical order.
func IconNames() []string {
	entries, err := fs.ReadDir(icons, "icons")
	if err != nil {
		return nil
	}
	names := make([]string, 0, len(entries))
	for _, entry := range entries {
		names = append(names, strings.TrimSuffix(entry.Name(), ".svg"))
	}
	return names
}

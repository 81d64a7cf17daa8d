//go:build gallery

// Command gallery shows the parts of ui/kit, composed as pages are, so that they
// can be looked at. It is built only with -tags gallery, and holds made-up data.
package main

import (
	"encoding/json"
	"flag"
	"os"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/driver/desktop"

	"crosswalk/ui/kit"
)

func main() {
	page := flag.String("page", "clients", "which page to show")
	dark := flag.Bool("dark", false, "dark colors")
	width := flag.Float64("width", 1280, "width of the window")
	height := flag.Float64("height", 800, "height of the window")
	asMap := flag.Bool("map", false, "print the map of elements as JSON")
	flag.Parse()

	a := app.NewWithID("app.crosswalk.gallery")
	mode := kit.AlwaysLight
	if *dark {
		mode = kit.AlwaysDark
	}
	a.Settings().SetTheme(kit.NewTheme(mode))
	w := a.NewWindow("Crosswalk gallery")
	w.SetPadded(false)
	w.SetIcon(kit.WindowIcon())
	keys := &kit.Keys{OnRune: func(r rune) { os.Stderr.WriteString("rune " + string(r) + "\n") }}
	keys.Install(w.Canvas())
	w.Canvas().AddShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyF, Modifier: fyne.KeyModifierControl}, func(fyne.Shortcut) { os.Stderr.WriteString("Ctrl+F\n") })
	if *asMap {
		a.Lifecycle().SetOnStarted(func() { printMap(w.Canvas()) })
	}
	build, ok := pages[*page]
	if !ok {
		os.Stderr.WriteString("no such page\n")
		os.Exit(2)
	}
	toasts := kit.NewToasts()
	w.SetContent(kit.Stack(build(w, toasts), toasts.Layer()))
	w.Resize(fyne.NewSize(float32(*width), float32(*height)))
	w.ShowAndRun()
}

func printMap(c fyne.Canvas) {
	out := json.NewEncoder(os.Stdout)
	for _, e := range kit.Map(c) {
		if out.Encode(e) != nil {
			return
		}
	}
}

var pages = map[string]func(w fyne.Window, t *kit.Toasts) fyne.CanvasObject{
	"clients":   clients,
	"choose":    choose,
	"waiting":   waiting,
	"first-run": firstRun,
	"verify":    verify,
	"provision": provision,
	"queue":     queue,
	"parts":     parts,
	"dialog":    dialog,
	"menu":      menu,
}

// shell is what every page has around it.
func shell(selected string, page fyne.CanvasObject) fyne.CanvasObject {
	strip := kit.On(kit.ColorStripBg, kit.Fixed(0, 27, kit.Inset(16, 0, 16, 0, kit.Row(8,
		kit.NewText(kit.SmallStrong, "Practice").SetColor(kit.ColorStrip),
		kit.NewText(kit.Small, "Nothing here is real. No account, no internet.").SetColor(kit.ColorStrip),
		kit.Spacer(),
		kit.NewLink("Set up Gusto", nil).InTone(kit.ColorStrip).InSmall()))))
	menu := kit.Column(2)
	for _, n := range []struct {
		icon kit.Icon
		text string
	}{
		{kit.IconList, "Clients"}, {kit.IconLink, "Link companies"}, {kit.IconPlus, "New company"},
		{kit.IconShield, "Verify"}, {kit.IconClock, "History"}, {kit.IconSliders, "Settings"},
	} {
		item := kit.NewNav(n.icon, n.text, nil)
		item.SetSelected(n.text == selected)
		if n.text == "Verify" {
			item.SetBadge(kit.Act, "2", "2 need you")
		}
		menu.Add(item)
	}
	brand := kit.Inset(18, 0, 16, 0, kit.Fixed(0, 52, kit.Row(8, kit.NewLogo(20), kit.NewText(kit.CardTitle, "Crosswalk"))))
	side := kit.On(kit.ColorSidebar, kit.Edge(nil, nil, nil, kit.Upright(),
		kit.Fixed(199, 0, kit.Column(0, brand, kit.Inset(8, 0, 8, 0, menu)))))
	return kit.On(kit.ColorWindow, kit.Edge(
		kit.Column(0, strip, kit.Line()), status("Practice", "Checked 9:41 AM", "38 linked", "2 need you"), side, nil, page))
}

func status(first, last string, more ...string) fyne.CanvasObject {
	line := kit.Row(18, kit.NewText(kit.Small, first))
	for _, m := range more {
		line.Add(kit.NewText(kit.Small, m))
	}
	line.Add(kit.Spacer())
	line.Add(kit.NewText(kit.Small, last))
	return kit.Column(0, kit.Line(), kit.On(kit.ColorSidebar, kit.Fixed(0, 27, kit.Inset(16, 0, 16, 0, line))))
}

func heading(title, sub string) *fyne.Container {
	return kit.Column(0, kit.NewText(kit.Heading, title), kit.NewParagraph(kit.Quiet, sub))
}

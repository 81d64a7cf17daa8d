package kit

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// stars is a mask that keeps the first two characters.
func stars(text string) string {
	for i := 2; i < len(text); i++ {
		text = text[:i] + "*" + text[i+1:]
	}
	return text
}

func TestAMaskedFieldKeepsWhatIsTypedWhenItGetsTheKeyboardTwice(t *testing.T) {
	f := NewField("EIN").WithMask(stars)
	w := show(t, 300, 200, Column(8, f))
	w.Canvas().Focus(f.entry)
	test.Type(f.entry, "84") // gains the keyboard once more
	test.Type(f.entry, "1")
	if f.entry.Text != "841" || f.Text() != "841" {
		t.Errorf("shows %q, is %q", f.entry.Text, f.Text())
	}
}

func TestAMaskedFieldShowsItsTextOnlyWhileItIsTyped(t *testing.T) {
	var heard []string
	f := NewField("EIN").WithMask(stars)
	f.OnChanged = func(s string) { heard = append(heard, s) }
	f.OnLeave = func(s string) { heard = append(heard, "left "+s) }
	other := NewButton(Outline, "Next", nil)
	w := show(t, 300, 200, Column(8, f, other))
	f.Focus()
	test.Type(f.entry, "841")
	w.Canvas().Focus(other)
	if f.entry.Text != "84*" || f.Text() != "841" {
		t.Errorf("shows %q, is %q", f.entry.Text, f.Text())
	}
	if e := find(t, w.Canvas(), "textbox", "EIN"); e.Value != "84*" {
		t.Errorf("the map tells %q", e.Value)
	}
	f.Focus()
	if f.entry.Text != "841" {
		t.Errorf("typing goes on in %q", f.entry.Text)
	}
	if e := find(t, w.Canvas(), "textbox", "EIN"); e.Value != "84*" {
		t.Errorf("the map tells %q while it is typed", e.Value)
	}
	test.Type(f.entry, "2")
	w.Canvas().Focus(other)
	f.SetText("12345")
	if f.entry.Text != "12***" || f.Text() != "12345" {
		t.Errorf("shows %q, is %q", f.entry.Text, f.Text())
	}
	if want := []string{"8", "84", "841", "left 841", "8412", "left 8412", "12345"}; !slices.Equal(heard, want) {
		t.Errorf("heard %v, want %v", heard, want)
	}
}

func TestAFoldedLineOpensWhatItStandsFor(t *testing.T) {
	opened := 0
	f := NewFolded("Primary · 118 NE Alder St, Portland, OR 97212", "Edit", func() { opened++ })
	w := show(t, 240, 60, Column(0, f))
	test.Tap(f)
	key(f, "Return", "Space")
	if opened != 3 {
		t.Errorf("opened %d times", opened)
	}
	if e := find(t, w.Canvas(), "button", "Primary · 118 NE Alder St, Portland, OR 97212"); e.Value != "Edit" || e.H != ControlHeight {
		t.Errorf("%+v", e)
	}
	r := test.WidgetRenderer(f).(*foldedRenderer)
	if r.words.Text == f.Text() || r.words.Position().X+r.words.Size().Width > r.verb.Position().X {
		t.Errorf("%q runs into the verb", r.words.Text)
	}
	f.SetWrong(true)
	if r.box.now.stroke != lightPalette[ColorAct] || r.box.now.width != 2 {
		t.Errorf("a wrong one is framed by %+v", r.box.now)
	}
	f.SetText("None")
	find(t, w.Canvas(), "button", "None")
}

func TestTicksAreMadeWithTheKeyboardAlone(t *testing.T) {
	w := show(t, 900, 700, NewText(Body, "page"))
	var picked []string
	p := NewTicks("States", "Search", "state", "states", []PickItem{{Key: "NY", Text: "New York", Note: "NY"}, {Key: "OR", Text: "Oregon", Note: "OR"}, {Key: "WA", Text: "Washington", Note: "WA"}})
	p.Picked = func(keys []string) { picked = keys }
	p.Show(w.Canvas(), []string{"WA"})
	find(t, w.Canvas(), "button", "Use 1 state")
	test.Type(w.Canvas().Focused(), "york")
	key(w.Canvas().Focused(), "Return")
	find(t, w.Canvas(), "button", "Use 2 states")
	test.Type(w.Canvas().Focused(), "wa")
	key(w.Canvas().Focused(), "Return") // takes the tick back
	test.Type(w.Canvas().Focused(), "or")
	key(w.Canvas().Focused(), "Return")
	if picked != nil {
		t.Fatal("closed too early")
	}
	key(w.Canvas().Focused(), "Return")
	if !slices.Equal(picked, []string{"NY", "OR"}) || p.dialog.Shown() {
		t.Errorf("picked %v, open %t", picked, p.dialog.Shown())
	}
	picked = nil
	p.Show(w.Canvas(), []string{"NY"})
	p.list.Focus()
	key(w.Canvas().Focused(), "Down", "Space", "Return")
	if !slices.Equal(picked, []string{"NY", "OR"}) {
		t.Errorf("from the list: %v", picked)
	}
	picked = nil
	p.Show(w.Canvas(), []string{"NY"})
	p.list.Focus()
	key(w.Canvas().Focused(), "Escape")
	if picked != nil || p.dialog.Shown() {
		t.Errorf("Escape: picked %v, open %t", picked, p.dialog.Shown())
	}
}

func TestWhatIsPastedCanGoElsewhereWithItsLineBreaks(t *testing.T) {
	f := NewField("Street")
	var pasted []string
	f.OnPaste = func(text string) bool { pasted = append(pasted, text); return len(pasted) == 1 }
	w := show(t, 300, 200, Column(8, f))
	f.Focus()
	clip := test.NewClipboard()
	clip.SetContent("118 NE Alder St\nPortland, OR 97212")
	paste := &fyne.ShortcutPaste{Clipboard: clip}
	w.Canvas().Focused().(fyne.Shortcutable).TypedShortcut(paste)
	if !slices.Equal(pasted, []string{"118 NE Alder St\nPortland, OR 97212"}) || f.Text() != "" {
		t.Errorf("told %q, shows %q", pasted, f.Text())
	}
	w.Canvas().Focused().(fyne.Shortcutable).TypedShortcut(paste)
	if f.Text() != "118 NE Alder St Portland, OR 97212" {
		t.Errorf("what nobody took shows as %q", f.Text())
	}
}

func TestASectionFoldsToItsSummary(t *testing.T) {
	told := 0
	s := NewSection("The company", NewField("Legal name"), func() string { return "Okafor Ceramics LLC" })
	s.OnChanged = func(bool) { told++ }
	w := show(t, 400, 200, Column(8, s))
	open := s.MinSize().Height
	find(t, w.Canvas(), "textbox", "Legal name")
	w.Canvas().Focus(s.head)
	key(s.head, "Space")
	if s.Open() || s.MinSize().Height >= open {
		t.Error("not folded")
	}
	find(t, w.Canvas(), "text", "Okafor Ceramics LLC")
	if e := find(t, w.Canvas(), "button", "The company"); e.Value != "folded" {
		t.Errorf("%+v", e)
	}
	test.Tap(s.head)
	find(t, w.Canvas(), "textbox", "Legal name")
	if told != 2 {
		t.Errorf("told %d times", told)
	}
}

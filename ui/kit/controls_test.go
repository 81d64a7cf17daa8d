package kit

import (
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
)

func TestButtonActsOnClickEnterAndSpace(t *testing.T) {
	n := 0
	b := NewButton(Primary, "Link 3 companies", func() { n++ })
	show(t, 300, 100, Center(b))
	test.Tap(b)
	key(b, fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace)
	b.TypedRune(' ')
	if n != 4 {
		t.Errorf("acted %d times, want 4", n)
	}
	b.Disable()
	test.Tap(b)
	key(b, fyne.KeyReturn, fyne.KeySpace)
	if n != 4 {
		t.Error("a disabled button acted")
	}
}

func TestFocusedControlsPassOnKeysOfThePage(t *testing.T) {
	for name, o := range map[string]fyne.Focusable{
		"button": NewButton(Outline, "Verify", nil), "chip": NewChip("All", nil), "nav": NewNav(IconList, "Clients", nil),
		"check": NewCheck("Keep", nil), "card": NewCardButton("One", NewText(Body, "One"), nil),
		"folded": NewFolded("Primary", "Edit", nil), "select": NewSelect("Environment", []string{"a", "b"}, 0, nil), "disclosure": NewDisclosure("More", NewText(Body, "x")).head,
	} {
		t.Run(name, func(t *testing.T) {
			w := show(t, 300, 100, o.(fyne.CanvasObject))
			var runes []rune
			var keys []fyne.KeyName
			(&Keys{
				OnRune: func(r rune) { runes = append(runes, r) },
				OnKey:  func(e *fyne.KeyEvent) { keys = append(keys, e.Name) },
			}).Install(w.Canvas())
			w.Canvas().Focus(o)
			o.TypedRune('/')
			o.TypedRune(' ')
			key(o, fyne.KeyEscape, fyne.KeyF5)
			if string(runes) != "/" || !slices.Equal(keys, []fyne.KeyName{fyne.KeyEscape, fyne.KeyF5}) {
				t.Errorf("passed %q and %v", string(runes), keys)
			}
		})
	}
}

func TestRingIsShownForTheKeyboardNotForTheMouse(t *testing.T) {
	b := NewButton(Primary, "Link", nil)
	other := NewButton(Outline, "Cancel", nil)
	w := show(t, 300, 100, Row(8, b, other))
	ring := test.WidgetRenderer(b).(*buttonRenderer).ring
	w.Canvas().Focus(b)
	if !ring.Visible() || ring.now.stroke != lightPalette[ColorAccent] || ring.now.width != 2 {
		t.Errorf("no ring on the focused button: %+v", ring.now)
	}
	if p, s := ring.Position(), ring.Size(); p != fyne.NewPos(-3, -3) || s != b.Size().AddWidthHeight(6, 6) {
		t.Errorf("the ring stands at %v, %v", p, s)
	}
	w.Canvas().Focus(other)
	if ring.Visible() {
		t.Error("the ring stays after the focus has gone")
	}
	test.Tap(b)
	if w.Canvas().Focused() != b || ring.Visible() {
		t.Error("a click shall give the focus without a ring")
	}
	key(b, fyne.KeyUp)
	if !ring.Visible() {
		t.Error("the first key shall show the ring")
	}
}

func TestDisabledButtonStillReads(t *testing.T) {
	for _, kind := range []ButtonKind{Primary, Outline, Danger, Ghost, Link} {
		b := NewButton(kind, "Link 3 companies", nil)
		show(t, 300, 100, Center(b))
		b.Disable()
		r := test.WidgetRenderer(b).(*buttonRenderer)
		back := r.box.now.fill
		if back.A == 0 {
			back = lightPalette[ColorWindow]
		}
		if got := contrast(r.words.Color, back); got < 4.5 {
			t.Errorf("kind %d: the words of a disabled button have %.2f", kind, got)
		}
	}
}

func TestLongWordsOnAButtonAreCutInsideIt(t *testing.T) {
	b := NewButton(Outline, "Una acción con un nombre muy largo", nil).WithIcon(IconLink)
	show(t, 400, 100, b)
	b.Resize(fyne.NewSize(120, ControlHeight))
	words := test.WidgetRenderer(b).(*buttonRenderer).words
	if !strings.HasSuffix(words.Text, ellipsis) {
		t.Errorf("the button says %q", words.Text)
	}
	if end := words.Position().X + medium(SizeText).measure(words.Text).Width; end > 120-14 {
		t.Errorf("the words end at %v of 120", end)
	}
}

func TestCheckTellsWhatThePersonChanged(t *testing.T) {
	var heard []bool
	c := NewCheck("Keep a copy", func(on bool) { heard = append(heard, on) })
	w := show(t, 300, 100, Center(c))
	c.SetState(Mixed)
	if e := find(t, w.Canvas(), "checkbox", "Keep a copy"); e.Value != "mixed" {
		t.Errorf("mixed is told as %q", e.Value)
	}
	test.Tap(c)
	key(c, fyne.KeySpace)
	c.SetChecked(true)
	if !slices.Equal(heard, []bool{true, false}) || !c.Checked() {
		t.Errorf("heard %v, checked %v", heard, c.Checked())
	}
}

func TestRadioMovesWithTheArrows(t *testing.T) {
	var heard []int
	r := NewRadio(0, func(i int) { heard = append(heard, i) }, Option{Text: "One"}, Option{Text: "Several", Hint: "More."}, Option{Text: "All"})
	w := show(t, 300, 200, r)
	w.Canvas().Focus(r.items[0])
	key(r.items[0], fyne.KeyUp, fyne.KeyDown)
	if w.Canvas().Focused() != r.items[1] {
		t.Error("the focus has not moved along")
	}
	key(r.items[1], fyne.KeyDown)
	test.Tap(r.items[0])
	if !slices.Equal(heard, []int{1, 2, 0}) {
		t.Errorf("heard %v", heard)
	}
	if e := find(t, w.Canvas(), "radio", "One"); e.Value != "checked" {
		t.Errorf("the chosen option says %+v", e)
	}
}

func TestSelectOpensAMenuAndChooses(t *testing.T) {
	var heard []int
	s := NewSelect("Environment", []string{"Practice", "Demo", "Production"}, 0, func(i int) { heard = append(heard, i) })
	w := show(t, 300, 300, Column(0, s))
	w.Canvas().Focus(s)
	key(s, fyne.KeySpace)
	m, ok := w.Canvas().Overlays().Top().(*Menu)
	if !ok {
		t.Fatal("no menu")
	}
	find(t, w.Canvas(), "menuitem", "Production")
	key(m, fyne.KeyDown, fyne.KeyDown, fyne.KeyReturn)
	key(s, fyne.KeyUp)
	if !slices.Equal(heard, []int{2, 1}) || w.Canvas().Overlays().Top() != nil {
		t.Errorf("heard %v", heard)
	}
	if e := find(t, w.Canvas(), "combobox", "Environment"); e.Value != "Demo" {
		t.Errorf("the select says %+v", e)
	}
}

func TestFieldTellsOfTypingEnterAndLeaving(t *testing.T) {
	var heard []string
	f := NewField("E-mail")
	f.OnChanged = func(s string) { heard = append(heard, "changed "+s) }
	f.OnSubmit = func(s string) { heard = append(heard, "submit "+s) }
	f.OnLeave = func(s string) { heard = append(heard, "leave "+s) }
	other := NewButton(Outline, "Next", nil)
	w := show(t, 300, 200, Column(8, f, other))
	f.Focus()
	test.Type(f.entry, "ab")
	key(f.entry, fyne.KeyReturn)
	w.Canvas().Focus(other)
	if want := []string{"changed a", "changed ab", "submit ab", "leave ab"}; !slices.Equal(heard, want) {
		t.Errorf("heard %v, want %v", heard, want)
	}
}

func TestFieldSaysWhatIsWrongInPlaceOfTheHint(t *testing.T) {
	f := NewField("E-mail").Optional().WithHint("The client’s own.")
	w := show(t, 300, 200, Column(8, f))
	find(t, w.Canvas(), "text", "The client’s own.")
	before := f.MinSize().Height
	f.SetError("This is your own firm’s address. Gusto sends the account to it: use the client’s.")
	find(t, w.Canvas(), "text", "This is your own firm’s address. Gusto sends the account to it: use the client’s.")
	r := test.WidgetRenderer(f.frame).(*frameRenderer)
	if r.box.now.stroke != lightPalette[ColorAct] || r.box.now.width != 2 {
		t.Errorf("the frame is %+v", r.box.now)
	}
	for _, e := range Map(w.Canvas()) {
		if e.Label == "The client’s own." {
			t.Error("the hint is shown beside the error")
		}
	}
	f.SetError("")
	if f.MinSize().Height != before {
		t.Errorf("the field is %v high after the error, %v before", f.MinSize().Height, before)
	}
}

func TestFieldShowsItsRingAndPassesEscapeOn(t *testing.T) {
	f := NewField("Name")
	w := show(t, 300, 200, Column(8, f))
	var keys []fyne.KeyName
	(&Keys{OnKey: func(e *fyne.KeyEvent) { keys = append(keys, e.Name) }}).Install(w.Canvas())
	f.Focus()
	if !test.WidgetRenderer(f.frame).(*frameRenderer).ring.Visible() {
		t.Error("no ring on the focused field")
	}
	key(f.entry, fyne.KeyEscape, fyne.KeyReturn, fyne.KeyLeft)
	if !slices.Equal(keys, []fyne.KeyName{fyne.KeyEscape, fyne.KeyReturn}) {
		t.Errorf("passed %v", keys)
	}
}

func TestNoBarIsDrawnOverALongLine(t *testing.T) {
	f := NewField("Redirect address")
	show(t, 200, 100, Column(0, f))
	f.SetText("http://127.0.0.1:8123/a/long/address/that/does/not/fit/into/the/field")
	f.Focus()
	if markup := test.RenderObjectToMarkup(f); strings.Contains(markup, "scrollBar") {
		t.Errorf("a scroll bar over the text:\n%s", markup)
	}
	if caret := f.entry.CursorPosition().X; caret < 200 {
		t.Fatalf("the caret is at %v: the text is too short for this test", caret)
	}
}

func TestWheelOverAFieldScrollsThePage(t *testing.T) {
	f := NewField("Name")
	page := Scroll(Column(0, f, Fixed(0, 800, NewFill(ColorSurface))))
	w := show(t, 300, 200, page)
	e := find(t, w.Canvas(), "textbox", "Name")
	test.Scroll(w.Canvas(), fyne.NewPos(e.X+10, e.Y+10), 0, -50)
	if y := page.Layout.(*scroll).view.Offset.Y; y != 50 {
		t.Errorf("the page has scrolled by %v", y)
	}
}

func TestSecondaryClickOnAFieldOffersTheClipboard(t *testing.T) {
	f := NewField("Name")
	w := show(t, 400, 400, Column(0, f))
	f.SetText("Okafor Ceramics")
	test.TapSecondary(f.entry)
	m := w.Canvas().Overlays().Top().(*Menu)
	key(m, fyne.KeyEnd, fyne.KeyReturn) // Select all
	test.TapSecondary(f.entry)
	m = w.Canvas().Overlays().Top().(*Menu)
	m.TypedRune('c')
	m.TypedRune('c') // Cut, then Copy
	key(m, fyne.KeyReturn)
	if got := fyne.CurrentApp().Clipboard().Content(); got != "Okafor Ceramics" || w.Canvas().Focused() != f.entry {
		t.Errorf("copied %q", got)
	}
}

func TestPasswordIsNeverInTheMap(t *testing.T) {
	f := NewPassword("Client secret")
	w := show(t, 300, 200, Column(8, f))
	f.SetText("hush-hush")
	if e := find(t, w.Canvas(), "textbox", "Client secret"); e.Value != "" {
		t.Errorf("the map tells %q", e.Value)
	}
	key(f.entry.ActionItem.(*Button), fyne.KeySpace)
	if f.entry.Password {
		t.Error("the eye does not show what is typed")
	}
}

func TestSearchClearsThenLeavesAndGoesDown(t *testing.T) {
	var heard []string
	s := NewSearch(260, "Search", "/")
	s.OnChanged = func(text string) { heard = append(heard, text) }
	s.OnDown = func() { heard = append(heard, "down") }
	w := show(t, 300, 100, Center(s))
	s.Focus()
	test.Type(s.entry, "o")
	key(s.entry, fyne.KeyDown, fyne.KeyEscape)
	if w.Canvas().Focused() != s.entry {
		t.Error("the first Escape leaves the search")
	}
	key(s.entry, fyne.KeyEscape)
	if !slices.Equal(heard, []string{"o", "down", ""}) || w.Canvas().Focused() != nil {
		t.Errorf("heard %v", heard)
	}
}

func TestDialogTakesEscapeAndEnterAndGivesFocusBack(t *testing.T) {
	b := NewButton(Outline, "Unlink…", nil)
	w := show(t, 800, 600, Center(b))
	page := 0
	keys := &Keys{OnKey: func(*fyne.KeyEvent) { page++ }, OnRune: func(rune) { page++ }}
	keys.Install(w.Canvas())
	w.Canvas().Focus(b)
	field := NewField("Name")
	var heard []string
	build := func(kind ButtonKind) *Dialog {
		var d *Dialog
		confirm := NewButton(kind, "Unlink", func() { heard = append(heard, "confirm"); d.Hide() })
		d = NewDialog("Unlink Acme?", field, confirm, NewButton(Outline, "Keep it", nil))
		d.OnCancel = func() { heard = append(heard, "cancel") }
		return d
	}
	d := build(Primary)
	d.Show(w.Canvas())
	if w.Canvas().Focused() != d.confirm {
		t.Error("the button that confirms has no focus")
	}
	key(d.confirm, fyne.KeyEscape)
	if d.Shown() || w.Canvas().Focused() != b {
		t.Error("Escape does not bring the focus back")
	}
	d = build(Danger)
	d.First = nil
	d.Show(w.Canvas())
	if w.Canvas().Focused() != d.cancel {
		t.Error("where confirming destroys, the button that cancels shall have the focus")
	}
	w.Canvas().Focus(field.entry)
	key(field.entry, fyne.KeyReturn)
	d = build(Primary)
	check := NewCheck("Also the others", nil)
	d.content = check
	d.Show(w.Canvas())
	key(check, fyne.KeySpace, fyne.KeyReturn)
	if !check.Checked() {
		t.Error("Enter in a dialog has changed the check box")
	}
	d = build(Primary)
	d.Show(w.Canvas())
	w.Canvas().Unfocus()
	w.Canvas().OnTypedRune()('v')
	w.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if want := []string{"cancel", "confirm", "confirm", "cancel"}; !slices.Equal(heard, want) || page != 0 {
		t.Errorf("heard %v, want %v; %d keys reached the page", heard, want, page)
	}
}

func TestMenuSkipsWhatIsDisabledAndClosesOutside(t *testing.T) {
	w := show(t, 400, 400, NewText(Body, "page"))
	var done []string
	open := func() *Menu {
		return ShowMenu(w.Canvas(), fyne.NewPos(390, 390),
			MenuItem{Text: "Verify", Do: func() { done = append(done, "verify") }},
			MenuItem{Text: "Give back", Disabled: true, Do: func() { done = append(done, "give back") }},
			MenuItem{Text: "Unlink", Danger: true, Line: true, Do: func() { done = append(done, "unlink") }})
	}
	m := open()
	for _, e := range Map(w.Canvas()) {
		if e.X+e.W > 400 || e.Y+e.H > 400 {
			t.Errorf("%q sticks out of the window: %+v", e.Label, e)
		}
	}
	key(m, fyne.KeyDown, fyne.KeyDown, fyne.KeyReturn)
	m = open()
	m.TypedRune('g')
	key(m, fyne.KeyReturn)
	if w.Canvas().Overlays().Top() == nil {
		t.Error("a disabled item closes the menu")
	}
	m.Tapped(&fyne.PointEvent{Position: fyne.NewPos(5, 5)})
	m = open()
	e := find(t, w.Canvas(), "menuitem", "Verify")
	m.Tapped(&fyne.PointEvent{Position: fyne.NewPos(e.X+5, e.Y+5)})
	if want := []string{"unlink", "verify"}; !slices.Equal(done, want) || w.Canvas().Overlays().Top() != nil {
		t.Errorf("done %v, want %v", done, want)
	}
}

func TestToastsGoByThemselvesAndLetTheMouseThrough(t *testing.T) {
	below := NewButton(Outline, "Below", nil)
	toasts := NewToasts()
	var waits []func()
	toasts.After = func(_ time.Duration, f func()) { waits = append(waits, f) }
	w := show(t, 800, 600, Stack(Center(below), toasts.Layer()))
	undone := false
	toasts.Show(Working, "Unlinked", NewLink("Undo", func() { undone = true }))
	toasts.Show(Act, "Gusto did not answer")
	find(t, w.Canvas(), "text", "Gusto did not answer")
	waits[1]()
	for _, e := range Map(w.Canvas()) {
		if e.Label == "Gusto did not answer" {
			t.Error("the message stays")
		}
	}
	e := find(t, w.Canvas(), "link", "Undo")
	test.TapCanvas(w.Canvas(), fyne.NewPos(e.X+5, e.Y+5))
	if !undone || len(toasts.layer.Objects) != 0 {
		t.Error("Undo neither acts nor closes")
	}
	waits[0]()
	tapped := false
	below.OnTapped = func() { tapped = true }
	test.TapCanvas(w.Canvas(), fyne.NewPos(400, 300))
	if !tapped {
		t.Error("the layer of messages swallows clicks")
	}
	for range 5 {
		toasts.Show(Working, "Linked")
	}
	if n := len(toasts.layer.Objects); n != 3 {
		t.Errorf("%d messages at once", n)
	}
}

func TestDisclosureUnfolds(t *testing.T) {
	d := NewDisclosure("Gusto shows an error page", NewParagraph(Quiet, "Close that tab."))
	w := show(t, 300, 200, Column(0, d, NewText(Body, "below")))
	folded := find(t, w.Canvas(), "text", "below").Y
	key(d.head, fyne.KeyReturn)
	find(t, w.Canvas(), "text", "Close that tab.")
	w.Resize(fyne.NewSize(301, 200)) // the window's own driver does this with the next frame
	if now := find(t, w.Canvas(), "text", "below").Y; now <= folded {
		t.Errorf("what is below stays at %v", now)
	}
	if e := find(t, w.Canvas(), "button", "Gusto shows an error page"); e.Value != "open" {
		t.Errorf("the line says %+v", e)
	}
}

func TestFactsCopyTheirValues(t *testing.T) {
	f := NewFacts(0, Fact{Label: "Company ID", Value: "b7a845ee", Copy: true}, Fact{Label: "Since", Value: "March 12"})
	w := show(t, 400, 200, f)
	copied := ""
	f.OnCopied = func(label string) { copied = label }
	e := find(t, w.Canvas(), "link", "Copy Company ID")
	test.TapCanvas(w.Canvas(), fyne.NewPos(e.X+3, e.Y+3))
	if fyne.CurrentApp().Clipboard().Content() != "b7a845ee" || copied != "Company ID" {
		t.Errorf("copied %q", fyne.CurrentApp().Clipboard().Content())
	}
}

func TestHoverEndsAPress(t *testing.T) {
	b := NewButton(Outline, "Verify", nil)
	show(t, 200, 100, Center(b))
	box := test.WidgetRenderer(b).(*buttonRenderer).box
	b.MouseIn(&desktop.MouseEvent{})
	b.MouseDown(&desktop.MouseEvent{Button: desktop.MouseButtonPrimary})
	if box.now.fill != lightPalette[ColorPressed] {
		t.Error("a pressed button looks like a hovered one")
	}
	b.MouseOut()
	if box.now.fill != lightPalette[ColorSurface] {
		t.Error("the button stays pressed after the pointer has left")
	}
}

// forgetful is a driver as the real one is before the first frame of an object: it does not know its canvas.
type forgetful struct{ fyne.Driver }

func (forgetful) CanvasForObject(fyne.CanvasObject) fyne.Canvas { return nil }

type forgetfulApp struct{ fyne.App }

func (a forgetfulApp) Driver() fyne.Driver { return forgetful{a.App.Driver()} }

func TestWhatHasJustBeenShownGetsTheKeyboard(t *testing.T) {
	app := test.NewTempApp(t)
	field, nowhere := NewField("Address"), NewButton(Outline, "Nowhere", func() {})
	hidden := Column(8, field)
	hidden.Hide()
	w := app.NewWindow("")
	w.SetContent(Column(8, NewButton(Primary, "Paste", func() {}), hidden))
	app.NewWindow("").SetContent(Column(8))
	fyne.SetCurrentApp(forgetfulApp{app})
	defer fyne.SetCurrentApp(app)
	FocusOn(nowhere)
	if w.Canvas().Focused() != nil {
		t.Error("what is nowhere got the keyboard")
	}
	hidden.Show()
	w.Content().Refresh()
	field.Focus()
	if w.Canvas().Focused() == nil {
		t.Error("the field that was just shown did not get the keyboard")
	}
}

func TestTabLeavesAFieldOfSeveralLines(t *testing.T) {
	w := show(t, 400, 300, Column(8, NewLines("Redirect addresses", 3), NewButton(Outline, "Save", func() {})))
	w.Canvas().FocusNext()
	if tabbed, ok := w.Canvas().Focused().(fyne.Tabbable); ok && tabbed.AcceptsTab() {
		t.Error("the keyboard is caught in the field: Tab writes into it")
	}
}

func TestTheEyeOfAPasswordHasAName(t *testing.T) {
	w := show(t, 400, 100, NewPassword("Client secret"))
	e, eye := find(t, w.Canvas(), "textbox", "Client secret"), find(t, w.Canvas(), "button", "Show what is typed")
	if eye.X < e.X || eye.X+eye.W > e.X+e.W+8 {
		t.Errorf("the eye is at %v of %v", eye, e)
	}
}

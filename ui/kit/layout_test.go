package kit

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

func TestTabFollowsTheReadingOrder(t *testing.T) {
	names := []string{"top", "left", "center", "right", "bottom"}
	b := map[string]*Button{}
	for _, n := range names {
		b[n] = NewButton(Outline, n, nil)
	}
	w := show(t, 500, 300, Edge(b["top"], b["bottom"], b["left"], b["right"], b["center"]))
	var got []string
	for range names {
		w.Canvas().FocusNext()
		got = append(got, w.Canvas().Focused().(*Button).Text())
	}
	if !slices.Equal(got, names) {
		t.Errorf("Tab goes %v", got)
	}
}

func TestEdgeLeavesNoGaps(t *testing.T) {
	top, left, center := NewFill(ColorSidebar), NewFill(ColorSidebar), NewFill(ColorSurface)
	show(t, 500, 300, Edge(Fixed(0, 40, top), nil, Fixed(200, 0, left), nil, center))
	if center.Position() != fyne.NewPos(200, 40) || center.Size() != fyne.NewSize(300, 260) {
		t.Errorf("the center is at %v, %v", center.Position(), center.Size())
	}
}

func TestRowShrinksTextsBeforeAnythingElse(t *testing.T) {
	name := NewText(Body, "A company with a very long name, Incorporated")
	count, b := NewText(Quiet, "20,000").Whole(), NewButton(Outline, "Verify", nil)
	w := show(t, 800, 40, Row(8, name, count, Spacer(), b))
	if name.Size().Width < name.IdealSize().Width {
		t.Errorf("with room to spare the name is %v wide of %v", name.Size().Width, name.IdealSize().Width)
	}
	if end := b.Position().X + b.Size().Width; end != 800 {
		t.Errorf("the button ends at %v of 800", end)
	}
	w.Resize(fyne.NewSize(260, 40))
	line := test.WidgetRenderer(name).(*textRenderer).line
	if !strings.HasSuffix(line.Text, ellipsis) || count.Size().Width < count.IdealSize().Width {
		t.Errorf("narrow: the name says %q, the count has %v of %v", line.Text, count.Size().Width, count.IdealSize().Width)
	}
	if end := b.Position().X + b.Size().Width; end > 260 {
		t.Errorf("the button ends at %v of 260", end)
	}
}

func TestHiddenObjectsLeaveNoGap(t *testing.T) {
	a, b, c := NewText(Body, "a"), NewText(Body, "b"), NewText(Body, "c")
	col := Column(10, a, Inset(0, 5, 0, 5, b), c)
	w := show(t, 100, 200, col)
	before := c.Position().Y
	b.Hide()
	w.Resize(fyne.NewSize(101, 200))
	if got := before - c.Position().Y; got != b.MinSize().Height+20 {
		t.Errorf("hiding moves what is below by %v", got)
	}
}

func TestWrapStartsANewLineWhereTheRoomEnds(t *testing.T) {
	var chips []fyne.CanvasObject
	for _, n := range []string{"Todos 43", "Necesitan su atención 2", "No vinculados 5", "Vinculados 38"} {
		chips = append(chips, NewChip(n, nil))
	}
	below := NewText(Body, "below")
	w := show(t, 900, 200, Column(0, Wrap(8, 6, chips...), below))
	if got := below.Position().Y; got != chipHeight {
		t.Errorf("with room for all, what is below is at %v", got)
	}
	w.Resize(fyne.NewSize(330, 200))
	if got := below.Position().Y; got != 2*chipHeight+6 {
		t.Errorf("with room for half, what is below is at %v", got)
	}
	for _, c := range chips {
		if end := c.Position().X + c.Size().Width; end > 330 {
			t.Errorf("a chip ends at %v of 330", end)
		}
	}
}

func TestSearchGivesWayWhereThereIsLittleRoom(t *testing.T) {
	s, b := NewSearch(260, "Search", "/"), NewButton(Primary, "Vincular seleccionados (3)", nil)
	w := show(t, 600, 60, Row(12, s, Spacer(), b))
	if s.Size().Width != 260 {
		t.Errorf("with room to spare the search is %v wide", s.Size().Width)
	}
	w.Resize(fyne.NewSize(380, 60))
	if end := b.Position().X + b.Size().Width; end > 380 || s.Size().Width < 130 {
		t.Errorf("the button ends at %v of 380, the search is %v wide", end, s.Size().Width)
	}
}

func TestWatchTellsTheSizeOncePerChange(t *testing.T) {
	var widths []float32
	details := NewText(Body, "details")
	w := show(t, 960, 640, Watch(Edge(nil, nil, nil, details, NewText(Body, "list")), func(size fyne.Size) {
		widths = append(widths, size.Width)
		SetVisible(details, size.Width > 900)
	}))
	w.Resize(fyne.NewSize(800, 640))
	w.Content().Refresh()
	if n := len(widths); n == 0 || widths[n-1] != 800 || slices.Contains(widths[:n-1], 800) || details.Visible() {
		t.Errorf("told %v", widths)
	}
}

func TestGrowTakesWhatIsLeft(t *testing.T) {
	a, b := NewFill(ColorSurface), NewFill(ColorSurface)
	show(t, 300, 100, Column(10, Fixed(0, 30, a), Grow(b)))
	if b.Size() != fyne.NewSize(300, 60) {
		t.Errorf("what grows is %v", b.Size())
	}
}

func TestParagraphWrapsAndTellsItsHeight(t *testing.T) {
	p := NewParagraph(Quiet, "Your firm links **several companies** per sign-in. With “one company per client” a tick would replace the one before.")
	below := NewText(Body, "below")
	w := show(t, 600, 300, Column(0, p, below))
	wide := below.Position().Y
	w.Resize(fyne.NewSize(200, 300))
	if narrow := below.Position().Y; narrow <= wide || narrow != p.HeightFor(200) {
		t.Errorf("at 600 the next line is at %v, at 200 at %v", wide, narrow)
	}
	r := test.WidgetRenderer(p).(*paragraphRenderer)
	for _, o := range r.objects {
		if end := o.Position().X + o.MinSize().Width; end > 201 {
			t.Errorf("a line ends at %v of 200", end)
		}
	}
	var words []string
	for _, piece := range p.wrap(200).runs {
		if piece.bold {
			words = append(words, piece.text)
		}
	}
	if strings.Join(words, " ") != "several companies" {
		t.Errorf("bold are %q", words)
	}
	if got := p.AccessibilityLabel(); strings.Contains(got, "*") || !strings.Contains(got, "links several companies per sign-in.") {
		t.Errorf("it is read as %q", got)
	}
}

func TestLinksInAParagraphCanBeReachedAndFollowed(t *testing.T) {
	p := NewParagraph(Quiet, "Secrets stay in your system’s key store. [How it is kept](kept)")
	var followed []string
	p.OnLink = func(key string) { followed = append(followed, key) }
	w := show(t, 600, 100, Column(0, p))
	w.Canvas().FocusNext()
	link, ok := w.Canvas().Focused().(*Button)
	if !ok || link.Text() != "How it is kept" {
		t.Fatalf("Tab goes to %v", w.Canvas().Focused())
	}
	key(link, fyne.KeyReturn)
	e := find(t, w.Canvas(), "link", "How it is kept")
	test.TapCanvas(w.Canvas(), fyne.NewPos(e.X+3, e.Y+3))
	if !slices.Equal(followed, []string{"kept", "kept"}) {
		t.Errorf("followed %v", followed)
	}
}

func TestTextEndsInAnEllipsisAndOwnsItsWidth(t *testing.T) {
	words := NewText(Body, "Alder & Finch Architects")
	show(t, 400, 40, words)
	for _, width := range []float32{400, 120, 60, 20} {
		words.Resize(fyne.NewSize(width, 20))
		line := test.WidgetRenderer(words).(*textRenderer).line
		if got := faces[Body].measure(line.Text).Width; got > width {
			t.Errorf("%q is %v wide of %v", line.Text, got, width)
		}
		if cut := line.Text != words.Text(); cut != (width < words.IdealSize().Width) {
			t.Errorf("at %v it says %q", width, line.Text)
		}
	}
}

func TestScrolledContentHasTheWidthOfItsRoom(t *testing.T) {
	p := NewParagraph(Body, strings.Repeat("word ", 200))
	w := show(t, 300, 100, Scroll(Inset(10, 10, 10, 10, p)))
	if p.Size().Width != 280 {
		t.Errorf("the text is %v wide, want 280", p.Size().Width)
	}
	if p.Size().Height != p.HeightFor(280) {
		t.Errorf("the text is %v high, want %v", p.Size().Height, p.HeightFor(280))
	}
	if least := w.Content().MinSize(); least.Height > 100 {
		t.Errorf("the content wants a window of %v", least)
	}
}

func TestFocusScrollsIntoView(t *testing.T) {
	col := Column(20)
	var last *Button
	for range 30 {
		last = NewButton(Outline, "b", nil)
		col.Add(last)
	}
	w := show(t, 300, 200, Scroll(col))
	w.Canvas().Focus(last)
	e := Map(w.Canvas())
	seen := false
	for _, one := range e {
		seen = seen || (one.Focused && one.Y >= 0 && one.Y+one.H <= 200)
	}
	if !seen {
		t.Errorf("the focused button is out of sight: %+v", e)
	}
}

func TestMapLeavesOutWhatIsScrolledAway(t *testing.T) {
	col := Column(0)
	for _, n := range []string{"one", "two", "three"} {
		col.Add(Fixed(0, 100, NewText(Body, n)))
	}
	view := Scroll(col)
	w := show(t, 300, 150, view)
	labels := func() (list []string) {
		for _, e := range Map(w.Canvas()) {
			list = append(list, e.Label)
		}
		return list
	}
	if got := labels(); !slices.Equal(got, []string{"one", "two"}) {
		t.Errorf("seen are %v", got)
	}
	view.Layout.(*scroll).view.ScrollToOffset(fyne.NewPos(0, 150))
	if got := labels(); !slices.Equal(got, []string{"two", "three"}) {
		t.Errorf("after scrolling, seen are %v", got)
	}
}

func TestEveryWidgetHasANameAndARole(t *testing.T) {
	for _, o := range []fyne.CanvasObject{
		NewText(Body, "words"), NewParagraph(Body, "words"), NewButton(Outline, "words", nil), NewIconButton(Outline, IconDots, "words", nil),
		NewChip("words", nil), NewPill(Working, "words"), NewNav(IconList, "words", nil), NewCheck("words", nil),
		NewCardButton("words", NewText(Body, "x"), nil), NewSelect("words", nil, -1, nil), NewBanner(Act, "words", ""),
		newEntryNamed("words"), newDiscloser("words", nil),
	} {
		a, ok := o.(fyne.Accessible)
		if !ok || a.AccessibilityLabel() != "words" || a.AccessibilityRole() == "" {
			t.Errorf("%T has no name or role", o)
		}
	}
}

func newEntryNamed(label string) *entry {
	e := newEntry(1)
	e.label = func() string { return label }
	return e
}

package kit

import "fyne.io/fyne/v2"

// Search is a line to type in that filters what is below it. Escape clears it,
// then leaves it; Down goes to the list.
type Search struct {
	compound
	OnChanged func(text string)
	OnDown    func() // Down, and Enter where OnSubmit is nil
	OnSubmit  func() // Enter
	entry     *entry
	frame     *frame
	key       *fyne.Container
}

// NewSearch returns a search of a width (less where there is little room); hint stands in it while it is empty, key
// is the key that leads to it ("" for none).
func NewSearch(width float32, hint, key string) *Search {
	s := &Search{entry: newEntry(1)}
	s.entry.SetPlaceHolder(hint)
	s.entry.label = func() string { return hint }
	keycap := NewFill(ColorWindow)
	keycap.Stroke, keycap.Width, keycap.Radius = ColorHairline, 1, 4
	s.key = Inset(0, 0, 10, 0, Center(Fixed(17, 20, Stack(keycap, NewText(Small, key).Align(fyne.TextAlignCenter)))))
	SetVisible(s.key, key != "")
	inner := Edge(nil, nil, Inset(11, 0, 4, 0, NewIcon(IconSearch, 14, ColorSecondary)), s.key, s.entry)
	s.frame = newFrame(s.entry, inner, ControlHeight)
	s.entry.onFocus = func(bool) { s.frame.Refresh() }
	s.entry.onKey = s.typed
	s.entry.OnChanged = func(text string) {
		if s.OnChanged != nil {
			s.OnChanged(text)
		}
	}
	s.init(s, fyne.AccessibleRoleContainer, "", &fyne.Container{Layout: &roomy{width: width}, Objects: []fyne.CanvasObject{s.frame}})
	return s
}

func (s *Search) typed(e *fyne.KeyEvent) bool {
	switch e.Name {
	case fyne.KeyEscape:
		if s.entry.Text != "" {
			s.entry.SetText("")
			return true
		}
		c := canvasOf(s.entry)
		if c == nil {
			return true
		}
		if _, open := overlayOf(c); open {
			return false // the dialog around it closes
		}
		c.Unfocus()
		return true
	case fyne.KeyDown, fyne.KeyReturn, fyne.KeyEnter:
		to := s.OnDown
		if e.Name != fyne.KeyDown && s.OnSubmit != nil {
			to = s.OnSubmit
		}
		if to != nil {
			to()
			return true
		}
	}
	return false
}

// Text returns what has been typed.
func (s *Search) Text() string { return s.entry.Text }

// SetText changes what stands in the search, and calls OnChanged.
func (s *Search) SetText(text string) {
	s.entry.SetText(text)
	s.entry.toEnd()
}

// SetHint changes what stands in the search while it is empty.
func (s *Search) SetHint(hint string) {
	s.entry.SetPlaceHolder(hint)
	s.entry.label = func() string { return hint }
}

// Focus puts the keyboard into the search.
func (s *Search) Focus() { FocusOn(s.entry) }

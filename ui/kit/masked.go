package kit

// masked is what a field shows in place of its text while the keyboard is elsewhere.
type masked struct {
	mask  func(text string) string
	real  string
	open  bool // the whole text is shown; a second gain of the keyboard must not bring the old one back
	muted bool // the change is not the person's
}

// WithMask has the field show mask(text) while the keyboard is elsewhere, and to
// screen readers at all times: for numbers that nobody should read over a shoulder.
// Text and SetText are about the whole text.
func (f *Field) WithMask(mask func(text string) string) *Field {
	f.masked = &masked{mask: mask}
	f.entry.value = func() string { return mask(f.Text()) }
	return f
}

// turn shows the whole text for typing, or the mask again.
func (f *Field) turn(on bool) {
	m := f.masked
	if m == nil || m.open == on {
		return
	}
	m.open = on
	text := m.real
	if !on {
		m.real = f.entry.Text
		text = m.mask(m.real)
	}
	m.muted = true
	f.entry.SetText(text)
	m.muted = false
	if on {
		f.entry.toEnd()
	}
}

// put changes the text behind the mask.
func (m *masked) put(f *Field, text string) {
	if text == m.real {
		return
	}
	m.real = text
	m.muted = true
	f.entry.SetText(m.mask(text))
	m.muted = false
	if f.OnChanged != nil {
		f.OnChanged(text)
	}
}

package kit

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"crosswalk/internal/tongue"
)

// TagField takes words that something is marked with: each becomes a chip, which
// a click takes away. Enter and a comma end a word.
type TagField struct {
	compound
	OnChanged func()
	tags      []string
	chips     *fyne.Container
	entry     *entry
	frame     *frame
}

// NewTagField returns a field without tags.
func NewTagField(caption, hint string) *TagField {
	f := &TagField{chips: Wrap(6, 6), entry: newEntry(1)}
	f.entry.SetPlaceHolder(hint)
	f.entry.label = func() string { return caption }
	f.frame = newFrame(f.entry, Inset(4, 0, 4, 0, f.entry), ControlHeight)
	f.entry.onFocus = func(on bool) {
		f.frame.Refresh()
		if !on {
			f.take()
		}
	}
	f.entry.onKey = f.typed
	f.entry.OnChanged = func(text string) {
		if strings.ContainsAny(text, ",;") {
			f.take()
		}
	}
	f.init(f, fyne.AccessibleRoleContainer, "", Captioned(caption, Column(6, f.frame, f.chips)))
	f.draw()
	return f
}

func (f *TagField) typed(e *fyne.KeyEvent) bool {
	switch e.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		if strings.TrimSpace(f.entry.Text) == "" {
			return false
		}
		f.take()
		return true
	case fyne.KeyBackspace:
		if f.entry.Text == "" && len(f.tags) > 0 {
			f.set(f.tags[:len(f.tags)-1])
			return true
		}
	}
	return false
}

// take makes tags of what has been typed.
func (f *TagField) take() {
	words := strings.FieldsFunc(f.entry.Text, func(r rune) bool { return r == ',' || r == ';' })
	if len(words) == 0 {
		return
	}
	f.entry.SetText("")
	f.set(withTags(f.tags, words...))
}

// withTags adds words that are not there yet; case does not make another tag.
func withTags(tags []string, words ...string) []string {
	tags = slices.Clone(tags)
	for _, w := range words {
		w = strings.Join(strings.Fields(w), " ")
		known := slices.ContainsFunc(tags, func(t string) bool { return strings.EqualFold(t, w) })
		if w != "" && !known {
			tags = append(tags, w)
		}
	}
	return tags
}

func (f *TagField) set(tags []string) {
	f.tags = tags
	f.draw()
	if f.OnChanged != nil {
		f.OnChanged()
	}
}

func (f *TagField) draw() {
	f.chips.Objects = nil
	for i, tag := range f.tags {
		chip := NewChip(tag, func() {
			f.set(append(slices.Clone(f.tags[:i]), f.tags[i+1:]...))
			FocusOn(f.entry)
		})
		chip.icon = IconClose
		chip.SetLabel(tongue.F("Remove {tag}", "tag", tag))
		f.chips.Objects = append(f.chips.Objects, chip)
	}
	SetVisible(f.chips, len(f.tags) > 0)
	relayout(f.chips)
	relayout(f.body)
}

// Tags returns the tags, with the word that is being typed.
func (f *TagField) Tags() []string {
	return withTags(f.tags, strings.FieldsFunc(f.entry.Text, func(r rune) bool { return r == ',' || r == ';' })...)
}

// SetTags changes the tags without calling OnChanged.
func (f *TagField) SetTags(tags []string) {
	f.tags = withTags(nil, tags...)
	f.draw()
}

// Focusable returns what takes the keyboard, for a dialog's first field.
func (f *TagField) Focusable() fyne.Focusable { return f.entry }

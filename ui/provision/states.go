package provision

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"crosswalk/internal/intake"
	"crosswalk/internal/tongue"
	"crosswalk/ui/kit"
)

// states are the states in which the company has people at work: a line that opens the list of all of them.
type states struct {
	form  *form
	line  *kit.Folded
	note  *kit.Paragraph
	box   *fyne.Container
	codes []string
}

func newStates(f *form) *states {
	s := &states{form: f, note: kit.NewParagraph(kit.Small, "")}
	s.line = kit.NewFolded("", tongue.L("Choose"), s.choose)
	s.note.Hide()
	s.box = kit.Column(5, kit.CaptionedAs(tongue.L("States"), tongue.L("optional"), s.line), s.note)
	s.set(nil)
	return s
}

// set shows what is ticked; what is no state of the list stays as it was typed.
func (s *states) set(typed []string) {
	s.codes = nil
	for _, text := range typed {
		if code, ok := intake.ParseState(text); ok {
			text = code
		}
		s.codes = append(s.codes, text)
	}
	s.line.SetText(s.words())
}

// words is the list as a line has it.
func (s *states) words() string {
	switch n := len(s.codes); {
	case n == 0:
		return tongue.L("None ticked")
	case n == 1:
		return nameOf(s.codes[0])
	case n <= 4:
		return strings.Join(s.codes, ", ")
	default:
		return tongue.F("{n}: {names}", "n", n, "names", strings.Join(s.codes, ", "))
	}
}

func nameOf(code string) string {
	if name := intake.StateName(code); name != "" {
		return name
	}
	return code
}

// choose opens the list of all states.
func (s *states) choose() {
	var items []kit.PickItem
	for _, code := range intake.StateCodes() {
		items = append(items, kit.PickItem{Key: code, Text: intake.StateName(code), Note: code})
	}
	t := kit.NewTicks(tongue.L("States where people work"), tongue.L("Search, and Enter ticks"), "state", "states", items)
	t.Picked = func(codes []string) {
		if !slices.Equal(codes, s.codes) {
			s.set(codes)
			s.form.keep.later()
			s.form.check()
		}
	}
	t.Show(s.form.page.window.Canvas(), s.codes)
}

func (s *states) say(found []intake.Finding) { s.line.SetWrong(sayBelow(s.note, found)) }

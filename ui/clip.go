package ui

import "time"

// clip is what was copied last and must not stay on the clipboard.
type clip struct {
	text string // "" for nothing
	stop func()
}

// clipboardFor is how long it may stay there.
const clipboardFor = 90 * time.Second

// CopySecret puts something onto the clipboard that whoever has it can use: it is taken off again after 90 seconds, when
// the window locks and when it closes, unless something else has been copied by then.
func (s *shell) CopySecret(text string) {
	s.app.Clipboard().SetContent(text)
	if s.clip.stop != nil {
		s.clip.stop()
	}
	s.clip = clip{text: text, stop: s.tasks.after(clipboardFor, s.clearClipboard)}
}

// clearClipboard takes it off, as far as it is still there.
func (s *shell) clearClipboard() {
	if s.clip.text == "" {
		return
	}
	if s.app.Clipboard().Content() == s.clip.text {
		s.app.Clipboard().SetContent("")
	}
	s.clip.stop()
	s.clip = clip{}
}

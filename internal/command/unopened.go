package command

import (
	"crosswalk/internal/desk"
	"crosswalk/internal/words"
)

// NoWindow says on p.Err, as [Run] says why a command did not succeed, that no window can be opened: for want of a screen,
// or of OpenGL on it. detail is what the system said. It gives the sentences for whoever looks at no terminal, and the exit
// code.
func NoWindow(p Program, screen bool, detail string) (text string, code int) {
	t := &desk.Trouble{Cause: desk.NoDisplay, Detail: detail}
	if screen {
		t.Cause = desk.NoOpenGL
	}
	s := &session{program: p, name: typedAs()}
	code = s.fail(t)
	m := words.For(t)
	return plain(m.Title) + ".\n\n" + plain(m.Hint), code
}

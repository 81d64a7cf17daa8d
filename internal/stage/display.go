//go:build e2e && linux

package stage

import (
	"bufio"
	"bytes"
	"crypto/rand"
	"encoding/binary"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// openDisplay starts a screen of so many pixels that only this session may draw on.
func (s *Stage) openDisplay(width, height int) {
	s.t.Helper()
	authority := filepath.Join(s.dir, "authority")
	if err := os.WriteFile(authority, newCookie(), 0o600); err != nil {
		s.t.Fatal(err)
	}
	memory := filepath.Join(s.dir, "screen") // the server keeps the screen's memory in a file there
	if err := os.Mkdir(memory, 0o700); err != nil {
		s.t.Fatal(err)
	}
	read, write, err := os.Pipe()
	if err != nil {
		s.t.Fatal(err)
	}
	defer read.Close()
	// With -displayfd the server takes the first free number itself and says which.
	server := exec.Command("Xvfb", "-displayfd", "3", "-screen", "0", fmt.Sprintf("%dx%dx24", width, height), "-dpi", "96", "-fbdir", memory, "-nolisten", "tcp", "-auth", authority, "-noreset")
	server.ExtraFiles = []*os.File{write}
	server.Env = s.env
	err = s.group.join(server, "xvfb")
	write.Close()
	if err != nil {
		s.t.Fatal(err)
	}
	number, err := bufio.NewReader(read).ReadString('\n')
	if err != nil {
		s.t.Fatalf("the display did not start: %v\n%s", err, s.log("xvfb"))
	}
	if s.screen, err = openScreen(memory); err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(s.screen.close)
	s.display = ":" + strings.TrimSpace(number)
	s.env = append(s.env, "DISPLAY="+s.display, "XAUTHORITY="+authority)
}

// openWindowManager is needed for raising, resizing and second windows.
func (s *Stage) openWindowManager() {
	s.t.Helper()
	wm := exec.Command("openbox", "--sm-disable")
	wm.Env = s.env
	if err := s.group.join(wm, "openbox"); err != nil {
		s.t.Fatal(err)
	}
	s.eventually("the window manager", func() (bool, string) {
		out, err := s.output("xprop", "-root", "_NET_SUPPORTING_WM_CHECK")
		return err == nil && strings.Contains(out, "window id"), out + s.log("openbox")
	})
}

// newCookie is an Xauthority file with one fresh MIT-MAGIC-COOKIE-1 for any display (the wild family of
// Xau(3): no address, no number).
func newCookie() []byte {
	const familyWild = 0xFFFF
	cookie := make([]byte, 16)
	rand.Read(cookie) //nolint:errcheck // never fails
	var b bytes.Buffer
	field := func(p []byte) {
		binary.Write(&b, binary.BigEndian, uint16(len(p))) //nolint:errcheck // a buffer does not fail
		b.Write(p)
	}
	binary.Write(&b, binary.BigEndian, uint16(familyWild)) //nolint:errcheck // a buffer does not fail
	field(nil)
	field(nil)
	field([]byte("MIT-MAGIC-COOKIE-1"))
	field(cookie)
	return b.Bytes()
}

// log is what a member of the group has written so far.
func (s *Stage) log(name string) string {
	text, err := os.ReadFile(filepath.Join(s.dir, name+".log"))
	if err != nil {
		return err.Error()
	}
	return string(text)
}

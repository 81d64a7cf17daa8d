//go:build e2e && linux

package stage

import (
	"os"
	"path/filepath"
	"testing"
)

func TestWhatKeepsTheProgramFromBeginningIsToldInItsWindow(t *testing.T) {
	t.Parallel()
	s := New(t, WithoutKeys())
	file := filepath.Join(s.Dir(), "file")
	s.write(file, "", 0o600)
	for env, words := range map[string]string{
		"CROSSWALK_DATA=" + filepath.Join(file, "below"):                       "The data folder cannot be used",
		"CROSSWALK_DATA=" + filepath.Join(s.Dir(), "Dropbox"):                  "The data folder is not on this computer alone",
		"CROSSWALK_CA_FILE=" + filepath.Join(s.Dir(), "gone", "authority.pem"): "The extra certificate file cannot be used",
	} {
		a := s.Start(env)
		a.SeeText(words)
		a.Click("button:Try again")
		a.SeeText(words)
		a.Gone("text:Go on removing everything?")
		a.Shot("begin-" + fileName(words))
		a.Quit()
	}
	if _, err := os.Stat(filepath.Join(s.Dir(), "Dropbox")); err == nil {
		t.Error("the synchronized folder was made all the same")
	}
}

// A folder as mkdir makes it: others may look into it, and it is empty.
func TestAnEmptyFolderThatWasChosenForTheDataIsTaken(t *testing.T) {
	t.Parallel()
	s := New(t, WithoutKeys())
	dir := filepath.Join(s.Dir(), "books")
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	s.Start("CROSSWALK_DATA=" + dir).See("button:Enter keys")
}

// Fyne 2.8.1 now and then waits forever for its own end; here it does so every time.
func TestTheProgramEndsThoughItsToolkitDoesNot(t *testing.T) {
	t.Parallel()
	a := New(t, WithoutKeys()).Start()
	reply, err := a.screen.Get("http://program/stick")
	if err != nil {
		t.Fatal(err)
	}
	reply.Body.Close()
	a.Quit()
}

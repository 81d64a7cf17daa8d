//go:build e2e && linux

package stage

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"crosswalk/internal/sandbox"
)

func TestALockedWindowShowsNoNameUntilTheKeyStoreWasAskedAgain(t *testing.T) {
	t.Parallel()
	f := openFirm(t, sandbox.Strict)
	f.linkStrict(f.goToGusto(), bakery)
	f.Click("link:Clients")
	f.choose("…" + bakery + "…")
	f.Key("ctrl+shift+l")
	f.See("Crosswalk is locked")
	f.wantNoName("by the shortcut")
	f.Shot("lock")
	f.Click("button:Unlock")
	f.choose("…" + bakery + "…")
	f.Click("button:More")
	f.Click("menuitem:Unlink…")
	f.Key("ctrl+shift+l") // through a dialog as well
	f.See("Crosswalk is locked")
	f.wantNoName("from a dialog")
	f.Key("Return")
	f.wantVerified(bakery)
	f.Click("link:Lock")
	f.wantNoName("by the menu")
	f.Click("button:Unlock")
	f.removeEverything(func(page string) { f.Shot(page) })
}

func (f *firm) wantNoName(how string) {
	f.s.t.Helper()
	f.See("Crosswalk is locked")
	for _, e := range f.Map() {
		if strings.Contains(e.Label, "Heron") || strings.Contains(e.Value, "Heron") {
			f.s.t.Errorf("locked %s, and %q is on screen", how, e.Label)
		}
	}
}

// removeEverything has all of it removed, and looks whether it is.
func (f *firm) removeEverything(shot func(page string)) {
	f.s.t.Helper()
	if len(f.stage.KeysOf("Crosswalk")) == 0 {
		f.s.t.Fatal("the key store has nothing: this looks at nothing")
	}
	f.Click("link:Settings")
	f.See("text:Settings")
	const remove = "button:Remove everything from this computer…"
	for n := 0; n < 50 && !f.Has(remove); n++ {
		f.Key("Tab") // what has the keyboard is scrolled to
	}
	f.TabTo(remove)
	shot("lock-settings")
	f.Key("Return")
	f.Type("remove everything")
	shot("remove-ask")
	f.Click("button:Remove everything")
	f.See("Everything is removed from this computer")
	shot("remove-done")
	f.Click("button:Quit")
	<-f.gone
	if kept := f.stage.KeysOf("Crosswalk"); len(kept) > 0 {
		f.s.t.Errorf("the key store still has %v", kept)
	}
	for _, root := range []string{"data/crosswalk", "config/fyne"} {
		filepath.WalkDir(filepath.Join(f.stage.Dir(), root), func(p string, d os.DirEntry, err error) error {
			if err == nil && !d.IsDir() {
				f.s.t.Errorf("%s is still there", p)
			}
			return nil
		})
	}
}

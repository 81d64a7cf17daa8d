//go:build e2e && linux

package stage

import (
	"net"
	"path/filepath"
	"testing"

	"crosswalk/internal/sandbox"
)

func TestSettingUpTellsWhatIsWrongAndAFileTakesItToAColleague(t *testing.T) {
	t.Parallel()
	f := &firm{stage: New(t), gusto: openProvider(t, sandbox.Strict)}
	f.App = f.stage.Start()
	f.Click("button:Enter keys")
	f.portTaken()
	f.typeKeys()
	f.secretWrong()
	file := f.setupFile()
	f.Quit()

	colleague := &firm{stage: New(t), gusto: f.gusto}
	colleague.App = colleague.stage.Start()
	colleague.See("button:Open a setup file…")
	if code, out := colleague.stage.run([]string{"CROSSWALK_STAGE="}, file); code != 0 { // as a double click does
		t.Fatalf("the start with the file ends with %d: %s", code, out)
	}
	colleague.useSetupFile()
	colleague.See("link:Link companies")
	colleague.Quit()
}

// portTaken registers a port that another program has, until that ends.
func (f *firm) portTaken() {
	f.s.t.Helper()
	other, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		f.s.t.Fatal(err)
	}
	const field = "textbox:Redirect addresses"
	f.Fill(field, "http://"+other.Addr().String()+"/callback")
	f.Click("textbox:Client ID")
	f.SeeText("Taken")
	f.SeeText("Close that program, or register another port.")
	f.Shot("setup-port-taken")
	if err := other.Close(); err != nil {
		f.s.t.Fatal(err)
	}
	f.SeeText(other.Addr().String() + " is free") // it looks again by itself
	f.Fill(field, "http://127.0.0.1/callback")
}

// secretWrong tries the keys with a wrong secret first, and keeps the right ones.
func (f *firm) secretWrong() {
	f.s.t.Helper()
	f.Fill("textbox:Client secret", "a secret of somebody else")
	f.Click("button:Test these keys")
	f.SeeText("Gusto refused your firm’s application keys")
	f.Shot("setup-secret-wrong")
	f.Fill("textbox:Client secret", f.gusto.secret)
	f.Click("button:Test these keys")
	f.SeeText("takes these keys")
	f.Shot("setup-keys-right")
	f.Click("button:Save and open")
	f.SeeText("No client and no company yet")
}

const filePassphrase = "four unrelated words here"

// setupFile makes a file for a colleague, and gives where it is.
func (f *firm) setupFile() string {
	f.s.t.Helper()
	f.Click("link:Settings")
	f.Click("button:Make a setup file…")
	f.Fill("textbox:Passphrase", filePassphrase)
	f.Fill("textbox:Passphrase once more", filePassphrase)
	f.Shot("setup-file-make")
	f.Click("button:Choose where…")
	path := filepath.Join(f.stage.Dir(), "home", "firm.crosswalk")
	f.Fill("textbox:File", path)
	f.Click("button:Make it")
	f.SeeText("The setup file is made.")
	return path
}

// useSetupFile types a wrong passphrase first.
func (f *firm) useSetupFile() {
	f.s.t.Helper()
	f.See("Set up Gusto from a file")
	f.Fill("textbox:Passphrase", "four other words there")
	f.Key("Return")
	f.SeeText("That is not the passphrase")
	f.Shot("setup-file-wrong-passphrase")
	f.Fill("textbox:Passphrase", filePassphrase)
	f.Key("Return")
	f.SeeText("The file is not needed any more: delete it.")
	f.Shot("setup-file-used")
}

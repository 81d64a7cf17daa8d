package command_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"crosswalk/internal/command"
)

// What makes large tables at every start is not in the program that scripts start by the hundred.
func TestTheQuickProgramLinksNeitherWorkbooksNorTelephoneNumbers(t *testing.T) {
	for tags, wanted := range map[string]bool{"quick": false, "": true} {
		list := exec.Command("go", "list", "-deps", "-tags", tags, "./crosswalk-cli")
		list.Env = append(os.Environ(), "CGO_ENABLED=0", "GOFLAGS=")
		deps, err := list.Output()
		if err != nil {
			t.Fatal(err)
		}
		for _, library := range []string{"github.com/xuri/excelize", "github.com/nyaruka/phonenumbers"} {
			if got := strings.Contains(string(deps), library); got != wanted {
				t.Errorf("tags %q: %s is linked: %v", tags, library, got)
			}
		}
	}
}

func TestTheFullProgramDoesWhatTheQuickOneLeavesOut(t *testing.T) {
	p := newPlace(t)
	p.want(command.ExitFine, "use", "practice")
	list := filepath.Join(t.TempDir(), "clients.csv")
	if err := os.WriteFile(list, []byte("Number,Name\n7,Okafor Ceramics\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	// Flags may stand before the command, and the exit code is the other program's.
	p.want(command.ExitFine, "--json", "import", list, "--yes")
	p.want(command.ExitUsage, "-v", "import")
	workbook := filepath.Join(t.TempDir(), "crosswalk.xlsx")
	p.want(command.ExitFine, "export", workbook)
	if text, err := os.ReadFile(workbook); err != nil || !strings.HasPrefix(string(text), "PK") {
		t.Errorf("it is no workbook: %.10q %v", text, err)
	}
	p.want(command.ExitFine, "provision", "template", filepath.Join(t.TempDir(), "new.xlsx"))
	// The name that was typed is what a shell completes.
	if s := p.want(command.ExitFine, "completion", "bash"); !strings.Contains(s.out, "crosswalk-cli") || strings.Contains(s.out, "crosswalk-cli-full") {
		t.Errorf("completion is for another name")
	}
}

func TestAFullProgramThatIsMissingIsTold(t *testing.T) {
	p := newPlace(t)
	p.want(command.ExitFine, "use", "practice")
	alone := filepath.Join(t.TempDir(), filepath.Base(built))
	program, err := os.ReadFile(built)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(alone, program, 0o700); err != nil {
		t.Fatal(err)
	}
	cmd := p.command("export", "crosswalk.xlsx")
	cmd.Path = alone
	s := p.finish(cmd, nil)
	if s.code != command.ExitUnknown || !strings.Contains(s.err, "crosswalk-cli-full") || !strings.Contains(s.err, "Install") || s.out != "" {
		t.Errorf("code %d, %q, %q", s.code, s.out, s.err)
	}
	// What it does itself it does alone.
	cmd = p.command("environments")
	cmd.Path = alone
	if s := p.finish(cmd, nil); s.code != command.ExitFine {
		t.Errorf("environments: %d %s", s.code, s.err)
	}
}

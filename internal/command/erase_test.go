package command_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"crosswalk/internal/command"
	"crosswalk/internal/sandbox"
)

// ours lists what is left of Crosswalk's in the data folder.
func (p *place) ours() (left []string) {
	filepath.WalkDir(p.folder, func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			left = append(left, path)
		}
		return nil
	})
	return left
}

func TestEraseAsksForAYesAndLeavesNothing(t *testing.T) {
	p := newPlace(t)
	p.want(command.ExitFine, "use", "practice")
	c := p.gusto.Companies(sandbox.Dana)[0]
	p.connect(sandbox.AutoConsent{Person: sandbox.Dana, Company: c.UUID}, "--company", c.UUID)
	p.want(command.ExitUsage, "erase")
	if len(p.ours()) == 0 {
		t.Fatal("nothing is kept: this test looks at nothing")
	}
	valid(t, "erase", p.want(command.ExitFine, "erase", "--yes", "--json").out, nil)
	if left := p.ours(); len(left) > 0 {
		t.Errorf("still there: %v", left)
	}
}

func TestAnInterruptedEraseStopsEveryOtherCommandAndGoesOn(t *testing.T) {
	p := newPlace(t)
	p.want(command.ExitFine, "use", "practice")
	note, err := json.Marshal(map[string]any{"stage": "erasing", "revoked": 3, "owed": []map[string]any{
		{"grant": "g", "environment": "production", "companies": []string{"Okafor Ceramics LLC"}, "cause": "unreachable"}}})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(p.folder, "removing.json"), note, 0o600); err != nil {
		t.Fatal(err)
	}
	valid(t, "error", p.want(command.ExitAttention, "list", "--json").out, nil)
	var got struct {
		Revoked    int `json:"revoked"`
		NotRevoked []struct{ Companies []string }
	}
	valid(t, "erase", p.want(command.ExitAttention, "erase", "--yes", "--json").out, &got)
	if got.Revoked != 3 {
		t.Errorf("it claims %+v", got)
	}
	if left := p.ours(); len(left) > 0 {
		t.Errorf("still there: %v", left)
	}
}

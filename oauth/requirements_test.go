package oauth

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

func TestEveryRequirementNamesTestsThatExist(t *testing.T) {
	page, err := os.ReadFile("../docs/decisions/consent-requirements.md")
	if err != nil {
		t.Fatal(err)
	}
	tests := map[string]bool{}
	define := regexp.MustCompile(`(?m)^func ((?:Test|Fuzz)\w+)\(`)
	for _, room := range []string{".", "../storage", "../ui", "../internal", "../assets"} { // not "..": what is built there would have this run each time
		err = filepath.WalkDir(room, func(path string, _ fs.DirEntry, err error) error {
			if err != nil || !strings.HasSuffix(path, "_test.go") {
				return err
			}
			source, err := os.ReadFile(path)
			for _, m := range define.FindAllSubmatch(source, -1) {
				tests[string(m[1])] = true
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, m := range regexp.MustCompile("`((?:Test|Fuzz)\\w+)`").FindAllSubmatch(page, -1) {
		if !tests[string(m[1])] {
			t.Errorf("there is no %s", m[1])
		}
	}
	for letter, last := range map[string]int{"A": 14, "L": 22, "E": 14} {
		for i := 1; i <= last; i++ {
			if row := fmt.Sprintf("\n| %s%d |", letter, i); strings.Count(string(page), row) != 1 {
				t.Errorf("row %s%d is not told once", letter, i)
			}
		}
	}
}

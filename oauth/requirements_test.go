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
	err = filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() && (d.Name() == "build" || strings.HasPrefix(d.Name(), ".") && d.Name() != "..") {
			return fs.SkipDir
		}
		if strings.HasSuffix(path, "_test.go") {
			source, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			for _, m := range define.FindAllSubmatch(source, -1) {
				tests[string(m[1])] = true
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
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

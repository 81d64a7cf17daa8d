// The rules of the house, as tests: CONTRIBUTING.md says why they are what they are.
// They read the source and need neither a C compiler nor a display: go test house_test.go
package main_test

import (
	"fmt"
	"go/ast"
	"go/build/constraint"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
)

const module = "crosswalk"

// mayImport says for each room which other rooms it may know. Tests may know more, see mayImportInTests.
var mayImport = map[string][]string{
	".":                              {"internal/command", "internal/house", "ui", "ui/kit"},
	"internal/command":               {"internal/bundle", "internal/card", "internal/desk", "internal/doctor", "internal/handover", "internal/house", "internal/intake", "internal/journal", "internal/provision", "internal/reach", "internal/roll", "internal/words"},
	"internal/command/crosswalk-cli": {"internal/command"},
	"internal/words":                 {"internal/desk", "internal/doctor", "internal/intake", "internal/tongue"},
	"internal/house":                 {"internal/bundle", "internal/desk", "internal/doctor", "internal/handover", "internal/journal", "internal/policy", "internal/provision", "internal/reach", "internal/sandbox", "internal/update", "oauth", "storage"},
	"assets":                         {},
	"oauth":                          {"assets", "internal/reach"},
	"oauth/oauthtest":                {},
	"storage":                        {},
	"storage/storetest":              {"storage"},
	"ui":                             {"internal/bundle", "internal/card", "internal/desk", "internal/doctor", "internal/handover", "internal/intake", "internal/policy", "internal/provision", "internal/update", "internal/words", "assets", "ui/clients", "ui/kit", "ui/page", "ui/provision", "ui/queue", "ui/support", "ui/verify", "internal/tongue"},
	"ui/clients":                     {"internal/desk", "internal/roll", "internal/words", "ui/kit", "ui/page", "internal/tongue"},
	"ui/provision":                   {"internal/desk", "internal/intake", "internal/provision", "internal/roll", "internal/words", "ui/kit", "ui/page", "internal/tongue"},
	"ui/queue":                       {"internal/desk", "internal/words", "ui/kit", "ui/page", "internal/tongue"},
	"ui/support":                     {"internal/bundle", "internal/desk", "internal/doctor", "internal/words", "ui/kit", "ui/page", "internal/tongue"},
	"ui/verify":                      {"internal/card", "internal/desk", "internal/words", "ui/kit", "ui/page", "internal/tongue"},
	"ui/page":                        {"internal/desk", "internal/words", "ui/kit", "internal/tongue"},
	"ui/kit":                         {"assets", "internal/tongue"},
	"ui/kit/gallery":                 {"assets", "ui/kit"},
	"internal/reach":                 {},
	"internal/journal":               {"internal/pattern"},
	"internal/doctor":                {"internal/desk", "internal/policy", "internal/reach"},
	"internal/card":                  {"internal/desk", "internal/reach", "internal/words"},
	"internal/bundle":                {"internal/card", "internal/desk", "internal/doctor", "internal/journal", "internal/reach", "internal/words"},
	"internal/gusto":                 {"internal/pattern", "internal/reach"},
	"internal/desk":                  {"internal/gusto", "internal/match", "internal/pace", "internal/policy", "internal/queue", "internal/reach", "internal/sheet", "internal/vault", "oauth", "storage"},
	"internal/policy":                {"internal/pattern"},
	"internal/handover":              {"internal/desk"},
	"internal/intake":                {"internal/match", "internal/pattern", "internal/sheet"},
	"internal/match":                 {"internal/pattern"},
	"internal/pace":                  {},
	"internal/pattern":               {},
	"internal/provision":             {"internal/desk", "internal/gusto", "internal/intake", "internal/match", "internal/pattern", "internal/sheet", "oauth", "storage"},
	"internal/queue":                 {},
	"internal/sandbox":               {},
	"internal/roll":                  {"internal/desk"},
	"internal/sheet":                 {},
	"internal/stage":                 {},
	"internal/tongue":                {},
	"internal/update":                {"internal/pattern"},
	"internal/vault":                 {"oauth", "storage"},
	"packaging/leaks":                {},
}

// These stay strangers to the rest of the house even in their tests: the sandbox and our client of Gusto are
// two independent readings of one API, and the widgets are not made for one page.
var strangersInTests = []string{"internal/sandbox", "internal/gusto", "internal/match", "internal/queue", "internal/reach", "storage", "ui/kit", "assets"}

// onlyIn says which rooms alone (with the rooms below them) may import a package of others, or one below it.
var onlyIn = map[string][]string{
	"fyne.io/fyne/v2/app":             {".", "ui/kit/gallery", "internal/stage/hello"},
	"fyne.io/fyne/v2":                 {".", "ui", "internal/stage/hello"},
	"github.com/pkg/browser":          {".", "internal/command/crosswalk-cli"},
	"github.com/zalando/go-keyring":   {"storage"},
	"howett.net/plist":                {"internal/policy"},
	"database/sql":                    {"storage"},
	"modernc.org/sqlite":              {"storage"},
	"golang.org/x/crypto":             {"storage"},
	"filippo.io/age":                  {"storage", "internal/handover"},
	"codeberg.org/go-pdf/fpdf":        {"internal/card"},
	"golang.org/x/oauth2":             {"oauth"},
	"golang.org/x/net/http/httpproxy": {"internal/reach"},
	"golang.org/x/mod":                {"internal/update"},
	"net":                             {".", "oauth", "internal", "storage"}, // storage speaks to the session's message bus
	"net/http":                        {".", "oauth", "internal"},
	"github.com/xuri/excelize":        {"internal/sheet"},
	"github.com/godbus/dbus":          {"storage", "internal/reach"},
	"net/url":                         {".", "assets", "oauth", "internal", "storage", "ui", "packaging/leaks"},
	module + "/internal/sandbox":      {"internal/house"},
	"github.com/chromedp":             {}, // tests alone drive a browser
	module + "/internal/stage":        {},
}

type source struct {
	path, room string // slashes, from the root of the repository; "." is the root's room
	test       bool   // a _test.go file, or one that only tests use
	tags       string
	text       string
	file       *ast.File
}

var readHouse = sync.OnceValues(func() (*house, error) {
	h := &house{fset: token.NewFileSet()}
	return h, filepath.WalkDir(".", h.add)
})

type house struct {
	fset    *token.FileSet
	sources []source
}

// testRooms are for tests alone, though their files can be imported.
var testRooms = []string{"storage/storetest", "oauth/oauthtest"}

// add parses one file on the walk through the repository.
func (h *house) add(p string, d fs.DirEntry, err error) error {
	if err != nil {
		return err
	}
	name := d.Name()
	if d.IsDir() {
		if p != "." && (strings.HasPrefix(name, ".") || name == "build" || name == "node_modules" || name == "testdata") {
			return filepath.SkipDir
		}
		return nil
	}
	if !strings.HasSuffix(name, ".go") {
		return nil
	}
	text, err := os.ReadFile(p)
	if err != nil {
		return err
	}
	file, err := parser.ParseFile(h.fset, p, text, parser.ParseComments)
	if err != nil {
		return err
	}
	p = filepath.ToSlash(p)
	s := source{path: p, room: path.Dir(p), text: string(text), file: file, tags: tagsOf(file)}
	s.test = strings.HasSuffix(name, "_test.go") || regexp.MustCompile(`\b(e2e|conformance|keyring)\b`).MatchString(s.tags) || slices.Contains(testRooms, s.room)
	h.sources = append(h.sources, s)
	return nil
}

func tagsOf(f *ast.File) string {
	for _, group := range f.Comments {
		for _, c := range group.List {
			if c.Pos() < f.Package && constraint.IsGoBuild(c.Text) {
				return c.Text
			}
		}
	}
	return ""
}

// each calls check for every file of the house that keep accepts.
func each(t *testing.T, keep func(source) bool, check func(h *house, s source)) {
	t.Helper()
	h, err := readHouse()
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for _, s := range h.sources {
		if keep(s) {
			seen++
			check(h, s)
		}
	}
	if seen == 0 {
		t.Fatal("this rule looked at no file at all: it has lost its subject")
	}
}

func all(source) bool       { return true }
func shipped(s source) bool { return !s.test }
func inTests(s source) bool { return s.test }
func inUI(s source) bool {
	return !s.test && (s.room == "ui" || strings.HasPrefix(s.room, "ui/")) && s.room != "ui/kit/gallery"
}

func (h *house) at(n ast.Node) string {
	p := h.fset.Position(n.Pos())
	return fmt.Sprintf("%s:%d", filepath.ToSlash(p.Filename), p.Line)
}

func importsOf(s source) map[string]*ast.ImportSpec {
	found := map[string]*ast.ImportSpec{}
	for _, i := range s.file.Imports {
		name, _ := strconv.Unquote(i.Path.Value)
		found[name] = i
	}
	return found
}

func below(name, parent string) bool { return name == parent || strings.HasPrefix(name, parent+"/") }

func TestRoomsKnowOnlyTheRoomsTheyMay(t *testing.T) {
	each(t, all, func(h *house, s source) {
		for name, spec := range importsOf(s) {
			if !below(name, module) {
				continue
			}
			other := strings.TrimPrefix(name, module+"/")
			if s.test && !slices.Contains(strangersInTests, s.room) || below(other, s.room) && s.test {
				continue
			}
			allowed, listed := mayImport[s.room]
			if !listed {
				t.Errorf("%s: the room %s is not in mayImport: decide there which rooms it may know", h.at(spec), s.room)
			} else if !slices.Contains(allowed, other) {
				t.Errorf("%s: %s may not import %s: pass the value in, or let the room above both carry it", h.at(spec), s.room, other)
			}
		}
	})
}

func TestForeignPackagesStayInTheirRooms(t *testing.T) {
	each(t, shipped, func(h *house, s source) {
		for name, spec := range importsOf(s) {
			rooms, rule := roomsFor(name)
			if rule != "" && len(rooms) == 0 {
				t.Errorf("%s: %s is for tests alone", h.at(spec), rule)
			} else if rule != "" && !lives(s.room, rooms) {
				t.Errorf("%s: only %v may import %s: ask that room for what you need", h.at(spec), rooms, rule)
			}
		}
	})
}

func lives(room string, rooms []string) bool {
	return slices.ContainsFunc(rooms, func(r string) bool { return below(room, r) })
}

// roomsFor gives the rooms of the longest rule that covers an import.
func roomsFor(name string) (rooms []string, rule string) {
	for prefix, in := range onlyIn {
		if below(name, prefix) && len(prefix) > len(rule) {
			rooms, rule = in, prefix
		}
	}
	return rooms, rule
}

// The tests of a room below main must build without a window system too.
func TestNoTestOpensTheRealWindowDriver(t *testing.T) {
	each(t, inTests, func(h *house, s source) {
		if spec := importsOf(s)["fyne.io/fyne/v2/app"]; spec != nil && s.room != "." {
			t.Errorf("%s: tests use fyne.io/fyne/v2/test: the real driver needs cgo, OpenGL and a display", h.at(spec))
		}
	})
}

func TestOnlyTasksStartsGoroutinesInTheWindow(t *testing.T) {
	each(t, inUI, func(h *house, s source) {
		if s.path == "ui/tasks.go" {
			return
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.GoStmt:
				t.Errorf("%s: the only go statement of the window is in ui/tasks.go: run it as a task", h.at(n))
			case *ast.SelectorExpr:
				if isCall(n, "fyne", "Do") || isCall(n, "fyne", "DoAndWait") {
					t.Errorf("%s: the only fyne.Do is in ui/tasks.go: let a task post its result", h.at(n))
				}
			}
			return true
		})
	})
}

func isCall(n *ast.SelectorExpr, pkg, name string) bool {
	x, ok := n.X.(*ast.Ident)
	return ok && x.Name == pkg && n.Sel.Name == name
}

// roots are the programs that begin everything, and so the context that everything else comes from.
var roots = []string{"main.go", "internal/command/crosswalk-cli/main.go"}

// What the tests share (the stage, the store's suite) takes its context from the test as well.
func TestContextsComeFromTheCaller(t *testing.T) {
	each(t, func(s source) bool { return !strings.HasSuffix(s.path, "_test.go") && !slices.Contains(roots, s.path) }, func(h *house, s source) {
		ast.Inspect(s.file, func(n ast.Node) bool {
			if sel, ok := n.(*ast.SelectorExpr); ok && (isCall(sel, "context", "Background") || isCall(sel, "context", "TODO")) {
				t.Errorf("%s: the root context is made in a main.go: take one as a parameter (context.WithoutCancel detaches)", h.at(n))
			}
			return true
		})
	})
}

func TestTestsDoNotSleep(t *testing.T) {
	each(t, inTests, func(h *house, s source) {
		ast.Inspect(s.file, func(n ast.Node) bool {
			if sel, ok := n.(*ast.SelectorExpr); ok && isCall(sel, "time", "Sleep") {
				t.Errorf("%s: wait for what you wait for (a channel, a condition with a deadline), not for a while", h.at(n))
			}
			return true
		})
	})
}

func TestNothingIsTooLongToReadInOneGo(t *testing.T) {
	each(t, shipped, func(h *house, s source) {
		if strings.Contains(s.text, "// Code generated") {
			return
		}
		if n := strings.Count(s.text, "\n"); n > 350 {
			t.Errorf("%s: %d lines, 350 at most: split it by what its parts are about", s.path, n)
		}
		if n := strings.Count(s.text, "\n"); s.path == "main.go" && n > 60 {
			t.Errorf("main.go: %d lines, 60 at most: it only chooses, builds and runs", n)
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			measure(t, h, n)
			return true
		})
	})
}

func measure(t *testing.T, h *house, n ast.Node) {
	switch n := n.(type) {
	case *ast.FuncDecl:
		if lines := h.fset.Position(n.End()).Line - h.fset.Position(n.Pos()).Line + 1; lines > 60 {
			t.Errorf("%s: func %s has %d lines, 60 at most: name its steps", h.at(n), n.Name.Name, lines)
		}
	case *ast.StructType:
		if fields := n.Fields.NumFields(); fields > 12 {
			t.Errorf("%s: a struct of %d fields, 12 at most: which of them belong together?", h.at(n), fields)
		}
	case *ast.InterfaceType:
		if methods := n.Methods.NumFields(); methods > 7 {
			t.Errorf("%s: an interface of %d methods, 7 at most: ask only for what this caller calls", h.at(n), methods)
		}
	}
}

func TestNamesSayWhatAThingIs(t *testing.T) {
	vague := regexp.MustCompile(`(Manager|Helper|Helpers|Util|Utils|Base|Impl)$`)
	each(t, all, func(h *house, s source) {
		ast.Inspect(s.file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.TypeSpec:
				if vague.MatchString(n.Name.Name) {
					t.Errorf("%s: type %s: name what it is, not that it manages or helps", h.at(n), n.Name.Name)
				}
			case *ast.Ident:
				if strings.EqualFold(n.Name, "isSandbox") || strings.EqualFold(n.Name, "isPractice") {
					t.Errorf("%s: %s: practice, demo and production differ in the values of their Environment alone", h.at(n), n.Name)
				}
			}
			return true
		})
	})
}

func TestErrorsSayWhatWasBeingDone(t *testing.T) {
	each(t, shipped, func(h *house, s source) {
		eachString(s, func(n ast.Node, text string) {
			if strings.Contains(strings.ToLower(text), "failed to") {
				t.Errorf("%s: %q: say what was being done (\"renew Acme Ltd: …\"), not that it failed to", h.at(n), text)
			}
		})
	})
}

// spoken are the rooms beside the window whose words a person reads.
var spoken = map[string]bool{"assets": true, "internal/words": true, "internal/command": true}

func TestNobodyPleadsOrCheers(t *testing.T) {
	words := regexp.MustCompile(`(?i)\b(please|successfully|oops|whoops|sorry)\b`)
	each(t, func(s source) bool { return inUI(s) || !s.test && spoken[s.room] }, func(h *house, s source) {
		eachString(s, func(n ast.Node, text string) {
			if word := words.FindString(text); word != "" {
				t.Errorf("%s: %q: say what is, whose turn it is and what happens next, without %q", h.at(n), text, word)
			}
		})
	})
}

// eachString calls check for every string literal of a file but its imports and struct tags.
func eachString(s source, check func(ast.Node, string)) {
	ast.Inspect(s.file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.ImportSpec:
			return false
		case *ast.BasicLit:
			if n.Kind == token.STRING {
				if text, err := strconv.Unquote(n.Value); err == nil {
					check(n, text)
				}
			}
		}
		return true
	})
}

func TestEveryRoomSaysWhatItIsFor(t *testing.T) {
	comments, where := map[string]string{}, map[string]string{}
	each(t, all, func(h *house, s source) {
		if strings.HasSuffix(s.path, "_test.go") {
			return
		}
		where[s.room] = s.path
		if s.file.Doc != nil && strings.TrimSpace(s.file.Doc.Text()) != "" {
			comments[s.room] = s.file.Doc.Text()
		}
	})
	for room, file := range where {
		if comments[room] == "" {
			t.Errorf("%s: the package of %s has no comment: its purpose in one sentence, then its rules", file, room)
		}
	}
}

// The top level is what a newcomer sees first.
func TestTheTopLevelEarnsItsPlace(t *testing.T) {
	known := []string{"go.mod", "go.sum", "Makefile", "FyneApp.toml", "README.md", "LICENSE", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md",
		"assets", "docs", "internal", "oauth", "packaging", "storage", "ui"}
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		name := e.Name()
		built := name == "build" || name == "crosswalk" || name == "node_modules" || strings.HasSuffix(name, ".exe") || strings.HasSuffix(name, ".test")
		if !slices.Contains(known, name) && !built && !strings.HasPrefix(name, ".") && !strings.HasSuffix(name, ".go") {
			t.Errorf("%s: put it in a room, or add it to the list in this test and say in CONTRIBUTING.md why it stands at the top", name)
		}
	}
}

// A path of the machine that a text was written on helps nobody else.
func TestNoPathOfOneMachine(t *testing.T) {
	own := regexp.MustCompile(`(^|[\s"'(=:` + "`" + `])/(root|work|tmp/w)/[a-z.]`)
	readable := regexp.MustCompile(`\.(go|md|sh|toml|ya?ml|json|html|js|rb|sql|py|txt|svg)$|(^|/)(Makefile|run)$`)
	seen := 0
	err := filepath.WalkDir(".", func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == ".git" || d.Name() == "build" || d.Name() == "node_modules") {
			return filepath.SkipDir
		}
		if d.IsDir() || !readable.MatchString(filepath.ToSlash(p)) || filepath.Base(p) == "house_test.go" {
			return nil
		}
		seen++
		text, err := os.ReadFile(p)
		for i, line := range strings.Split(string(text), "\n") {
			if own.MatchString(line) {
				t.Errorf("%s:%d: a path of one machine: %s", p, i+1, strings.TrimSpace(line))
			}
		}
		return err
	})
	if err != nil || seen == 0 {
		t.Fatalf("looked at %d files: %v", seen, err)
	}
}

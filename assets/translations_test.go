package assets

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the translations anew: all that is said, and an empty text for what is new")

// speaking are the rooms whose sentences a person reads in the window.
var speaking = []string{"../ui", "../internal/words", "../internal/card"}

// said are the sentences of the program by their keys, and the form for one of those that have two.
type said map[string]string

// collect reads the sentences from the source: what tongue and its callers are given, and the tables of words.
func collect(t *testing.T) said {
	t.Helper()
	all := said{}
	for _, room := range speaking {
		err := filepath.WalkDir(room, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || strings.Contains(filepath.ToSlash(path), "/gallery/") {
				return err
			}
			file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
			if err != nil {
				return err
			}
			all.read(file)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return all
}

// read adds the sentences of one file.
func (all said) read(file *ast.File) {
	tables, lines := file.Name.Name == "words" || file.Name.Name == "card", file.Name.Name == "card"
	for _, d := range file.Decls {
		if g, ok := d.(*ast.GenDecl); ok && g.Tok == token.VAR && tables {
			all.table(g)
		}
		ast.Inspect(d, func(n ast.Node) bool {
			switch x := n.(type) {
			case *ast.CallExpr:
				all.call(x)
			case *ast.CompositeLit: // a line of the card, or a part of it: what it is called comes first
				if lines && len(x.Elts) == 2 {
					all.literal(x.Elts[0])
				}
			}
			return true
		})
	}
}

// table adds the texts of a table of words; keys and templates of pages are none.
func (all said) table(g *ast.GenDecl) {
	ast.Inspect(g, func(n ast.Node) bool {
		switch x := n.(type) {
		case *ast.CallExpr:
			return false
		case *ast.KeyValueExpr:
			ast.Inspect(x.Value, func(v ast.Node) bool { all.literal(v); return true })
			return false
		}
		return true
	})
}

func (all said) literal(n ast.Node) {
	if l, ok := n.(*ast.BasicLit); ok && l.Kind == token.STRING {
		if text, err := strconv.Unquote(l.Value); err == nil && text != "" {
			all[text] = ""
		}
	}
}

// call adds what a call says.
func (all said) call(call *ast.CallExpr) {
	var name string
	switch f := call.Fun.(type) {
	case *ast.Ident:
		name = f.Name
	case *ast.SelectorExpr:
		name = f.Sel.Name
		if room, ok := f.X.(*ast.Ident); ok && room.Name != "tongue" && room.Name != "v" && slices.Contains([]string{"L", "F", "Key", "Say"}, name) {
			return
		}
	}
	switch name {
	case "L", "F", "Key", "Say":
		all.literal(call.Args[0])
	case "N", "Count", "NewTicks":
		var texts []string
		for _, a := range call.Args {
			if l, ok := a.(*ast.BasicLit); ok && l.Kind == token.STRING {
				text, _ := strconv.Unquote(l.Value)
				texts = append(texts, text)
			}
		}
		if len(texts) > 1 {
			all[texts[1]] = texts[0]
		}
	}
}

// forms are a sentence in one language: one text, or one for each number.
type forms struct{ One, Other string }

func (f *forms) UnmarshalJSON(data []byte) error {
	if data[0] == '"' {
		return json.Unmarshal(data, &f.Other)
	}
	type plain forms
	return json.Unmarshal(data, (*plain)(f))
}

func bundle(t *testing.T, language string) map[string]forms {
	t.Helper()
	data, err := Translations.ReadFile("translations/" + language + ".json")
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]forms{}
	if err := json.Unmarshal(data, &all); err != nil {
		t.Fatal(err)
	}
	return all
}

func TestEverySentenceIsInEveryLanguageAndNoOtherIs(t *testing.T) {
	source := collect(t)
	if len(source) < 500 {
		t.Fatalf("only %d sentences were found in the source: does the test still read it right?", len(source))
	}
	if *update {
		write(t, "en", source, func(key string) forms { return forms{source[key], key} })
		old := bundle(t, "es")
		write(t, "es", source, func(key string) forms { return old[key] })
		t.Skip("written; what is embedded is seen when the test runs again")
	}
	for _, language := range []string{"en", "es"} {
		have := bundle(t, language)
		for key, one := range source {
			f := have[key]
			if f.Other == "" || one != "" && f.One == "" {
				t.Errorf("%s lacks %q (go test ./assets -update, then translate)", language, key)
			}
		}
		for key := range have {
			if _, ok := source[key]; !ok {
				t.Errorf("%s has %q, which nobody says (go test ./assets -update)", language, key)
			}
		}
	}
}

func TestEnglishIsWhatTheSourceSays(t *testing.T) {
	source := collect(t)
	for key, f := range bundle(t, "en") {
		if f.Other != key || f.One != source[key] {
			t.Errorf("%q is %+v", key, f)
		}
	}
}

var marks = regexp.MustCompile(`\{\w+\}|\*\*|\]\(\w+\)|'[^']+'`)

func TestATranslationFillsTheSamePlaceholders(t *testing.T) {
	for key, f := range bundle(t, "es") {
		want := marks.FindAllString(key, -1)
		slices.Sort(want)
		for _, text := range []string{f.One, f.Other} {
			got := marks.FindAllString(text, -1)
			slices.Sort(got)
			if text != "" && !slices.Equal(got, want) {
				t.Errorf("%q has %v, its translation %q has %v", key, want, text, got)
			}
			edge := func(s string) string {
				return s[:len(s)-len(strings.TrimLeft(s, " \n"))] + "…" + s[len(strings.TrimRight(s, " \n")):]
			}
			if text != "" && edge(text) != edge(key) {
				t.Errorf("%q and %q do not begin and end with the same spaces", key, text)
			}
		}
	}
}

func TestNoSentenceIsAWordThatTheToolkitReserves(t *testing.T) {
	reserved := []string{"id", "description", "hash", "leftdelim", "rightdelim", "zero", "one", "two", "few", "many", "other", "translation"}
	for key := range bundle(t, "en") {
		if slices.Contains(reserved, strings.ToLower(key)) || strings.Contains(key, "{{") {
			t.Errorf("%q cannot be a key", key)
		}
	}
}

// write writes a bundle, sorted.
func write(t *testing.T, language string, source said, text func(key string) forms) {
	t.Helper()
	keys := make([]string, 0, len(source))
	for key := range source {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	quote := func(s string) string {
		var b bytes.Buffer
		e := json.NewEncoder(&b)
		e.SetEscapeHTML(false)
		if err := e.Encode(s); err != nil {
			t.Fatal(err)
		}
		return strings.TrimSpace(b.String())
	}
	var out bytes.Buffer
	for i, key := range keys {
		f, end := text(key), ","
		if i == len(keys)-1 {
			end = ""
		}
		value := quote(f.Other)
		if source[key] != "" {
			value = fmt.Sprintf(`{"one": %s, "other": %s}`, quote(f.One), quote(f.Other))
		}
		fmt.Fprintf(&out, "  %s: %s%s\n", quote(key), value, end)
	}
	if err := os.WriteFile("translations/"+language+".json", []byte("{\n"+out.String()+"}\n"), 0o644); err != nil {
		t.Fatal(err)
	}
}

// silent are calls whose texts nobody reads in the window, and those that say them.
var silent = []string{"L", "F", "Key", "N", "Count", "NewTicks", "Format", "Errorf", "Error", "Info", "Warn", "Debug", "New"}

// plain are texts that stay as they are, by the file that has them: names of files and of parts of this program, lines of a
// card that are looked up, what is kept in English, and what support reads.
var plain = map[string][]string{
	"connect.go": {"give back/"}, "handover.go": {"Crosswalk setup"}, "stroke.go": {` d="`}, "language.go": {"English"}, "files.go": {"Documents"}, "erase.go": {"Documents"},
	"aside.go": {"failed "}, "history.go": {" on ", ", number "}, "say.go": {" ID", "ID ", " · request "},
	"card.go": {"State", "What helps", "Whose turn", "Gusto’s request", "Gusto’s id", "Person’s id", "Link’s id", "Access", "Company", "Gusto", "Verdict", "Last calls", "History"},
}

var aMoment = regexp.MustCompile(`\b(2006|3:04|January 2|Jan 2)\b`)

func TestThePagesSayNothingPastTheTranslations(t *testing.T) {
	err := filepath.WalkDir("../ui", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || strings.Contains(filepath.ToSlash(path), "/gallery/") {
			return err
		}
		fset := token.NewFileSet()
		file, err := parser.ParseFile(fset, path, nil, 0)
		if err != nil {
			return err
		}
		for _, l := range unsaid(file) {
			if text, _ := strconv.Unquote(l.Value); slices.Contains(plain[d.Name()], text) {
				continue
			}
			t.Errorf("%s: %s is not said through tongue", fset.Position(l.Pos()), l.Value)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// unsaid are the literals that look like words for a person and are given to nothing that says them.
func unsaid(file *ast.File) []*ast.BasicLit {
	var found []*ast.BasicLit
	ours := map[ast.Node]bool{}
	ast.Inspect(file, func(n ast.Node) bool {
		switch x := n.(type) {
		case *ast.ImportSpec, *ast.Field:
			return false
		case *ast.CallExpr:
			name := ""
			switch f := x.Fun.(type) {
			case *ast.Ident:
				name = f.Name
			case *ast.SelectorExpr:
				name = f.Sel.Name
			}
			for _, a := range x.Args {
				ours[a] = ours[a] || slices.Contains(silent, name)
			}
		case *ast.BasicLit:
			text, err := strconv.Unquote(x.Value)
			if x.Kind == token.STRING && err == nil && !ours[x] && regexp.MustCompile(`[A-Za-z] | [A-Za-z]|^[A-Z][a-z]+…?$`).MatchString(text) && !aMoment.MatchString(text) {
				found = append(found, x)
			}
		}
		return true
	})
	return found
}

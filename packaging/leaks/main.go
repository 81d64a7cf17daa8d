// The program leaks looks for what must not be given away: private keys, tokens and client secrets, age identities, the
// certificate of the tests, package registries of one firm and paths of one machine.
//
// Rules: without arguments it reads what git knows or would take, with -history every version that git ever kept, and
// with folders every file below them; what it finds is named by file, line and kind, and the secret is never repeated.
// It imports nothing of ours, so that it also works where the program cannot be built. It ends with 1 when something was
// found and with 2 when it could not look.
package main

import (
	"bufio"
	"bytes"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
)

func main() {
	history := flag.Bool("history", false, "every version that git ever kept, too")
	flag.Parse()
	w := &watch{rules: append(rules, machine()...), out: os.Stdout}
	if err := w.look(flag.Args(), *history); err != nil {
		fmt.Fprintln(os.Stderr, "leaks:", err)
		os.Exit(2)
	}
	fmt.Printf("leaks: %d files and %d MB looked at, %d found\n", w.files, w.bytes>>20, w.found)
	if w.found > 0 {
		os.Exit(1)
	}
}

type watch struct {
	rules               []rule
	out                 io.Writer
	files, bytes, found int
}

func (w *watch) look(folders []string, history bool) error {
	if len(folders) > 0 {
		for _, folder := range folders {
			if err := w.folder(folder); err != nil {
				return err
			}
		}
		return w.some()
	}
	if err := w.tree(); err != nil {
		return err
	}
	if history {
		if err := w.history(); err != nil {
			return err
		}
	}
	return w.some()
}

// some refuses to call nothing clean.
func (w *watch) some() error {
	if w.files == 0 {
		return fmt.Errorf("there is no file to look at")
	}
	return nil
}

func (w *watch) file(name string, content []byte) {
	w.files++
	w.bytes += len(content)
	for _, what := range find(w.rules, name, content) {
		w.found++
		fmt.Fprintf(w.out, "%s: %s\n", name, what)
	}
}

// told says where something is; a nuisance is shown.
func (r rule) told(content []byte, from, to int) string {
	where := fmt.Sprintf(", line %d", bytes.Count(content[:from], []byte("\n"))+1)
	if bytes.IndexByte(content, 0) >= 0 {
		where = fmt.Sprintf(", at byte %d", from)
	}
	if r.show {
		where += fmt.Sprintf(": %q", content[from:min(to+40, len(content))])
	}
	return where
}

func (w *watch) folder(root string) error {
	return filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		content, err := os.ReadFile(p)
		if err == nil {
			w.file(filepath.ToSlash(p), content)
		}
		return err
	})
}

// tree reads what would be committed or is.
func (w *watch) tree() error {
	list, err := exec.Command("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard").Output()
	if err != nil {
		return fmt.Errorf("git ls-files: %w", err)
	}
	for name := range strings.SplitSeq(strings.TrimSuffix(string(list), "\x00"), "\x00") {
		info, err := os.Lstat(name)
		if err != nil || !info.Mode().IsRegular() {
			continue // removed and not committed yet
		}
		content, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		w.file(name, content)
	}
	return nil
}

// history reads every object that can be reached from any branch or tag: what was committed once is given away with the rest.
func (w *watch) history() error {
	list, err := exec.Command("git", "rev-list", "--objects", "--all").Output()
	if err != nil {
		return fmt.Errorf("git rev-list: %w", err)
	}
	names := map[string]string{}
	var asked bytes.Buffer
	for line := range strings.Lines(string(list)) {
		id, name, _ := strings.Cut(strings.TrimSpace(line), " ")
		names[id] = name
		asked.WriteString(id + "\n")
	}
	git := exec.Command("git", "cat-file", "--batch")
	git.Stdin = &asked
	git.Stderr = os.Stderr
	answer, err := git.StdoutPipe()
	if err != nil {
		return err
	}
	if err := git.Start(); err != nil {
		return err
	}
	if err := w.objects(bufio.NewReader(answer), names); err != nil {
		return err
	}
	return git.Wait()
}

// objects reads what "git cat-file --batch" says: a line "id kind size", the content, an end of line.
func (w *watch) objects(answer *bufio.Reader, names map[string]string) error {
	for {
		head, err := answer.ReadString('\n')
		if err == io.EOF {
			return nil
		}
		parts := strings.Fields(head)
		if err != nil || len(parts) != 3 {
			return fmt.Errorf("git cat-file: %q: %w", head, err)
		}
		size, err := strconv.Atoi(parts[2])
		if err != nil {
			return err
		}
		content := make([]byte, size+1)
		if _, err := io.ReadFull(answer, content); err != nil {
			return err
		}
		if parts[1] != "tree" {
			w.file(parts[0][:12]+":"+names[parts[0]], content[:size])
		}
	}
}

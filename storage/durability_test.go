//go:build durability && linux

package storage

import (
	"bufio"
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// A kill leaves what is in the kernel's cache; a power cut does not. These tests
// record the system calls of a process that renews a grant (strace), and
// rebuild, for each acknowledged renewal, the files from only what had been
// fsynced by then. They fail, and do not skip, where strace is missing.

const (
	renewals = 130 // enough for a checkpoint in between
	traced   = "open,openat,creat,mkdir,mkdirat,write,writev,pwrite64,pwritev,pwritev2,ftruncate,fallocate," +
		"fsync,fdatasync,unlink,unlinkat,rename,renameat,renameat2,link,linkat,copy_file_range,sendfile"
)

func TestAcknowledgedRenewalsSurviveAPowerCut(t *testing.T) {
	lost, cuts, shown := powerCuts(t, "hold and renew")
	if len(lost) > 0 {
		t.Errorf("%d of %d power cuts lost something:\n%s", len(lost), cuts, strings.Join(lost[:min(len(lost), 10)], "\n"))
	}
	t.Logf("%d power cuts, %s", cuts, shown)
}

// It shows that the test above is able to notice.
func TestAPowerCutCostsRenewalsThatWereNotSynced(t *testing.T) {
	lost, cuts, shown := powerCuts(t, "hold and renew hastily")
	if len(lost) < renewals/2 {
		t.Errorf("only %d of %d power cuts lost something with synchronous=normal", len(lost), cuts)
	}
	t.Logf("%d power cuts, %s", cuts, shown)
}

// powerCuts cuts the power at every acknowledgment so that nothing is left of what
// was not synced, and now and then so that an arbitrary part of it is.
func powerCuts(t *testing.T, role string) (lost []string, cuts int, shown string) {
	home := t.TempDir()
	trace := recordCalls(t, role, filepath.Join(home, "new", "data"), strconv.Itoa(renewals))
	seed := rand.Uint64()
	t.Log("seed", seed)
	dice := rand.New(rand.NewPCG(seed, 0))
	d := newDisk(home)
	acknowledged, checkpoints, calls := 0, 0, 0
	cut := func(keep func() bool) {
		cuts++
		if complaint := d.bootAndLook(t, keep, acknowledged); complaint != "" {
			lost = append(lost, fmt.Sprintf("after renewal %d: %s", acknowledged, complaint))
		}
	}
	nothing, some := func() bool { return false }, func() bool { return dice.IntN(2) == 0 }
	for _, c := range trace {
		if c.name == "write" && strings.HasPrefix(c.args, "1<") {
			var err error
			if acknowledged, err = strconv.Atoi(strings.TrimSpace(string(c.strings()[0]))); err != nil {
				t.Fatal(err)
			}
			cut(nothing)
			if acknowledged%3 == 0 {
				cut(some)
			}
			continue
		}
		if (c.name == "fsync" || c.name == "fdatasync") && filepath.Base(c.path()) == FileName && acknowledged > 0 {
			checkpoints++
		}
		d.apply(t, c)
		if calls++; calls%41 == 0 && acknowledged > 0 {
			cut(some)
		}
	}
	if acknowledged != renewals || checkpoints == 0 {
		t.Fatalf("the recording has %d renewals and %d checkpoints", acknowledged, checkpoints)
	}
	return lost, cuts, fmt.Sprintf("%d renewals, %d calls, %d lost", acknowledged, calls, len(lost))
}

// call is one system call that succeeded.
type call struct {
	name, args, result string
	began              int // how many calls had ended when it began
}

var descriptor = regexp.MustCompile(`^\d+<((?:\\x[0-9a-f]{2})*)>`)

// recordCalls runs the test binary in a role and returns what it asked of the kernel.
func recordCalls(t *testing.T, role string, args ...string) (calls []call) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "trace")
	strace := append([]string{"-f", "-y", "-xx", "-s", "1000000", "--seccomp-bpf", "-o", file, "-e", "trace=" + traced, os.Args[0]}, args...)
	cmd := exec.CommandContext(t.Context(), "strace", strace...)
	cmd.Env = append(os.Environ(), "STORAGE_TEST_ROLE="+role)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("record with strace: %v\n%s", err, out)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	halves := map[string]call{}
	lines := bufio.NewScanner(bytes.NewReader(text))
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		pid, rest, _ := strings.Cut(lines.Text(), " ")
		rest = strings.TrimLeft(rest, " ")
		c := call{began: len(calls)}
		if after, ok := strings.CutPrefix(rest, "<... "); ok {
			c = halves[pid]
			_, rest, _ = strings.Cut(after, " resumed>")
		} else {
			c.name, rest, _ = strings.Cut(rest, "(")
		}
		if begun, ok := strings.CutSuffix(rest, " <unfinished ...>"); ok {
			c.args = begun
			halves[pid] = c
		} else if at := strings.LastIndex(rest, " = "); at >= 0 && rest[at+3] != '-' { // not a signal, an end or a failure
			c.args += strings.TrimSuffix(strings.TrimRight(rest[:at], " "), ")")
			c.result = rest[at+3:]
			calls = append(calls, c)
		}
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return calls
}

// strings returns the call's string arguments.
func (c call) strings() (all [][]byte) {
	for i, part := range strings.Split(c.args, `"`) {
		if i%2 == 1 { // strace writes all of a string in hexadecimal, quotes too
			all = append(all, unhex(part))
		}
	}
	return all
}

// path is that of the call's first argument, a descriptor.
func (c call) path() string {
	if m := descriptor.FindStringSubmatch(c.args); m != nil {
		return string(unhex(m[1]))
	}
	return ""
}

// numbers returns the call's last n arguments.
func (c call) numbers(t *testing.T, n int) (all []int64) {
	t.Helper()
	parts := strings.Split(c.args, ", ")
	for _, part := range parts[len(parts)-n:] {
		number, err := strconv.ParseInt(part, 10, 64)
		if err != nil {
			t.Fatalf("%s(…%s): %v", c.name, part, err)
		}
		all = append(all, number)
	}
	return all
}

func unhex(escaped string) []byte {
	plain := make([]byte, 0, len(escaped)/4)
	for i := 0; i+3 < len(escaped); i += 4 {
		b, _ := strconv.ParseUint(escaped[i+2:i+4], 16, 8) // the length is compared with the recorded one
		plain = append(plain, byte(b))
	}
	return plain
}

// disk is what a disk holds for certain, and what was only asked of it.
type disk struct {
	home    string
	now     map[string]*node // names as the process sees them
	certain map[string]*node // names that a power cut leaves
	applied int
}

// node is a file or, without content, a folder.
type node struct {
	folder  bool
	content []byte // what was synced
	waiting []step // what was not
	end     int64  // where a write without a place goes
}

// step is a write, or a new size when data is nil.
type step struct {
	call int
	at   int64
	data []byte
}

func newDisk(home string) *disk {
	return &disk{home: home, now: map[string]*node{}, certain: map[string]*node{}}
}

func (d *disk) apply(t *testing.T, c call) {
	t.Helper()
	d.applied++
	switch c.name {
	case "open", "openat", "creat":
		if m := descriptor.FindStringSubmatch(c.result); m != nil && strings.Contains(c.args, "O_CREAT") {
			d.create(string(unhex(m[1])), false)
		}
		return
	case "mkdir", "mkdirat":
		d.create(string(c.strings()[0]), true)
		return
	case "unlink", "unlinkat":
		delete(d.now, string(c.strings()[0]))
		return
	case "rename", "renameat", "renameat2":
		from, to := string(c.strings()[0]), string(c.strings()[1])
		if file := d.now[from]; file != nil {
			d.now[to] = file
			delete(d.now, from)
		}
		return
	}
	if path := c.path(); c.name == "fsync" || c.name == "fdatasync" {
		d.sync(path, c.began)
	} else if file := d.now[path]; file != nil && !strings.HasSuffix(path, "-shm") { // that one is made anew after a start
		file.change(t, c, d.applied-1)
	} else if strings.Contains(c.name, "link") || c.name == "copy_file_range" {
		t.Fatalf("the recording has a %s, which this test does not know", c.name)
	}
}

func (d *disk) create(path string, folder bool) {
	if strings.HasPrefix(path, d.home+"/") && d.now[path] == nil {
		d.now[path] = &node{folder: folder}
	}
}

// sync makes certain what was asked before the call began.
func (d *disk) sync(path string, began int) {
	if file := d.now[path]; file != nil && !file.folder {
		waiting := file.waiting
		for len(waiting) > 0 && waiting[0].call < began {
			file.content = waiting[0].on(file.content)
			waiting = waiting[1:]
		}
		file.waiting = waiting
		return
	}
	for name := range d.certain {
		if filepath.Dir(name) == path && d.now[name] != d.certain[name] {
			delete(d.certain, name)
		}
	}
	for name, file := range d.now {
		if filepath.Dir(name) == path {
			d.certain[name] = file
		}
	}
}

func (n *node) change(t *testing.T, c call, number int) {
	t.Helper()
	switch c.name {
	case "pwrite64":
		data, numbers := c.strings()[0], c.numbers(t, 2)
		if int64(len(data)) != numbers[0] || !strings.HasPrefix(c.result, strconv.Itoa(len(data))) {
			t.Fatalf("a write of %d bytes was recorded with %d, result %s", numbers[0], len(data), c.result)
		}
		n.waiting = append(n.waiting, step{number, numbers[1], data})
	case "write":
		data := c.strings()[0]
		n.waiting = append(n.waiting, step{number, n.end, data})
		n.end += int64(len(data))
	case "ftruncate":
		n.waiting = append(n.waiting, step{number, c.numbers(t, 1)[0], nil})
	default:
		t.Fatalf("the recording has a %s of a file, which this test does not know", c.name)
	}
}

func (s step) on(content []byte) []byte {
	end := s.at + int64(len(s.data))
	if s.data == nil && int64(len(content)) > end {
		return content[:end:end]
	}
	if grow := end - int64(len(content)); grow > 0 {
		content = append(content, make([]byte, grow)...)
	}
	copy(content[s.at:], s.data)
	return content
}

// bootAndLook starts a computer with what the disk holds, and with those of the
// waiting writes that keep chooses, and looks for a renewal. It returns what is wrong.
func (d *disk) bootAndLook(t *testing.T, keep func() bool, want int) (complaint string) {
	t.Helper()
	home, err := os.MkdirTemp("/dev/shm", "boot") // nothing here has to last
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(home)
	dir := filepath.Join(home, "new", "data")
	for _, at := range []string{filepath.Join(d.home, "new"), filepath.Join(d.home, "new", "data")} {
		if d.certain[at] == nil {
			return "the folder " + filepath.Base(at) + " is gone"
		}
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	for path, file := range d.certain {
		if filepath.Dir(path) != filepath.Join(d.home, "new", "data") || file.folder {
			continue
		}
		content := bytes.Clone(file.content)
		for _, step := range file.waiting {
			if keep() {
				content = step.on(content)
			}
		}
		write(t, filepath.Join(dir, filepath.Base(path)), string(content))
	}
	return lookFor(t, dir, want)
}

func lookFor(t *testing.T, dir string, want int) (complaint string) {
	t.Helper()
	l, err := OpenLocal(t.Context(), dir, Options{})
	if err != nil {
		return err.Error()
	}
	defer l.Close()
	grants, err := l.Grants(t.Context())
	if err != nil || len(grants) != 1 {
		return fmt.Sprintf("%d grants, %v", len(grants), err)
	}
	pair, gen, err := l.Sealed(t.Context(), grants[0].ID)
	if err != nil || gen < int64(want) || string(pair) != fmt.Sprint("R", gen) {
		return fmt.Sprintf("pair %s at generation %d, %v", pair, gen, err)
	}
	keys, err := OpenKeys(t.Context(), l, FileKeeper{Dir: dir})
	if err != nil {
		return err.Error()
	}
	if secret, err := NewSafe(keys, l).Get(t.Context(), "profile", "client secret"); err != nil || string(secret) != "hush" {
		return fmt.Sprintf("secret %q, %v", secret, err)
	}
	var integrity string
	if err := l.db.QueryRowContext(t.Context(), "PRAGMA integrity_check").Scan(&integrity); err != nil || integrity != "ok" {
		return fmt.Sprintf("integrity: %s, %v", integrity, err)
	}
	return ""
}

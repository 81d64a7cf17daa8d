package command_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"crosswalk/internal/command"
	"crosswalk/internal/desk"
	"crosswalk/internal/sandbox"
)

// built is the quick program, built as it is released, without cgo, and with the full one beside it.
var built, full string

func TestMain(m *testing.M) {
	folder, err := os.MkdirTemp("", "crosswalk-cli")
	if err != nil {
		panic(err)
	}
	built, full = filepath.Join(folder, "crosswalk-cli"), filepath.Join(folder, "crosswalk-cli-full")
	if runtime.GOOS == "windows" {
		built, full = built+".exe", full+".exe"
	}
	for path, tags := range map[string]string{built: "quick", full: ""} {
		build := exec.Command("go", "build", "-tags", tags, "-ldflags", "-X main.version=1.2.3-test", "-o", path, "./crosswalk-cli")
		build.Env = append(os.Environ(), "CGO_ENABLED=0", "GOFLAGS=")
		if out, err := build.CombinedOutput(); err != nil {
			panic(string(out))
		}
	}
	code := m.Run()
	os.RemoveAll(folder)
	os.Exit(code)
}

// place is one data folder in front of a pretend Gusto, whose secrets are known, so that no output may hold one.
type place struct {
	t       *testing.T
	gusto   *sandbox.Gusto
	address string
	folder  string
	env     []string

	mu      sync.Mutex
	secrets []string
	ahead   time.Duration // Gusto's clock
}

const firmSecret = "practice-secret" // house.practice knows no other

func newPlace(t *testing.T) *place {
	t.Helper()
	p := &place{t: t, folder: filepath.Join(t.TempDir(), "data"), secrets: []string{firmSecret}}
	g, err := sandbox.New(sandbox.Options{Now: p.now})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(g)
	t.Cleanup(server.Close)
	p.gusto, p.address = g, server.URL
	g.Faults().EditTokenReply(func(reply map[string]any) {
		p.mu.Lock()
		defer p.mu.Unlock()
		for _, name := range []string{"access_token", "refresh_token"} {
			if text, ok := reply[name].(string); ok {
				p.secrets = append(p.secrets, text)
			}
		}
	})
	practice := filepath.Join(p.folder, "practice")
	if err := os.MkdirAll(practice, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(practice, "address"), []byte(p.address), 0o600); err != nil {
		t.Fatal(err)
	}
	p.env = []string{"CROSSWALK_DATA=" + p.folder, "HOME=" + p.folder, "PATH=", "DBUS_SESSION_BUS_ADDRESS=unix:path=" + filepath.Join(p.folder, "no-bus")}
	if root := os.Getenv("SystemRoot"); root != "" {
		p.env = append(p.env, "SystemRoot="+root)
	}
	return p
}

func (p *place) now() time.Time {
	p.mu.Lock()
	defer p.mu.Unlock()
	return time.Now().Add(p.ahead)
}

// expire lets every access token end, at Gusto alone.
func (p *place) expire() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.ahead += 3 * time.Hour
}

// said is what one run of the program came to.
type said struct {
	code     int
	out, err string
}

// command prepares one run: no display, no key store, no terminal.
func (p *place) command(args ...string) *exec.Cmd {
	cmd := exec.Command(built, args...)
	cmd.Env = p.env
	return cmd
}

// run runs the program to its end, and holds that no secret came out.
func (p *place) run(args ...string) said {
	p.t.Helper()
	return p.finish(p.command(args...), nil)
}

// finish runs a prepared command; alongside, when given, meets it while it runs.
func (p *place) finish(cmd *exec.Cmd, alongside func(words io.Reader, in io.WriteCloser)) said {
	p.t.Helper()
	var out, words bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &words
	started, done := make(chan struct{}), make(chan struct{})
	if alongside == nil {
		close(done)
	} else {
		in, err := cmd.StdinPipe()
		if err != nil {
			p.t.Fatal(err)
		}
		r, w := io.Pipe()
		cmd.Stderr = io.MultiWriter(&words, w)
		go func() { defer close(done); <-started; alongside(r, in); io.Copy(io.Discard, r) }()
		defer func() { <-done }()
		defer w.Close()
	}
	err := cmd.Start()
	close(started)
	if err != nil {
		p.t.Fatal(err)
	}
	late := time.AfterFunc(time.Minute, func() { cmd.Process.Kill() })
	defer late.Stop()
	err = cmd.Wait()
	var ended *exec.ExitError
	if err != nil && !errors.As(err, &ended) {
		p.t.Fatal(err)
	}
	s := said{code: cmd.ProcessState.ExitCode(), out: out.String(), err: words.String()}
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, secret := range p.secrets {
		if strings.Contains(s.out+s.err, secret) {
			p.t.Errorf("%v printed a secret", cmd.Args[1:])
		}
	}
	return s
}

// want runs the program and holds its exit code.
func (p *place) want(code int, args ...string) said {
	p.t.Helper()
	s := p.run(args...)
	if s.code != code {
		p.t.Fatalf("%v: exit code %d, want %d\n%s\n%s", args, s.code, code, s.out, s.err)
	}
	return s
}

var startAddress = regexp.MustCompile(`(?m)^http://127\.0\.0\.1:\d+/\S+$`)

// addressIn reads words up to the address that is printed on a line of its own.
func addressIn(words io.Reader) string {
	var seen []byte
	part := make([]byte, 1024)
	for {
		n, err := words.Read(part)
		seen = append(seen, part[:n]...)
		if found := startAddress.FindIndex(seen); found != nil && found[1] < len(seen) {
			return string(seen[found[0]:found[1]])
		}
		if err != nil {
			return ""
		}
	}
}

// browse follows an address as a browser does, and gives the address it was sent back to when it stops before that.
func browse(address string, stop bool) string {
	jar, _ := cookiejar.New(nil)
	landed := ""
	browser := &http.Client{Jar: jar, Timeout: 20 * time.Second, CheckRedirect: func(r *http.Request, _ []*http.Request) error {
		if stop && strings.HasSuffix(r.URL.Path, "/callback") {
			landed = r.URL.String()
			return http.ErrUseLastResponse
		}
		return nil
	}}
	if resp, err := browser.Get(address); err == nil {
		resp.Body.Close()
	}
	return landed
}

// connect links a company: Dana has decided already, and her browser follows the address that was printed.
func (p *place) connect(as sandbox.AutoConsent, args ...string) said {
	p.t.Helper()
	p.gusto.Faults().AutoConsent(&as)
	defer p.gusto.Faults().AutoConsent(nil)
	cmd := p.command(append([]string{"connect", "--no-browser"}, args...)...)
	return p.finish(cmd, func(words io.Reader, in io.WriteCloser) {
		go browse(addressIn(words), false)
		in.Close()
	})
}

// linked links one of Dana's companies in practice.
func (p *place) linked(name string) sandbox.Company {
	p.t.Helper()
	c, ok := p.gusto.CompanyNamed(sandbox.Dana, name)
	if !ok {
		p.t.Fatalf("Dana has no company %s", name)
	}
	if s := p.connect(sandbox.AutoConsent{Person: sandbox.Dana, Company: c.UUID}, "--yes"); s.code != command.ExitFine {
		p.t.Fatalf("connect: %d\n%s\n%s", s.code, s.out, s.err)
	}
	return c
}

// practice makes a place in which practice is in use and one company is linked.
func practice(t *testing.T) (*place, sandbox.Company) {
	t.Helper()
	p := newPlace(t)
	p.want(command.ExitFine, "use", "practice")
	return p, p.linked(p.gusto.Companies(sandbox.Dana)[0].Name)
}

var schemas = sync.OnceValue(func() *jsonschema.Compiler {
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	return c
})

// valid holds that output is one JSON value of the published form, and reads it into value.
func valid(t *testing.T, name, out string, value any) {
	t.Helper()
	schema, err := schemas().Compile("../../docs/schema/" + name + ".json")
	if err != nil {
		t.Fatal(err)
	}
	got, err := jsonschema.UnmarshalJSON(strings.NewReader(out))
	if err != nil {
		t.Fatalf("%s: not one JSON value: %v\n%s", name, err, out)
	}
	if err := schema.Validate(got); err != nil {
		t.Errorf("%s: %v\n%s", name, err, out)
	}
	if value != nil {
		if err := json.Unmarshal([]byte(out), value); err != nil {
			t.Fatal(err)
		}
	}
}

// interrupt stops a command from outside as soon as it says where to go.
func (p *place) interrupt(args ...string) said {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.t.Context(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, built, args...)
	cmd.Env = p.env
	return p.finish(cmd, func(words io.Reader, _ io.WriteCloser) {
		addressIn(words)
		cmd.Process.Signal(syscall.SIGINT)
	})
}

type verdicts struct {
	Links []struct {
		Company, Name string
		Verdict       struct{ Cause desk.Cause }
		Exit          int
	}
	Fine, Attention, Unknown, Exit int
}

package doctor

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"crosswalk/internal/desk"
	"crosswalk/internal/reach"
	"crosswalk/internal/sandbox"
)

func TestMain(m *testing.M) {
	if os.Getenv("DOCTOR_TEST_HOLD") != "" {
		holdPort()
	}
	os.Exit(m.Run())
}

// holdPort is another program that has a port, until its input ends.
func holdPort() {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	os.Stdout.WriteString(l.Addr().String() + "\n")
	io.Copy(io.Discard, os.Stdin)
	os.Exit(0)
}

// withoutProxy takes the proxy of whoever runs the tests out of the way.
func withoutProxy(t *testing.T) {
	t.Helper()
	for _, name := range []string{"HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "NO_PROXY", "no_proxy", "XDG_CURRENT_DESKTOP"} {
		t.Setenv(name, "")
	}
}

// patient is a computer on which everything works, in front of a pretend Gusto.
func patient(t *testing.T) Patient {
	t.Helper()
	withoutProxy(t)
	gusto, err := sandbox.New(sandbox.Options{})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(gusto)
	t.Cleanup(server.Close)
	return in(t, server.URL)
}

func in(t *testing.T, base string) Patient {
	t.Helper()
	client, err := reach.New(reach.Options{UserAgent: "test"})
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	if err := os.Chmod(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	env := desk.Demo
	env.BaseURL = base
	fine := func(context.Context) error { return nil }
	return Patient{
		Ground: desk.Ground{Environment: env, Kept: "keyring", Folder: folder}, Version: "test", Client: client, Now: time.Now,
		Database: fine, Keys: fine, KeyLimit: time.Second,
		Look: Surroundings{
			Getenv: func(string) string { return "" },
			Run:    func(context.Context, string, ...string) (string, error) { return "firefox.desktop\n", nil },
		},
	}
}

func examine(t *testing.T, p Patient) map[Check]Finding {
	t.Helper()
	var told []Finding
	all := Examine(t.Context(), p, func(f Finding) { told = append(told, f) })
	if len(all) != len(Checks()) {
		t.Errorf("%d findings for %d checks", len(all), len(Checks()))
	}
	found := map[Check]Finding{}
	for i, f := range all {
		if f.Check != Checks()[i] {
			t.Errorf("finding %d is %s, want %s", i, f.Check, Checks()[i])
		}
		found[f.Check] = f
	}
	last := map[Check]Finding{}
	for _, f := range told {
		last[f.Check] = f
	}
	for c, f := range last {
		if found[c] != f {
			t.Errorf("told %+v, gave %+v", f, found[c])
		}
	}
	return found
}

// faulty holds that exactly one part of the way is at fault, and that what lies behind is not judged.
func faulty(t *testing.T, found map[Check]Finding, check Check, cause desk.Cause, detail string) {
	t.Helper()
	f := found[check]
	if f.State != Fault || f.Cause != cause || !strings.Contains(f.Detail, detail) {
		t.Errorf("%s: %+v, want a fault %s with %q", check, f, cause, detail)
	}
	for c, other := range found {
		if c != check && other.State == Fault {
			t.Errorf("%s is at fault as well: %+v", c, other)
		}
	}
}

func TestAHealthyComputerHasNoFault(t *testing.T) {
	found := examine(t, patient(t))
	for c, f := range found {
		if f.State == Fault || f.State == Unknown {
			t.Errorf("%s: %+v", c, f)
		}
		if f.State == Fine && f.Facts == "" {
			t.Errorf("%s says nothing of what it found", c)
		}
	}
	if f := found[Gusto]; !strings.Contains(f.Facts, "answered 401, request ") {
		t.Errorf("gusto: %+v", f)
	}
	if f := found[Display]; runtime.GOOS == "linux" && (f.State != Note || f.Cause != desk.NoDisplay) {
		t.Errorf("display: %+v", f)
	}
}

func TestADeadNameServerIsTheFaultOfDNS(t *testing.T) {
	withoutProxy(t)
	p := in(t, "https://api.gusto.invalid")
	dead, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := dead.LocalAddr().String()
	dead.Close()
	p.Resolver = &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "udp", address)
	}}
	found := examine(t, p)
	faulty(t, found, DNS, desk.NoName, "api.gusto.invalid")
	for _, c := range []Check{Route, TLS, Clock, Gusto} {
		if found[c].State != Unknown {
			t.Errorf("%s behind it: %+v", c, found[c])
		}
	}
}

func TestAClosedPortIsTheFaultOfTheRoute(t *testing.T) {
	withoutProxy(t)
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	faulty(t, examine(t, in(t, gone.URL)), Route, desk.ConnectionRefused, "127.0.0.1")
}

func TestAnInterceptingCertificateIsNamed(t *testing.T) {
	withoutProxy(t)
	box := newInspector(t)
	t.Setenv("HTTPS_PROXY", box.address)
	found := examine(t, in(t, "https://api.gusto.invalid"))
	faulty(t, found, TLS, desk.Intercepted, "Example Inspection Inc")
	if f := found[Proxy]; f.State != Fine || !strings.Contains(f.Facts, box.address) || !strings.Contains(f.Facts, "HTTPS_PROXY") {
		t.Errorf("proxy: %+v", f)
	}
	p := in(t, "https://api.gusto.invalid")
	p.Client = box.trusted(t)
	found = examine(t, p)
	if f := found[TLS]; f.State != Fine || !strings.Contains(f.Facts, "Example Inspection Inc") {
		t.Errorf("the firm's own authority, added here: %+v", f)
	}
}

func TestACertificateOfTomorrowIsTheFaultOfTheClock(t *testing.T) {
	withoutProxy(t)
	box := newInspector(t)
	box.notBefore = time.Now().Add(2 * time.Hour)
	t.Setenv("HTTPS_PROXY", box.address)
	p := in(t, "https://api.gusto.invalid")
	p.Client = box.trusted(t)
	faulty(t, examine(t, p), Clock, desk.ClockWrong, "valid from")
}

func TestAProxyThatWantsAPasswordIsTold(t *testing.T) {
	withoutProxy(t)
	box := newInspector(t)
	box.password = true
	t.Setenv("HTTPS_PROXY", strings.Replace(box.address, "http://", "http://someone:wrong-password@", 1))
	found := examine(t, in(t, "https://api.gusto.invalid"))
	faulty(t, found, Proxy, desk.ProxySignIn, box.address)
	if f := found[Proxy]; !strings.Contains(f.Facts, "from the environment (HTTPS_PROXY)") {
		t.Errorf("where it is set is not told: %+v", f)
	}
	for _, f := range found {
		if strings.Contains(f.Detail+f.Facts, "wrong-password") {
			t.Errorf("the password is told: %+v", f)
		}
	}
}

func TestADeadProxyIsToldAsTheProxys(t *testing.T) {
	withoutProxy(t)
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	t.Setenv("HTTPS_PROXY", gone.URL)
	faulty(t, examine(t, in(t, "https://api.gusto.invalid")), Route, desk.ProxyBroken, gone.URL)
}

// listening answers every connection with a text, and says nothing more.
func listening(t *testing.T, text string) (address string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer c.Close()
				if _, err := c.Read(make([]byte, 4096)); err == nil {
					io.WriteString(c, text)
				}
			}()
		}
	}()
	return l.Addr().String()
}

func TestWhoHadTheRequestWhenNothingCameIsAtFault(t *testing.T) {
	for name, c := range map[string]struct {
		says  string
		check Check
		cause desk.Cause
	}{
		"the proxy opens no way":          {"", Proxy, desk.ProxyBroken},
		"nobody agrees on the encryption": {"HTTP/1.1 200 OK\r\n\r\n", TLS, desk.Unreachable},
	} {
		t.Run(name, func(t *testing.T) {
			withoutProxy(t)
			t.Setenv("HTTPS_PROXY", "http://"+listening(t, c.says))
			faulty(t, examine(t, in(t, "https://api.gusto.invalid")), c.check, c.cause, "")
		})
	}
	withoutProxy(t)
	faulty(t, examine(t, in(t, "http://"+listening(t, ""))), Gusto, desk.Unreachable, "")
}

func TestAClockTwoHoursOffIsFoundByGustosDate(t *testing.T) {
	for _, off := range []time.Duration{2*time.Hour + 20*time.Second, -2*time.Hour - 20*time.Second} {
		p := patient(t)
		p.Now = func() time.Time { return time.Now().Add(off) }
		faulty(t, examine(t, p), Clock, desk.ClockSkewed, "2 hours")
	}
}

func TestAGuestNetworksPageIsNotGusto(t *testing.T) {
	withoutProxy(t)
	portal := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		io.WriteString(w, "<html>Welcome to our Wi-Fi</html>")
	}))
	defer portal.Close()
	faulty(t, examine(t, in(t, portal.URL)), Gusto, desk.CaptivePortal, "")
}

func TestWhatGustoSaysOfTheVersionIsTold(t *testing.T) {
	p := patient(t)
	p.Environment.APIVersion = "2024-04-01"
	faulty(t, examine(t, p), Gusto, desk.VersionRefused, "2024-04-01")
	p = patient(t)
	p.Environment.APIVersion = "2025-11-15"
	if f := examine(t, p)[Gusto]; f.State != Note || f.Cause != desk.VersionRetiring || f.Until.IsZero() {
		t.Errorf("%+v", f)
	}
}

func TestThePortsHolderIsNamed(t *testing.T) {
	other := exec.Command(os.Args[0])
	other.Env = append(os.Environ(), "DOCTOR_TEST_HOLD=1")
	in, err := other.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := other.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := other.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { in.Close(); other.Wait() }()
	line := make([]byte, 64)
	n, err := out.Read(line)
	if err != nil {
		t.Fatal(err)
	}
	address := strings.TrimSpace(string(line[:n]))
	p := patient(t)
	p.Redirects = []string{"http://" + address + "/callback"}
	f := examine(t, p)[Redirect]
	if f.State != Fault || f.Cause != desk.PortBusy || !strings.Contains(f.Detail, address) {
		t.Errorf("%+v", f)
	}
	if runtime.GOOS == "linux" && !strings.Contains(f.Detail, "doctor.test (process ") {
		t.Errorf("the holder is not named: %q", f.Detail)
	}
	p.Redirects = append(p.Redirects, "http://127.0.0.1/callback")
	if f := examine(t, p)[Redirect]; f.State != Fine || !strings.Contains(f.Facts, address) {
		t.Errorf("another address is free: %+v", f)
	}
}

func TestWhatTheRoomsSayIsTold(t *testing.T) {
	p := patient(t)
	p.Database = func(context.Context) error { return &desk.Trouble{Cause: desk.DatabaseDamaged, Detail: "page 7"} }
	faulty(t, examine(t, p), Database, desk.DatabaseDamaged, "page 7")
	p = patient(t)
	p.Keys = func(context.Context) error { return &desk.Trouble{Cause: desk.KeyStoreLocked} }
	faulty(t, examine(t, p), KeyStore, desk.KeyStoreLocked, "")
	p.Keys = func(context.Context) error { return errors.New("out of the ordinary") }
	faulty(t, examine(t, p), KeyStore, desk.Unforeseen, "out of the ordinary")
}

func TestAKeyStoreThatSaysNothingDoesNotHoldUpTheRest(t *testing.T) {
	p := patient(t)
	never := make(chan struct{})
	t.Cleanup(func() { close(never) })
	p.Keys, p.KeyLimit = func(context.Context) error { <-never; return nil }, 10*time.Millisecond
	found := examine(t, p)
	if found[KeyStore].State != Unknown || found[Gusto].State != Fine {
		t.Errorf("%+v %+v", found[KeyStore], found[Gusto])
	}
}

func TestGivingUpEndsTheExamination(t *testing.T) {
	withoutProxy(t)
	silent, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer silent.Close()
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		for range 2 { // the look at the route, then the request that gets no answer
			if conn, err := silent.Accept(); err == nil {
				defer conn.Close()
			}
		}
		cancel()
		<-t.Context().Done()
	}()
	all := Examine(ctx, in(t, "http://"+silent.Addr().String()), nil)
	for _, f := range all {
		if f.Check == Gusto && f.State != Unknown {
			t.Errorf("%+v", f)
		}
	}
}

func TestAFolderThatOthersCanReadIsToldWithItsFiles(t *testing.T) {
	if runtime.GOOS == "windows" {
		return // rights are the profile's there
	}
	p := patient(t)
	if err := os.WriteFile(filepath.Join(p.Ground.Folder, "crosswalk.db"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	faulty(t, examine(t, p), Folder, desk.OpenToOthers, "crosswalk.db has 0644")
	p = patient(t)
	p.Ground.Folder = filepath.Join(t.TempDir(), "Dropbox", "crosswalk")
	faulty(t, examine(t, p), Folder, desk.SyncedFolder, "Dropbox")
}

func TestAFolderThatCannotBeWrittenToIsTold(t *testing.T) {
	const sealed = "/sys/kernel" // nobody makes a file there, the superuser included
	if _, err := os.Stat(sealed); err != nil {
		t.Skip("no folder here that nobody can write to")
	}
	p := patient(t)
	p.Ground.Folder = sealed
	p.free = func(string) (uint64, error) { return 1 << 40, nil }
	faulty(t, examine(t, p), Folder, desk.UnusableFolder, "permission denied")
	p = patient(t)
	p.Ground.Folder = filepath.Join(t.TempDir(), "later")
	if f := examine(t, p)[Folder]; f.State != Fine {
		t.Errorf("one that is not there yet: %+v", f)
	}
}

func TestADiskThatIsNearlyFullIsTold(t *testing.T) {
	p := patient(t)
	p.free = func(string) (uint64, error) { return 3 << 20, nil }
	faulty(t, examine(t, p), Disk, desk.DiskLow, "3 MB")
}

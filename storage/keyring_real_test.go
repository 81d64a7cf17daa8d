//go:build keyring && linux

package storage

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
)

// These tests talk to a real gnome-keyring on a bus of their own. They fail,
// and do not skip, where dbus-daemon or gnome-keyring-daemon is missing.

// dieWithTest ends a daemon also when the test itself is killed.
var dieWithTest = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}

// session is a private bus with folders of its own.
type session struct {
	t    *testing.T
	home string
	conn *dbus.Conn
}

// newSession starts a bus. activate is what the bus starts when somebody asks
// for the Secret Service; "" for nothing.
func newSession(t *testing.T, activate string) *session {
	t.Helper()
	s := &session{t: t, home: t.TempDir()}
	for _, name := range []string{"HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR"} {
		dir := filepath.Join(s.home, strings.ToLower(name))
		if err := os.Mkdir(dir, 0o700); err != nil {
			t.Fatal(err)
		}
		t.Setenv(name, dir)
	}
	// Without a display no real prompt can appear anywhere.
	t.Setenv("DISPLAY", "")
	t.Setenv("WAYLAND_DISPLAY", "")
	services := ""
	if activate != "" {
		dir := filepath.Join(s.home, "services")
		if err := os.Mkdir(dir, 0o700); err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(dir, "secrets.service"), "[D-BUS Service]\nName="+secretName+"\nExec="+activate+"\n")
		services = "<servicedir>" + dir + "</servicedir>"
	}
	config := filepath.Join(s.home, "bus.conf")
	write(t, config, `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:path=`+filepath.Join(s.home, "bus")+`</listen>`+services+`
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy>
</busconfig>`)
	bus := exec.CommandContext(t.Context(), "dbus-daemon", "--config-file="+config, "--nofork", "--print-address")
	bus.SysProcAttr = dieWithTest
	out, err := bus.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := bus.Start(); err != nil {
		t.Fatal("these tests need dbus-daemon: ", err)
	}
	t.Cleanup(func() { bus.Process.Kill(); bus.Wait() })
	address, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", strings.TrimSpace(address))
	if s.conn, err = dbus.ConnectSessionBus(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		s.conn.Close()
		leaveBus(t)
	})
	return s
}

// leaveBus ends go-keyring's shared connection, so that it does not outlive its bus into the next session.
func leaveBus(t *testing.T) {
	t.Helper()
	if shared, err := dbus.SessionBus(); err == nil {
		shared.Close()
	}
}

const gnomeKeyring = "gnome-keyring-daemon"

// daemon starts gnome-keyring and returns once it answers for the Secret
// Service. A password unlocks the login collection, or makes it.
func (s *session) daemon(password string) *exec.Cmd {
	s.t.Helper()
	owned := s.owner()
	args := []string{"--foreground", "--components=secrets"}
	if password != "" {
		args = append(args, "--unlock")
	}
	cmd := exec.CommandContext(s.t.Context(), gnomeKeyring, args...)
	cmd.Stdin = strings.NewReader(password)
	cmd.SysProcAttr = dieWithTest
	if err := cmd.Start(); err != nil {
		s.t.Fatal("these tests need gnome-keyring-daemon: ", err)
	}
	s.t.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() })
	owned(true)
	return cmd
}

// kill ends the daemon and returns once the bus has noticed.
func (s *session) kill(cmd *exec.Cmd) {
	s.t.Helper()
	owned := s.owner()
	if err := cmd.Process.Kill(); err != nil {
		s.t.Fatal(err)
	}
	cmd.Wait()
	owned(false)
}

// owner watches for somebody to take, or leave, the Secret Service's name.
func (s *session) owner() (wait func(taken bool)) {
	s.t.Helper()
	if err := s.conn.AddMatchSignal(dbus.WithMatchInterface("org.freedesktop.DBus"),
		dbus.WithMatchMember("NameOwnerChanged"), dbus.WithMatchArg(0, secretName)); err != nil {
		s.t.Fatal(err)
	}
	signals := make(chan *dbus.Signal, 64)
	s.conn.Signal(signals)
	return func(taken bool) {
		s.t.Helper()
		defer s.conn.RemoveSignal(signals)
		limit := time.After(30 * time.Second)
		for {
			select {
			case signal := <-signals:
				if signal.Name == "org.freedesktop.DBus.NameOwnerChanged" && signal.Body[0] == secretName && (signal.Body[2] != "") == taken {
					return
				}
			case <-limit:
				s.t.Fatal("the key store did not come or go")
			}
		}
	}
}

func wantKeyring(t *testing.T, err error, kind KeyringKind) {
	t.Helper()
	var got *KeyringError
	if !errors.As(err, &got) || got.Kind != kind || errors.Is(err, ErrKeyAbsent) {
		t.Fatalf("got %v (%+v), want a *KeyringError of kind %d", err, got, kind)
	}
}

func within30s(t *testing.T) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	t.Cleanup(cancel)
	return ctx
}

func TestRealKeyringUnlocked(t *testing.T) {
	s := newSession(t, "")
	s.daemon("secret")
	k := KeyringKeeper{}
	ctx := within30s(t)
	if err := Probe(ctx, k); err != nil {
		t.Fatal(err)
	}
	if _, err := k.Load(ctx, "nobody"); !errors.Is(err, ErrKeyAbsent) {
		t.Fatalf("got %v, want ErrKeyAbsent", err)
	}
	dir := filepath.Join(t.TempDir(), "data")
	l := openAt(t, dir, Options{})
	keys := mustOpenKeys(t, l, k)
	putSecret(t, keys, l)
	if err := Rotate(ctx, l, keys, k, k); err != nil {
		t.Fatal(err)
	}
	l.Close()
	again := openAt(t, dir, Options{})
	if secret, err := NewSafe(mustOpenKeys(t, again, k), again).Get(ctx, "profile", "client secret"); err != nil || string(secret) != "hush" {
		t.Fatalf("got %q, %v", secret, err)
	}
	if text := contents(t, filepath.Join(s.home, "xdg_data_home")) + contents(t, dir); strings.Contains(text, keyPrefix) || strings.Contains(text, "hush") {
		t.Error("a secret lies readable on the disk")
	}
}

func TestRealKeyringLockedWithoutAnybodyToAsk(t *testing.T) {
	s := newSession(t, "")
	l, k := newStore(t), KeyringKeeper{}
	first := s.daemon("secret")
	keys := mustOpenKeys(t, l, k)
	putSecret(t, keys, l)
	s.kill(first)

	s.daemon("") // locked
	ctx := within30s(t)
	_, err := OpenKeys(ctx, l, k)
	wantKeyring(t, err, KeyringLocked)
	wantKeyring(t, k.Store(ctx, "a", []byte("x")), KeyringLocked)
	wantKeyring(t, k.Remove(ctx, "a"), KeyringLocked)
	wantKeyring(t, Probe(ctx, k), KeyringLocked)
	fresh := newStore(t)
	_, err = OpenKeys(ctx, fresh, k)
	wantKeyring(t, err, KeyringLocked)
	if rec, err := fresh.KeyRecord(ctx); err != nil || rec.KeyID != "" {
		t.Fatalf("a key was made: %+v, %v", rec, err)
	}
}

func TestRealKeyringLockedThenUnlocked(t *testing.T) {
	s := newSession(t, "")
	l, k := newStore(t), KeyringKeeper{}
	first := s.daemon("secret")
	keys := mustOpenKeys(t, l, k)
	putSecret(t, keys, l)
	s.kill(first)
	locked := s.daemon("")
	_, err := OpenKeys(within30s(t), l, k)
	wantKeyring(t, err, KeyringLocked)
	s.kill(locked)
	s.daemon("secret")
	if got := mustOpenKeys(t, l, k); got.ID() != keys.ID() {
		t.Fatal("another key came back")
	}
}

func TestRealKeyringKilledBetweenTwoCalls(t *testing.T) {
	path, err := exec.LookPath(gnomeKeyring)
	if err != nil {
		t.Fatal("these tests need gnome-keyring-daemon: ", err)
	}
	s := newSession(t, path+" --foreground --components=secrets")
	l, k := newStore(t), KeyringKeeper{}
	first := s.daemon("secret")
	keys := mustOpenKeys(t, l, k)
	putSecret(t, keys, l)
	s.kill(first)
	// The bus starts another one, which is locked: not the same as empty.
	_, err = OpenKeys(within30s(t), l, k)
	wantKeyring(t, err, KeyringLocked)
}

func TestRealKeyringDeletedKeyIsMissedAndNotReplaced(t *testing.T) {
	s := newSession(t, "")
	s.daemon("secret")
	l, k := newStore(t), KeyringKeeper{}
	keys := mustOpenKeys(t, l, k)
	putSecret(t, keys, l)
	if err := k.Remove(t.Context(), accountOf(l, keys.ID())); err != nil {
		t.Fatal(err)
	}
	var missing *KeyMissingError
	if _, err := OpenKeys(within30s(t), l, k); !errors.As(err, &missing) || missing.KeyID != keys.ID() {
		t.Fatalf("got %v, want a *KeyMissingError", err)
	}
}

func TestRealBusWithoutAKeyring(t *testing.T) {
	newSession(t, "")
	ctx := within30s(t)
	_, err := OpenKeys(ctx, newStore(t), KeyringKeeper{})
	wantKeyring(t, err, KeyringMissing)
	wantKeyring(t, Probe(ctx, KeyringKeeper{}), KeyringMissing)
}

func TestRealBusWhoseKeyringDoesNotStart(t *testing.T) {
	newSession(t, "/bin/false")
	_, err := KeyringKeeper{}.Load(within30s(t), "a")
	wantKeyring(t, err, KeyringMissing)
}

func TestNoBusAtAll(t *testing.T) {
	launched := filepath.Join(t.TempDir(), "launched")
	bin := t.TempDir()
	if err := os.WriteFile(filepath.Join(bin, "dbus-launch"), []byte("#!/bin/sh\necho > "+launched+"\nexit 1\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", bin)
	addresses := []string{"unix:path=" + filepath.Join(t.TempDir(), "gone")}
	if _, err := os.Stat(fmt.Sprintf("/run/user/%d/bus", os.Getuid())); err != nil {
		addresses = append(addresses, "") // nor one to be found where it always is
	}
	for _, address := range addresses {
		t.Setenv("DBUS_SESSION_BUS_ADDRESS", address)
		_, err := KeyringKeeper{}.Load(within30s(t), "a")
		wantKeyring(t, err, KeyringMissing)
	}
	if _, err := os.Stat(launched); err == nil {
		t.Error("a bus was to be started that nobody asked for")
	}
}

// askingService is a Secret Service of one locked collection, whose prompt
// stays open until the test answers it.
type askingService struct {
	mu        sync.Mutex
	conn      *dbus.Conn
	locked    bool
	prompted  chan struct{}
	dismissed chan struct{}
}

const askedPrompt = dbus.ObjectPath("/org/freedesktop/secrets/prompt/1")

func (s *session) asking() *askingService {
	s.t.Helper()
	conn, err := dbus.ConnectSessionBus()
	if err != nil {
		s.t.Fatal(err)
	}
	a := &askingService{conn: conn, locked: true, prompted: make(chan struct{}, 4), dismissed: make(chan struct{}, 4)}
	s.t.Cleanup(func() { conn.Close() })
	for _, e := range []struct {
		object any
		path   dbus.ObjectPath
		iface  string
	}{
		{a, secretPath, secretService}, {a, askedPrompt, secretPrompt},
		{a, secretPath, "org.freedesktop.DBus.Properties"}, {a, loginCollection, "org.freedesktop.DBus.Properties"},
	} {
		if err := conn.Export(e.object, e.path, e.iface); err != nil {
			s.t.Fatal(err)
		}
	}
	if reply, err := conn.RequestName(secretName, dbus.NameFlagDoNotQueue); err != nil || reply != dbus.RequestNameReplyPrimaryOwner {
		s.t.Fatal(reply, err)
	}
	return a
}

func (a *askingService) Get(_, name string) (dbus.Variant, *dbus.Error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if name == "Collections" {
		return dbus.MakeVariant([]dbus.ObjectPath{loginCollection}), nil
	}
	return dbus.MakeVariant(a.locked), nil
}

func (a *askingService) Unlock([]dbus.ObjectPath) ([]dbus.ObjectPath, dbus.ObjectPath, *dbus.Error) {
	return nil, askedPrompt, nil
}

func (a *askingService) Prompt(string) *dbus.Error {
	a.prompted <- struct{}{}
	return nil
}

func (a *askingService) Dismiss() *dbus.Error {
	a.dismissed <- struct{}{}
	return nil
}

func (a *askingService) setLocked(locked bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.locked = locked
}

func (a *askingService) answer(t *testing.T, dismissed bool) {
	t.Helper()
	a.setLocked(dismissed)
	if err := a.conn.Emit(askedPrompt, secretPrompt+".Completed", dismissed, dbus.MakeVariant([]dbus.ObjectPath{})); err != nil {
		t.Fatal(err)
	}
}

func TestUnlockingWaitsForThePersonAndNoLongerThanTheCaller(t *testing.T) {
	s := newSession(t, "")
	a := s.asking()
	unlock := func(ctx context.Context) <-chan error {
		done := make(chan error, 1)
		go func() { done <- unlockKeyring(ctx) }()
		<-a.prompted
		return done
	}
	t.Run("canceled", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		done := unlock(ctx)
		cancel()
		if err := <-done; !errors.Is(err, context.Canceled) {
			t.Fatalf("got %v, want the cancellation", err)
		}
		<-a.dismissed // the question is off the screen
	})
	t.Run("nobody answers in time", func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
		defer cancel()
		err := <-unlock(ctx)
		wantKeyring(t, err, KeyringLocked)
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v, want the deadline in it", err)
		}
		<-a.dismissed
	})
	t.Run("dismissed", func(t *testing.T) {
		done := unlock(t.Context())
		a.answer(t, true)
		wantKeyring(t, <-done, KeyringLocked)
	})
	t.Run("unlocked", func(t *testing.T) {
		done := unlock(t.Context())
		a.answer(t, false)
		if err := <-done; err != nil {
			t.Fatal(err)
		}
		if err := unlockKeyring(t.Context()); err != nil { // and asks no second time
			t.Fatal(err)
		}
	})
	t.Run("unlocked elsewhere", func(t *testing.T) {
		a.setLocked(true)
		done := unlock(t.Context())
		a.setLocked(false)
		if err := <-done; err != nil {
			t.Fatal(err)
		}
		<-a.dismissed
	})
	t.Run("the key store ends meanwhile", func(t *testing.T) {
		a.setLocked(true)
		done := unlock(t.Context())
		a.conn.Close()
		wantKeyring(t, <-done, KeyringMissing)
	})
}

// One home on a network, or one account signed in twice: each session has a key store of its own, and one database.
func TestRealKeyringOfAnotherSessionHasNoKeyAndMakesNone(t *testing.T) {
	l, k := newStore(t), KeyringKeeper{}
	first := newSession(t, "")
	first.daemon("secret")
	home := os.Environ()
	keys := mustOpenKeys(t, l, k)
	putSecret(t, keys, l)
	before, err := l.KeyRecord(t.Context())
	if err != nil {
		t.Fatal(err)
	}

	second := newSession(t, "")
	leaveBus(t)
	second.daemon("another")
	var missing *KeyMissingError
	if _, err := OpenKeys(within30s(t), l, k); !errors.As(err, &missing) || missing.KeyID != keys.ID() {
		t.Fatalf("got %v, want a *KeyMissingError", err)
	}
	if now, err := l.KeyRecord(t.Context()); err != nil || !reflect.DeepEqual(now, before) {
		t.Errorf("the key record is %+v, was %+v (%v)", now, before, err)
	}

	for _, line := range home {
		if name, value, _ := strings.Cut(line, "="); name == "DBUS_SESSION_BUS_ADDRESS" || strings.HasPrefix(name, "XDG_") || name == "HOME" {
			t.Setenv(name, value)
		}
	}
	leaveBus(t)
	if got, err := NewSafe(mustOpenKeys(t, l, k), l).Get(t.Context(), "profile", "client secret"); err != nil || string(got) != "hush" {
		t.Errorf("back in the first session: %q, %v", got, err)
	}
}

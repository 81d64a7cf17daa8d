//go:build keyring && linux

package doctor

import (
	"bufio"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"

	"crosswalk/internal/desk"
	"crosswalk/storage"
)

// A real key store on a bus of its own: unlocked, then locked with nobody there to ask. It fails, and does not skip,
// where dbus-daemon or gnome-keyring-daemon is missing.
func TestARealKeyStoreThatIsLockedIsToldAsLocked(t *testing.T) {
	bus := ownBus(t)
	p := patient(t)
	p.KeyLimit = 20 * time.Second
	p.Keys = func(ctx context.Context) error {
		if err := storage.Probe(ctx, storage.KeyringKeeper{}); err != nil {
			return desk.Explained(err)
		}
		return nil
	}
	stop := keyring(t, bus, "a password")
	if f := examine(t, p)[KeyStore]; f.State != Fine {
		t.Errorf("unlocked: %+v", f)
	}
	stop()
	keyring(t, bus, "")
	faulty(t, examine(t, p), KeyStore, desk.KeyStoreLocked, "")
}

// ownBus starts a session bus with folders of its own.
func ownBus(t *testing.T) *dbus.Conn {
	t.Helper()
	home := t.TempDir()
	for _, name := range []string{"HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR"} {
		dir := filepath.Join(home, strings.ToLower(name))
		if err := os.Mkdir(dir, 0o700); err != nil {
			t.Fatal(err)
		}
		t.Setenv(name, dir)
	}
	t.Setenv("DISPLAY", "")
	t.Setenv("WAYLAND_DISPLAY", "")
	config := filepath.Join(home, "bus.conf")
	text := `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:path=` + filepath.Join(home, "bus") + `</listen>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>`
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	daemon := exec.Command("dbus-daemon", "--config-file="+config, "--nofork", "--print-address")
	daemon.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	out, err := daemon.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := daemon.Start(); err != nil {
		t.Fatal("this test needs dbus-daemon: ", err)
	}
	t.Cleanup(func() { daemon.Process.Kill(); daemon.Wait() })
	address, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", strings.TrimSpace(address))
	conn, err := dbus.ConnectSessionBus()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	return conn
}

// keyring starts gnome-keyring and returns once it answers. A password unlocks the login collection, or makes it.
func keyring(t *testing.T, bus *dbus.Conn, password string) (stop func()) {
	t.Helper()
	args := []string{"--foreground", "--components=secrets"}
	if password != "" {
		args = append(args, "--unlock")
	}
	daemon := exec.Command("gnome-keyring-daemon", args...)
	daemon.Stdin = strings.NewReader(password)
	daemon.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	if err := daemon.Start(); err != nil {
		t.Fatal("this test needs gnome-keyring-daemon: ", err)
	}
	stop = func() {
		daemon.Process.Kill()
		daemon.Wait()
		owned(t, bus, false)
	}
	t.Cleanup(func() { daemon.Process.Kill(); daemon.Wait() })
	owned(t, bus, true)
	return stop
}

// owned waits until somebody has, or nobody has, the key store's name.
func owned(t *testing.T, bus *dbus.Conn, want bool) {
	t.Helper()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	limit := time.After(30 * time.Second)
	for {
		var has bool
		if err := bus.BusObject().Call("org.freedesktop.DBus.NameHasOwner", 0, "org.freedesktop.secrets").Store(&has); err == nil && has == want {
			return
		}
		select {
		case <-tick.C:
		case <-limit:
			t.Fatal("the key store did not come or go")
		}
	}
}

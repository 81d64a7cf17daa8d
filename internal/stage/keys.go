//go:build e2e && linux

package stage

import (
	"bufio"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// bareBus is a message bus that starts no program when somebody asks for one.
const bareBus = `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:tmpdir=/tmp</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
`

// openBus starts the session's own message bus.
func (s *Stage) openBus(keys keyStore) {
	s.t.Helper()
	config := "--session"
	if keys == keysAbsent {
		path := filepath.Join(s.dir, "bus.conf")
		s.write(path, bareBus, 0o600)
		config = "--config-file=" + path
	}
	bus := exec.Command("dbus-daemon", config, "--nofork", "--nopidfile", "--address=unix:path="+s.dir+"/run/bus", "--print-address")
	bus.Env = s.env
	out, err := bus.StdoutPipe()
	if err != nil {
		s.t.Fatal(err)
	}
	if err := s.group.join(bus, "bus"); err != nil {
		s.t.Fatal(err)
	}
	address, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		s.t.Fatalf("the message bus did not start: %v\n%s", err, s.log("bus"))
	}
	s.env = append(s.env, "DBUS_SESSION_BUS_ADDRESS="+strings.TrimSpace(address))
}

// openKeys starts a real key store with an unlocked login collection, as a person's login does.
func (s *Stage) openKeys() {
	s.t.Helper()
	daemon := exec.Command("gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets")
	daemon.Env = s.env
	daemon.Stdin = strings.NewReader("the password of a login that nobody has")
	if err := s.group.join(daemon, "keys"); err != nil {
		s.t.Fatal(err)
	}
	s.keys = daemon.Process
	s.eventually("the key store", func() (bool, string) {
		out, err := s.output("dbus-send", "--session", "--print-reply", "--dest=org.freedesktop.DBus", "/org/freedesktop/DBus",
			"org.freedesktop.DBus.NameHasOwner", "string:org.freedesktop.secrets")
		return err == nil && strings.Contains(out, "boolean true"), out + s.log("keys")
	})
	s.within(10*time.Second, "the key store to keep something", func() (bool, string) {
		keep := exec.Command("timeout", "5", "secret-tool", "store", "--label=stage", "stage", "probe")
		keep.Env = s.env
		keep.Stdin = strings.NewReader("kept")
		if out, err := keep.CombinedOutput(); err != nil {
			return false, string(out) + err.Error() + s.log("keys")
		}
		out, err := s.output("timeout", "5", "secret-tool", "lookup", "stage", "probe")
		return err == nil && out == "kept", "looked up: " + out
	})
	if _, err := s.output("secret-tool", "clear", "stage", "probe"); err != nil {
		s.t.Fatal(err)
	}
}

// keysState is what the key store says of itself; never a secret.
func (s *Stage) keysState() string {
	const service = "org.freedesktop.Secret.Service"
	ask := func(args ...string) string {
		out, err := s.output("timeout", append([]string{"5", "dbus-send", "--session", "--print-reply", "--dest=org.freedesktop.secrets"}, args...)...)
		if err != nil {
			out += err.Error()
		}
		return out + "\n"
	}
	return ask("/org/freedesktop/secrets", "org.freedesktop.DBus.Properties.Get", "string:"+service, "string:Collections") +
		ask("/org/freedesktop/secrets", service+".ReadAlias", "string:default") +
		ask("/org/freedesktop/secrets/collection/login", "org.freedesktop.DBus.Properties.Get", "string:org.freedesktop.Secret.Collection", "string:Locked")
}

// KeysOf gives the attribute lines of what the session's key store holds for a service; never a secret.
func (s *Stage) KeysOf(service string) []string {
	s.t.Helper()
	search := exec.Command("timeout", "5", "secret-tool", "search", "--all", "service", service)
	search.Env = s.env
	out, err := search.CombinedOutput()
	if err != nil {
		s.t.Fatalf("search the key store: %v", err) // without its output, which has the secrets in it
	}
	var lines []string
	for line := range strings.Lines(string(out)) {
		if strings.HasPrefix(line, "attribute.") {
			lines = append(lines, strings.TrimSpace(line))
		}
	}
	return lines
}

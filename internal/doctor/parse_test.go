package doctor

import "testing"

func TestWhatTheSystemsPrintIsRead(t *testing.T) {
	table := `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:9675 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 4242 1 0 100 0 0 10 0
   1: 0100007F:9675 0100007F:C001 01 00000000:00000000 00:00000000 00000000  1000        0 4343 1 0 100 0 0 10 0
`
	if got := listeningInode(table, 0x9675); got != "4242" {
		t.Errorf("/proc/net/tcp: %q", got)
	}
	if got := listeningInode(table, 0x675); got != "" {
		t.Errorf("another port: %q", got)
	}
	if got := fromLsof("p812\ncControlCe\nf9\np900\ncOther\n"); got != (program{812, "ControlCe"}) {
		t.Errorf("lsof: %+v", got)
	}
	netstat := "\r\n  Proto  Local Address          Foreign Address        State           PID\r\n" +
		"  TCP    127.0.0.1:38517        127.0.0.1:50000        ESTABLISHED     77\r\n  TCP    127.0.0.1:38517        0.0.0.0:0              ABH\u00d6REN         4321\r\n"
	if got := fromNetstat(netstat, 38517); got != 4321 {
		t.Errorf("netstat: %d", got)
	}
	if got := fromTasklist("\"spotify.exe\",\"4321\",\"Console\",\"1\",\"120,000 K\"\r\n"); got != "spotify.exe" {
		t.Errorf("tasklist: %q", got)
	}
	if got := fromTasklist("INFO: No tasks are running which match the specified criteria.\r\n"); got != "" {
		t.Errorf("tasklist without a match: %q", got)
	}
	if got := prettyName("NAME=\"Debian\"\nPRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\n"); got != "Debian GNU/Linux 12 (bookworm)" {
		t.Errorf("os-release: %q", got)
	}
	handlers := "(\n        {\n        LSHandlerRoleAll = \"com.apple.mail\";\n        LSHandlerURLScheme = mailto;\n    },\n        {\n" +
		"        LSHandlerPreferredVersions =         {\n            LSHandlerRoleAll = \"-\";\n        };\n        LSHandlerRoleAll = \"org.mozilla.firefox\";\n        LSHandlerURLScheme = https;\n    }\n)\n"
	if got := handlerOf(handlers, "https"); got != "org.mozilla.firefox" {
		t.Errorf("LSHandlers: %q", got)
	}
}

func TestADisplaysSocketIsFound(t *testing.T) {
	for _, c := range []struct {
		env     map[string]string
		network string
		address string
	}{
		{map[string]string{"DISPLAY": ":7.0"}, "unix", "/tmp/.X11-unix/X7"},
		{map[string]string{"DISPLAY": "localhost:10.0"}, "tcp", "localhost:6010"},
		{map[string]string{"WAYLAND_DISPLAY": "wayland-0", "XDG_RUNTIME_DIR": "/run/user/7", "DISPLAY": ":0"}, "unix", "/run/user/7/wayland-0"},
		{nil, "", ""},
	} {
		network, address, _ := socketOfDisplay(func(name string) string { return c.env[name] })
		if network != c.network || address != c.address {
			t.Errorf("%v: %s %s", c.env, network, address)
		}
	}
}

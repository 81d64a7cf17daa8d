//go:build keyring && linux

package doctor

import (
	"bufio"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"

	"crosswalk/internal/desk"
)

// refuses is a provider that answers as Gusto does without access. Its clock is the system's library's, which libfaketime
// turns; a Go program asks the system itself, so this program's own clock cannot be turned so.
const refuses = `
const server = require("http").createServer((_, reply) => {
	reply.writeHead(401, {"Content-Type": "application/json", "X-Request-Id": "req-1"});
	reply.end('{"errors": []}');
});
server.listen(0, "127.0.0.1", () => console.log("http://127.0.0.1:" + server.address().port));
`

// It fails, and does not skip, where faketime or node is missing.
func TestAProviderWhoseClockIsTwoHoursOffIsToldAsTheClock(t *testing.T) {
	for turned, want := range map[string]string{"+2h": "2 hours behind Gusto’s", "-2h": "2 hours ahead of Gusto’s", "+0h": "agrees with Gusto’s"} {
		cmd := exec.CommandContext(t.Context(), "faketime", "-f", turned, "node", "-e", refuses)
		cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
		cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
		cmd.Stderr = os.Stderr
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { cmd.Wait() })
		address, err := bufio.NewReader(out).ReadString('\n')
		if err != nil {
			t.Fatalf("%s: the provider did not start: %v", turned, err)
		}
		withoutProxy(t)
		found := examine(t, in(t, strings.TrimSpace(address)))
		if found[Clock].Facts != want {
			t.Errorf("%s: got %+v, want %q", turned, found[Clock], want)
		}
		if turned == "+0h" {
			continue
		}
		faulty(t, found, Clock, desk.ClockSkewed, "2 hours")
	}
}

package command_test

import (
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"crosswalk/internal/command"
	"crosswalk/internal/sandbox"
)

// pseudoterminal gives both ends of a terminal: the person's, and the program's.
func pseudoterminal(t *testing.T) (person, program *os.File) {
	t.Helper()
	person, err := os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	fd := int(person.Fd())
	if err := unix.IoctlSetPointerInt(fd, unix.TIOCSPTLCK, 0); err != nil {
		t.Fatal(err)
	}
	n, err := unix.IoctlGetInt(fd, unix.TIOCGPTN)
	if err != nil {
		t.Fatal(err)
	}
	program, err = os.OpenFile("/dev/pts/"+strconv.Itoa(n), os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { program.Close(); person.Close() })
	return person, program
}

// follow runs a command at a terminal, calls seen with all that it has shown so far whenever that is more, and gives all of it.
func (p *place) follow(seen func(person *os.File, screen string), args ...string) (code int, screen string) {
	p.t.Helper()
	person, program := pseudoterminal(p.t)
	cmd := p.command(args...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = program, program, program
	if err := cmd.Start(); err != nil {
		p.t.Fatal(err)
	}
	program.Close() // reading ends when the command has ended
	late := time.AfterFunc(time.Minute, func() { cmd.Process.Kill() })
	defer late.Stop()
	part := make([]byte, 4096)
	for {
		n, err := person.Read(part)
		screen += string(part[:n])
		seen(person, screen)
		if err != nil { // EIO: the other end is closed
			break
		}
	}
	cmd.Wait() //nolint:errcheck // the code says it
	return cmd.ProcessState.ExitCode(), screen
}

// atTerminal runs a command at a terminal, follows the address that it prints, and answers the question.
func (p *place) atTerminal(answer string, args ...string) (code int, screen string) {
	p.t.Helper()
	address := regexp.MustCompile(`(?m)^(http://127\.0\.0\.1:\d+/\S+)\r\n`)
	opened, answered := false, false
	return p.follow(func(person *os.File, screen string) {
		if found := address.FindStringSubmatch(screen); found != nil && !opened {
			opened = true
			go browse(found[1], false)
		}
		if strings.Contains(screen, "[y/N]") && !answered {
			answered = true
			io.WriteString(person, answer+"\n")
		}
	}, args...)
}

func TestAtATerminalItAsksAndShowsProgress(t *testing.T) {
	p := newPlace(t)
	p.want(command.ExitFine, "use", "practice")
	c := p.gusto.Companies(sandbox.Dana)[0]
	p.gusto.Faults().AutoConsent(&sandbox.AutoConsent{Person: sandbox.Dana, Company: c.UUID})
	if code, screen := p.atTerminal("n", "connect", "--no-browser"); code != command.ExitAttention || len(p.gusto.Grants()) != 0 {
		t.Errorf("declined: %d, %d grants left\n%s", code, len(p.gusto.Grants()), screen)
	}
	if code, screen := p.atTerminal("y", "connect", "--no-browser"); code != command.ExitFine || !strings.Contains(screen, "Link "+c.Name+"? [y/N]") {
		t.Errorf("agreed: %d\n%s", code, screen)
	}
	if code, screen := p.atTerminal("", "verify", "--all"); code != command.ExitFine || !strings.Contains(screen, "Asking Gusto: 1 of 1") {
		t.Errorf("progress: %d\n%q", code, screen)
	}
	if code, screen := p.atTerminal("no", "unlink", c.Name); code != command.ExitAttention || len(p.gusto.Grants()) != 1 {
		t.Errorf("unlink declined: %d\n%s", code, screen)
	}
	if code, screen := p.atTerminal("yes", "unlink", c.Name); code != command.ExitFine || len(p.gusto.Grants()) != 0 {
		t.Errorf("unlink agreed: %d\n%s", code, screen)
	}
}

// typed runs a command at a terminal and answers each of these prompts in turn; what it shows is given, with the echo.
func (p *place) typed(answers [][2]string, args ...string) (code int, screen string) {
	p.t.Helper()
	from := 0
	return p.follow(func(person *os.File, screen string) {
		if len(answers) == 0 {
			return
		}
		if at := strings.Index(screen[from:], answers[0][0]); at >= 0 && p.silent(person) {
			from += at + 1
			io.WriteString(person, answers[0][1]+"\n")
			answers = answers[1:]
		}
	}, args...)
}

// silent waits until a terminal shows nothing of what is typed.
func (p *place) silent(terminal *os.File) bool {
	p.t.Helper()
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); {
		state, err := unix.IoctlGetTermios(int(terminal.Fd()), unix.TCGETS)
		if err == nil && state.Lflag&unix.ECHO == 0 {
			return true
		}
	}
	p.t.Error("the terminal would show what is typed")
	return false
}

func TestThePassphraseOfASetupFileIsTypedUnseenAndTwice(t *testing.T) {
	p, key := guarded(t, true)
	file := filepath.Join(t.TempDir(), "Whitfield.crosswalk")
	code, screen := p.typed([][2]string{{"Passphrase of the setup file: ", filePhrase}, {"Once more: ", "something else entirely"}}, "setup-file", "make", file, "--passphrase-file", key)
	if _, err := os.Stat(file); code != command.ExitUsage || !strings.Contains(screen, "the two are not the same") || err == nil {
		t.Errorf("two that differ: %d %v\n%s", code, err, screen)
	}
	code, screen = p.typed([][2]string{{"Passphrase of the setup file: ", filePhrase}, {"Once more: ", filePhrase}}, "setup-file", "make", file, "--passphrase-file", key)
	if _, err := os.Stat(file); code != command.ExitFine || err != nil || strings.Contains(screen, filePhrase) {
		t.Errorf("made: %d %v\n%s", code, err, screen)
	}
	to, key := guarded(t, false)
	code, screen = to.typed([][2]string{{"Passphrase of the setup file: ", filePhrase}}, "setup-file", "open", file, "--passphrase-file", key)
	if code != command.ExitFine || strings.Contains(screen, filePhrase) || !strings.Contains(screen, "delete it") {
		t.Errorf("opened: %d\n%s", code, screen)
	}
}

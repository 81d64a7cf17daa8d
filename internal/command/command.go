// Package command is Crosswalk without its window: the same wishes, typed.
//
// Rules: results go to standard output, words and progress to standard error; with --json a result is one object whose
// form is published in docs/schema; a secret is never printed, but by the commands that are for it; nothing waits without a bound for a person who may not
// be there; whoever has no terminal is never asked. It works beside an open window, over the same database.
package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"
)

// The exit codes. They are a promise to scripts.
const (
	ExitFine        = 0   // all well
	ExitAttention   = 1   // something needs a person's attention
	ExitUnknown     = 2   // it could not be found out, or could not be done now
	ExitUsage       = 64  // the command was not understood (EX_USAGE of sysexits.h)
	ExitInterrupted = 130 // interrupted from outside (128 and SIGINT, as shells have it)
)

// Program is what a command needs from the program that it is part of.
type Program struct {
	Version  string
	Browser  func(address string) error // opens an address in the person's own browser
	In       *os.File
	Out, Err io.Writer
}

// Run carries out one command line, without the program's name, and gives the exit code. It blocks until the command
// is done; a canceled ctx ends it early with [ExitInterrupted].
func Run(ctx context.Context, p Program, args []string) int {
	p = console(p)
	out := &sink{to: p.Out}
	p.Out = out
	s := &session{program: p, out: out, name: typedAs()}
	root := s.root()
	s.renamed(root)
	root.SetArgs(args)
	root.SetIn(p.In)
	root.SetOut(p.Out)
	root.SetErr(p.Err)
	if code, done := s.handOver(root, args); done {
		return code
	}
	return s.end(root.ExecuteContextC(ctx))
}

// session is one run of a command.
type session struct {
	program Program
	flags   struct {
		json, verbose  bool
		keyWait        time.Duration
		passphraseFile string
	}
	name  string // what a person types to start this program
	begun bool   // the command line was understood
	brief bool   // the command ends in a moment
	out   *sink  // program.Out

	mu sync.Mutex // keeps lines of words whole
}

const about = `Crosswalk says which Gusto company belongs to which of your firm's clients, and keeps the access to it alive.

These commands do without a window what the window does, over the same data, also while the window is open.
Results go to standard output; words and progress go to standard error. With --json a result is one JSON object on
standard output; docs/schema has the form of each.

Exit codes:
    0    all well
    1    something needs a person's attention
    2    it could not be found out, or could not be done now; nothing was lost
   64    the command was not understood
  130    interrupted

COMPANY is a company's name as the list shows it, Gusto's uuid for it, or the link's own id.
The data folder is that of the window; CROSSWALK_DATA chooses another one.`

const examples = `  crosswalk use practice                   practice with a pretend Gusto
  crosswalk connect                        link a company through your browser
  crosswalk list                           what is linked, and how it was when last checked
  crosswalk verify --all                   ask Gusto whether every link works
  crosswalk verify "Acme Ltd" --json       the same for one, for a script
  crosswalk import clients.xlsx --yes      add and update clients from a spreadsheet
  crosswalk export crosswalk.xlsx          which company belongs to which client
  crosswalk provision new.xlsx --dry-run   what would be sent to have companies made at Gusto
  crosswalk setup-file open f.crosswalk    set Gusto up from a file that your firm has made for you
  crosswalk explain needs_reconnecting     what a code means, and who can mend it
  crosswalk doctor                         which part is at fault when nothing works`

// root is the command that all others hang on.
func (s *session) root() *cobra.Command {
	cobra.MousetrapHelpText = "" // started by a click it does the same
	root := &cobra.Command{
		Use: "crosswalk", Short: "The companies of your firm's clients at Gusto, from the command line",
		Long: about, Example: examples, Version: s.program.Version,
		SilenceErrors: true, SilenceUsage: true, Args: cobra.NoArgs,
		CompletionOptions: cobra.CompletionOptions{DisableDescriptions: false},
		PersistentPreRun:  func(*cobra.Command, []string) { s.begun = true },
		RunE:              func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	root.SetVersionTemplate("{{.Version}}\n")
	flags := root.PersistentFlags()
	flags.BoolVar(&s.flags.json, "json", false, "print the result as one JSON object (see docs/schema)")
	flags.BoolVarP(&s.flags.verbose, "verbose", "v", false, "write the program's log to standard error; it holds no secret")
	flags.DurationVar(&s.flags.keyWait, "key-wait", 10*time.Second, "how long to wait for the computer's key store to be unlocked")
	flags.StringVar(&s.flags.passphraseFile, "passphrase-file", "", "the `file` whose first line is your passphrase, where the data key is kept under one")
	root.AddCommand(s.list(), s.verify(), s.connect(), s.unlink(), s.history(), s.clients(), s.assign(), ofFull(s.imports()), ofFull(s.export()), ofFull(s.provision()), s.doctor(), s.bundle(), s.explain(),
		s.environments(), s.use(), s.settings(), s.token(), s.erase(), s.setupFile(), s.version())
	return root
}

// typedAs is the name by which this program was started, as a shell knows it.
func typedAs() string {
	name := strings.TrimSuffix(filepath.Base(os.Args[0]), ".exe")
	if strings.Trim(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-") != "" {
		return "crosswalk"
	}
	return name
}

// renamed has help, hints and a shell's completion call the program what it was started as: where crosswalk-cli alone
// is installed, there is no crosswalk to type.
func (s *session) renamed(c *cobra.Command) {
	if s.name == "crosswalk" {
		return
	}
	if !c.HasParent() {
		c.Use = s.name
	}
	c.Long = s.named(c.Long)
	c.Example = strings.ReplaceAll(c.Example, "  crosswalk ", "  "+s.name+" ")
	for _, below := range c.Commands() {
		s.renamed(below)
	}
}

// named gives a text whose commands ('crosswalk list') are typed as this program was.
func (s *session) named(text string) string {
	return strings.ReplaceAll(text, "'crosswalk ", "'"+s.name+" ")
}

// usage is a command that was not understood.
type usage struct{ problem string }

func (u *usage) Error() string { return u.problem }

func usagef(format string, values ...any) error { return &usage{fmt.Sprintf(format, values...)} }

// exit is a result that was printed and is not all well.
type exit int

func (e exit) Error() string { return fmt.Sprintf("exit code %d", int(e)) }

// end says what went wrong with a command, when something did, and gives the exit code.
func (s *session) end(c *cobra.Command, err error) int {
	var code exit
	var misread *usage
	switch {
	case s.out.err != nil: // whatever the command came to, nobody has it
		s.say("%s: the result could not be written: %s", s.name, s.out.err)
		return ExitUnknown
	case err == nil:
		return ExitFine
	case errors.As(err, &code):
		return int(code)
	case errors.As(err, &misread), !s.begun:
		s.misunderstood(c, err.Error())
		return ExitUsage
	case errors.Is(err, context.Canceled):
		s.say("Interrupted.")
		return ExitInterrupted
	}
	return s.fail(err)
}

// misunderstood says what is wrong with what was typed, and where it says how it is done.
func (s *session) misunderstood(c *cobra.Command, problem string) {
	if strings.HasPrefix(problem, "accepts ") { // cobra counts; a person wants to know what goes there
		problem = "it is typed as '" + strings.TrimSuffix(c.UseLine(), " [flags]") + "'"
	}
	s.say("%s: %s", s.name, s.named(problem))
	switch {
	case strings.Contains(problem, "; 'crosswalk "): // it says where to look
	case c.HasParent():
		s.say("'%s --help' says more.", c.CommandPath())
	default:
		s.say("'crosswalk --help' lists what can be typed.")
	}
}

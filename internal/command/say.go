package command

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/mattn/go-isatty"

	"crosswalk/internal/desk"
	"crosswalk/internal/reach"
	"crosswalk/internal/words"
)

// sink is where results go. It remembers what kept one from being written: a full disk, say.
type sink struct {
	to  io.Writer
	err error
}

// Write belongs to io.Writer.
func (o *sink) Write(text []byte) (int, error) {
	n, err := o.to.Write(text)
	if o.err == nil {
		o.err = err
	}
	return n, err
}

// say writes one line of words.
func (s *session) say(format string, values ...any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	fmt.Fprintf(s.program.Err, s.named(format)+"\n", values...)
}

// line writes one line of the result.
func (s *session) line(format string, values ...any) {
	fmt.Fprintf(s.program.Out, format+"\n", values...)
}

// result writes a result as JSON.
func (s *session) result(value any) error {
	e := json.NewEncoder(s.program.Out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(value); err != nil {
		return fmt.Errorf("write the result: %w", err)
	}
	return nil
}

// told writes a result in the form that was asked for.
func (s *session) told(value any, text func()) error {
	if s.flags.json {
		return s.result(value)
	}
	text()
	return nil
}

// message says what went wrong and what helps, with the commands in it as this program is typed.
func (s *session) message(m words.Message) {
	s.say("%s.\n%s", s.named(plain(m.Title)), s.named(plain(m.Hint)))
}

// fail says what kept a command from its result, and gives the exit code.
func (s *session) fail(err error) int {
	m := words.ForError(err)
	var t *desk.Trouble
	if !errors.As(err, &t) {
		t = &desk.Trouble{Cause: desk.Unforeseen, Detail: err.Error()}
	}
	s.message(m)
	if t.RequestID != "" {
		s.say("Gusto's request id: %s", plain(t.RequestID))
	}
	code := codeOf(t.Cause)
	s.say("(%s, exit code %d; 'crosswalk explain %s' says more)", t.Cause, code, t.Cause)
	if s.flags.json {
		failure := failureResult{Format: format("error"), verdictResult: verdictOf(desk.Verdict{Cause: t.Cause, Detail: t.Detail, RequestID: t.RequestID, Until: t.Until}), Exit: code}
		if err := s.result(failure); err != nil {
			s.say("%v", err)
		}
	}
	return code
}

// plain makes text that came from elsewhere fit for a terminal.
func plain(text string) string { return reach.Clean(text, 400) }

// terminal says whether a person sits at this end.
func terminal(end any) bool {
	if o, ok := end.(*sink); ok {
		end = o.to
	}
	f, ok := end.(*os.File)
	return ok && f != nil && (isatty.IsTerminal(f.Fd()) || isatty.IsCygwinTerminal(f.Fd()))
}

// meter counts what is done, where a person looks on.
type meter struct {
	s     *session
	doing string
}

// show replaces the line by how far it has come; nothing where nobody looks on.
func (m meter) show(done, total int, left time.Duration) {
	if !terminal(m.s.program.Err) {
		return
	}
	m.s.mu.Lock()
	defer m.s.mu.Unlock()
	fmt.Fprintf(m.s.program.Err, "\r\x1b[K%s: %d of %d", m.doing, done, total)
	if left > 0 {
		fmt.Fprintf(m.s.program.Err, ", about %s left", left)
	}
}

// end takes the line away.
func (m meter) end() {
	if !terminal(m.s.program.Err) {
		return
	}
	m.s.mu.Lock()
	defer m.s.mu.Unlock()
	fmt.Fprint(m.s.program.Err, "\r\x1b[K")
}

// attention are causes that end a command and need a person, beside those that a link can have.
var attention = map[desk.Cause]bool{
	desk.Denied: true, desk.AnswerRefused: true, desk.GrantRefused: true, desk.NotAccepted: true,
	desk.NoCompanies: true, desk.TimedOut: true, desk.Tampered: true, desk.LinkedAlready: true,
	desk.ClockSkewed: true, desk.NoBrowser: true, desk.NoOpenGL: true, desk.NoDisplay: true, desk.DiskLow: true, desk.OpenToOthers: true,
	desk.TokensOff: true, desk.BadClient: true, desk.NumberTaken: true, desk.ClientLinked: true, desk.ClientHasCompany: true,
	desk.TableUnreadable: true, desk.TableTooLarge: true, desk.TooLate: true,
	desk.ProvisionOff: true, desk.FormIncomplete: true, desk.AlikeUnseen: true, desk.SettleFirst: true, desk.CompanyRefused: true, desk.OutcomeUnknown: true,
	desk.MayNotProvision: true, desk.OldTokenRefused: true, desk.NoClaimLink: true, desk.BatchOpen: true, desk.SetByOrganization: true, desk.PolicyUnclear: true,
	desk.SetupFileDamaged: true, desk.SetupFileExpired: true, desk.SetupFileNewer: true, desk.SetupFileOther: true, desk.EraseUnfinished: true, desk.EraseLeft: true,
}

// codeOf is the exit code for a cause: what is so with a link counts as it does everywhere.
func codeOf(c desk.Cause) int {
	outcome := desk.Verdict{Cause: c}.Outcome()
	switch {
	case outcome == desk.Fine:
		return ExitFine
	case outcome == desk.NeedsPerson, attention[c]:
		return ExitAttention
	}
	return ExitUnknown
}

// worst is the exit code for several: what is known to need attention comes before what is not known.
func worst(codes ...int) int {
	all := ExitFine
	for _, c := range codes {
		if c == ExitAttention || all == ExitFine {
			all = c
		}
	}
	return all
}

// ended turns an exit code into what a command returns.
func ended(code int) error {
	if code == ExitFine {
		return nil
	}
	return exit(code)
}

// format names a result's form and its version; docs/schema has it under the same name.
func format(name string) string { return "crosswalk/" + name + "/1" }

// utc is a moment as results have it: in UTC, to the second.
func utc(t time.Time) time.Time {
	if t.IsZero() {
		return t
	}
	return t.UTC().Truncate(time.Second)
}

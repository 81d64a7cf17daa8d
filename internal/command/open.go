package command

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"crosswalk/internal/desk"
	"crosswalk/internal/house"
	"crosswalk/internal/journal"
	"crosswalk/internal/words"
)

// need is what a command asks of the desk before it begins.
type need int

const (
	anyState need = iota // the database alone
	records              // an open environment; no sealed thing is touched, so the key store is not asked
	keys                 // an open environment and its data key
)

// patience is how long something may take before it is said what is waited for.
const patience = 1500 * time.Millisecond

// with opens the desk, does the work, and closes the desk again.
func (s *session) with(ctx context.Context, n need, work func(ctx context.Context, d *desk.Desk) error) error {
	d, journal := s.desk(n)
	defer journal.Close()
	err := s.start(ctx, d, n)
	if err == nil {
		err = work(ctx, d)
	}
	shut := s.close(ctx, d)
	if err == nil {
		return shut
	}
	if shut != nil { // both are told, and the first decides
		m := words.ForError(shut)
		s.message(m)
	}
	return err
}

// desk builds the desk, with a log that standard error gets as well where that was asked for.
func (s *session) desk(n need) (*desk.Desk, *journal.Journal) {
	folder, _ := house.Folder() // the desk says when it cannot be used
	var also io.Writer
	level := slog.LevelInfo
	if s.flags.verbose {
		also, level = s.program.Err, slog.LevelDebug
	}
	log := house.Journal(s.program.Version, folder, also, level)
	grace := time.Duration(-1)
	if n == keys {
		grace = max(s.flags.keyWait, time.Millisecond)
	}
	return house.Desk(house.Options{Version: s.program.Version, Browser: s.program.Browser, KeyGrace: grace, Journal: log, Brief: s.brief || n == records}), log
}

// start opens what the command needs, and says so when the key store keeps it waiting.
func (s *session) start(ctx context.Context, d *desk.Desk, n need) error {
	waiting := time.AfterFunc(patience, func() {
		if !d.Snapshot().KeyWait.IsZero() {
			s.say("Waiting for your computer to unlock its key store (%s at most)…", s.flags.keyWait)
		}
	})
	err := d.Start(ctx)
	waiting.Stop()
	if n == anyState && desk.CauseOf(err) == desk.BadSetup { // choosing another environment is the way out
		err = nil
	}
	if err != nil || n == anyState {
		return err
	}
	now := d.Snapshot()
	if now.Stage != desk.Open {
		return &desk.Trouble{Cause: desk.BadSetup, Detail: "No Gusto is set up yet: type 'crosswalk use practice', or set one up in the window"}
	}
	if n == keys && now.Keys != nil {
		return s.passphrase(ctx, d, now.Keys)
	}
	return nil
}

// passphrase opens what is kept under a passphrase, where a file with it was named.
func (s *session) passphrase(ctx context.Context, d *desk.Desk, shut *desk.Trouble) error {
	if shut.Cause != desk.PassphraseNeeded {
		return shut
	}
	if s.flags.passphraseFile == "" {
		s.say("Name the file that holds it with --passphrase-file.")
		return shut
	}
	own, err := phraseIn(s.flags.passphraseFile)
	if err != nil {
		return err
	}
	return d.UnlockWith(ctx, own)
}

// phraseIn reads a passphrase from the first line of a file.
func phraseIn(path string) (desk.Secret, error) {
	f, err := os.Open(path)
	if err != nil {
		return desk.Secret{}, usagef("read the passphrase: %v", err)
	}
	defer f.Close()
	return firstLine(f, path)
}

// longestPhrase is how much is read in search of the end of a passphrase, in bytes.
const longestPhrase = 4096

func firstLine(r io.Reader, name string) (desk.Secret, error) {
	text, err := bufio.NewReader(io.LimitReader(r, longestPhrase)).ReadString('\n')
	if err != nil && text == "" {
		return desk.Secret{}, usagef("read the passphrase: %s is empty", name)
	}
	return desk.NewSecret(strings.TrimRight(text, "\r\n")), nil
}

// closing is how long the end of a command may take: a renewal that is under way is not interrupted.
const closing = time.Minute

func (s *session) close(ctx context.Context, d *desk.Desk) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), closing)
	defer cancel()
	waiting := time.AfterFunc(patience, func() { s.say("Finishing what was begun (%s at most)…", closing) })
	defer waiting.Stop()
	err := d.Close(ctx)
	if d.Snapshot().Unsaved > 0 {
		return &desk.Trouble{Cause: desk.NotSaved, Err: err}
	}
	if err != nil {
		return fmt.Errorf("close the database: %w", err)
	}
	return nil
}

// find gives the link that a person means by a name or an id.
func find(links []desk.Link, text string) (desk.Link, error) {
	if i := slices.IndexFunc(links, func(l desk.Link) bool { return l.ID == text || l.Company == text }); i >= 0 {
		return links[i], nil
	}
	var named []desk.Link
	for _, l := range links {
		if strings.EqualFold(l.Name, text) || strings.EqualFold(l.TradeName, text) || strings.EqualFold(plain(l.Name), text) {
			named = append(named, l)
		}
	}
	switch len(named) {
	case 0:
		if near := nearest(links, text); len(near) > 0 {
			return desk.Link{}, usagef("no company %q is linked; near it are: %s", text, strings.Join(near, ", "))
		}
		return desk.Link{}, usagef("no company %q is linked; 'crosswalk list' shows those that are", text)
	case 1:
		return named[0], nil
	}
	var ids []string
	for _, l := range named {
		ids = append(ids, l.Company)
	}
	return desk.Link{}, usagef("several companies are called %q; name one by its id: %s", text, strings.Join(ids, ", "))
}

// nearest are the names that hold what was typed, or begin with the same word; a few.
func nearest(links []desk.Link, text string) (names []string) {
	const few = 5
	typed := strings.Fields(strings.ToLower(text))
	if len(typed) == 0 {
		return nil
	}
	for _, l := range links {
		for _, name := range []string{l.Name, l.TradeName} {
			in := strings.Fields(strings.ToLower(name))
			if len(in) > 0 && (in[0] == typed[0] || strings.Contains(strings.Join(in, " "), strings.Join(typed, " "))) && len(names) < few {
				names = append(names, strconv.Quote(plain(name)))
				break
			}
		}
	}
	return names
}

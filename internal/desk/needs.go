package desk

import (
	"context"
	"slices"
	"strings"
	"sync"
)

// settingNeeds holds the scopes that the firm needs, with spaces between.
const settingNeeds = "needed_scopes"

// Needs lists the scopes that every access of the firm has to hold; none were asked for by default.
// Trouble: CannotSave, DatabaseDamaged.
func (d *Desk) Needs(ctx context.Context) ([]string, error) {
	o, err := d.atWork()
	if err != nil {
		return nil, err
	}
	needs, err := readNeeds(ctx, o)
	return needs, explain(err)
}

// SetNeeds says what every access has to hold. A link whose access lacks one gets the verdict MissingPermission when
// it is verified next. Trouble: CannotSave.
func (d *Desk) SetNeeds(ctx context.Context, scopes []string) error {
	o, err := d.atWork()
	if err != nil {
		return err
	}
	scopes = strings.Fields(strings.Join(scopes, " "))
	slices.Sort(scopes)
	return explain(o.book.PutSetting(ctx, settingNeeds, strings.Join(slices.Compact(scopes), " ")))
}

func readNeeds(ctx context.Context, o *office) ([]string, error) {
	text, _, err := o.book.Setting(ctx, settingNeeds)
	return strings.Fields(text), err
}

// sightings are what the checks of this run of the program saw, by link.
type sightings struct {
	mu  sync.Mutex
	all map[string]Sighting
}

// keep remembers a sighting, and the last calls before it.
func (s *sightings) keep(link string, seen Sighting) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.all == nil {
		s.all = map[string]Sighting{}
	}
	calls := append(slices.Clip(s.all[link].Calls), seen.Calls...)
	seen.Calls = slices.Clone(calls[max(0, len(calls)-callsKept):])
	s.all[link] = seen
}

func (s *sightings) of(link string) (Sighting, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	seen, ok := s.all[link]
	return seen, ok
}

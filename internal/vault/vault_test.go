package vault

import (
	"context"
	"errors"
	"testing"
	"time"

	"crosswalk/oauth"
	"crosswalk/storage"
)

// refusing is a book that answers everything with one error.
type refusing struct{ err error }

func (r refusing) Sealed(context.Context, string) ([]byte, int64, error) { return nil, 0, r.err }
func (r refusing) BeginRefresh(context.Context, string, int64) (storage.Lease, error) {
	return storage.Lease{}, r.err
}
func (r refusing) Intend(context.Context, storage.Lease, []byte) error        { return r.err }
func (r refusing) CommitRefresh(context.Context, storage.Lease, []byte) error { return r.err }
func (r refusing) Mark(context.Context, string, int64, []byte) error          { return r.err }
func (r refusing) EndRefresh(context.Context, storage.Lease, bool) error      { return r.err }

// opened gives the keys of a new store in memory.
func opened(t *testing.T) *storage.Keys {
	t.Helper()
	book, err := storage.OpenMemory(t.Context(), storage.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { book.Close() })
	keys, err := storage.OpenKeys(t.Context(), book, storage.FileKeeper{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	return keys
}

func TestWhatTheBookAnswersIsSaidInTheWordsOfTheProtocol(t *testing.T) {
	keys := opened(t)
	until := time.Now().Add(time.Minute)
	busy := &storage.BusyError{Holder: "another window", Until: until, InDoubt: true}
	for name, c := range map[string]struct{ book, want error }{
		"another pair is stored":  {storage.ErrStale, oauth.ErrStale},
		"the lease was lost":      {storage.ErrSuperseded, oauth.ErrSuperseded},
		"refused before":          {storage.ErrNeedsReauth, oauth.ErrQuarantined},
		"nobody knows it":         {storage.ErrNotFound, oauth.ErrGone},
		"it is being given up":    {storage.ErrEnding, oauth.ErrGone},
		"a disk that is no more":  {errors.New("input/output error"), nil},
		"somebody else is at it":  {busy, nil},
		"and nothing at all went": {nil, nil},
	} {
		v := New(refusing{c.book}, keys)
		_, _, loaded := v.Load(t.Context(), "g")
		_, begun := v.Begin(t.Context(), "g", 1)
		answers := map[string]error{
			"Begin": begun, "Intend": v.Intend(t.Context(), oauth.Lease{Grant: "g", Gen: 1}, oauth.Pair{}),
			"Commit": v.Commit(t.Context(), oauth.Lease{Grant: "g", Gen: 1}, oauth.Pair{}), "Mark": v.Mark(t.Context(), "g", 1, oauth.Pair{}),
			"End": v.End(t.Context(), oauth.Lease{Grant: "g"}, false),
		}
		if c.book != nil { // nothing sealed cannot be opened
			answers["Load"] = loaded
		}
		for call, err := range answers {
			var told *oauth.BusyError
			switch {
			case c.book == busy:
				if !errors.As(err, &told) || told.Holder != busy.Holder || !told.Until.Equal(until) || !told.InDoubt {
					t.Errorf("%s: %s: %v", name, call, err)
				}
			case !errors.Is(err, c.book) || c.want != nil && !errors.Is(err, c.want):
				t.Errorf("%s: %s: %v", name, call, err)
			}
		}
	}
}

func TestAPairIsSealedForItsGrantAndGeneration(t *testing.T) {
	keys := opened(t)
	v := New(refusing{}, keys)
	pair := oauth.Pair{Current: oauth.Token{Access: oauth.NewSecret("an access"), Refresh: oauth.NewSecret("a refresh")}, ClientID: "firm"}
	sealed, err := v.Seal("g", 3, pair)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := v.open("g", 3, sealed); err != nil || got.Current.Refresh.Reveal() != "a refresh" {
		t.Errorf("%v", err)
	}
	for name, open := range map[string]func() (oauth.Pair, error){
		"another grant":      func() (oauth.Pair, error) { return v.open("h", 3, sealed) },
		"another generation": func() (oauth.Pair, error) { return v.open("g", 4, sealed) },
	} {
		if _, err := open(); err == nil {
			t.Errorf("%s opens it", name)
		}
	}
}

func TestNothingIsStoredOnceTheKeysAreDropped(t *testing.T) {
	keys := opened(t)
	keys.Drop()
	v := New(refusing{}, keys)
	for call, err := range map[string]error{
		"Intend": v.Intend(t.Context(), oauth.Lease{Grant: "g"}, oauth.Pair{}),
		"Commit": v.Commit(t.Context(), oauth.Lease{Grant: "g"}, oauth.Pair{}),
		"Mark":   v.Mark(t.Context(), "g", 1, oauth.Pair{}),
	} {
		if !errors.Is(err, storage.ErrKeysDropped) {
			t.Errorf("%s: %v", call, err)
		}
	}
}

package sandbox

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"
)

// deadLimit is how many revoked tokens and used codes are remembered, so that a program that runs all day stays small.
const deadLimit = 1000

// grant is one consent.
type grant struct {
	ID        string
	Person    string
	Companies []string // uuids
	Access    Access
	At        time.Time
}

// token is one row of Doorkeeper's table: an access token and its refresh token live and die together.
type token struct {
	Grant    string // empty: a system token
	Access   string // digests, never the tokens
	Refresh  string `json:",omitempty"`
	Previous string `json:",omitempty"` // the refresh token to end when this access token is first used
	Scope    string
	Made     time.Time
	Expires  time.Time
	Revoked  bool `json:",omitempty"`
}

// code is an authorization code that was handed out.
type code struct {
	Code      string // digest
	Redirect  string
	Challenge string `json:",omitempty"`
	Grant     grant
	Made      time.Time
	Used      bool `json:",omitempty"`
}

// session is a browser that has signed in.
type session struct {
	Cookie string // digest
	Person string
	Access Access
}

// data is all that survives in the state file.
type data struct {
	Version    int
	Grants     []*grant
	Tokens     []*token
	Codes      []*code
	Sessions   []*session
	Provisions []*provision
	Gone       []string
}

const stateVersion = 1

// store keeps data in memory and, when it has a file, on disk. A change is answered only when it is durable.
type store struct {
	file string

	mu      sync.Mutex
	data    *data
	changed int // number of the latest change

	saving sync.Mutex // held while writing; many changes share one write
	saved  int
}

func openStore(file string) (*store, error) {
	s := &store{file: file, data: &data{Version: stateVersion}}
	if file == "" {
		return s, nil
	}
	text, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return s, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read practice state: %w", err)
	}
	if err := json.Unmarshal(text, s.data); err != nil {
		return nil, fmt.Errorf("read practice state %s: %w", file, err)
	}
	if s.data.Version != stateVersion {
		return nil, fmt.Errorf("read practice state %s: version %d is not %d", file, s.data.Version, stateVersion)
	}
	return s, nil
}

// view lets look read the data.
func (s *store) view(look func(*data)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	look(s.data)
}

// update lets change alter the data, and returns when that is durable. change tells whether it altered anything.
func (s *store) update(change func(*data) bool) error {
	s.mu.Lock()
	if !change(s.data) {
		s.mu.Unlock()
		return nil
	}
	s.data.prune()
	s.changed++
	mine := s.changed
	s.mu.Unlock()
	if s.file == "" {
		return nil
	}
	return s.save(mine)
}

// save writes everything up to at least the change with this number.
func (s *store) save(number int) error {
	s.saving.Lock()
	defer s.saving.Unlock()
	if s.saved >= number {
		return nil
	}
	s.mu.Lock()
	text, err := json.Marshal(s.data)
	upTo := s.changed
	s.mu.Unlock()
	if err != nil {
		return fmt.Errorf("save practice state: %w", err)
	}
	if err := replaceFile(s.file, text); err != nil {
		return fmt.Errorf("save practice state: %w", err)
	}
	s.saved = upTo
	return nil
}

// replaceFile makes text the content of file, so that after a crash there is the old content or the new one.
func replaceFile(file string, text []byte) (err error) {
	temp, err := os.OpenFile(file+".new", os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = temp.Close()
			_ = os.Remove(temp.Name())
		}
	}()
	if _, err = temp.Write(text); err != nil {
		return err
	}
	if err = temp.Sync(); err != nil {
		return err
	}
	if err = temp.Close(); err != nil {
		return err
	}
	if err = os.Rename(temp.Name(), file); err != nil {
		return err
	}
	syncFolder(filepath.Dir(file))
	return nil
}

// syncFolder makes the rename durable where the system can; Windows cannot open a folder for that, and needs no such call.
func syncFolder(folder string) {
	if d, err := os.Open(folder); err == nil {
		_ = d.Sync()
		_ = d.Close()
	}
}

// prune forgets the oldest of what is dead.
func (d *data) prune() {
	d.Tokens = dropOldest(d.Tokens, func(t *token) bool { return t.Revoked })
	d.Codes = dropOldest(d.Codes, func(*code) bool { return true })
	if len(d.Grants) > 2*deadLimit {
		held := map[string]bool{}
		for _, t := range d.Tokens {
			held[t.Grant] = true
		}
		d.Grants = slices.DeleteFunc(d.Grants, func(g *grant) bool { return !held[g.ID] })
	}
	if n := len(d.Sessions) - deadLimit; n > 0 {
		d.Sessions = slices.Delete(d.Sessions, 0, n)
	}
}

func dropOldest[T any](list []T, dead func(T) bool) []T {
	n := 0
	for _, one := range list {
		if dead(one) {
			n++
		}
	}
	if n <= deadLimit {
		return list
	}
	n -= deadLimit / 2
	return slices.DeleteFunc(list, func(one T) bool {
		if n > 0 && dead(one) {
			n--
			return true
		}
		return false
	})
}

func (d *data) byAccess(secret string) *token {
	want := digest(secret)
	for _, t := range d.Tokens {
		if t.Access == want {
			return t
		}
	}
	return nil
}

func (d *data) byRefresh(secret string) *token {
	want := digest(secret)
	for _, t := range d.Tokens {
		if t.Refresh == want && t.Refresh != "" {
			return t
		}
	}
	return nil
}

func (d *data) grant(id string) *grant {
	for _, g := range d.Grants {
		if g.ID == id {
			return g
		}
	}
	return nil
}

// newSecret gives 256 random bits in the form of Doorkeeper's tokens: 43 characters.
func newSecret() string {
	var b [32]byte
	_, _ = rand.Read(b[:]) // never fails: it ends the program instead
	return base64.RawURLEncoding.EncodeToString(b[:])
}

func digest(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

package provision

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"sync"
	"time"

	"crosswalk/internal/desk"
	"crosswalk/internal/intake"
	"crosswalk/storage"
)

// order is what one attempt asks for, as it is sealed with it.
type order struct {
	Application  intake.Application  `json:"application"`
	Client       string              `json:"client,omitempty"`
	Draft        string              `json:"draft,omitempty"`
	Reasons      map[string]string   `json:"reasons,omitempty"`      // why doubts about fields were wrong
	Acknowledged []string            `json:"acknowledged,omitempty"` // what is alike and was said to be another company
	print        *intake.Fingerprint // of the application, once it was asked for
}

func (o *order) fingerprint() intake.Fingerprint {
	if o.print == nil {
		p := o.Application.Fingerprint()
		o.print = &p
	}
	return *o.print
}

// ending is what came of an attempt, as it is sealed with it.
type ending struct {
	State     storage.AttemptState `json:"-"`
	Link      string               `json:"-"`                    // of the company, once it is linked
	Claim     string               `json:"claim,omitempty"`      // the claim link; without a host where that is the provider's own
	Cause     desk.Cause           `json:"cause,omitempty"`      // why it is not Created
	Detail    string               `json:"detail,omitempty"`     // Gusto's words, or a host
	RequestID string               `json:"request,omitempty"`    // Gusto's
	Until     time.Time            `json:"until,omitzero"`       // when trying again makes sense
	Errors    []FieldError         `json:"errors,omitempty"`     // what Gusto wants otherwise
	Settled   time.Time            `json:"settled,omitzero"`     // when a person said what is so
	By        string               `json:"settled_by,omitempty"` // who
	Note      string               `json:"note,omitempty"`
}

// ownPlace leaves the host out of a claim link that leads to the provider's own address: a pretend Gusto has another one
// whenever it is started.
func ownPlace(link, base string) string {
	if rest, ok := strings.CutPrefix(link, strings.TrimRight(base, "/")); ok && strings.HasPrefix(rest, "/") {
		return rest
	}
	return link
}

// claimAddress is the way back.
func claimAddress(kept, base string) string {
	if u, err := url.Parse(kept); err == nil && u.Host == "" && strings.HasPrefix(kept, "/") {
		return strings.TrimRight(base, "/") + kept
	}
	return kept
}

// pad brings sealed bytes to a length that tells little about what is in them. JSON does not mind spaces behind it.
func pad(plain []byte) []byte {
	const block = 512
	for len(plain)%block != 0 {
		plain = append(plain, ' ')
	}
	return plain
}

func seal(c desk.Counter, row, column string, gen int64, value any) ([]byte, error) {
	plain, err := json.Marshal(value)
	if err != nil {
		return nil, fmt.Errorf("write down %s: %w", column, err)
	}
	if sealed := c.Keys.Seal(row, column, gen, pad(plain)); sealed != nil {
		return sealed, nil
	}
	return nil, storage.ErrKeysDropped
}

func unseal[T any](c desk.Counter, row, column string, gen int64, sealed []byte) (value T, err error) {
	plain, err := c.Keys.Open(row, column, gen, sealed)
	if err != nil {
		return value, fmt.Errorf("open %s: %w", column, err)
	}
	if err := json.Unmarshal(plain, &value); err != nil {
		return value, fmt.Errorf("read %s: %w", column, storage.ErrDamaged)
	}
	return value, nil
}

// opened remembers what attempts asked for, which never changes.
type opened struct {
	mu     sync.Mutex
	orders map[string]*order // by attempt
}

// of opens what an attempt asked for; nil when it cannot be opened.
func (o *opened) of(c desk.Counter, a storage.Attempt) (*order, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if known := o.orders[a.ID]; known != nil {
		return known, nil
	}
	what, err := unseal[order](c, a.ID, storage.ApplicationColumn, 1, a.Application)
	if err != nil {
		return nil, err
	}
	what.fingerprint()
	o.put(a.ID, &what)
	return &what, nil
}

// forget drops all of it.
func (o *opened) forget() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.orders = nil
}

func (o *opened) put(id string, what *order) {
	if o.orders == nil {
		o.orders = map[string]*order{}
	}
	o.orders[id] = what
}

func endingOf(c desk.Counter, a storage.Attempt) (ending, error) {
	e := ending{State: a.State, Link: a.Link}
	if a.Answer == nil {
		return e, nil
	}
	read, err := unseal[ending](c, a.ID, storage.AnswerColumn, a.AnswerGen, a.Answer)
	if err != nil {
		return e, err
	}
	read.State, read.Link = e.State, e.Link
	return read, nil
}

package desk

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"crosswalk/internal/gusto"
)

// Sighting is what one check saw beside its verdict. It holds no token and no part of one.
type Sighting struct {
	At      time.Time
	Company CompanySeen
	Owner   PersonSeen
	Scopes  []string // what the access may do; empty where Gusto did not say
	Calls   []Call   // in order
	Skew    time.Duration
	Version VersionSeen
}

// CompanySeen is what Gusto says of a company.
type CompanySeen struct {
	Status string // "Approved", "Not Approved", "Suspended"; "" where Gusto does not say
	EIN    string // all but the last four digits hidden
	Tier   string
	Type   string // the entity's
}

// PersonSeen is who gave the access.
type PersonSeen struct {
	UUID string // of the person at this company
	Name string // "" where the list of admins could not be read
	Role Role
}

// Role is what a person is at a company, as a stable word.
type Role string

// The roles that Gusto tells apart for us.
const (
	RoleUnknown Role = ""              // the list of admins could not be read
	Primary     Role = "primary_admin" // the company's primary payroll admin
	Admin       Role = "admin"
	NoAdmin     Role = "no_admin" // not in the list any more
)

// VersionSeen is what Gusto says of the API version that was asked in.
type VersionSeen struct {
	Asked      string
	Deprecated bool      // on its way out (RFC 9745)
	Ends       time.Time // RFC 8594; zero when not said
}

// Call is one exchange with Gusto.
type Call struct {
	At        time.Time
	What      string // method and path
	Status    int    // 0 when no answer came
	RequestID string
	Took      time.Duration
}

// callsKept is how many calls of a link are remembered.
const callsKept = 8

// sighting is one being written: calls may end on several goroutines.
type sighting struct {
	mu sync.Mutex
	Sighting
}

func (s *sighting) called(c gusto.Call) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.Calls = append(s.Calls, Call{At: c.At, What: c.Method + " " + c.Path, Status: c.Status, RequestID: c.RequestID, Took: c.Took})
	if c.Status > 0 {
		s.Skew = c.Skew
		s.Version.Deprecated = s.Version.Deprecated || c.Deprecation != "" || !c.Sunset.IsZero()
		if !c.Sunset.IsZero() {
			s.Version.Ends = c.Sunset
		}
	}
}

// taken is the finished sighting.
func (s *sighting) taken() Sighting {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.Sighting
}

// inspection is one check of a link.
type inspection struct {
	*access
	grant, company string
	needs          []string // scopes that the firm needs
	seen           *sighting
}

// check asks Gusto whether a link works, and gives the verdict. Giving up (a canceled context) is an error.
func (i inspection) check(ctx context.Context, now func() time.Time) (Verdict, gusto.Company, error) {
	i.seen.At, i.seen.Version.Asked = now(), i.reg.Environment.APIVersion
	ctx = gusto.Watch(ctx, i.seen.called)
	company, info, err := i.examine(ctx)
	if err == nil {
		err = i.standing(ctx, company, info, now())
	}
	if err = explain(err); err == nil {
		return Verdict{Cause: Working, At: now()}, company, nil
	}
	var t *Trouble
	if errors.As(err, &t) {
		return Verdict{Cause: t.Cause, At: now(), Detail: t.Detail, RequestID: t.RequestID, Until: t.Until}, company, nil
	}
	return Verdict{}, company, err
}

// examine compares the company that the access names with the linked one, then reads it.
func (i inspection) examine(ctx context.Context) (gusto.Company, gusto.TokenInfo, error) {
	info, err := ask(ctx, i.access, i.grant, i.payroll.TokenInfo)
	if err != nil && !answered(err, http.StatusNotFound) {
		return gusto.Company{}, info, err
	}
	i.seen.Scopes = info.Scopes
	if info.Owner != nil {
		i.seen.Owner.UUID = info.Owner.UUID
	}
	if reached, ok := info.Company(); ok && reached != i.company {
		return gusto.Company{}, info, &Trouble{Cause: WrongCompany, Detail: reached}
	}
	company, err := ask(ctx, i.access, i.grant, func(ctx context.Context, access string) (gusto.Company, error) {
		return i.payroll.Company(ctx, access, i.company)
	})
	if err == nil {
		i.seen.Company = CompanySeen{Status: company.Status, EIN: masked(company.EIN), Tier: company.Tier, Type: company.EntityType}
	}
	return company, info, err
}

func masked(n gusto.EIN) string {
	if n == "" {
		return ""
	}
	return n.String()
}

// standing finds what is so with an access that works: what Gusto says about the company, what the firm needs, who
// gave it, and how long this version of the API goes on. The worst is told. nil is nothing of it.
func (i inspection) standing(ctx context.Context, c gusto.Company, info gusto.TokenInfo, now time.Time) error {
	if err := i.person(ctx, c, info); err != nil {
		return err
	}
	missing := i.missing(info)
	version := i.seen.taken().Version
	switch {
	case standing(c) == Suspended:
		return &Trouble{Cause: Suspended}
	case len(missing) > 0:
		return &Trouble{Cause: MissingPermission, Detail: strings.Join(missing, ", ")}
	case i.seen.Owner.Role == NoAdmin:
		return &Trouble{Cause: PersonLeft, Detail: i.seen.Owner.UUID}
	case standing(c) == NotApproved:
		return &Trouble{Cause: NotApproved}
	case version.Deprecated && soon(version.Ends, now):
		return &Trouble{Cause: VersionRetiring, Detail: version.Asked, Until: version.Ends}
	}
	return nil
}

// standing is what a company's own reply says of it (Gusto's documentation, company_status and is_suspended).
func standing(c gusto.Company) Cause {
	switch {
	case c.Suspended || c.Status == "Suspended":
		return Suspended
	case c.Status == "Not Approved":
		return NotApproved
	}
	return Working
}

// notice is how long before a version's end it is worth a person's attention.
const notice = 180 * 24 * time.Hour

func soon(ends, now time.Time) bool { return ends.IsZero() || ends.Sub(now) < notice }

// missing lists what the firm needs and the access does not hold. An access that does not say what it holds is not judged.
func (i inspection) missing(info gusto.TokenInfo) []string {
	if len(info.Scopes) == 0 {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(i.needs), info.Has)
}

// scopeAdmins lets the list of a company's admins be read (Gusto's documentation, "Get all the admins at a company").
const scopeAdmins = "company_admin:read"

// person looks the giver of the access up in the company's list of admins, where the access may read it. A list that
// cannot be had judges nobody.
func (i inspection) person(ctx context.Context, c gusto.Company, info gusto.TokenInfo) error {
	if info.Owner == nil || info.Owner.UUID == "" || !info.Has(scopeAdmins) {
		return nil
	}
	admins, err := ask(ctx, i.access, i.grant, func(ctx context.Context, access string) ([]gusto.Admin, error) {
		return i.payroll.Admins(ctx, access, i.company)
	})
	if err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return nil
	}
	if len(admins) == 0 { // every company has one: the list is not to be believed
		return nil
	}
	owner := &i.seen.Owner
	owner.Role = NoAdmin
	for _, a := range admins {
		if a.UUID != owner.UUID {
			continue
		}
		owner.Name, owner.Role = firstOf(a.Name(), a.Email), Admin
		if c.PrimaryAdmin != nil && c.PrimaryAdmin.Email != "" && strings.EqualFold(c.PrimaryAdmin.Email, a.Email) {
			owner.Role = Primary
		}
	}
	return nil
}

package sandbox

import (
	"fmt"
	"net/http"
	"strings"
	"time"
)

// Access is what one consent reaches. Gusto's documentation calls the first "strict access"; it is the rule since API version 2023-05-01.
type Access int

const (
	Strict  Access = iota // one company per consent, chosen on Gusto's page
	Classic               // one consent covers every company of the person; /v1/me lists them
)

// Rotation says when the old refresh token stops working after a refresh.
type Rotation int

const (
	Lenient        Rotation = iota // when an access token that came of it is first used: Gusto's documented rule
	StrictRotation                 // at once
	Family                         // at once, and presenting it again ends every token of the grant
)

// DefaultScopes is what the pretend application was granted at its review.
const DefaultScopes = "public companies:read company_admin:read signatories:read accounts:write companies:disconnect_app_integration"

// Options describe the pretend Gusto and the one application registered with it. The zero value of every field is usable.
type Options struct {
	BaseURL                string           // how it is reached; empty takes the Host of each request
	ClientID, ClientSecret string           // by default practice-client and practice-secret
	Redirects              []string         // registered redirect URIs, by default http://127.0.0.1/callback
	APIToken               string           // the older organization-wide token for provisioning; empty: none
	Scopes                 string           // granted wholesale; by default DefaultScopes
	Access                 Access           // what the sign-in page preselects
	Rotation               Rotation         // what a refresh does to the old refresh token
	StateFile              string           // empty: memory only
	Now                    func() time.Time // by default time.Now
	AccessTTL, CodeTTL     time.Duration    // by default 7200 s and 10 min
}

// Gusto is the pretend Gusto. It implements http.Handler, and all its methods are safe for concurrent use.
type Gusto struct {
	opt    Options
	mux    *http.ServeMux
	book   *directory
	store  *store
	faults *Faults
	limits *limiter
	log    *journal
}

// New builds a pretend Gusto. It fails when Options.StateFile exists but cannot be read or understood; it is never overwritten then.
func New(o Options) (*Gusto, error) {
	setDefaults(&o)
	for _, uri := range o.Redirects {
		if _, err := parseRedirect(uri); err != nil {
			return nil, fmt.Errorf("register redirect URI: %w", err)
		}
	}
	st, err := openStore(o.StateFile)
	if err != nil {
		return nil, err
	}
	g := &Gusto{opt: o, book: seeded(), store: st, limits: newLimiter(), log: newJournal()}
	g.faults = newFaults(g)
	g.mux = g.routes()
	return g, nil
}

func setDefaults(o *Options) {
	if o.ClientID == "" {
		o.ClientID = "practice-client"
	}
	if o.ClientSecret == "" {
		o.ClientSecret = "practice-secret"
	}
	if len(o.Redirects) == 0 {
		o.Redirects = []string{"http://127.0.0.1/callback"}
	}
	if o.Scopes == "" {
		o.Scopes = DefaultScopes
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.AccessTTL <= 0 {
		o.AccessTTL = 7200 * time.Second
	}
	if o.CodeTTL <= 0 {
		o.CodeTTL = 10 * time.Minute
	}
	o.BaseURL = strings.TrimRight(o.BaseURL, "/")
}

// Faults gives the knobs.
func (g *Gusto) Faults() *Faults { return g.faults }

func (g *Gusto) now() time.Time { return g.opt.Now() }

// base is the address under which the person or program that sent r reaches this Gusto.
func (g *Gusto) base(r *http.Request) string {
	if g.opt.BaseURL != "" {
		return g.opt.BaseURL
	}
	scheme := "http"
	if r.TLS != nil {
		scheme = "https"
	}
	return scheme + "://" + r.Host
}

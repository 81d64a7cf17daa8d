package sandbox

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// version is one of the API's dated versions.
type version struct{ name, retires string }

// The versions that Gusto serves. Those before them were retired on 2026-06-15.
var versions = []version{{"2025-11-15", "2027-02-01"}, {"2026-02-01", "2027-06-15"}, {newestVersion, ""}}

const newestVersion = "2026-06-15"

// living gives the versions that have not retired yet, the one that retires soonest first.
func (g *Gusto) living() []version {
	return slices.DeleteFunc(slices.Clone(versions), func(v version) bool { return v.retires != "" && !g.now().Before(day(v.retires)) })
}

func day(s string) time.Time {
	t, _ := time.Parse(time.DateOnly, s)
	return t
}

// rightVersion checks X-Gusto-API-Version, and answers 406 when it is missing, unknown or retired.
func (g *Gusto) rightVersion(w http.ResponseWriter, r *http.Request) bool {
	asked := r.Header.Get("X-Gusto-Api-Version")
	living := g.living()
	i := slices.IndexFunc(living, func(v version) bool { return v.name == asked })
	if i < 0 {
		text := "The API version " + strconv.Quote(asked) + " is not supported."
		if asked == "" {
			text = "The header X-Gusto-API-Version is required."
		}
		fail(w, http.StatusNotAcceptable, apiError{Key: "request", Category: "invalid_api_version", Message: text})
		return false
	}
	h := w.Header()
	h.Set("X-Gusto-Api-Version", asked)
	if i == 0 && living[0].retires != "" {
		h.Set("Deprecation", "true")
		h.Set("Sunset", day(living[0].retires).Format(http.TimeFormat))
		h.Set("Link", "<"+g.base(r)+"/practice/versions>; rel=\"deprecation\"")
	}
	return true
}

// tokenKind says which tokens an endpoint takes.
type tokenKind int

const (
	anyToken tokenKind = iota
	companyToken
	systemToken
)

// bearer is who asks.
type bearer struct {
	token token
	grant grant // zero for a system token
	scope string
}

// recognize looks the access token up. Presenting it ends the previous refresh token and the access token that came with it, even when this
// one has expired or been revoked itself: so Doorkeeper does it.
func (g *Gusto) recognize(r *http.Request) (b bearer, why string, err error) {
	secret := bearerOf(r)
	if secret == "" {
		return b, "The access token is invalid", nil
	}
	err = g.store.update(func(d *data) bool {
		row := d.byAccess(secret)
		if row == nil {
			why = "The access token is invalid"
			return false
		}
		changed := row.Previous != ""
		if changed {
			d.endPrevious(row)
		}
		b.token = *row
		if held := d.grant(row.Grant); held != nil {
			b.grant = *held
			b.grant.Companies = slices.Clone(held.Companies)
		}
		switch {
		case row.Revoked:
			why = "The access token was revoked"
		case !g.now().Before(row.Expires):
			why = "The access token expired"
		}
		return changed
	})
	callOf(r).grant = b.token.Grant
	b.scope = g.effective(b.token.Scope)
	return b, why, err
}

// endPrevious is Doorkeeper's revoke_previous_refresh_token!: one row holds both tokens.
func (d *data) endPrevious(row *token) {
	for _, t := range d.Tokens {
		if t.Refresh == row.Previous {
			t.Revoked = true
		}
	}
	row.Previous = ""
}

// effective is what is left of a token's scopes.
func (g *Gusto) effective(scope string) string {
	lost := g.faults.lostScopes()
	return strings.Join(slices.DeleteFunc(strings.Fields(scope), func(s string) bool { return lost[s] }), " ")
}

// authorize recognizes the token and counts the request, and answers 401 or 429 itself.
func (g *Gusto) authorize(w http.ResponseWriter, r *http.Request) (bearer, bool) {
	b, why, err := g.recognize(r)
	if err != nil {
		cannotSave(w)
		return b, false
	}
	if why != "" {
		g.unauthorized(w, why)
		return b, false
	}
	return b, g.limits.admit(w, b.token.Grant, g.now())
}

func (g *Gusto) unauthorized(w http.ResponseWriter, why string) {
	noStore(w)
	w.Header().Set("WWW-Authenticate", `Bearer realm="Doorkeeper", error="invalid_token", error_description="`+why+`"`)
	if g.faults.on(emptyUnauthorized) {
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	fail(w, http.StatusUnauthorized, apiError{Key: "request", Category: "invalid_token", Message: why + "."})
}

// api puts version, token, rate limit and scope before an endpoint.
func (g *Gusto) api(scope string, kind tokenKind, next func(http.ResponseWriter, *http.Request, bearer)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if !g.rightVersion(w, r) {
			return
		}
		b, ok := g.authorize(w, r)
		if !ok {
			return
		}
		system := b.token.Grant == ""
		switch {
		case kind == companyToken && system:
			missingPermission(w, "A system token cannot read the data of a company.")
		case kind == systemToken && !system:
			missingPermission(w, "This endpoint needs a system token.")
		case scope != "" && !hasScope(b.scope, scope):
			missingScope(w, scope)
		default:
			next(w, r, b)
		}
	}
}

// Gusto's documented rate limit.
const (
	rateLimit  = 200
	rateWindow = time.Minute
)

// limiter keeps the times of the requests of each grant within a rolling minute.
type limiter struct {
	mu    sync.Mutex
	times map[string][]time.Time
}

func newLimiter() *limiter { return &limiter{times: map[string][]time.Time{}} }

// forget drops grants that have been quiet for a minute, once there are many.
func (l *limiter) forget(now time.Time) {
	if len(l.times) < 1000 {
		return
	}
	for grant, list := range l.times {
		if !now.Before(list[len(list)-1].Add(rateWindow)) {
			delete(l.times, grant)
		}
	}
}

// admit counts a request of this grant, and answers 429 when it is one too many. A refused request does not count.
func (l *limiter) admit(w http.ResponseWriter, grant string, now time.Time) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	list := slices.DeleteFunc(l.times[grant], func(t time.Time) bool { return !now.Before(t.Add(rateWindow)) })
	ok := len(list) < rateLimit
	if ok {
		list = append(list, now)
	}
	l.times[grant] = list
	l.forget(now)
	reset := list[0].Add(rateWindow)
	h := w.Header()
	h.Set("X-Ratelimit-Limit", strconv.Itoa(rateLimit))
	h.Set("X-Ratelimit-Remaining", strconv.Itoa(rateLimit-len(list)))
	h.Set("X-Ratelimit-Reset", reset.Format("2006-01-02 15:04:05 -0700"))
	if !ok {
		tooMany(w, reset.Sub(now))
	}
	return ok
}

func bearerOf(r *http.Request) string {
	if secret, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); ok {
		return secret
	}
	return ""
}

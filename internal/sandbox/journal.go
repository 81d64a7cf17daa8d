package sandbox

import (
	"net/url"
	"strings"
	"sync"
	"time"
)

// journalLimit bounds the memory of a practice Gusto that runs all day.
const journalLimit = 10_000

// Request is one line of the journal. It holds no token, code, secret, cookie or query.
type Request struct {
	At           time.Time
	ID           string // x-request-id
	Method, Path string
	GrantType    string // of a post to the token endpoint
	Status       int    // 0: the connection was dropped without a reply
	Fault        string // the faults that it met, joined by a plus sign
	Grant        string // id of the grant whose token was presented
}

type journal struct {
	mu      sync.Mutex
	lines   []Request
	counts  map[string]int
	codes   map[string]int // digest of a code → posts
	refresh map[string]int // digest of a refresh token → posts
}

func newJournal() *journal {
	return &journal{counts: map[string]int{}, codes: map[string]int{}, refresh: map[string]int{}}
}

// count is done before the request is processed: what a fault swallows was sent all the same.
func (j *journal) count(method, path string, params url.Values) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.counts[method+" "+path]++
	if method != "POST" || path != "/oauth/token" {
		return
	}
	if code := params.Get("code"); code != "" {
		j.codes[digest(code)]++
	}
	if token := params.Get("refresh_token"); token != "" {
		j.refresh[digest(token)]++
	}
}

func (j *journal) add(r Request) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if len(j.lines) >= journalLimit {
		j.lines = append(j.lines[:0], j.lines[journalLimit/2:]...)
	}
	j.lines = append(j.lines, r)
}

// loggedPath hides the one secret that stands in a path.
func loggedPath(path string) string {
	if strings.HasPrefix(path, "/claim_account/") {
		return "/claim_account/{claim}"
	}
	return path
}

// Requests gives the journal, oldest first: the last ten thousand at most.
func (g *Gusto) Requests() []Request {
	g.log.mu.Lock()
	defer g.log.mu.Unlock()
	return append([]Request(nil), g.log.lines...)
}

// Count tells how many requests with this method came for this exact path, those that met a fault included.
func (g *Gusto) Count(method, path string) int {
	g.log.mu.Lock()
	defer g.log.mu.Unlock()
	return g.log.counts[method+" "+path]
}

// PostsOfCode tells how often an authorization code was posted to the token endpoint.
func (g *Gusto) PostsOfCode(code string) int {
	g.log.mu.Lock()
	defer g.log.mu.Unlock()
	return g.log.codes[digest(code)]
}

// PostsOfRefreshToken tells how often a refresh token was posted to the token endpoint.
func (g *Gusto) PostsOfRefreshToken(token string) int {
	g.log.mu.Lock()
	defer g.log.mu.Unlock()
	return g.log.refresh[digest(token)]
}

// RefreshTokensPresented tells how many different refresh tokens came to the token endpoint, and how many of them more than once.
func (g *Gusto) RefreshTokensPresented() (different, repeated int) {
	g.log.mu.Lock()
	defer g.log.mu.Unlock()
	for _, n := range g.log.refresh {
		if n > 1 {
			repeated++
		}
	}
	return len(g.log.refresh), repeated
}

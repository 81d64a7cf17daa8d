package sandbox

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/google/uuid"
)

// bodyLimit is far above anything that the API takes.
const bodyLimit = 1 << 20

// call is what is known about a request before any handler sees it.
type call struct {
	id     string     // x-request-id
	body   []byte     // as sent
	params url.Values // of a form or JSON body; never of the URL
	broken bool       // a body that says it is JSON and is not
	grant  string     // filled in once a token has been recognized
}

type callKey struct{}

func callOf(r *http.Request) *call { return r.Context().Value(callKey{}).(*call) }

func (g *Gusto) routes() *http.ServeMux {
	m := http.NewServeMux()
	m.HandleFunc("GET /{$}", g.showHome)
	m.HandleFunc("GET /oauth/authorize", g.showAuthorize)
	m.HandleFunc("POST /oauth/authorize", g.decide)
	m.HandleFunc("GET /oauth/sign_in", g.showSignIn)
	m.HandleFunc("POST /oauth/sign_in", g.signIn)
	m.HandleFunc("POST /oauth/token", g.issueToken)
	m.HandleFunc("POST /oauth/revoke", g.revokeToken)
	m.HandleFunc("GET /claim_account/{claim}", g.showClaim)
	m.HandleFunc("POST /claim_account/{claim}", g.claim)
	m.HandleFunc("GET /practice/versions", g.showVersions)
	m.HandleFunc("GET /v1/token_info", g.tokenInfo)
	m.HandleFunc("GET /v1/me", g.api("", anyToken, g.me))
	m.HandleFunc("GET /v1/companies/{uuid}", g.api("companies:read", companyToken, g.readCompany))
	m.HandleFunc("GET /v1/companies/{uuid}/admins", g.api("company_admin:read", companyToken, g.listAdmins))
	m.HandleFunc("GET /v1/companies/{uuid}/locations", g.api("companies:read", companyToken, g.listLocations))
	m.HandleFunc("POST /v1/companies/{uuid}/disconnect_app_integration",
		g.api("companies:disconnect_app_integration", systemToken, g.disconnect))
	m.HandleFunc("POST /v1/provision", g.provisionEntry)
	m.HandleFunc("/v1/", func(w http.ResponseWriter, _ *http.Request) { notFound(w) })
	m.HandleFunc("/", g.showMissing)
	return m
}

// ServeHTTP answers one request: it is counted and given an id, meets the faults that lie in wait for it, and is written to the journal.
func (g *Gusto) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c := readCall(r)
	r = r.WithContext(context.WithValue(r.Context(), callKey{}, c))
	entry := Request{At: g.now(), ID: c.id, Method: r.Method, Path: loggedPath(r.URL.Path), GrantType: c.params.Get("grant_type")}
	g.log.count(r.Method, r.URL.Path, c.params)
	reply := newReply()
	defer func() {
		entry.Status, entry.Fault, entry.Grant = reply.status, reply.fault, c.grant
		g.log.add(entry)
	}()

	before, after := g.faults.match(r, c)
	answered := g.faults.apply(before, w, r, reply)
	if !answered {
		g.mux.ServeHTTP(reply, r)
	}
	g.finish(reply, r, c)
	g.faults.apply(after, w, r, reply)
	reply.send(w, r)
}

// finish puts on what every reply carries.
func (g *Gusto) finish(reply *reply, r *http.Request, c *call) {
	h := reply.header
	id := c.id
	if g.faults.on(doubleRequestID) {
		id += ", " + c.id
	}
	h.Set("X-Request-Id", id)
	h.Set("Date", g.now().Add(g.faults.skew()).UTC().Format(http.TimeFormat))
	if strings.HasPrefix(r.URL.Path, "/v1/") && h.Get("X-Gusto-Api-Version") == "" {
		h.Set("X-Gusto-Api-Version", newestVersion)
	}
}

func readCall(r *http.Request) *call {
	c := &call{id: uuid.NewString(), params: url.Values{}}
	if r.Body == nil || r.Method == http.MethodGet || r.Method == http.MethodHead {
		return c
	}
	body, err := io.ReadAll(io.LimitReader(r.Body, bodyLimit))
	if err != nil {
		c.broken = true
	}
	c.body = body
	r.Body = io.NopCloser(bytes.NewReader(body))
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch kind {
	case "application/json":
		c.params, c.broken = jsonParams(body)
	case "application/x-www-form-urlencoded":
		if v, err := url.ParseQuery(string(body)); err == nil {
			c.params = v
		} else {
			c.broken = true
		}
	}
	return c
}

// jsonParams flattens the scalar members of a JSON object, which is all that the token endpoint takes.
func jsonParams(body []byte) (url.Values, bool) {
	v := url.Values{}
	var object map[string]any
	if err := json.Unmarshal(body, &object); err != nil {
		return v, len(bytes.TrimSpace(body)) > 0
	}
	for name, value := range object {
		switch value := value.(type) {
		case string:
			v.Set(name, value)
		case float64:
			v.Set(name, strconv.FormatFloat(value, 'f', -1, 64))
		case bool:
			v.Set(name, strconv.FormatBool(value))
		}
	}
	return v, false
}

// reply holds an answer back until the faults have had their say.
type reply struct {
	header http.Header
	status int
	body   bytes.Buffer
	fault  string
	cut    bool
}

func newReply() *reply { return &reply{header: http.Header{}} }

func (p *reply) Header() http.Header { return p.header }

func (p *reply) WriteHeader(status int) {
	if p.status == 0 {
		p.status = status
	}
}

func (p *reply) Write(b []byte) (int, error) {
	p.WriteHeader(http.StatusOK)
	return p.body.Write(b)
}

func (p *reply) reset() {
	p.status = 0
	p.body.Reset()
}

// replace puts another answer in place of what was there.
func (p *reply) replace(status int, kind, body string) {
	p.reset()
	p.status = status
	p.header.Set("Content-Type", kind)
	p.body.WriteString(body)
}

func (p *reply) send(w http.ResponseWriter, r *http.Request) {
	if p.status == 0 {
		p.status = http.StatusOK
	}
	for name, values := range p.header {
		w.Header()[name] = values
	}
	if p.status != http.StatusNoContent && p.status != http.StatusNotModified {
		w.Header().Set("Content-Length", strconv.Itoa(p.body.Len()))
	}
	w.WriteHeader(p.status)
	if r.Method == http.MethodHead {
		return
	}
	body := p.body.Bytes()
	if p.cut {
		_, _ = w.Write(body[:len(body)/2])
		_ = http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	}
	_, _ = w.Write(body)
}

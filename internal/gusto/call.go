package gusto

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"crosswalk/internal/reach"
)

// The largest sensible answer is a list of some thousand companies, about a megabyte.
const bodyLimit = 16 << 20

var (
	errNoToken = errors.New("no token to show")
	errTooLong = errors.New("answer is longer than any that Gusto gives")
	errBadID   = errors.New("not the id of a company")
)

// Call is one exchange with Gusto, for a log, a meter or a warning. It holds no secret and no query.
type Call struct {
	At          time.Time // when the answer had come
	Method      string
	Path        string // with the uuids in it
	Status      int    // 0 when no answer came
	RequestID   string
	Took        time.Duration
	Skew        time.Duration // how far this computer's clock is ahead; 0 when Gusto sent no date
	Remaining   int           // requests left in this minute for this grant; -1 when Gusto did not say
	Deprecation string        // Gusto's Deprecation header (RFC 9745), empty when this version of the API is not on its way out
	Sunset      time.Time     // when this version ends (RFC 8594); zero when not said
}

type question struct {
	method string
	path   string
	query  url.Values
	auth   Authorization
	body   any
}

type reply struct {
	status int
	header http.Header
	body   []byte
	path   string
}

func (r reply) malformed(err error) error {
	return &MalformedError{Path: r.path, Status: r.status, RequestID: requestID(r.header), Err: err}
}

// ask sends one request and returns a 2xx answer with its whole body; everything else is an error.
func (a *API) ask(ctx context.Context, q question) (reply, error) {
	req, err := a.request(ctx, q)
	if err != nil {
		return reply{}, fmt.Errorf("%s %s: %w", q.method, q.path, err)
	}
	begin := a.now()
	r := reply{path: q.path}
	resp, err := a.hc.Do(req)
	if err == nil {
		r.status, r.header = resp.StatusCode, resp.Header
		r.body, err = read(resp.Body)
	}
	end := a.now()
	a.tell(ctx, q, r, begin, end)
	switch {
	case errors.Is(err, errTooLong):
		return reply{}, r.malformed(err)
	case err != nil:
		return reply{}, fmt.Errorf("%s %s: %w", q.method, q.path, reach.Explain(err))
	case r.status < 400 && reach.WebPage(r.header):
		return reply{}, fmt.Errorf("%s %s: %w", q.method, q.path, &reach.Error{Cause: reach.CaptivePortal, Host: req.URL.Hostname(), Sent: true})
	case r.status >= 300 && r.status < 400, r.status < 200:
		return reply{}, r.malformed(fmt.Errorf("status %d is no answer of this API", r.status))
	case r.status >= 400:
		return reply{}, refusal(q, r, end)
	}
	return r, nil
}

func (a *API) request(ctx context.Context, q question) (*http.Request, error) {
	if a.invalid != nil {
		return nil, a.invalid
	}
	auth, err := q.auth.header()
	if err != nil {
		return nil, err
	}
	var body io.Reader
	if q.body != nil {
		text, err := json.Marshal(q.body)
		if err != nil {
			return nil, err
		}
		body = bytes.NewReader(text)
	}
	address := a.base + q.path
	if len(q.query) > 0 {
		address += "?" + q.query.Encode()
	}
	req, err := http.NewRequestWithContext(ctx, q.method, address, body)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Authorization", auth)
	req.Header.Set("Accept", "application/json")
	req.Header.Set("X-Gusto-API-Version", a.version)
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
		req.GetBody = nil // so that no transport sends it again
	}
	return req, nil
}

func read(body io.ReadCloser) ([]byte, error) {
	defer body.Close()
	text, err := io.ReadAll(io.LimitReader(body, bodyLimit+1))
	if err == nil && len(text) > bodyLimit {
		return nil, errTooLong
	}
	return text, err
}

func (a *API) tell(ctx context.Context, q question, r reply, begin, end time.Time) {
	watch, _ := ctx.Value(watchKey{}).(func(Call))
	if a.onCall == nil && watch == nil {
		return
	}
	c := Call{
		At:     end,
		Method: q.method, Path: q.path, Status: r.status, RequestID: requestID(r.header), Took: end.Sub(begin),
		Remaining: -1, Deprecation: clean(r.header.Get("Deprecation")),
	}
	c.Skew, _ = reach.Skew(r.header, end)
	if n, err := strconv.Atoi(r.header.Get("X-RateLimit-Remaining")); err == nil && n >= 0 {
		c.Remaining = n
	}
	c.Sunset, _ = http.ParseTime(r.header.Get("Sunset"))
	if a.onCall != nil {
		a.onCall(c)
	}
	if watch != nil {
		watch(c)
	}
}

type watchKey struct{}

// Watch gives a context whose calls are told to f as well as to whoever watches already, each after its answer was
// read, on the goroutine of the call. f must not block.
func Watch(ctx context.Context, f func(Call)) context.Context {
	if before, ok := ctx.Value(watchKey{}).(func(Call)); ok {
		also := f
		f = func(c Call) { before(c); also(c) }
	}
	return context.WithValue(ctx, watchKey{}, f)
}

// requestID picks one of what Gusto sometimes sends twice, joined by a comma.
func requestID(h http.Header) string {
	first, _, _ := strings.Cut(h.Get("X-Request-Id"), ",")
	return clean(first)
}

// decode wants exactly one JSON object or list, as the first byte says, and nothing behind it.
func decode(r reply, first byte, into any) error {
	text := bytes.TrimSpace(r.body)
	if len(text) == 0 {
		return r.malformed(errors.New("answer is empty"))
	}
	if text[0] != first {
		return r.malformed(fmt.Errorf("answer begins with %q, not with %q", text[0], first))
	}
	if err := json.Unmarshal(text, into); err != nil {
		return r.malformed(jsonFault(err))
	}
	return nil
}

// jsonFault says what kind of fault and where; encoding/json's own text may quote the value.
func jsonFault(err error) error {
	var kind *json.UnmarshalTypeError
	var syntax *json.SyntaxError
	switch {
	case errors.As(err, &kind):
		return fmt.Errorf("field %q is of another type", clean(kind.Field))
	case errors.As(err, &syntax):
		return fmt.Errorf("not JSON at byte %d", syntax.Offset)
	}
	return errors.New("not the JSON that was expected")
}

// idInPath lets through uuids and the numeric ids of old applications, and nothing that could lead to another path.
func idInPath(id string) (string, error) {
	if id == "" || len(id) > 64 || strings.Trim(id, "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-") != "" {
		return "", errBadID
	}
	return id, nil
}

package oauth

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// maxAnswer caps what is read of an answer of the token endpoint, in bytes.
const maxAnswer = 256 << 10

// answer is what came back for one POST. It holds secrets: it is classified by
// token or refusal, and never logged or wrapped.
type answer struct {
	status int
	header http.Header
	body   []byte
	at     time.Time // this computer's clock when the answer's head was read
	err    error     // reading the body broke off
}

// once is a transport for one POST. It takes exactly one request, strips it of
// what would let a lower layer send it again, and keeps the answer for us:
// x/oauth2's own reading of it gives up on an odd expires_in, which would throw
// away a grant, and its errors carry the body.
type once struct {
	base http.RoundTripper
	now  func() time.Time
	used bool
	got  *answer
}

var errSecondPost = errors.New("a second post to the token endpoint was stopped")

// RoundTrip implements [http.RoundTripper].
func (o *once) RoundTrip(r *http.Request) (*http.Response, error) {
	if o.used {
		return nil, errSecondPost
	}
	o.used = true
	r = r.Clone(r.Context())
	r.Header.Set("Accept", "application/json")
	r.GetBody = nil
	resp, err := o.base.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	got := &answer{status: resp.StatusCode, header: resp.Header, at: o.now().Round(0)}
	got.body, got.err = io.ReadAll(io.LimitReader(resp.Body, maxAnswer+1))
	_ = resp.Body.Close()
	o.got = got
	resp.Body = io.NopCloser(strings.NewReader(string(got.body)))
	return resp, nil
}

// once returns a client good for a single POST: no redirects (RFC 9700 section
// 4.12), no cookies, no second request.
func (c *Client) once() (*http.Client, *once) {
	o := &once{base: c.http.Transport, now: c.now}
	if o.base == nil {
		o.base = http.DefaultTransport
	}
	return &http.Client{
		Transport:     o,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}, o
}

// post sends one form to the token or revocation endpoint, with the client's id
// and secret in the body and nowhere else (RFC 6749 section 2.3.1; Gusto answers
// 400 to a secret in the URL). It blocks until ctx ends at the latest. Errors
// are those of [transportError].
func (c *Client) post(ctx context.Context, endpoint string, form url.Values) (*answer, error) {
	form = cloneValues(form)
	form.Set("client_id", c.provider.ClientID)
	if !c.provider.ClientSecret.IsZero() {
		form.Set("client_secret", c.provider.ClientSecret.Reveal())
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, endpoint, strings.NewReader(form.Encode()))
	if err != nil {
		return nil, errors.New("the server's address cannot be used")
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	client, o := c.once()
	resp, err := client.Do(r)
	if err != nil {
		return nil, transportError(err)
	}
	_ = resp.Body.Close()
	return o.got, nil
}

func cloneValues(v url.Values) url.Values {
	out := make(url.Values, len(v)+2)
	for k, vs := range v {
		out[k] = append([]string(nil), vs...)
	}
	return out
}

package sandbox

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"net/http"
	"slices"

	"github.com/google/uuid"
)

// refusal is why a token was not given. The zero value is no refusal.
type refusal struct {
	status     int
	name, text string
}

var (
	invalidClient = refusal{http.StatusUnauthorized, "invalid_client", textInvalidClient}
	invalidGrant  = refusal{http.StatusBadRequest, "invalid_grant", textInvalidGrant}
)

func missing(parameter string) refusal {
	return refusal{http.StatusBadRequest, "invalid_request", textMissing + parameter + "."}
}

// pair is what a token reply hands out in clear. Only digests are kept.
type pair struct {
	access, refresh string
	row             token
}

// issueToken is POST /oauth/token.
func (g *Gusto) issueToken(w http.ResponseWriter, r *http.Request) {
	c := callOf(r)
	if r.URL.Query().Has("client_secret") {
		oauthError(w, http.StatusBadRequest, "invalid_request", "The client secret belongs into the body of the request, not into its URL.")
		return
	}
	if c.broken {
		oauthError(w, http.StatusBadRequest, "invalid_request", "The body of the request cannot be read.")
		return
	}
	var out pair
	var no refusal
	var err error
	switch c.params.Get("grant_type") {
	case "authorization_code":
		out, no, err = g.redeemCode(r)
	case "refresh_token":
		out, no, err = g.refresh(r)
	case "system_access":
		out, no, err = g.systemAccess(r)
	case "":
		no = missing("grant_type")
	default:
		no = refusal{http.StatusBadRequest, "unsupported_grant_type", "The authorization grant type is not supported by the authorization server."}
	}
	c.grant = out.row.Grant
	switch {
	case err != nil:
		cannotSave(w)
	case no.status != 0:
		oauthError(w, no.status, no.name, no.text)
	default:
		noStore(w)
		writeJSON(w, http.StatusOK, g.tokenReply(out))
	}
}

func (g *Gusto) tokenReply(p pair) map[string]any {
	m := map[string]any{"access_token": p.access, "token_type": "bearer", "expires_in": int(p.row.Expires.Sub(p.row.Made).Seconds()),
		"created_at": p.row.Made.Unix()}
	if p.row.Grant != "" {
		m["scope"] = p.row.Scope
	}
	if p.refresh != "" {
		m["refresh_token"] = p.refresh
	}
	g.faults.editReply(m)
	return m
}

// newPair makes a token of a grant; without one, a system token.
func (g *Gusto) newPair(grant string) pair {
	now := g.now().Round(0)
	p := pair{access: newSecret(), row: token{Grant: grant, Scope: g.opt.Scopes, Made: now, Expires: now.Add(g.opt.AccessTTL)}}
	p.row.Access = digest(p.access)
	if grant != "" && !g.faults.on(omitRefreshToken) {
		p.refresh = newSecret()
		p.row.Refresh = digest(p.refresh)
	}
	return p
}

// rightClient takes HTTP Basic first, then the body, as Doorkeeper 5.5 does.
func (g *Gusto) rightClient(r *http.Request) bool {
	id, secret, ok := r.BasicAuth()
	if !ok {
		id, secret = callOf(r).params.Get("client_id"), callOf(r).params.Get("client_secret")
	}
	right := g.faults.rightSecret()
	return id == g.opt.ClientID && subtle.ConstantTimeCompare([]byte(secret), []byte(right)) == 1
}

// redeemCode checks in Doorkeeper's order: parameters, client, code, redirect address, verifier. Only success uses the code up.
func (g *Gusto) redeemCode(r *http.Request) (out pair, no refusal, err error) {
	params := callOf(r).params
	if params.Get("code") == "" {
		return out, missing("code"), nil
	}
	knows := g.rightClient(r)
	err = g.store.update(func(d *data) bool {
		c := d.code(params.Get("code"))
		if no = g.refuseCode(c, params.Get("redirect_uri"), params.Get("code_verifier"), knows); no.status != 0 {
			return false
		}
		c.Used = true
		made := c.Grant
		made.ID, made.At = uuid.NewString(), g.now().Round(0)
		d.Grants = append(d.Grants, &made)
		out = g.newPair(made.ID)
		row := out.row
		d.Tokens = append(d.Tokens, &row)
		return true
	})
	return out, no, err
}

func (g *Gusto) refuseCode(c *code, redirect, verifier string, rightClient bool) refusal {
	switch {
	case c != nil && c.Challenge != "" && verifier == "":
		return missing("code_verifier")
	case redirect == "":
		return missing("redirect_uri")
	case !rightClient:
		return invalidClient
	case c == nil || c.Used || !g.now().Before(c.Made.Add(g.opt.CodeTTL)):
		return invalidGrant
	case !sameRedirect(redirect, c.Redirect):
		return invalidGrant
	case !verifies(c.Challenge, verifier):
		return invalidGrant
	}
	return refusal{}
}

// verifies is RFC 7636, section 4.6, for S256; a verifier where no challenge was sent is refused as well.
func verifies(challenge, verifier string) bool {
	if verifier == "" {
		return challenge == ""
	}
	sum := sha256.Sum256([]byte(verifier))
	return challenge == base64.RawURLEncoding.EncodeToString(sum[:])
}

func (d *data) code(secret string) *code {
	want := digest(secret)
	for _, c := range d.Codes {
		if c.Code == want {
			return c
		}
	}
	return nil
}

// refresh checks in Doorkeeper's order: the token first, then the client.
func (g *Gusto) refresh(r *http.Request) (out pair, no refusal, err error) {
	old := callOf(r).params.Get("refresh_token")
	if old == "" {
		return out, missing("refresh_token"), nil
	}
	knows := g.rightClient(r)
	err = g.store.update(func(d *data) bool {
		parent := d.byRefresh(old)
		if parent == nil || parent.Revoked {
			no = invalidGrant
			return parent != nil && g.opt.Rotation == Family && d.endGrant(parent.Grant)
		}
		if !knows {
			no = invalidClient
			return false
		}
		out = g.newPair(parent.Grant)
		row := out.row
		switch {
		case row.Refresh == "": // the old one stays good
		case g.opt.Rotation == Lenient:
			row.Previous = parent.Refresh
		default:
			parent.Revoked = true
		}
		d.Tokens = append(d.Tokens, &row)
		return true
	})
	return out, no, err
}

func (g *Gusto) systemAccess(r *http.Request) (out pair, no refusal, err error) {
	if !g.rightClient(r) {
		return out, invalidClient, nil
	}
	out = g.newPair("")
	err = g.store.update(func(d *data) bool {
		row := out.row
		d.Tokens = slices.DeleteFunc(d.Tokens, func(t *token) bool { return t.Grant == "" && !g.now().Before(t.Expires) })
		d.Tokens = append(d.Tokens, &row)
		return true
	})
	return out, no, err
}

// endGrant revokes every token of a grant, and tells whether there was one to revoke.
func (d *data) endGrant(id string) bool {
	ended := false
	for _, t := range d.Tokens {
		if t.Grant == id && id != "" && !t.Revoked {
			t.Revoked, ended = true, true
		}
	}
	return ended
}

// revokeToken is POST /oauth/revoke: 200 for an unknown token too, and the client is checked before the token.
func (g *Gusto) revokeToken(w http.ResponseWriter, r *http.Request) {
	if r.URL.Query().Has("client_secret") {
		oauthError(w, http.StatusBadRequest, "invalid_request", "The client secret belongs into the body of the request, not into its URL.")
		return
	}
	if !g.rightClient(r) {
		oauthError(w, http.StatusForbidden, "unauthorized_client", "You are not authorized to revoke this token")
		return
	}
	secret := callOf(r).params.Get("token")
	err := g.store.update(func(d *data) bool {
		row := d.byRefresh(secret)
		if row == nil {
			row = d.byAccess(secret)
		}
		if row == nil || row.Revoked {
			return false
		}
		row.Revoked = true
		callOf(r).grant = row.Grant
		return true
	})
	if err != nil {
		cannotSave(w)
		return
	}
	noStore(w)
	writeJSON(w, http.StatusOK, struct{}{})
}

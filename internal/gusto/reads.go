package gusto

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
)

// TokenInfo asks what the token is good for. It is also the cheapest way to see that a token works, and counts as
// its first use. It needs no scope. In the older access it may be missing: an *Error with status 404.
func (a *API) TokenInfo(ctx context.Context, access string) (TokenInfo, error) {
	r, err := a.get(ctx, "/v1/token_info", Bearer(access), nil)
	if err != nil {
		return TokenInfo{}, err
	}
	var w struct {
		Scope    words          `json:"scope"`
		Resource *wireReference `json:"resource"`
		Owner    *wireReference `json:"resource_owner"`
	}
	if err := decode(r, '{', &w); err != nil {
		return TokenInfo{}, err
	}
	return TokenInfo{Scopes: w.Scope, Resource: w.Resource.value(), Owner: w.Owner.value()}, nil
}

// Me asks who is behind the token and, in the older access, for which companies; Gusto has deprecated it in favor
// of TokenInfo. Under strict access it is an *Error with status 403 or 404.
func (a *API) Me(ctx context.Context, access string) (Me, error) {
	r, err := a.get(ctx, "/v1/me", Bearer(access), nil)
	if err != nil {
		return Me{}, err
	}
	var w wireMe
	if err := decode(r, '{', &w); err != nil {
		return Me{}, err
	}
	me, err := w.value()
	if err != nil {
		return Me{}, r.malformed(err)
	}
	return me, nil
}

// Company reads a company (scope companies:read). An *Error with status 403 or 404 means that the token does not reach it.
func (a *API) Company(ctx context.Context, access, company string) (Company, error) {
	path, err := companyPath(company, "")
	if err != nil {
		return Company{}, err
	}
	r, err := a.get(ctx, path, Bearer(access), nil)
	if err != nil {
		return Company{}, err
	}
	var w wireCompany
	if err := decode(r, '{', &w); err != nil {
		return Company{}, err
	}
	if w.UUID == "" {
		return Company{}, r.malformed(errNoUUID)
	}
	return w.value(), nil
}

// Admins reads who administers a company (scope company_admin:read), all pages of it.
func (a *API) Admins(ctx context.Context, access, company string) ([]Admin, error) {
	var all []Admin
	err := a.pages(ctx, access, company, "/admins", func(r reply) (int, error) {
		var page []wireAdmin
		if err := decode(r, '[', &page); err != nil {
			return 0, err
		}
		for _, w := range page {
			all = append(all, w.value())
		}
		return len(page), nil
	})
	return all, err
}

// Locations reads the places of a company (scope companies:read), all pages of them.
func (a *API) Locations(ctx context.Context, access, company string) ([]Location, error) {
	var all []Location
	err := a.pages(ctx, access, company, "/locations", func(r reply) (int, error) {
		var page []wireLocation
		if err := decode(r, '[', &page); err != nil {
			return 0, err
		}
		all = append(all, locations(page)...)
		return len(page), nil
	})
	return all, err
}

func (a *API) get(ctx context.Context, path string, auth Authorization, query url.Values) (reply, error) {
	return a.ask(ctx, question{method: http.MethodGet, path: path, query: query, auth: auth})
}

func companyPath(company, rest string) (string, error) {
	id, err := idInPath(company)
	if err != nil {
		return "", fmt.Errorf("read company: %w", err)
	}
	return "/v1/companies/" + id + rest, nil
}

// A company with more pages of administrators than this is a fault of the answers.
const pageLimit = 100

// pages asks for one page after the other as long as Gusto's X-Total-Pages says that there are more.
func (a *API) pages(ctx context.Context, access, company, rest string, take func(reply) (int, error)) error {
	path, err := companyPath(company, rest)
	if err != nil {
		return err
	}
	for page := 1; page <= pageLimit; page++ {
		var query url.Values
		if page > 1 {
			query = url.Values{"page": {strconv.Itoa(page)}}
		}
		r, err := a.get(ctx, path, Bearer(access), query)
		if err != nil {
			return err
		}
		n, err := take(r)
		if err != nil {
			return err
		}
		if total, _ := strconv.Atoi(r.header.Get("X-Total-Pages")); n == 0 || page >= total {
			return nil
		}
	}
	return nil
}

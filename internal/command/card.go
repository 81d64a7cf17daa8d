package command

import (
	"time"

	"crosswalk/internal/desk"
)

// cardResult is a verify card as docs/schema publishes it.
type cardResult struct {
	Format      string `json:"format"`
	Environment string `json:"environment"`
	companyResult
	Verdict verdictResult `json:"verdict"`
	Exit    int           `json:"exit"`
	Company cardCompany   `json:"at_gusto"`
	Access  cardAccess    `json:"access"`
	Gusto   cardGusto     `json:"api"`
	Calls   []callResult  `json:"calls"`
	Events  []eventResult `json:"events"`
}

type cardCompany struct {
	Status    string `json:"status,omitempty"`
	TradeName string `json:"trade_name,omitempty"`
	Place     string `json:"place,omitempty"`
	EIN       string `json:"ein_masked,omitempty"`
}

type cardAccess struct {
	By         string    `json:"authorized_by,omitempty"`
	Person     string    `json:"person,omitempty"` // Gusto's uuid
	Role       desk.Role `json:"role,omitempty"`
	Held       []string  `json:"held"`
	Missing    []string  `json:"missing"`
	Linked     time.Time `json:"linked,omitzero"`
	Authorized time.Time `json:"authorized,omitzero"`
	Renewed    time.Time `json:"renewed,omitzero"`
	Verified   time.Time `json:"verified,omitzero"`
	Worked     time.Time `json:"worked,omitzero"`
	Shared     []string  `json:"also_reaches"`
}

type cardGusto struct {
	Address    string    `json:"address"`
	Version    string    `json:"version"`
	Deprecated bool      `json:"deprecated"`
	Ends       time.Time `json:"ends,omitzero"`
	Skew       float64   `json:"clock_ahead_seconds"`
}

type callResult struct {
	At        time.Time `json:"at"`
	What      string    `json:"what"`
	Status    int       `json:"status"` // 0: no answer
	RequestID string    `json:"request_id,omitempty"`
	Took      float64   `json:"took_seconds"`
}

func cardOf(c desk.Card) cardResult {
	r := cardResult{
		Format: format("card"), Environment: c.Environment.Name, companyResult: companyOf(c.Link),
		Verdict: verdictOf(c.Link.Verdict), Exit: codeOf(c.Link.Verdict.Cause),
		Company: cardCompany{Status: c.Seen.Company.Status, TradeName: c.Link.TradeName, Place: c.Link.Place, EIN: c.Seen.Company.EIN},
		Access: cardAccess{
			By: c.Link.AuthorizedBy, Person: c.Seen.Owner.UUID, Role: c.Seen.Owner.Role, Held: listed(c.Seen.Scopes), Missing: listed(c.Missing),
			Linked: utc(c.Ages.Linked), Authorized: utc(c.Ages.Authorized), Renewed: utc(c.Ages.Renewed), Verified: utc(c.Ages.Verified), Worked: utc(c.Ages.Worked),
			Shared: listed(c.Link.Siblings),
		},
		Gusto: cardGusto{
			Address: c.Environment.BaseURL, Version: c.Environment.APIVersion, Deprecated: c.Seen.Version.Deprecated, Ends: utc(c.Seen.Version.Ends),
			Skew: c.Seen.Skew.Round(time.Second).Seconds(),
		},
		Calls: []callResult{}, Events: []eventResult{},
	}
	if c.Seen.Owner.Name != "" {
		r.Access.By = c.Seen.Owner.Name
	}
	for _, call := range c.Seen.Calls {
		r.Calls = append(r.Calls, callResult{At: utc(call.At), What: call.What, Status: call.Status, RequestID: call.RequestID, Took: call.Took.Round(time.Millisecond).Seconds()})
	}
	for _, e := range c.History {
		r.Events = append(r.Events, eventResult{At: utc(e.At), What: e.What, Who: e.Who, Cause: e.Cause})
	}
	return r
}

// listed is a list that is never null.
func listed(list []string) []string { return append([]string{}, list...) }

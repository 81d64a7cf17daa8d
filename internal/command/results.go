package command

import (
	"time"

	"crosswalk/internal/desk"
	"crosswalk/internal/words"
)

// The results as docs/schema publishes them. A field is added; none ever changes its meaning or goes away without a new
// number in the format.

type environmentResult struct {
	ID       string `json:"id"` // what 'crosswalk use' takes
	Name     string `json:"name"`
	Label    string `json:"label"`
	Address  string `json:"address,omitempty"`
	Selected bool   `json:"selected"`
}

type verdictResult struct {
	Cause     desk.Cause `json:"cause"`
	Title     string     `json:"title"`
	Hint      string     `json:"hint"`
	Detail    string     `json:"detail,omitempty"`
	RequestID string     `json:"request_id,omitempty"`
	At        time.Time  `json:"at,omitzero"`
	Until     time.Time  `json:"until,omitzero"`
}

func verdictOf(v desk.Verdict) verdictResult {
	m := words.ForVerdict(v)
	return verdictResult{Cause: v.Cause, Title: m.Title, Hint: m.Hint, Detail: v.Detail, RequestID: v.RequestID, At: utc(v.At), Until: utc(v.Until)}
}

type failureResult struct {
	Format string `json:"format"`
	verdictResult
	Exit int `json:"exit"`
}

type companyResult struct {
	ID      string `json:"id"`      // the link's own
	Company string `json:"company"` // Gusto's uuid
	Name    string `json:"name"`
}

func companyOf(l desk.Link) companyResult {
	return companyResult{ID: l.ID, Company: l.Company, Name: l.Name}
}

type linkResult struct {
	companyResult
	TradeName    string        `json:"trade_name,omitempty"`
	Place        string        `json:"place,omitempty"`
	AuthorizedBy string        `json:"authorized_by,omitempty"`
	Access       []string      `json:"access"`
	Linked       time.Time     `json:"linked,omitzero"`
	Renewed      time.Time     `json:"renewed,omitzero"`
	Verdict      verdictResult `json:"verdict"`
}

func linkOf(l desk.Link) linkResult {
	access := l.Access
	if access == nil {
		access = []string{}
	}
	return linkResult{
		companyResult: companyOf(l), TradeName: l.TradeName, Place: l.Place, AuthorizedBy: l.AuthorizedBy,
		Access: access, Linked: utc(l.Since), Renewed: utc(l.Renewed), Verdict: verdictOf(l.Verdict),
	}
}

type listResult struct {
	Format      string       `json:"format"`
	Environment string       `json:"environment"`
	Links       []linkResult `json:"links"`
}

type verifiedResult struct {
	companyResult
	Verdict verdictResult `json:"verdict"`
	Exit    int           `json:"exit"`
}

type verifyResult struct {
	Format      string           `json:"format"`
	Environment string           `json:"environment"`
	Links       []verifiedResult `json:"links"`
	Fine        int              `json:"fine"`
	Attention   int              `json:"attention"`
	Unknown     int              `json:"unknown"`
	Exit        int              `json:"exit"`
}

type connectedResult struct {
	Company string `json:"company"`
	Name    string `json:"name"`
	Again   bool   `json:"again"` // it was linked before and has this newer access now
}

type connectResult struct {
	Format      string            `json:"format"`
	Environment string            `json:"environment"`
	Person      string            `json:"person,omitempty"`
	Linked      []connectedResult `json:"linked"`
}

type unlinkResult struct {
	Format string `json:"format"`
	companyResult
	Stays []string       `json:"stays"`          // companies for which the same sign-in goes on
	Owed  *verdictResult `json:"owed,omitempty"` // why Gusto could not be told yet
}

type eventResult struct {
	At    time.Time      `json:"at"`
	What  desk.Happening `json:"what"`
	Who   string         `json:"who,omitempty"`
	Cause desk.Cause     `json:"cause,omitempty"`
}

type historyResult struct {
	Format string `json:"format"`
	companyResult
	Events []eventResult `json:"events"`
}

type codeResult struct {
	Code  desk.Cause `json:"code"`
	Title string     `json:"title"`
	Hint  string     `json:"hint"`
	Next  string     `json:"next,omitempty"`
	Exit  int        `json:"exit"`
}

type explainResult struct {
	Format string       `json:"format"`
	Codes  []codeResult `json:"codes"`
}

type environmentsResult struct {
	Format       string              `json:"format"`
	Environments []environmentResult `json:"environments"`
}

type useResult struct {
	Format      string            `json:"format"`
	Environment environmentResult `json:"environment"`
}

type versionResult struct {
	Format  string `json:"format"`
	Version string `json:"version"`
	Go      string `json:"go"`
	System  string `json:"system"`
	Machine string `json:"machine"`
	API     string `json:"api"` // Gusto's API version that this program was written for
}

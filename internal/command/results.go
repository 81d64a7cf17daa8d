package command

import (
	"time"

	"crosswalk/internal/desk"
	"crosswalk/internal/doctor"
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
	Who       desk.Fixer `json:"who"` // whose turn it is
	Detail    string     `json:"detail,omitempty"`
	RequestID string     `json:"request_id,omitempty"`
	At        time.Time  `json:"at,omitzero"`
	Until     time.Time  `json:"until,omitzero"`
}

func verdictOf(v desk.Verdict) verdictResult {
	m := words.ForVerdict(v)
	return verdictResult{Cause: v.Cause, Title: m.Title, Hint: m.Hint, Who: v.Cause.Fixer(), Detail: v.Detail, RequestID: v.RequestID, At: utc(v.At), Until: utc(v.Until)}
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
	Client       *ownerResult  `json:"client,omitempty"`
	Access       []string      `json:"access"`
	Linked       time.Time     `json:"linked,omitzero"`
	Renewed      time.Time     `json:"renewed,omitzero"`
	Verdict      verdictResult `json:"verdict"`
}

// ownerResult is the client that a company belongs to.
type ownerResult struct {
	ID     string `json:"id"`
	Number string `json:"number"`
	Name   string `json:"name"`
}

func ownersOf(clients []desk.Client) map[string]*ownerResult {
	all := make(map[string]*ownerResult, len(clients))
	for _, c := range clients {
		all[c.ID] = &ownerResult{ID: c.ID, Number: c.Number, Name: c.Name}
	}
	return all
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
	Client *ownerResult  `json:"client,omitempty"`
	Events []eventResult `json:"events"`
}

type codeResult struct {
	Code  desk.Cause `json:"code"`
	Title string     `json:"title"`
	Hint  string     `json:"hint"`
	Who   desk.Fixer `json:"who"`
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
	API     string `json:"api"`            // Gusto's API version that this program was written for
	Data    string `json:"data,omitempty"` // the data folder
	Log     string `json:"log,omitempty"`  // where the log and crash files are
}

type findingResult struct {
	Check  doctor.Check `json:"check"`
	State  doctor.State `json:"state"`
	Facts  string       `json:"facts,omitempty"`
	Took   float64      `json:"took_seconds"`
	Cause  desk.Cause   `json:"cause,omitempty"`
	Title  string       `json:"title,omitempty"`
	Hint   string       `json:"hint,omitempty"`
	Who    desk.Fixer   `json:"who,omitempty"`
	Detail string       `json:"detail,omitempty"`
	Until  time.Time    `json:"until,omitzero"`
}

type doctorResult struct {
	Format      string          `json:"format"`
	Environment string          `json:"environment,omitempty"` // "" where no Gusto is set up
	Log         string          `json:"log,omitempty"`
	Findings    []findingResult `json:"findings"`
	Faults      int             `json:"faults"`
	Exit        int             `json:"exit"`
}

type partResult struct {
	Name  string `json:"name"`
	Bytes int    `json:"bytes"`
	Text  string `json:"text,omitempty"` // in a preview
}

type bundleResult struct {
	Format string       `json:"format"`
	File   string       `json:"file,omitempty"` // "" for a preview
	Parts  []partResult `json:"parts"`
}

type settingsResult struct {
	Format   string            `json:"format"`
	Settings map[string]string `json:"settings"`
}

type tokenResult struct {
	Format string `json:"format"`
	companyResult
	Access  string    `json:"access_token"`
	Expires time.Time `json:"expires,omitzero"`
	Address string    `json:"address"`
	Version string    `json:"version"`
}

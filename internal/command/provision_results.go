package command

import (
	"slices"
	"strconv"
	"time"

	"crosswalk/internal/desk"
	"crosswalk/internal/intake"
	"crosswalk/internal/provision"
	"crosswalk/internal/words"
)

type provisionResult struct {
	Format      string         `json:"format"`
	Environment string         `json:"environment"`
	Sent        bool           `json:"sent"`            // false for a dry run
	State       string         `json:"state,omitempty"` // of the rows that were passed on: how far they have come
	Rows        []provisionRow `json:"rows"`
	Created     int            `json:"created"`
	Refused     int            `json:"refused"`
	Unknown     int            `json:"unknown"`
	NotSent     int            `json:"not_sent"`
	Waiting     int            `json:"waiting"`
	provisionEnd
}

// provisionEnd is how sending has ended.
type provisionEnd struct {
	LeftOut int            `json:"left_out"` // to be mended or looked at first
	Why     *verdictResult `json:"why,omitempty"`
	Exit    int            `json:"exit"`
}

type provisionRow struct {
	Line     int             `json:"line,omitempty"` // in the file; none for a single company
	Company  string          `json:"company"`
	Email    string          `json:"email"`
	EIN      string          `json:"ein,omitempty"` // masked
	State    string          `json:"state"`
	Lines    []sentField     `json:"sends,omitempty"` // what would be sent, in its order
	Findings []findingOfForm `json:"findings"`
	Alike    []alikeResult   `json:"alike"`
	Attempt  *attemptResult  `json:"attempt,omitempty"`
}

type sentField struct {
	Field string `json:"field"`
	Value string `json:"value"`
}

type findingOfForm struct {
	Field  string `json:"field"`
	Name   string `json:"name"`
	Column string `json:"column,omitempty"`
	Kind   string `json:"kind"`
	Level  string `json:"level"`
	Title  string `json:"title"`
	Reason string `json:"reason,omitempty"`
}

type alikeResult struct {
	Kind string   `json:"kind"`
	ID   string   `json:"id"`
	Name string   `json:"name"`
	On   []string `json:"on"`
}

type attemptResult struct {
	ID        string             `json:"id"`
	State     provision.State    `json:"state"`
	At        time.Time          `json:"at"`
	Who       string             `json:"who"`
	Company   string             `json:"company"`
	Email     string             `json:"email"`
	EIN       string             `json:"ein,omitempty"` // masked
	Errors    []fieldErrorResult `json:"errors"`
	Verdict   *verdictResult     `json:"verdict,omitempty"`
	ClaimLink bool               `json:"claim_link"` // it is here
	attemptAfter
}

// attemptAfter is what came after an attempt.
type attemptAfter struct {
	Remind    bool          `json:"remind"` // nobody has claimed it for three days
	ClaimedBy string        `json:"claimed_by,omitempty"`
	Settled   *settledOfOne `json:"settled,omitempty"`
}

type settledOfOne struct {
	At   time.Time `json:"at"`
	By   string    `json:"by"`
	Note string    `json:"note,omitempty"`
}

type fieldErrorResult struct {
	Field   string `json:"field"` // "" for the company as a whole
	Message string `json:"message"`
}

type attemptsResult struct {
	Format      string          `json:"format"`
	Environment string          `json:"environment"`
	Attempts    []attemptResult `json:"attempts"`
	Exit        int             `json:"exit"`
}

type claimLinkResult struct {
	Format  string `json:"format"`
	Attempt string `json:"attempt"`
	Link    string `json:"claim_link"`
}

// The words for what a row comes to before it is sent.
const (
	rowReady   = "ready"
	rowAlike   = "alike"
	rowBlocked = "blocked"
	rowWaiting = "waiting"
)

var levels = map[intake.Level]string{intake.Hint: "hint", intake.NeedsReason: "needs_reason", intake.Blocks: "blocks"}

func (p *provisioning) result() *provisionResult {
	return &provisionResult{Format: format("provision"), Environment: p.desk.Snapshot().Environment.Name, Rows: []provisionRow{}}
}

// rowOf is a row as it was looked at.
func (p *provisioning) rowOf(row provision.Row) provisionRow {
	ein, _ := intake.ParseEIN(row.Form.Company.EIN)
	r := provisionRow{
		Line: row.Line, Company: row.Form.Company.Legal, Email: row.Form.Person.Email, EIN: ein.Masked(), State: rowReady,
		Findings: []findingOfForm{}, Alike: []alikeResult{},
	}
	for i, f := range row.Findings {
		one := findingOfForm{Field: string(f.Field), Name: words.FieldName(f.Field), Kind: string(f.Kind), Level: levels[f.Level], Title: words.Beside(f), Reason: f.Reason}
		if i < len(row.Columns) {
			one.Column = row.Columns[i]
		}
		r.Findings = append(r.Findings, one)
	}
	for _, l := range row.Likenesses {
		one := alikeResult{Kind: string(l.Known.Kind), ID: l.Known.ID, Name: l.Known.Name}
		for _, t := range l.On {
			one.On = append(one.On, string(t))
		}
		r.Alike = append(r.Alike, one)
	}
	for _, l := range row.Lines {
		if l.Field == intake.TaxNumber {
			l.Value = ein.Masked()
		}
		r.Lines = append(r.Lines, sentField{string(l.Field), l.Value})
	}
	switch {
	case row.Blocked:
		r.State = rowBlocked
	case len(row.Likenesses) > 0 && !p.alike:
		r.State = rowAlike
	}
	return r
}

func (r *provisionResult) add(row provisionRow) {
	r.Rows = append(r.Rows, row)
	if row.State != rowReady {
		r.LeftOut++
		r.Exit = ExitAttention
	}
}

// became puts in what has become of the rows that were passed on.
func (r *provisionResult) became(b provision.Batch) {
	r.State = string(b.State)
	r.Created, r.Refused, r.Unknown, r.NotSent, r.Waiting = b.Count.Created, b.Count.Refused, b.Count.Unknown, b.Count.NotSent, b.Count.Waiting
	for _, sent := range b.Rows {
		i := slices.IndexFunc(r.Rows, func(row provisionRow) bool { return row.Line == sent.Line && row.State == rowReady })
		if i < 0 {
			r.Rows = append(r.Rows, provisionRow{Line: sent.Line, Company: sent.Company, Email: sent.Email, EIN: sent.EIN, Findings: []findingOfForm{}, Alike: []alikeResult{}})
			i = len(r.Rows) - 1
		}
		r.Rows[i].State, r.Rows[i].Lines = rowWaiting, nil
		if sent.Attempt != nil {
			r.Rows[i].State, r.Rows[i].Attempt = string(sent.Attempt.State), attemptOf(*sent.Attempt, time.Time{})
		}
	}
	if b.Why != nil {
		why := verdictOf(desk.Verdict{Cause: b.Why.Cause, Detail: b.Why.Detail, RequestID: b.Why.RequestID, Until: b.Why.Until})
		r.Why = &why
		r.Exit = worst(r.Exit, codeOf(b.Why.Cause))
	}
	if r.Refused+r.Unknown > 0 {
		r.Exit = ExitAttention
	} else if r.Left() > 0 {
		r.Exit = worst(r.Exit, ExitUnknown)
	}
}

// Left is how many rows were passed on and not sent.
func (r *provisionResult) Left() int { return r.Waiting + r.NotSent }

func attemptOf(a provision.Attempt, now time.Time) *attemptResult {
	r := &attemptResult{ID: a.ID, State: a.State, At: utc(a.When), Who: a.Who, Company: a.Company, Email: a.Email, EIN: a.EIN, Errors: []fieldErrorResult{}, ClaimLink: a.HasLink}
	for _, e := range a.Errors {
		r.Errors = append(r.Errors, fieldErrorResult{string(e.Field), e.Message})
	}
	if t := a.Trouble; t != nil {
		v := verdictOf(desk.Verdict{Cause: t.Cause, Detail: t.Detail, RequestID: t.RequestID, Until: t.Until})
		r.Verdict = &v
	}
	r.Remind, r.ClaimedBy = a.Due(now), a.ClaimedBy
	if !a.At.IsZero() {
		r.Settled = &settledOfOne{At: utc(a.At), By: a.By, Note: a.Note}
	}
	return r
}

// lineOf is where a row stands; nothing for a single company.
func lineOf(line int) string {
	if line == 0 {
		return ""
	}
	return "line " + strconv.Itoa(line) + ": "
}

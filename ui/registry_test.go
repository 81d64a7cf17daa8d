package ui

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"crosswalk/internal/desk"
	"crosswalk/internal/intake"
	"crosswalk/internal/provision"
	provisioning "crosswalk/ui/provision"
)

// registry makes companies in memory, and writes down what it is asked for.
type registry struct {
	did       []string
	off       bool
	trouble   *desk.Trouble
	firm      intake.Firm
	known     []intake.Known
	drafts    []provision.Draft
	attempts  []provision.Attempt
	proposals []provision.Proposal
	batch     *provision.Batch
	answer    func(a provision.Attempt) (provision.Attempt, error) // what becomes of what is sent
	fail      error
	look      func()
	saved     int
	unsaved   int
	shut      error // nothing sealed can be read
	run       func(tell func(provision.Batch)) error
}

var _ provisioning.Registrar = (*registry)(nil)

func (r *registry) note(about ...any) error {
	r.did = append(r.did, strings.TrimSpace(fmt.Sprintln(about...)))
	return r.fail
}

func (r *registry) Availability() provision.Availability {
	return provision.Availability{Off: r.off, Trouble: r.trouble, Credential: provision.SystemToken}
}
func (r *registry) Unsaved() int                         { return r.unsaved }
func (r *registry) Watch(look func())                    { r.look = look }
func (r *registry) Check(f intake.Form) []intake.Finding { return f.Check(r.firm) }
func (r *registry) Radar(_ context.Context, _ string, f intake.Form) ([]intake.Likeness, error) {
	return intake.Radar(f, r.known), r.fail
}
func (r *registry) FormFor(_ context.Context, client string) (intake.Form, error) {
	return intake.Form{Client: client, Company: intake.Company{Legal: "Client 4", EIN: "84-1234567"}}, r.note("form for", client)
}
func (r *registry) Drafts(context.Context) ([]provision.Draft, error) {
	return slices.Clone(r.drafts), nil
}
func (r *registry) SaveDraft(_ context.Context, d provision.Draft) (provision.Draft, error) {
	if err := r.note("save", d.Form.Company.Legal); err != nil {
		return d, err
	}
	d.Rev++
	d.Changed = morning
	if d.ID == "" {
		r.saved++
		d.ID = fmt.Sprintf("draft-%d", r.saved)
		r.drafts = append(r.drafts, d)
		return d, nil
	}
	i := slices.IndexFunc(r.drafts, func(o provision.Draft) bool { return o.ID == d.ID })
	if i < 0 || r.drafts[i].Rev != d.Rev-1 {
		return d, &desk.Trouble{Cause: desk.ChangedMeanwhile}
	}
	r.drafts[i] = d
	return d, nil
}
func (r *registry) DiscardDraft(_ context.Context, id string) error {
	r.drafts = slices.DeleteFunc(r.drafts, func(d provision.Draft) bool { return d.ID == id })
	return r.note("discard", id)
}

func (r *registry) Review(_ context.Context, draft string) (provision.Review, error) {
	i := slices.IndexFunc(r.drafts, func(d provision.Draft) bool { return d.ID == draft })
	if i < 0 {
		return provision.Review{}, &desk.Trouble{Cause: desk.ChangedMeanwhile}
	}
	application, found := r.drafts[i].Form.Ready(r.firm)
	review := provision.Review{Draft: draft, Lines: application.Lines(), Findings: found, Likenesses: intake.Radar(r.drafts[i].Form, r.known)}
	for _, a := range r.attempts {
		if a.State == provision.Unknown && a.Email == application.Person.Email {
			review.Sent = &a
		}
	}
	return review, r.note("review", draft)
}

func (r *registry) Send(_ context.Context, draft string, acknowledged []string) (provision.Attempt, error) {
	if err := r.note("send", draft, strings.Join(acknowledged, ",")); err != nil {
		return provision.Attempt{}, err
	}
	i := slices.IndexFunc(r.drafts, func(d provision.Draft) bool { return d.ID == draft })
	f := r.drafts[i].Form
	a := attempt("sent-1", provision.Created)
	a.Applied = provision.Applied{Company: f.Company.Legal, Person: f.Person.First + " " + f.Person.Last, Email: f.Person.Email, EIN: "84-•••••••", Draft: draft}
	a.HasLink = true
	if r.answer != nil {
		var err error
		if a, err = r.answer(a); err != nil {
			return provision.Attempt{}, err
		}
	}
	r.attempts = append([]provision.Attempt{a}, r.attempts...)
	if a.State == provision.Created || a.State == provision.Unknown {
		r.drafts = slices.Delete(r.drafts, i, i+1)
	}
	return a, nil
}

func (r *registry) Attempts(context.Context) ([]provision.Attempt, error) {
	return slices.Clone(r.attempts), r.shut
}

func (r *registry) Settle(_ context.Context, id string, created bool, note string) (provision.Attempt, error) {
	for i := range r.attempts {
		if a := &r.attempts[i]; a.ID == id {
			a.State, a.By, a.Note, a.At = provision.SettledNot, "rosa", note, morning
			if created {
				a.State = provision.SettledCreated
			}
			return *a, r.note("settle", id, created, note)
		}
	}
	return provision.Attempt{}, &desk.Trouble{Cause: desk.ChangedMeanwhile}
}

func (r *registry) ClaimLink(_ context.Context, id string) (desk.Secret, error) {
	return desk.NewSecret("https://app.gusto.example/claim/" + id), r.note("link", id)
}
func (r *registry) OpenClaim(_ context.Context, id string) error { return r.note("open", id) }
func (r *registry) WriteToClient(_ context.Context, id, subject, body string) error {
	return r.note("write", id, subject, strings.Contains(body, "{link}"))
}
func (r *registry) Proposals(context.Context) ([]provision.Proposal, error) { return r.proposals, nil }
func (r *registry) Claimed(_ context.Context, id, link string) error {
	for i := range r.attempts {
		if r.attempts[i].ID == id {
			r.attempts[i].State = provision.Claimed
		}
	}
	r.proposals = nil
	return r.note("claimed", id, link)
}

func (r *registry) ReadRows(_ context.Context, path string) ([]provision.Row, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	list, err := intake.ReadList(file, r.firm)
	index := intake.NewIndex(r.known)
	var rows []provision.Row
	for _, read := range list.Rows {
		row := provision.Row{Line: read.Line, Number: read.Client, Form: read.Form, Blocked: read.Stops(), NoClient: read.Client == "77", Likenesses: index.Like(read.Form)}
		for _, f := range read.Findings {
			row.Findings, row.Columns = append(row.Findings, f.Finding), append(row.Columns, f.Column)
		}
		rows = append(rows, row)
	}
	return rows, errors.Join(err, r.note("read", len(rows)))
}
func (r *registry) Prepare(_ context.Context, rows []provision.Row) (provision.Batch, error) {
	looked := 0
	b := provision.Batch{ID: "batch-1", State: provision.BatchReady, Begun: morning}
	for _, row := range rows {
		looked += len(row.Likenesses)
		b.Rows = append(b.Rows, provision.BatchRow{Line: row.Line, Company: row.Form.Company.Legal, Email: row.Form.Person.Email})
	}
	b.Count.Waiting = len(rows)
	r.batch = &b
	return b, r.note("prepare", len(rows), looked)
}
func (r *registry) Batch(context.Context) (provision.Batch, bool, error) {
	if r.batch == nil {
		return provision.Batch{}, false, nil
	}
	return *r.batch, true, nil
}
func (r *registry) Run(_ context.Context, tell func(provision.Batch)) error {
	if err := r.note("run"); err != nil || r.run == nil {
		return err
	}
	return r.run(tell)
}
func (r *registry) Pause() { r.note("pause") }
func (r *registry) Stop(context.Context) error {
	r.batch.State = provision.BatchStopped
	return r.note("stop")
}
func (r *registry) WriteResults(_ context.Context, w io.Writer) error {
	_, err := io.WriteString(w, "line,company\n")
	return err
}

func (r *registry) Settings(context.Context) (provision.Settings, error) {
	return provision.Settings{On: !r.off, Domains: r.firm.Domains}, nil
}
func (r *registry) SetSettings(_ context.Context, s provision.Settings) error {
	r.off, r.firm.Domains = !s.On, s.Domains
	return r.note("set", s.On, s.Domains)
}

func attempt(id string, state provision.State) provision.Attempt {
	return provision.Attempt{ID: id, State: state, When: morning, Who: "rosa on desk-3",
		Applied: provision.Applied{Company: "Okafor Ceramics LLC", Trade: "Maya’s Mugs", EIN: "84-•••••••", Person: "Maya Okafor", Email: "maya@okafor.example", Draft: "draft-9"},
		Outcome: provision.Outcome{Reminder: morning.Add(72 * time.Hour)}}
}

// atProvision opens the page of a new company.
func atProvision(w *window, r *registry) {
	w.t.Helper()
	w.provide(r)
	w.draw()
	w.queue.drain()
	w.tap("link", "New company")
}

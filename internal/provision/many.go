package provision

import (
	"context"
	"errors"
	"io"
	"maps"
	"os"
	"slices"
	"strings"

	"crosswalk/internal/desk"
	"crosswalk/internal/intake"
	"crosswalk/storage"
)

// item is one company of a batch, as it is sealed with its row.
type item struct {
	Line int `json:"line"`
	order
}

// ReadRows reads a spreadsheet of new companies, and says of each row what is wrong with it and what is known that is
// alike. Nothing is kept and nothing is sent: it is the dry run.
//
// Trouble: TableUnreadable and TableTooLarge (Detail says why), ProvisionOff, CannotSave, and what keeps the data key away.
func (r *Registrar) ReadRows(ctx context.Context, path string) ([]Row, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, desk.NotOpened(err)
	}
	defer f.Close()
	return r.ReadRowsFrom(ctx, f)
}

// ReadRowsFrom is ReadRows for what is open already.
func (r *Registrar) ReadRowsFrom(ctx context.Context, from io.Reader) ([]Row, error) {
	c, err := r.counter(ctx)
	if err != nil {
		return nil, err
	}
	if _, err := r.readSettings(ctx); err != nil {
		return nil, err
	}
	list, err := intake.ReadList(from, r.firm())
	var bad *intake.ListError
	switch {
	case errors.As(err, &bad) && bad.TooLarge:
		return nil, &desk.Trouble{Cause: desk.TableTooLarge, Detail: bad.Reason, Err: err}
	case errors.As(err, &bad):
		return nil, &desk.Trouble{Cause: desk.TableUnreadable, Detail: bad.Reason, Err: err}
	case err != nil:
		return nil, told(err)
	}
	return r.looked(ctx, c, list.Rows)
}

// RowFor is a row for one company that comes from no spreadsheet: client is the number of the client that it is for, ""
// for none, and reason that of every doubt about it. Trouble as for ReadRows.
func (r *Registrar) RowFor(ctx context.Context, f intake.Form, client, reason string) (Row, error) {
	c, err := r.counter(ctx)
	if err != nil {
		return Row{}, err
	}
	if _, err := r.readSettings(ctx); err != nil {
		return Row{}, err
	}
	read := intake.Row{Client: client, Form: f}
	given := map[intake.Field]string{}
	for _, found := range f.Check(r.firm()) {
		if found.Level == intake.NeedsReason && found.Reason == "" && reason != "" {
			found.Reason, given[found.Field] = reason, reason
		}
		read.Findings = append(read.Findings, intake.CellFinding{Finding: found})
	}
	maps.Copy(given, f.Reasons)
	read.Form.Reasons = given
	rows, err := r.looked(ctx, c, []intake.Row{read})
	if err != nil {
		return Row{}, err
	}
	return rows[0], nil
}

// looked holds rows against all that is known.
func (r *Registrar) looked(ctx context.Context, c desk.Counter, list []intake.Row) ([]Row, error) {
	p, err := r.past(ctx, c)
	if err != nil {
		return nil, err
	}
	x, err := r.radar(ctx, c, p, "")
	if err != nil {
		return nil, err
	}
	clients := r.office.Snapshot().Clients
	rows := make([]Row, 0, len(list))
	for _, read := range list {
		row := rowOf(read, clients, x, p)
		if !row.Blocked {
			app, _ := row.Form.Ready(r.firm())
			row.Lines = app.Lines()
		}
		rows = append(rows, row)
	}
	return rows, nil
}

func rowOf(read intake.Row, clients []desk.Client, x radar, p past) Row {
	row := Row{Line: read.Line, Number: read.Client, Form: read.Form, Blocked: read.Stops()}
	for _, f := range read.Findings {
		row.Findings = append(row.Findings, f.Finding)
		row.Columns = append(row.Columns, f.Column)
	}
	if number := storage.NumberKey(read.Client); number != "" {
		i := slices.IndexFunc(clients, func(c desk.Client) bool { return storage.NumberKey(c.Number) == number })
		if i >= 0 {
			row.Form.Client = clients[i].ID
		}
		row.NoClient = i < 0
	}
	row.Likenesses = x.like(row.Form)
	if _, found := p.unsettled(row.Form.Fingerprint()); found {
		row.Unsettled, row.Blocked = true, true
	}
	return row
}

// Prepare keeps rows to be sent, sealed, in their order. Whoever passes a row on has looked at what is like it.
//
// Trouble: BatchOpen while others are not done, FormIncomplete for a row that is blocked, NothingToSend, ProvisionOff,
// CannotSave, and what keeps the data key away.
func (r *Registrar) Prepare(ctx context.Context, rows []Row) (Batch, error) {
	c, err := r.counter(ctx)
	if err != nil {
		return Batch{}, err
	}
	if len(rows) == 0 {
		return Batch{}, &desk.Trouble{Cause: desk.NothingToSend}
	}
	b := storage.Batch{ID: storage.NewID(), Environment: c.Environment.Name}
	for _, row := range rows {
		app, found := row.Form.Ready(r.firm())
		if row.Blocked || intake.Stopped(found) {
			return Batch{}, &desk.Trouble{Cause: desk.FormIncomplete, Detail: strings.TrimSpace(row.Form.Company.Legal)}
		}
		what := item{Line: row.Line, order: order{Application: app, Client: row.Form.Client, Reasons: reasons(found)}}
		for _, like := range row.Likenesses {
			what.Acknowledged = append(what.Acknowledged, like.Key())
		}
		one := storage.BatchRow{ID: storage.NewID()}
		if one.Sealed, err = seal(c, one.ID, storage.RowColumn, 1, what); err != nil {
			return Batch{}, told(err)
		}
		b.Rows = append(b.Rows, one)
	}
	if b, err = c.Book.BeginBatch(ctx, b); err != nil {
		if errors.Is(err, storage.ErrConflict) {
			err = &desk.Trouble{Cause: desk.BatchOpen, Err: err}
		}
		return Batch{}, told(err)
	}
	r.tell()
	s, err := r.batch(ctx, c, b)
	return s.view(nil), err
}

// Batch gives the companies that are sent one after another, or were last; false when there are none.
//
// Trouble: ProvisionOff, CannotSave, CannotOpen, and what keeps the data key away.
func (r *Registrar) Batch(ctx context.Context) (Batch, bool, error) {
	c, err := r.counter(ctx)
	if err != nil {
		return Batch{}, false, err
	}
	s, ok, err := r.readBatch(ctx, c)
	if err != nil || !ok {
		return Batch{}, false, err
	}
	return s.view(r.why(s.kept.ID)), true, nil
}

func (r *Registrar) readBatch(ctx context.Context, c desk.Counter) (*series, bool, error) {
	b, err := c.Book.Batch(ctx, c.Environment.Name)
	if errors.Is(err, storage.ErrNotFound) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, told(err)
	}
	s, err := r.batch(ctx, c, b)
	return s, err == nil, err
}

// series is a batch that was read, with what its rows ask for and the attempts to make them.
type series struct {
	kept  storage.Batch
	items []item
	rows  []BatchRow
	past  past
	mine  string // the handle that sends here
}

// batch opens what was read of a batch.
func (r *Registrar) batch(ctx context.Context, c desk.Counter, b storage.Batch) (*series, error) {
	s := &series{kept: b, mine: c.Holder}
	p, err := r.past(ctx, c)
	if err != nil {
		return s, err
	}
	s.past = p
	byID := make(map[string]storage.Attempt, len(p.attempts))
	for _, a := range p.attempts {
		byID[a.ID] = a
	}
	for _, row := range b.Rows {
		what, err := unseal[item](c, row.ID, storage.RowColumn, 1, row.Sealed)
		if err != nil {
			return s, told(err)
		}
		shown := what.shown()
		one := BatchRow{Line: what.Line, Company: shown.Company, Email: shown.Email, EIN: shown.EIN}
		if a, ok := byID[row.Attempt]; ok {
			at := r.show(c, a)
			one.Attempt = &at
		}
		s.items, s.rows = append(s.items, what), append(s.rows, one)
	}
	return s, nil
}

// view is the series as it is shown.
func (s *series) view(why *desk.Trouble) Batch {
	b := Batch{ID: s.kept.ID, State: BatchState(s.kept.State), Begun: s.kept.Begun, Who: s.kept.Actor, Rows: slices.Clone(s.rows), Why: why}
	b.Away = b.State == BatchRunning && s.kept.Holder != s.mine
	b.Recount()
	return b
}

// Recount counts the rows.
func (b *Batch) Recount() {
	b.Count = Count{}
	for _, row := range b.Rows {
		switch {
		case row.Attempt == nil:
			b.Count.Waiting++
		case row.Attempt.State.Exists():
			b.Count.Created++
		case row.Attempt.State == Refused:
			b.Count.Refused++
		case row.Attempt.State == NotSent, row.Attempt.State == SettledNot:
			b.Count.NotSent++
		default:
			b.Count.Unknown++
		}
	}
}

// over says whether every row has come to an end that is known.
func (s *series) over() bool {
	return !slices.ContainsFunc(s.rows, BatchRow.due) && s.view(nil).Count.Unknown == 0
}

// due says whether a row is to be sent: it never was, or certainly in vain and not for its own fault.
func (row BatchRow) due() bool {
	return row.Attempt == nil || row.Attempt.State == NotSent || row.Attempt.State == SettledNot
}

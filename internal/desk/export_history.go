package desk

import (
	"cmp"
	"context"
	"encoding/hex"
	"io"
	"strconv"
	"time"

	"crosswalk/storage"
)

// historyFormat names the form of the JSON.
const historyFormat = "crosswalk/histories/1"

type jsonHistories struct {
	Format string     `json:"format"`
	Whole  bool       `json:"whole"` // no line was changed, added or cut
	Lines  []jsonLine `json:"lines"`
}

type jsonLine struct {
	Subject string    `json:"subject"`
	Line    int64     `json:"line"`
	At      time.Time `json:"at"`
	Who     string    `json:"who"`
	What    string    `json:"what"`
	Cause   Cause     `json:"cause,omitempty"`
	Detail  string    `json:"detail,omitempty"`
	Hash    string    `json:"hash"`
}

// WriteHistory is ExportHistory to a stream. docs/schema/histories.json has the form of its JSON. Trouble: Tampered,
// after all is written.
func (d *Desk) WriteHistory(ctx context.Context, to io.Writer, as Format, links ...string) error {
	if err := d.mayExport(); err != nil {
		return err
	}
	o, err := d.atWork()
	if err != nil {
		return err
	}
	entries, err := d.entries(ctx, o, links)
	tampered := explain(err)
	if err != nil && CauseOf(err) != Tampered {
		return tampered
	}
	if as == FormatJSON {
		all := jsonHistories{Format: historyFormat, Whole: tampered == nil, Lines: []jsonLine{}}
		for _, e := range entries {
			all.Lines = append(all.Lines, lineOf(e))
		}
		if err := writeJSON(to, all); err != nil {
			return err
		}
		return tampered
	}
	rows := make([][]string, 0, len(entries))
	for _, e := range entries {
		l := lineOf(e)
		rows = append(rows, []string{l.Subject, strconv.FormatInt(l.Line, 10), stamp(l.At), l.Who, l.What, string(l.Cause), l.Detail, l.Hash})
	}
	if err := writeRows(to, as, "History", historyColumns, rows); err != nil {
		return err
	}
	return tampered
}

func lineOf(e storage.Entry) jsonLine {
	l := jsonLine{Subject: e.Subject, Line: e.Seq, At: e.At.UTC(), Who: e.Actor, What: string(e.Action), Detail: e.Detail, Hash: hex.EncodeToString(e.Hash)}
	if event, ok := eventOf(e); ok {
		l.Cause = event.Cause
	}
	return l
}

// entries are the lines of these links and of the access that reaches each of them now, in this order; without links
// all that there are. Lines come with an error that says that they were tampered with.
func (d *Desk) entries(ctx context.Context, o *office, links []string) (all []storage.Entry, tampered error) {
	if len(links) == 0 {
		return o.book.AuditAll(ctx)
	}
	told := map[string]bool{} // one access may reach several of them
	for _, id := range links {
		l, grant, err := d.stored(ctx, o, id)
		if err != nil {
			return nil, err
		}
		for _, subject := range []string{l.ID, grant} {
			if told[subject] {
				continue
			}
			told[subject] = true
			entries, err := o.book.Audit(ctx, subject)
			if CauseOf(explain(err)) == Tampered {
				tampered, err = cmp.Or(tampered, err), nil
			}
			if err != nil {
				return nil, err
			}
			all = append(all, entries...)
		}
	}
	return all, tampered
}

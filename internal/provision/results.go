package provision

import (
	"context"
	"io"
	"strconv"
	"strings"
	"time"

	"crosswalk/internal/desk"
	"crosswalk/internal/sheet"
)

// WriteResults writes what has become of every row of the batch, as CSV. There is no claim link in it, since whoever has
// one can claim the account, and of an EIN only what is shown.
//
// Trouble: BatchOver when there is none, ProvisionOff, CannotSave, what keeps the data key away; and the errors of w.
func (r *Registrar) WriteResults(ctx context.Context, w io.Writer) error {
	b, ok, err := r.Batch(ctx)
	if err != nil {
		return err
	}
	if !ok {
		return &desk.Trouble{Cause: desk.BatchOver}
	}
	return sheet.WriteCSV(w, []string{"Line", "Company", "EIN", "E-mail", "Outcome", "When", "Who", "What Gusto said", "Code", "Gusto's request", "Attempt"}, b.table())
}

func (b Batch) table() [][]string {
	var all [][]string
	for _, row := range b.Rows {
		line := []string{strconv.Itoa(row.Line), row.Company, row.EIN, row.Email, "waiting", "", "", "", "", "", ""}
		if b.State == BatchStopped {
			line[4] = string(NotSent)
		}
		if a := row.Attempt; a != nil {
			line[4], line[5], line[6], line[10] = string(a.State), a.When.UTC().Format(time.RFC3339), a.Who, a.ID
			line[7] = strings.Join(a.said(), "; ")
			if a.Trouble != nil {
				line[8], line[9] = string(a.Trouble.Cause), a.Trouble.RequestID
			}
		}
		all = append(all, line)
	}
	return all
}

// said is what Gusto wanted otherwise.
func (a Attempt) said() []string {
	var all []string
	for _, e := range a.Errors {
		text := e.Message
		if e.Field != "" {
			text = string(e.Field) + ": " + text
		}
		all = append(all, text)
	}
	if len(all) == 0 && a.Trouble != nil && a.Trouble.Detail != "" {
		all = append(all, a.Trouble.Detail)
	}
	return all
}

package provision

import (
	"context"
	"io"

	"crosswalk/internal/desk"
	"crosswalk/internal/intake"
	"crosswalk/internal/provision"
)

// Registrar is what these pages ask for. Every method with a context may block and is called through tasks; the others
// answer at once. Errors are *desk.Trouble, context.Canceled or context.DeadlineExceeded.
type Registrar interface {
	Knowing
	Drafting
	Sending
	Claiming
	Many
	Choosing
}

// Knowing is what is known before anything is sent.
type Knowing interface {
	Availability() provision.Availability
	Unsaved() int      // attempts of which it is known what became of them, and not written down yet
	Watch(look func()) // look is called from any goroutine whenever something has changed
	Check(f intake.Form) []intake.Finding
	Radar(ctx context.Context, draft string, f intake.Form) ([]intake.Likeness, error)
	FormFor(ctx context.Context, client string) (intake.Form, error)
}

// Drafting is what is typed and not sent yet.
type Drafting interface {
	Drafts(ctx context.Context) ([]provision.Draft, error)
	SaveDraft(ctx context.Context, d provision.Draft) (provision.Draft, error)
	DiscardDraft(ctx context.Context, id string) error
}

// Sending is the one request, and what became of it.
type Sending interface {
	Review(ctx context.Context, draft string) (provision.Review, error)
	Send(ctx context.Context, draft string, acknowledged []string) (provision.Attempt, error)
	Attempts(ctx context.Context) ([]provision.Attempt, error)
	Settle(ctx context.Context, attempt string, created bool, note string) (provision.Attempt, error)
}

// Claiming is what comes after a company was made.
type Claiming interface {
	ClaimLink(ctx context.Context, attempt string) (desk.Secret, error)
	OpenClaim(ctx context.Context, attempt string) error
	WriteToClient(ctx context.Context, attempt, subject, body string) error // "{link}" in body is the claim link
	Proposals(ctx context.Context) ([]provision.Proposal, error)
	Claimed(ctx context.Context, attempt, link string) error
}

// Many is a list of companies, sent one after another.
type Many interface {
	ReadRows(ctx context.Context, path string) ([]provision.Row, error)
	Prepare(ctx context.Context, rows []provision.Row) (provision.Batch, error) // whoever passes a row on has looked at what is like it
	Batch(ctx context.Context) (provision.Batch, bool, error)
	Run(ctx context.Context, tell func(provision.Batch)) error
	Pause()
	Stop(ctx context.Context) error
	WriteResults(ctx context.Context, w io.Writer) error
}

// Choosing is what a firm decides about new companies on this computer.
type Choosing interface {
	Settings(ctx context.Context) (provision.Settings, error)
	SetSettings(ctx context.Context, s provision.Settings) error
}

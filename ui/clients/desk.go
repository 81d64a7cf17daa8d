package clients

import (
	"context"

	"crosswalk/internal/desk"
)

// Desk is what this page asks for. Every method may block and is called through tasks.
// Errors are *desk.Trouble, context.Canceled or context.DeadlineExceeded.
type Desk interface {
	Links
	Entries
	Tables
	Endings
	Views
	Sittings
	Environments
}

// Environments is how the one is opened that a link belongs to.
type Environments interface {
	EnterNamed(ctx context.Context, environment string) error
}

// Sittings is how many consents in a row begin.
type Sittings interface {
	BeginSitting(ctx context.Context, wish desk.SittingWish) error
}

// Links is what is done with linked companies.
type Links interface {
	Verify(ctx context.Context, id string) (desk.Verdict, error)
	VerifyAll(ctx context.Context, wish desk.RoundWish, tell func(desk.Progress)) (desk.Round, error)
	Unlink(ctx context.Context, id string) (desk.Unlinked, error)
	History(ctx context.Context, id string) ([]desk.Event, error)
	Assign(ctx context.Context, links []string, client string) error
}

// Entries is what is done with the firm's own clients.
type Entries interface {
	AddClient(ctx context.Context, draft desk.Draft) (desk.Client, error)
	EditClient(ctx context.Context, id string, rev int64, draft desk.Draft) (desk.Client, error)
	RemoveClients(ctx context.Context, ids []string) error
	Regroup(ctx context.Context, ids []string, change desk.Regrouping) error
	EIN(ctx context.Context, client string) (string, error)
}

// Tables is how clients come in and the crosswalk goes out.
type Tables interface {
	PasteTable(text string) (*desk.Table, error)
	ReadTable(ctx context.Context, path string) (*desk.Table, error)
	Preview(ctx context.Context, table *desk.Table, mapping desk.Mapping) (*desk.Preview, error)
	Import(ctx context.Context, preview *desk.Preview) (desk.Imported, error)
	MayExport() error // what the organization says; does not block
	Export(path string, as desk.Format) error
	ExportHistory(ctx context.Context, path string, as desk.Format, links ...string) error
}

// Views are saved ways to look at the list.
type Views interface {
	PutView(ctx context.Context, view desk.View) error
	DropView(ctx context.Context, name string) error
}

// Endings is what ends for more than one link.
type Endings interface {
	Affected(link string) (desk.Affected, error) // does not block
	MayDisconnect() error                        // for everyone: what the organization says; does not block
	DisconnectForEveryone(ctx context.Context, link string) (desk.Farewell, error)
	TakeBack(ctx context.Context, company string) error
	RevokeAllOf(ctx context.Context, person string) ([]desk.Unlinked, error)
}

package storage

import (
	"context"
	"time"
)

// What a company that is to be made is sealed for; the row is the draft's, attempt's or batch row's ID.
const (
	DraftColumn       = "draft"       // in generation Draft.Rev
	ApplicationColumn = "application" // in generation 1, for good
	AnswerColumn      = "answer"      // in generation Attempt.AnswerGen
	RowColumn         = "row"         // in generation 1, for good
)

// Provisions is how the provider is asked to make companies: what is being typed, what was sent, and many in a row.
//
// Every method returns a *FileError when the database itself cannot be read or written, and the context's error when it
// ends first (nothing was changed then).
type Provisions interface {
	Drafts
	Attempts
	Batches
	// ProvisionStamp is another one whenever any of that has changed in an environment, and costs little.
	ProvisionStamp(ctx context.Context, environment string) (string, error)
}

// Drafts are companies that are still being typed.
type Drafts interface {
	// Drafts lists those of an environment, the newest change first.
	Drafts(ctx context.Context, environment string) ([]Draft, error)
	// PutDraft adds a draft (Rev 0; ID, when set, is used, since it is sealed under it) or changes it. Sealed is for
	// generation Rev+1. ErrConflict by Rev, ErrNotFound when one to be changed is gone.
	PutDraft(ctx context.Context, d Draft) (Draft, error)
	// DropDraft removes one for good; removing what is gone is no error.
	DropDraft(ctx context.Context, id string) error
}

// Attempts are requests to make a company. None is ever removed, and what one asked for never changes.
type Attempts interface {
	// Attempts lists those of an environment, the oldest first. One that is Written although whoever wrote it down is
	// seen to be gone becomes AttemptUnknown by it: it may have been sent.
	Attempts(ctx context.Context, environment string) ([]Attempt, error)
	// WriteAttempt writes down that a company is about to be asked for, and returns it as it was read back from the
	// database. Nothing may be sent before. seen is the highest Seq that the caller has looked at: ErrConflict when
	// there is a higher one in this environment, since that may be the same company. With row, the attempt is that of a
	// row of the batch: ErrConflict unless this handle runs the batch and the row was never sent, or certainly in vain.
	WriteAttempt(ctx context.Context, a Attempt, seen int64, row string) (Attempt, error)
	// EndAttempt stores state, link and, when Answer is set, the answer, which is sealed in generation Rev+1. ErrConflict
	// by Rev, ErrNotFound.
	EndAttempt(ctx context.Context, a Attempt) (Attempt, error)
}

// Batches are many companies to be asked for, one after another.
type Batches interface {
	// Batch reads the batch of an environment. ErrNotFound. One that runs although whoever ran it is seen to be gone
	// becomes BatchPaused by it.
	Batch(ctx context.Context, environment string) (Batch, error)
	// BeginBatch stores a new one, ready, with all its rows (their IDs are used, since they are sealed under them).
	// ErrConflict while there is another one that has not ended.
	BeginBatch(ctx context.Context, b Batch) (Batch, error)
	// SetBatch changes the state of the batch with this ID. BatchRunning takes it: *BusyError while another handle runs
	// it, ErrConflict when it has ended. ErrNotFound when it is another batch's turn.
	SetBatch(ctx context.Context, environment, id string, state BatchState) error
	// DropBatch forgets a batch that has ended, not its attempts. ErrConflict when it has not; what is gone is no error.
	DropBatch(ctx context.Context, environment, id string) error
}

// Draft is a company that is still being typed.
type Draft struct {
	ID          string
	Environment string
	Sealed      []byte
	Changed     time.Time // filled in by the store
	Rev         int64
}

// AttemptState is what is known of a request to make a company.
type AttemptState string

// The states of an attempt.
const (
	AttemptWritten        AttemptState = "written"         // about to be sent, or under way
	AttemptCreated        AttemptState = "created"         // the provider has said so
	AttemptClaimed        AttemptState = "claimed"         // its company is linked
	AttemptRefused        AttemptState = "refused"         // the provider wants something else; nothing was made
	AttemptNotSent        AttemptState = "not_sent"        // not sent, or turned away at the door; nothing was made
	AttemptUnknown        AttemptState = "unknown"         // nobody here can tell
	AttemptSettledCreated AttemptState = "settled_created" // was unknown; a person found that it was made
	AttemptSettledNot     AttemptState = "settled_not"     // was unknown; a person found that it was not made
)

// Attempt is one request to make a company.
type Attempt struct {
	ID          string // chosen by the caller: what it asks for is sealed under it
	Seq         int64  // its place in the order in which attempts were written down; read only
	Environment string
	State       AttemptState
	Holder      string // the store handle whose request it is; read only
	Actor       string // who asked: the account on this computer; read only
	Written     time.Time
	Application []byte // what is asked for, sealed
	Answer      []byte // what came of it, sealed; nil while nothing did
	AnswerGen   int64  // read only
	Link        string // the link of the company that it made, once that is linked
	Rev         int64
}

// BatchState is how far a batch has come.
type BatchState string

// The states of a batch.
const (
	BatchReady   BatchState = "ready"
	BatchRunning BatchState = "running"
	BatchPaused  BatchState = "paused"
	BatchStopped BatchState = "stopped" // ended by a person; what was not sent stays so
	BatchDone    BatchState = "done"
)

// Ended says whether no row of it is sent any more.
func (s BatchState) Ended() bool { return s == BatchStopped || s == BatchDone }

// Batch is many companies to be asked for. One per environment.
type Batch struct {
	ID          string // chosen by the caller
	Environment string
	State       BatchState
	Holder      string // the store handle that runs it, or ran it last; read only
	Actor       string // who began it; read only
	Begun       time.Time
	Rows        []BatchRow
}

// BatchRow is one company of a batch.
type BatchRow struct {
	ID      string // chosen by the caller
	Sealed  []byte
	Attempt string // the ID of the newest attempt to make it; "" before the first
}

package provision

import (
	"time"

	"crosswalk/internal/desk"
	"crosswalk/internal/intake"
	"crosswalk/storage"
)

// Credential is what Gusto is shown to make a company.
type Credential string

// The credentials. A profile has either.
const (
	SystemToken Credential = "system_token" // asked for just before, and never kept
	APIToken    Credential = "api_token"    // the older token of the whole organization
)

// Availability says whether companies can be made here.
type Availability struct {
	Off        bool          // switched off on this computer, or nothing is open: there is nothing to show at all
	Trouble    *desk.Trouble // why nothing can be sealed or sent right now; nil when it can
	Credential Credential
}

// Ready says whether a company can be made right now.
func (a Availability) Ready() bool { return !a.Off && a.Trouble == nil }

// Settings are the firm's choices about new companies, on this computer.
type Settings struct {
	On      bool
	Domains []string // of the firm's own e-mail addresses: "ledgerlane.example"
}

// Draft is a company that is still being typed. Its form is sealed on this computer.
type Draft struct {
	ID      string // "" for one that was never saved
	Form    intake.Form
	Changed time.Time
	Rev     int64
}

// Review is all that a person sees before a company is made.
type Review struct {
	Draft      string
	Lines      []intake.Line     // exactly what is sent, in its order
	Findings   []intake.Finding  // what keeps it from being sent, or was given a reason, or is worth a look
	Likenesses []intake.Likeness // to be acknowledged, each by its Key
	Sent       *Attempt          // one that asks for the same EIN or e-mail address and has to be settled first; nil for none
}

// State is what is known of an attempt.
type State string

// The states. Only Unknown stands in the way of another attempt for the same EIN or e-mail address.
const (
	Sending        State = "sending"         // written down, and under way in this program or in another one
	Created        State = "created"         // made, and not claimed as far as is known
	Claimed        State = "claimed"         // made, and its company is linked
	Refused        State = "refused"         // Gusto wants something else; nothing was made
	NotSent        State = "not_sent"        // it did not leave, or was turned away at the door; nothing was made
	Unknown        State = "unknown"         // nobody here can tell whether it was made: to be settled
	SettledCreated State = "settled_created" // somebody found that it was made
	SettledNot     State = "settled_not"     // somebody found that it was not made
)

// Exists says whether there is a company at Gusto, as far as is known.
func (s State) Exists() bool { return s == Created || s == Claimed || s == SettledCreated }

// Attempt is one request to make a company, and what became of it.
type Attempt struct {
	ID    string
	State State
	When  time.Time // when it was written down
	Who   string    // the account and computer that asked
	Applied
	Outcome
	Settled
	stored
}

// stored is how an attempt stands in the book.
type stored struct {
	seq  int64
	kept storage.AttemptState
}

// Applied is what an attempt asked for, as far as it is shown in a list.
type Applied struct {
	Client  string // the client it is for; "" for none
	Company string // legal name
	Trade   string
	EIN     string // masked; "" for none
	Person  string
	Email   string
	Draft   string // the draft it was sent from; "" for none
}

// Outcome is what came of an attempt.
type Outcome struct {
	Trouble  *desk.Trouble // why it is Refused, NotSent or Unknown; Until says when trying again makes sense
	Errors   []FieldError  // what Gusto wants otherwise, for Refused
	HasLink  bool          // the claim link is here: see [Registrar.ClaimLink]
	Unsaved  bool          // what came of it could not be written down yet: closing now would make it Unknown
	Reminder time.Time     // when a company that nobody claims is worth a word; zero for none
}

// Due says whether it is time to remind of a company that nobody has claimed.
func (o Outcome) Due(now time.Time) bool { return !o.Reminder.IsZero() && !now.Before(o.Reminder) }

// Settled is what a person has found out.
type Settled struct {
	At        time.Time
	By        string
	Note      string
	ClaimedBy string // the link of its company; "" for none
}

// FieldError is one thing that Gusto wants otherwise.
type FieldError struct {
	Field   intake.Field // "" where it is about no field of the form
	Message string       // Gusto's words
}

// Proposal says that a linked company looks like one that was made here.
type Proposal struct {
	Attempt string
	Link    string
	Company string         // as it is linked
	On      []intake.Trait // why
}

// Row is one company of many.
type Row struct {
	Line       int    // in the file it came from
	Number     string // of the client, as it was typed; "" for none
	NoClient   bool   // no client has that number
	Form       intake.Form
	Lines      []intake.Line // what is sent; nothing while it is blocked
	Findings   []intake.Finding
	Columns    []string          // the header of the column of each finding
	Likenesses []intake.Likeness // who sends it says that this is another company
	Unsettled  bool              // it asks for the same as an attempt that has to be settled first
	Blocked    bool              // it cannot be sent like that
}

// BatchState is how far many at once have come.
type BatchState string

// The states of a batch.
const (
	BatchReady   BatchState = "ready"
	BatchRunning BatchState = "running"
	BatchPaused  BatchState = "paused"
	BatchStopped BatchState = "stopped"
	BatchDone    BatchState = "done"
)

// Batch is many companies, sent one after another.
type Batch struct {
	ID    string
	State BatchState
	Begun time.Time
	Who   string
	Rows  []BatchRow
	Count Count
	Why   *desk.Trouble // why it pauses by itself; nil where a person paused it, or nothing did
	Away  bool          // another window or program runs it
}

// Count counts all rows, each once.
type Count struct{ Created, Refused, Unknown, NotSent, Waiting int }

// Ended says whether no row is sent any more.
func (b Batch) Ended() bool { return b.State == BatchStopped || b.State == BatchDone }

// Left is how many rows are to be sent when it goes on.
func (b Batch) Left() int { return b.Count.Waiting + b.Count.NotSent }

// BatchRow is one company of a batch.
type BatchRow struct {
	Line    int
	Company string
	Email   string
	EIN     string   // masked
	Attempt *Attempt // the newest; nil while it was not sent
}

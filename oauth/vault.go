package oauth

import (
	"context"
	"errors"
	"time"
)

// Vault keeps the pairs of grants, one record and one generation each, for every process that may renew them. Its
// methods may block on a disk or a key store; none may call back into a [Renewer].
type Vault interface {
	// Load reads a grant's pair and its generation. ErrGone for an unknown grant.
	Load(ctx context.Context, grant string) (p Pair, gen int64, err error)
	// Begin takes the lease on a generation. ErrStale when another generation is stored by now, *BusyError
	// while somebody else holds it, ErrQuarantined after a refusal, ErrGone for a grant that is unknown or being
	// given up. The same process may take it again, which prolongs it.
	Begin(ctx context.Context, grant string, gen int64) (Lease, error)
	// Intend rewrites the pair durably at the lease's generation, before a request is sent. ErrSuperseded when the lease
	// was lost. On any error nothing may be sent.
	Intend(ctx context.Context, l Lease, p Pair) error
	// Commit stores a new pair durably as the next generation and ends the lease. It is taken for as long as the
	// lease's generation is the stored one, lease or no lease, after a refusal too, because a late answer is the
	// only living pair. ErrSuperseded when another pair took the generation, ErrGone when the
	// grant is no more.
	Commit(ctx context.Context, l Lease, p Pair) error
	// Mark rewrites the pair at its present generation: used, previous one dropped. ErrSuperseded when
	// the generation or the lease is somebody else's.
	Mark(ctx context.Context, grant string, gen int64, p Pair) error
	// End gives the lease back without a new pair. With rejected the grant is put into quarantine: kept, and not
	// used by itself. Then ErrSuperseded, and nothing is changed, when the lease or the generation has moved on.
	End(ctx context.Context, l Lease, rejected bool) error
}

// Lease is the right to exchange one generation of one grant.
type Lease struct {
	Grant   string
	Gen     int64
	InDoubt bool // taken over from a holder that never ended it: its request may have been sent
	Handle  any  // the Vault's own

	asked time.Time // just before Begin, with its monotonic reading; the Renewer's own
}

// age is how long ago the lease was asked for: the longer of what the wall clock and the monotonic clock say. The one
// stands still when it is set back, the other while the computer sleeps (Linux, macOS).
func (l Lease) age(now time.Time) time.Duration {
	return max(now.Sub(l.asked), now.Round(0).Sub(l.asked.Round(0)))
}

// What a Vault answers; compare with errors.Is.
var (
	// ErrGone: no such grant, or it is being given up.
	ErrGone = errors.New("the sign-in is not kept here")
	// ErrStale: a newer generation is stored; read it and use that.
	ErrStale = errors.New("a newer token pair is stored")
	// ErrSuperseded: the lease was lost or the generation taken.
	ErrSuperseded = errors.New("superseded by another renewal")
	// ErrQuarantined: the grant was refused before; a person has to sign in again.
	ErrQuarantined = errors.New("the sign-in was refused before")
)

// BusyError says that somebody else is renewing this grant.
type BusyError struct {
	Holder  string
	Until   time.Time // when the lease ends
	InDoubt bool      // that time has passed, and the holder never ended it
}

func (e *BusyError) Error() string { return "being renewed by " + e.Holder }

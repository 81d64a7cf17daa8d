package desk

import (
	"context"
	"slices"
	"strings"
	"time"

	"crosswalk/storage"
)

// Happening is what can happen to a link, as one stable word.
type Happening string

// The happenings of a link's history.
const (
	WasLinked   Happening = "linked"
	WasRenewed  Happening = "renewed"
	WasVerified Happening = "verified"
	HasBroken   Happening = "broke"
	WasMoved    Happening = "reconnected"
	WasUnlinked Happening = "unlinked"
	WasGiven    Happening = "assigned"   // it belongs to a client now
	WasTaken    Happening = "unassigned" // it belongs to no client now
	WasHanded   Happening = "handed_out" // access was printed for other software of the firm
)

// Event is one line of a link's history.
type Event struct {
	At    time.Time
	What  Happening
	Who   string // the account on this computer
	Cause Cause  // for verified and broke: what was found

	Client string // for assigned and unassigned: which one, as it was called then; "" where that is not known
}

// History gives what happened to a link, the newest first: its own lines and the renewals of the access that
// reaches it now. It blocks on the disk.
//
// Trouble: Tampered when a line was changed, added or cut; ChangedMeanwhile when the link is gone.
func (d *Desk) History(ctx context.Context, id string) ([]Event, error) {
	o, err := d.atWork()
	if err != nil {
		return nil, err
	}
	l, grant, err := d.stored(ctx, o, id)
	if err != nil {
		return nil, explain(err)
	}
	var all []Event
	for _, subject := range []string{l.ID, grant} {
		entries, err := o.book.Audit(ctx, subject)
		if err != nil {
			return nil, explain(err)
		}
		for _, e := range entries {
			if event, ok := eventOf(e); ok {
				all = append(all, event)
			}
		}
	}
	slices.SortStableFunc(all, func(a, b Event) int { return b.At.Compare(a.At) })
	return slices.CompactFunc(all, sameNews), nil
}

// sameNews says that two lines tell the same: a refusal is written down for the access and for its link.
func sameNews(a, b Event) bool {
	return a.What == b.What && a.Cause == b.Cause && a.At.Sub(b.At).Abs() < time.Minute
}

// eventOf tells a line in the person's terms; bookkeeping of the store's own is left out.
func eventOf(e storage.Entry) (Event, bool) {
	event := Event{At: e.At, Who: e.Actor}
	switch e.Action {
	case storage.ActLinked:
		event.What = WasLinked
	case storage.ActMoved:
		event.What = WasMoved
	case storage.ActAssigned:
		event.What, event.Client = WasGiven, clientIn(e.Detail)
	case storage.ActUnassigned:
		event.What, event.Client = WasTaken, clientIn(e.Detail)
	case storage.ActHandedOut:
		event.What = WasHanded
	case storage.ActUnlinked, storage.ActReplaced, storage.ActRevokedAll, storage.ActLeft:
		event.What = WasUnlinked
	case storage.ActRenewed, storage.ActHealed:
		event.What = WasRenewed
	case storage.ActRejected:
		event.What, event.Cause = HasBroken, NeedsReconnecting
	case storage.ActChanged:
		_, verdict, _ := strings.Cut(e.Detail, ": {")
		event.What, event.Cause = WasVerified, decodeVerdict("{"+verdict, e.At).Cause
		if event.Cause != Working {
			event.What = HasBroken
		}
	default:
		return Event{}, false
	}
	return event, true
}

// clientIn is the client that a line names: its ID stands behind it in brackets.
func clientIn(detail string) string {
	if at := strings.LastIndex(detail, " ("); at > 0 {
		return detail[:at]
	}
	return ""
}

package desk

import (
	"context"
	"encoding/json"
	"time"
)

// The settings that a round leaves: one that was begun and not ended, and when all links were asked for last.
const (
	settingRound    = "round_begun"
	settingRoundEnd = "round_ended"
)

// unfinishedRound is a round as it is kept until it has ended.
type unfinishedRound struct {
	Begun time.Time `json:"begun"`
	Links []string  `json:"links,omitempty"` // nil for all
}

// begin writes down that a round is under way.
func (o *office) begin(ctx context.Context, u unfinishedRound) error {
	text, err := json.Marshal(u)
	if err != nil {
		return err
	}
	return o.book.PutSetting(ctx, settingRound, string(text))
}

// unfinished reads the round that was begun and has not ended. What cannot be read is none.
func (o *office) unfinished(ctx context.Context) (u unfinishedRound, found bool, err error) {
	text, _, err := o.book.Setting(ctx, settingRound)
	if err != nil || text == "" {
		return u, false, err
	}
	return u, json.Unmarshal([]byte(text), &u) == nil && !u.Begun.IsZero(), nil
}

// Unfinished says since when a round waits to be resumed; zero for none. A round that is under way counts.
// Trouble: CannotSave, DatabaseDamaged.
func (d *Desk) Unfinished(ctx context.Context) (time.Time, error) {
	o, err := d.atWork()
	if err != nil {
		return time.Time{}, err
	}
	u, found, err := o.unfinished(ctx)
	if err != nil || !found {
		return time.Time{}, explain(err)
	}
	return u.Begun, nil
}

// finish writes down that a round has ended, when it has, and draws the list once more.
func (d *Desk) finish(ctx context.Context, r *rounds, w RoundWish, failed error) error {
	if failed == nil && !r.alone {
		if err := r.office.book.PutSetting(ctx, settingRound, ""); err != nil {
			return err
		}
		if w.Links == nil {
			if err := r.office.book.PutSetting(ctx, settingRoundEnd, d.now().UTC().Format(time.RFC3339)); err != nil {
				return err
			}
		}
	}
	return d.refresh(ctx, r.office)
}

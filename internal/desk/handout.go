package desk

import (
	"context"
	"strconv"
	"time"

	"crosswalk/internal/policy"
	"crosswalk/oauth"
	"crosswalk/storage"
)

// settingHandOut is kept for this computer, whatever environment is open.
const settingHandOut = "hand_out_access"

const handingOut = "Handing out access"

// Handed is access to one company for the firm's own software.
type Handed struct {
	Link    Link
	Access  Secret    // revealed by whoever prints it, and by nobody else
	Expires time.Time // zero where Gusto did not say
}

// HandsOut says whether access may be handed out on this computer; not by default. Trouble: CannotSave, BadSetup.
func (d *Desk) HandsOut(ctx context.Context) (bool, error) {
	home, err := d.homeStore()
	if err != nil {
		return false, err
	}
	if policy.Forbids(d.options.Policy.TokenCommand) {
		return false, nil
	}
	text, _, err := home.Setting(ctx, settingHandOut)
	on, _ := strconv.ParseBool(text)
	return on, explain(err)
}

// SetHandsOut allows it, or stops it. Trouble: SetByOrganization, CannotSave, BadSetup.
func (d *Desk) SetHandsOut(ctx context.Context, on bool) error {
	if on {
		if err := d.allowed(d.options.Policy.TokenCommand, handingOut); err != nil {
			return err
		}
	}
	home, err := d.homeStore()
	if err != nil {
		return err
	}
	return explain(home.PutSetting(ctx, settingHandOut, strconv.FormatBool(on)))
}

// HandOut gives fresh access to a link's company, for the firm's own software, and writes that down in the history
// first: what could not be written down is not handed out. It blocks on the network when access is due.
//
// Trouble: SetByOrganization, TokensOff where it was not allowed on this computer, ChangedMeanwhile when the link is gone, CannotSave, what
// keeps the data key away, and what keeps access from being renewed.
func (d *Desk) HandOut(ctx context.Context, id string) (Handed, error) {
	if err := d.allowed(d.options.Policy.TokenCommand, handingOut); err != nil {
		return Handed{}, err
	}
	on, err := d.HandsOut(ctx)
	if err != nil {
		return Handed{}, err
	}
	if !on {
		return Handed{}, &Trouble{Cause: TokensOff}
	}
	o, a, err := d.working(ctx)
	if err != nil {
		return Handed{}, err
	}
	_, grant, err := d.stored(ctx, o, id)
	if err != nil {
		return Handed{}, explain(err)
	}
	a.grants.Resume()
	var t oauth.Token
	if t, err = a.grants.Token(ctx, grant); err != nil {
		return Handed{}, explain(err)
	}
	if err := o.book.HandedOut(ctx, id); err != nil {
		return Handed{}, explain(err)
	}
	l, _ := d.Snapshot().find(id)
	return Handed{Link: l, Access: t.Access, Expires: t.Expiry}, nil
}

// homeStore is the store of this computer's own settings.
func (d *Desk) homeStore() (*storage.Local, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.home == nil {
		return nil, &Trouble{Cause: BadSetup, Detail: "Nothing is open yet"}
	}
	return d.home, nil
}

package desk

import (
	"context"
	"fmt"
	"path/filepath"
	"strconv"
	"time"

	"crosswalk/storage"
)

// settingAutoLock is kept for this computer, whatever environment is open: minutes.
const settingAutoLock = "auto_lock_minutes"

// AutoLock is after how long without a touch the window locks; 0 is never, which is so where nobody has chosen. What the
// organization allows at most is kept: a longer time, or never, counts as that. It blocks on the disk.
//
// Trouble: CannotSave, BadSetup before anything is open.
func (d *Desk) AutoLock(ctx context.Context) (time.Duration, error) {
	home, err := d.homeStore()
	if err != nil {
		return noLock, err
	}
	text, _, err := home.Setting(ctx, settingAutoLock)
	if err != nil {
		return noLock, explain(err)
	}
	minutes, _ := strconv.Atoi(text) // what is no number was never chosen here
	return d.longestLock(time.Duration(max(0, minutes)) * time.Minute), nil
}

// longestLock is a chosen time as the organization leaves it.
func (d *Desk) longestLock(chosen time.Duration) time.Duration {
	most := d.options.Policy.AutoLock
	if most.Set && (chosen == noLock || chosen > most.Value) {
		return most.Value
	}
	return chosen
}

// SetAutoLock chooses it, in whole minutes; 0 is never. Trouble: SetByOrganization or PolicyUnclear for never and for a
// time longer than the organization allows, CannotSave, BadSetup.
func (d *Desk) SetAutoLock(ctx context.Context, after time.Duration) error {
	if most := d.options.Policy.AutoLock; d.longestLock(after) != after {
		return d.ruled(fmt.Sprintf("Locking later than after %d minutes", int(most.Value.Minutes())), most.Unclear)
	}
	return d.putHome(ctx, settingAutoLock, strconv.Itoa(int(after.Minutes())))
}

// SetPassphrase has a passphrase guard the data key of the open environment: without it nobody unlocks the desk, and
// nobody opens what is kept after a restart. present is the one that guards it now, empty for none; an empty next puts the
// key back to where it was before the first one. A new data key is made and everything is sealed again with it, so that
// what the key store may still hold opens nothing: recovery files and copies of the database from before serve no more.
// It takes seconds on purpose.
//
// Trouble: PassphraseWrong when present is not the one, KeyStore…, CannotSave, ChangedMeanwhile when another window was faster.
func (d *Desk) SetPassphrase(ctx context.Context, present, next Secret) error {
	o, a, err := d.working(ctx)
	if err != nil {
		return err
	}
	if err := d.proves(ctx, o, present); err != nil {
		return err
	}
	to := d.plainKeeper(o)
	if !next.IsZero() {
		if to, err = d.passphraseKeeper(o, next); err != nil {
			return explain(err)
		}
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	if err := storage.Rotate(ctx, o.book, a.vault.Keys(), o.keeper, to); err != nil {
		return explain(err)
	}
	o.keeper = to
	d.mu.Lock()
	if o.book == Book(d.home) {
		d.keeper = to
	}
	d.mu.Unlock()
	d.change(func(s *Snapshot) { s.Kept = to.Kind() })
	return nil
}

// proves says whether a passphrase is the one that guards the data key. Where none does, anything proves it.
func (d *Desk) proves(ctx context.Context, o *office, present Secret) error {
	rec, err := o.book.KeyRecord(ctx)
	if err != nil {
		return explain(err)
	}
	if rec.Kind != storage.KindPassphrase {
		return nil
	}
	keeper, err := d.passphraseKeeper(o, present)
	if err != nil {
		return &Trouble{Cause: PassphraseWrong, Err: err}
	}
	keys, err := storage.OpenKeys(ctx, o.book, keeper)
	if err != nil {
		return explain(err)
	}
	keys.Drop()
	return nil
}

// plainKeeper is where the data key of an environment lives while no passphrase guards it.
func (d *Desk) plainKeeper(o *office) storage.Keeper {
	if o.env.Name == Practice.Name {
		return storage.FileKeeper{Dir: d.practiceFolder()}
	}
	return d.options.Keeper
}

// passphraseKeeper is where it lives under one. The error says that the passphrase is empty.
func (d *Desk) passphraseKeeper(o *office, passphrase Secret) (storage.Keeper, error) {
	folder := d.options.Folder
	if o.env.Name == Practice.Name {
		folder = d.practiceFolder()
	}
	return storage.NewPassphraseKeeper(filepath.Join(folder, "keys"), []byte(passphrase.Reveal()))
}

func (d *Desk) practiceFolder() string { return filepath.Join(d.options.Folder, Practice.Name) }

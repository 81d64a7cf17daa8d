package desk

import (
	"context"
	"slices"
	"strings"

	"crosswalk/storage"
)

// What can be wrong with a setup file.
const (
	SetupFileDamaged Cause = "setup_file_damaged"
	SetupFileExpired Cause = "setup_file_expired"
	SetupFileNewer   Cause = "setup_file_newer"
	SetupFileOther   Cause = "setup_file_other_application"
)

// settingHanded keeps the profiles that came without the right to have companies made, with spaces between.
const settingHanded = "handed_without_provisioning"

// Registered gives a setup with its secrets, to hand it over. It blocks on the key store.
//
// Trouble: BadSetup, and what keeps the data key away.
func (d *Desk) Registered(ctx context.Context, profile string) (Registration, error) {
	p, err := d.profile(ctx, profile)
	if err != nil {
		return Registration{}, explain(err)
	}
	keys, err := d.homeKeys(ctx)
	if err != nil {
		return Registration{}, err
	}
	defer keys.Drop()
	reg, err := registration(ctx, storage.NewSafe(keys, d.home), p)
	return reg, explain(err)
}

// MayExport refuses where the organization allows no exports. Trouble: SetByOrganization, PolicyUnclear.
func (d *Desk) MayExport() error { return d.mayExport() }

// handedWithout lists the profiles that came without the right to have companies made.
func (d *Desk) handedWithout(ctx context.Context) ([]string, error) {
	home, err := d.homeStore()
	if err != nil {
		return nil, err
	}
	text, _, err := home.Setting(ctx, settingHanded)
	return strings.Fields(text), explain(err)
}

// noteHanded keeps whether a profile came without it. Whoever types the application's secret has every right.
func (d *Desk) noteHanded(ctx context.Context, profile string, s Setup) error {
	if s.Secret.IsZero() {
		return nil
	}
	all, err := d.handedWithout(ctx)
	if err != nil || slices.Contains(all, profile) == s.NoProvisioning {
		return err
	}
	if all = slices.DeleteFunc(all, func(one string) bool { return one == profile }); s.NoProvisioning {
		all = append(all, profile)
	}
	return d.putHome(ctx, settingHanded, strings.Join(all, " "))
}

// mayProvision refuses where neither the organization nor the setup file that the open Gusto came from allows it.
func (d *Desk) mayProvision(ctx context.Context) error {
	if err := d.allowed(d.options.Policy.Provisioning, makingCompanies); err != nil {
		return err
	}
	return d.MayHandOn(ctx, d.Snapshot().Environment.Profile)
}

// MayHandOn refuses to hand on the right to have companies made where a setup came without it itself: a file of one's own
// is no way to it. It blocks on the disk. Trouble: SetByOrganization, CannotSave, BadSetup.
func (d *Desk) MayHandOn(ctx context.Context, profile string) error {
	without, err := d.handedWithout(ctx)
	if err != nil {
		return err
	}
	if profile != "" && slices.Contains(without, profile) {
		return &Trouble{Cause: SetByOrganization, Detail: "Making new companies is not among the rights of the setup file that this Gusto came from"}
	}
	return nil
}

// handedCauses are the causes of this file, for [Causes].
func handedCauses() []Cause {
	return []Cause{SetupFileDamaged, SetupFileExpired, SetupFileNewer, SetupFileOther}
}

package desk

import (
	"context"
	"fmt"
	"net/url"
	"strconv"

	"crosswalk/internal/policy"
	"crosswalk/storage"
)

// Policy is what the organization has decided for this computer. It does not block.
func (d *Desk) Policy() policy.Policy { return d.options.Policy }

// allowed refuses what the organization has taken away. what is the beginning of a sentence about it.
//
// Trouble: SetByOrganization, PolicyUnclear where nobody can tell whether it was taken away.
func (d *Desk) allowed(c policy.Choice[bool], what string) error {
	if !policy.Forbids(c) {
		return nil
	}
	return d.ruled(what, c.Unclear)
}

func (d *Desk) ruled(what string, unclear bool) error {
	p := d.options.Policy
	if unclear {
		return &Trouble{Cause: PolicyUnclear, Detail: what + " may be forbidden in " + p.Where}
	}
	return &Trouble{Cause: SetByOrganization, Detail: what + " is not allowed on this computer by " + p.Who()}
}

// mayOpen refuses every environment but the one that the organization has chosen.
func (d *Desk) mayOpen(name string) error {
	p := d.options.Policy
	if p.AllowsEnvironment(name) {
		return nil
	}
	return d.ruled("Opening "+named(name).Label, p.Environment.Unclear)
}

// opensLast gives what to open at the start: what was open last unless the organization has chosen something else; then
// that, as far as it is set up. "" is nothing.
func (d *Desk) opensLast(ctx context.Context, last string) (string, error) {
	if last == "" || last == Practice.Name && d.options.Policy.AllowsEnvironment(last) {
		return last, nil
	}
	profiles, err := d.home.Profiles(ctx)
	if err != nil {
		return "", err
	}
	instead := ""
	for _, p := range profiles {
		if !d.options.Policy.AllowsEnvironment(named(p.Environment).Name) {
			continue
		}
		if p.ID == last {
			return last, nil
		}
		instead = firstOf(instead, p.ID)
	}
	if p := d.options.Policy.Environment; !p.Set { // it may be gone: entering it says so
		return last, nil
	}
	if instead == "" && d.options.Policy.AllowsEnvironment(Practice.Name) && !d.options.Policy.Environment.Unclear {
		return Practice.Name, nil
	}
	return instead, nil
}

// RedirectsOf are the addresses for Gusto's answer that are used, of those that are registered: see
// [policy.RedirectPort]. It does not block.
func (d *Desk) RedirectsOf(registered []string) []string { return d.redirectsOf(registered) }

// redirectsOf are the addresses for Gusto's answer: the registered ones, or those at the port that the organization has
// chosen. Where nobody can tell which port that is there are none: see [Desk.mayListen].
func (d *Desk) redirectsOf(registered []string) []string {
	port := d.options.Policy.RedirectPort
	if !port.Set || port.Unclear {
		return registered
	}
	var there []string
	for _, uri := range registered {
		if u, err := url.Parse(uri); err == nil && u.Scheme == "http" && loopback(u.Hostname()) && u.Port() == strconv.Itoa(port.Value) {
			there = append(there, uri)
		}
	}
	if len(there) == 0 {
		there = []string{fmt.Sprintf("http://127.0.0.1:%d/callback", port.Value)}
	}
	return there
}

// mayListen refuses a sign-in where nobody can tell which port the organization has chosen. Practice answers to itself.
func (d *Desk) mayListen(o *office) error {
	if d.options.Policy.RedirectPort.Unclear && o.env.Name != Practice.Name {
		return d.ruled("The port for Gusto’s answer", true)
	}
	return nil
}

// MayLinkTogether refuses more than one company for a sign-in where the organization has decided on one. It does not block.
//
// Trouble: SetByOrganization, PolicyUnclear.
func (d *Desk) MayLinkTogether(companies int) error {
	if c := d.options.Policy.OneCompany; c.Set && c.Value && companies > 1 {
		return d.ruled("Linking several companies with one sign-in", c.Unclear)
	}
	return nil
}

// ruledProfile is a stored setup with what the organization has decided.
func (d *Desk) ruledProfile(p storage.Profile) storage.Profile {
	p.Redirects = d.redirectsOf(p.Redirects)
	return p
}

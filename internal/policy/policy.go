// Package policy is what the organization has decided for this computer.
//
// Rules: it is read once, when the program starts, from one place of the system that only an administrator can write; a
// value that is not understood counts as the strictest one that it might have been, and is told; a policy holds no secret,
// since every account of the computer can read it, and what looks like one is refused and never repeated. It imports
// nothing of ours, and decides nothing: whoever does a thing asks it first.
package policy

import (
	"strings"
	"time"
)

// Key is the name of one decision, the same on every system.
type Key string

// The keys. docs/policies.md says what each means.
const (
	Environment         Key = "Environment"
	RedirectPort        Key = "RedirectPort"
	AllowProvisioning   Key = "AllowProvisioning"
	AllowTokenCommand   Key = "AllowTokenCommand"
	AllowExport         Key = "AllowExport"
	AllowDisconnect     Key = "AllowDisconnectForEveryone"
	OneCompanyPerClient Key = "OneCompanyPerClient"
	AutoLockMinutes     Key = "AutoLockMinutes"
	AllowUpdateCheck    Key = "AllowUpdateCheck"
	ManagedBy           Key = "ManagedBy"
	Support             Key = "Support"
)

// The one environment that reaches no Gusto.
const practice = "practice"

// What values may be.
const (
	strictestLock       = 5 * time.Minute
	leastPort, mostPort = 1024, 65535
	mostLock            = 24 * 60 // minutes
	longestText         = 200     // characters
)

// Keys lists all keys, in the order of the documentation.
func Keys() []Key {
	all := make([]Key, 0, len(rules))
	for _, r := range rules {
		all = append(all, r.key)
	}
	return all
}

// Choice is one decision. The zero value is none: the person at the computer chooses.
type Choice[T any] struct {
	Value   T
	Set     bool // the organization has decided
	Unclear bool // it has, and nobody can tell what: Value is the strictest that it might be
}

// Policy is what is decided. The zero value decides nothing.
type Policy struct {
	Where        string // the file or the registry's key; "" where there is none
	Problems     []Problem
	Environment  Choice[string] // the only one that may be opened; "" with Unclear set is practice alone
	RedirectPort Choice[int]    // for Gusto's answer, on 127.0.0.1; 0 with Unclear set is none
	Rights
	OneCompany Choice[bool]          // per client, per sign-in
	AutoLock   Choice[time.Duration] // the longest time without a touch until the window locks
	ManagedBy  string
	Support    string // where to ask: a telephone number, an e-mail address, a page
}

// Rights are what can be forbidden: false forbids, true is as if nothing was said.
type Rights struct {
	Provisioning, TokenCommand, Export, Disconnect, UpdateCheck Choice[bool]
}

// Forbids says whether a right is taken away.
func Forbids(c Choice[bool]) bool { return c.Set && !c.Value }

// AllowsEnvironment says whether an environment of this name may be opened.
func (p Policy) AllowsEnvironment(name string) bool {
	if p.Environment.Unclear {
		return name == practice
	}
	return !p.Environment.Set || p.Environment.Value == name
}

// Who names whoever has decided, and where to ask, as the end of a sentence.
func (p Policy) Who() string {
	name := p.ManagedBy
	if name == "" {
		name = "your organization"
	}
	if p.Support != "" {
		name += " (" + p.Support + ")"
	}
	return name
}

// Faulty says whether anything of it is not as it has to be; what this version merely does not keep yet is no fault.
func (p Policy) Faulty() bool {
	for _, one := range p.Problems {
		if one.Kind != NotKept {
			return true
		}
	}
	return false
}

// clean makes a text fit to be shown.
func clean(text string, most int) string {
	text = strings.TrimSpace(strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r == 0x2028 || r == 0x2029 || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 {
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, "")))
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most-1]) + "…"
	}
	return text
}

package desk

import (
	"errors"
	"net"
	"net/url"
	"strings"
)

// NewestVersion is the API version that Crosswalk was written for (Gusto's documentation, versioning: 2026-06-15).
const NewestVersion = "2026-06-15"

// Environment is one Gusto to work with. Practice, demo and production differ in these values and nowhere else.
type Environment struct {
	Profile    string // the setup that it comes from; "" for practice
	Name       string // kept with every link: practice, demo, production or custom
	Label      string // how the screen calls it
	Strip      string // the sentence of the strip on top; production has none
	BaseURL    string // scheme and host, without a path
	APIVersion string // X-Gusto-API-Version, as YYYY-MM-DD
}

// The environments that Gusto runs (Gusto's documentation, "Environments") and the one that comes with the program.
var (
	Practice   = Environment{Name: "practice", Label: "Practice", Strip: "Nothing here is real. No account, no internet.", APIVersion: NewestVersion}
	Demo       = Environment{Name: "demo", Label: "Gusto demo", Strip: "Gusto’s test system. No real payroll.", BaseURL: "https://api.gusto-demo.com", APIVersion: NewestVersion}
	Production = Environment{Name: "production", Label: "Gusto", BaseURL: "https://api.gusto.com", APIVersion: NewestVersion}
	Custom     = Environment{Name: "custom", Label: "Custom address", Strip: "Not Gusto’s own address.", APIVersion: NewestVersion}
)

// named gives the environment of a kept name; an unknown name is a custom address.
func named(name string) Environment {
	for _, e := range []Environment{Practice, Demo, Production} {
		if e.Name == name {
			return e
		}
	}
	return Custom
}

// EnvironmentNamed gives the environment that a link belongs to, by [Ties.Environment].
func EnvironmentNamed(name string) Environment { return named(name) }

var errAddress = errors.New("an address is https://host, or http://127.0.0.1:port on this computer")

// checkAddress accepts https to any host, and http to this computer alone.
func checkAddress(address string) error {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.User != nil || strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.Fragment != "" {
		return errAddress
	}
	if u.Scheme == "https" || u.Scheme == "http" && loopback(u.Hostname()) {
		return nil
	}
	return errAddress
}

func loopback(host string) bool {
	if host == "localhost" {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}

// Package update asks whether a newer version of Crosswalk was released.
//
// Rules: it downloads and installs nothing; it asks one fixed address, without a name, a token or the version that runs
// here; what comes back is a version or nothing, never an address or a text that is shown; builds without a version from a
// tag ask nobody, and neither does a computer whose organization forbids it. Whoever calls decides how often. It imports
// nothing of ours.
package update

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"

	"golang.org/x/mod/semver"

	"crosswalk/internal/pattern"
)

// API is where GitHub tells of releases: GET /repos/OWNER/NAME/releases/latest gives the newest that is neither a draft
// nor a pre-release (docs.github.com/en/rest/releases).
const API = "https://api.github.com"

// pages is where a person sees a release.
const pages = "https://github.com"

// mostReply is how much of an answer is read, in bytes: a release with many files and long notes has some 50 KB.
const mostReply = 1 << 20

// Options is whom to ask, and for what.
type Options struct {
	HTTP       *http.Client // reach's; nil asks nobody
	API        string       // [API] but in tests
	Repository string       // OWNER/NAME at GitHub; "" asks nobody
	Version    string       // that runs here
	Forbidden  bool         // by the organization
	Browser    func(address string) error
}

// Checker asks. It can be used by several goroutines.
type Checker struct{ o Options }

// New makes a checker. Nothing is sent.
func New(o Options) *Checker { return &Checker{o: o} }

var repository = pattern.Of(`^[A-Za-z0-9_-]+/[A-Za-z0-9_.-]+$`)

// Asks says whether this build asks at all: it knows its repository, its version is one that was released (1.2.3, and not
// 1.2.3+4.gabc, which was built behind a tag), and nobody forbids it. It does not block.
func (c *Checker) Asks() bool {
	return c.o.HTTP != nil && !c.o.Forbidden && repository().MatchString(c.o.Repository) && released(c.o.Version)
}

func released(version string) bool {
	v := "v" + version
	return semver.IsValid(v) && semver.Build(v) == "" && semver.Canonical(v) == v
}

// IsNewer says whether one version is newer than another, as semantic versions are (semver.org, 11). What is no version
// is never newer.
func IsNewer(version, than string) bool {
	return released(version) && semver.Compare("v"+version, "v"+than) > 0
}

// Newer gives the newest version that was released, "" when that is not newer than this one or nobody is asked. It
// blocks on the network. The error is for a log; it has no address with a query and no text of the answer.
func (c *Checker) Newer(ctx context.Context) (string, error) {
	if !c.Asks() {
		return "", nil
	}
	ask, err := http.NewRequestWithContext(ctx, http.MethodGet, c.o.API+"/repos/"+c.o.Repository+"/releases/latest", nil)
	if err != nil {
		return "", fmt.Errorf("ask for the newest release: %w", err)
	}
	ask.Header.Set("Accept", "application/vnd.github+json")
	ask.Header.Set("X-GitHub-Api-Version", "2022-11-28")
	ask.Header.Set("User-Agent", "Crosswalk") // GitHub wants one; without the version it says nothing about this computer
	reply, err := c.o.HTTP.Do(ask)
	if err != nil {
		return "", fmt.Errorf("ask for the newest release: %w", err)
	}
	defer reply.Body.Close()
	if reply.StatusCode != http.StatusOK {
		return "", fmt.Errorf("ask for the newest release: status %d", reply.StatusCode)
	}
	var release struct {
		Tag        string `json:"tag_name"`
		Draft      bool   `json:"draft"`
		Prerelease bool   `json:"prerelease"`
	}
	if err := json.NewDecoder(io.LimitReader(reply.Body, mostReply)).Decode(&release); err != nil {
		return "", fmt.Errorf("read the newest release: %w", err)
	}
	version, tagged := strings.CutPrefix(release.Tag, "v")
	if !tagged || release.Draft || release.Prerelease || semver.Prerelease(release.Tag) != "" || !IsNewer(version, c.o.Version) {
		return "", nil
	}
	return version, nil
}

// Show opens the page of a released version in the browser; only a person's click may call it. The address is made of
// what was built in and of the version, and never taken from an answer.
func (c *Checker) Show(version string) error {
	if !c.Asks() || !released(version) {
		return fmt.Errorf("show the release %q: there is no such page", version)
	}
	if err := c.o.Browser(pages + "/" + c.o.Repository + "/releases/tag/v" + version); err != nil {
		return fmt.Errorf("show the release: %w", err)
	}
	return nil
}

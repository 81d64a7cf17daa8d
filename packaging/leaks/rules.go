package main

import (
	"bytes"
	"net/url"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
)

// rule is one thing that must not be in what is given away. Every place where one of its marks stands is looked at with
// its expression: a program of 40 MB is gone through at the speed of a search for words. Without an expression the mark
// is enough: expressions read characters, and keys in DER are bytes.
type rule struct {
	name  string
	marks []string
	shape *regexp.Regexp
	show  bool // the place is shown as it stands: it is a nuisance and no secret
}

// around is how far before and behind a mark the expression looks, in bytes.
const around = 600

// named is a secret's name, what may stand between it and its value, and a value that nobody thinks up: tokens and
// client secrets of Gusto are 43 characters of base64, older ones 64 of base 16.
var named = regexp.MustCompile(`(?i)(client[_-]?secret|api[_-]?token|access[_-]?token|refresh[_-]?token|password)(["'\x60]?\s*(:=|[:=,(]|=>)\s*["'\x60]?|["'\x60]>)[A-Za-z0-9_-]{40,}`)

var rules = []rule{
	{name: "a private key (PEM)", marks: []string{"PRIVATE KEY-----"},
		shape: regexp.MustCompile(`-----BEGIN ([A-Z0-9]+ )?PRIVATE KEY-----(\\[nr]|[\s"'+\x60]|[A-Z][A-Za-z-]+: [^\n]*\n)*[A-Za-z0-9+/]{40}`)},
	{name: "a private key (PGP)", marks: []string{"PRIVATE KEY BLOCK-----"},
		shape: regexp.MustCompile(`-----BEGIN PGP PRIVATE KEY BLOCK-----[\s\\nr"]+[A-Za-z0-9+/:]`)},
	{name: "a private key (PKCS #8)", marks: []string{
		"\x02\x01\x00\x30\x0d\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01\x05\x00\x04\x82",                     // RSA
		"\x02\x01\x00\x30\x13\x06\x07\x2a\x86\x48\xce\x3d\x02\x01\x06\x08\x2a\x86\x48\xce\x3d\x03\x01\x07\x04", // P-256
		"\x02\x01\x00\x30\x10\x06\x07\x2a\x86\x48\xce\x3d\x02\x01\x06\x05\x2b\x81\x04\x00\x22\x04",             // P-384
		"\x02\x01\x00\x30\x05\x06\x03\x2b\x65\x70\x04\x22\x04\x20"}},                                           // Ed25519
	{name: "an age identity", marks: []string{"AGE-SECRET-KEY-"}, shape: regexp.MustCompile(`AGE-SECRET-KEY-(PQ-)?1[02-9AC-HJ-NP-Z]{50,}`)},
	{name: "a secret by its name", marks: bothCases("secret", "token", "password"), shape: named},
	{name: "a token in a header", marks: bothCases("bearer "), shape: regexp.MustCompile(`(?i)bearer [A-Za-z0-9_.-]{40,}`)},
	{name: "a token of GitHub, npm or Amazon", marks: []string{"ghp_", "gho_", "ghs_", "github_pat_", "npm_", "AKIA"},
		shape: regexp.MustCompile(`\b(gh[pos]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{60,}|npm_[A-Za-z0-9]{36}|AKIA[0-9A-Z]{16})\b`)},
	// A certificate's own name, as openssl writes the one that packaging/windows/test.sh makes on the spot.
	{name: "signed with the certificate of the tests", marks: []string{"\x06\x03\x55\x04\x03\x0c\x0eCrosswalk test"}},
	{name: "a path of one machine", marks: []string{"/root/", "/home/", "/Users/", "/tmp/go-", "/work/"},
		shape: regexp.MustCompile(`(^|[^A-Za-z0-9_./~})-])/(root/[a-z.]+/|home/[a-z]+/(go|src|work|\.cache|\.npm)/|Users/[a-z]+/(go|src|work)/|tmp/go-(build|link)|work/[a-z]+/)`), show: true},
	{name: "a registry of one firm", marks: []string{"artifactory", "nexus", "verdaccio", "goproxy", "-npm.", "-go.", "/repository/"},
		shape: regexp.MustCompile(`https?://[A-Za-z0-9.:-]*(artifactory|nexus|verdaccio|goproxy|-(npm|go|python)\.pkg\.dev)|https?://[A-Za-z0-9.:-]+/(artifactory|nexus|verdaccio|repository)/`), show: true},
}

func bothCases(words ...string) []string {
	all := slices.Clone(words)
	for _, w := range words {
		all = append(all, strings.ToUpper(w), strings.ToUpper(w[:1])+w[1:])
	}
	return all
}

// ofThisMachine are rules for the folders and the package registries that this computer has in truth, whatever they are
// called: getenv gives what is set, as [os.Getenv] does. What everybody uses is none.
func ofThisMachine(here, home string, getenv func(string) string) []rule {
	var found []rule
	add := func(name, text string) {
		found = append(found, rule{name: name, marks: []string{text}, shape: regexp.MustCompile(`(^|[^A-Za-z0-9.-])` + regexp.QuoteMeta(text)), show: true})
	}
	for _, folder := range []string{here, home + "/go/", home + "/.cache/"} {
		if strings.Count(folder, "/") > 1 && path.Clean(folder) != "/" {
			add("a path of this machine", folder)
		}
	}
	public := []string{"", "proxy.golang.org", "sum.golang.org", "registry.npmjs.org", "pypi.org", "rubygems.org", "github.com", "localhost", "127.0.0.1"}
	for _, name := range []string{"GOPROXY", "GOSUMDB", "NPM_CONFIG_REGISTRY", "npm_config_registry", "PIP_INDEX_URL", "BUNDLE_MIRROR", "HTTPS_PROXY", "https_proxy"} {
		for _, one := range strings.FieldsFunc(getenv(name), func(r rune) bool { return r == ',' || r == '|' || r == ' ' }) {
			if u, err := url.Parse(one); err == nil && !slices.Contains(public, u.Hostname()) {
				add("the registry of this machine", u.Hostname())
			}
		}
	}
	return found
}

// keyFiles are kept for keys, whatever is in them.
var keyFiles = regexp.MustCompile(`(?i)\.(p12|pfx|p8|jks|keystore|key|snk|kdbx|mobileprovision)$|(^|/)(id_(rsa|ecdsa|ed25519)|\.netrc|\.npmrc|\.pypirc|\.env)$`)

// find names what is in a file that must not be: one line for each, without the secret.
func find(all []rule, name string, content []byte) []string {
	var found []string
	if keyFiles.MatchString(name) {
		found = append(found, "a file for keys")
	}
	if strings.HasSuffix(name, "package-lock.json") {
		found = append(found, strangeSources(content)...)
	}
	for _, r := range all {
		if place, ok := r.in(content); ok {
			found = append(found, r.name+place)
		}
	}
	return found
}

// in finds the first place where a rule holds, told as a line, or as an offset where there are no lines.
func (r rule) in(content []byte) (place string, ok bool) {
	for _, mark := range r.marks {
		for from := 0; ; {
			at := bytes.Index(content[from:], []byte(mark))
			if at < 0 {
				break
			}
			at += from
			start := max(0, at-around)
			if r.shape == nil {
				return r.told(content, at, at+len(mark)), true
			}
			if hit := r.shape.FindIndex(content[start:min(len(content), at+around)]); hit != nil {
				return r.told(content, start+hit[0], start+hit[1]), true
			}
			from = at + len(mark)
		}
	}
	return "", false
}

var lockSources = regexp.MustCompile(`"resolved": *"https?://([^/"]+)`)

// strangeSources are hosts in a lock file that are not npm's own: whoever installs by it would ask them.
func strangeSources(content []byte) []string {
	for _, m := range lockSources.FindAllSubmatch(content, -1) {
		if host := string(m[1]); host != "registry.npmjs.org" {
			return []string{"a registry of one firm: " + host}
		}
	}
	return nil
}

func machine() []rule {
	here, _ := os.Getwd()
	home, _ := os.UserHomeDir()
	return ofThisMachine(here, home, os.Getenv)
}

package main

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/hex"
	"encoding/pem"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// random gives text of the shape of Gusto's secrets; what is planted is made when the test runs, so that no version of
// this file has it.
func random(n int) string {
	return strings.ReplaceAll(rand.Text()+rand.Text()+rand.Text(), "=", "")[:n]
}

// keys gives a private key of each kind in DER.
func keys(t *testing.T) map[string][]byte {
	t.Helper()
	made := map[string][]byte{}
	add := func(name string, key any, err error) {
		if err != nil {
			t.Fatal(err)
		}
		if made[name], err = x509.MarshalPKCS8PrivateKey(key); err != nil {
			t.Fatal(err)
		}
	}
	one, err := rsa.GenerateKey(rand.Reader, 2048)
	add("RSA", one, err)
	for name, curve := range map[string]elliptic.Curve{"P-256": elliptic.P256(), "P-384": elliptic.P384()} {
		key, err := ecdsa.GenerateKey(curve, rand.Reader)
		add(name, key, err)
	}
	_, short, err := ed25519.GenerateKey(rand.Reader)
	add("Ed25519", short, err)
	return made
}

func planted(t *testing.T) map[string]string {
	der := keys(t)
	text := string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der["RSA"]}))
	all := map[string]string{
		"key in PEM":           text,
		"key in a Go string":   strings.ReplaceAll(text, "\n", `\n`),
		"key with a header":    "-----BEGIN RSA " + strings.ReplaceAll(strings.TrimPrefix(text, "-----BEGIN "), "KEY-----\nMII", "KEY-----\nProc-Type: 4,ENCRYPTED\n\nMII"),
		"age identity":         "AGE-SECRET" + "-KEY-1" + strings.Repeat("QPZRY9X8GF", 6)[:58],
		"age identity, pq":     "AGE-SECRET" + "-KEY-PQ-1" + strings.Repeat("QPZRY9X8GF", 6)[:58],
		"client secret, JSON":  `{"client_secret": "` + random(43) + `"}`,
		"client secret, Go":    `ClientSecret: "` + random(43) + `",`,
		"client secret, shell": `GUSTO_CLIENT_SECRET=` + random(43),
		"API token":            `api_token: ` + strings.ToLower(hex.EncodeToString([]byte(random(32)))),
		"access token":         `"access_token":"` + random(43) + `"`,
		"refresh token, form":  `grant_type=refresh_token&refresh_token=` + random(43),
		"bearer":               `Authorization: Bearer ` + random(43),
		"GitHub":               "ghp" + "_" + random(36),
		"path of one machine":  `	"` + `/root` + `/go/pkg/mod/x"`,
		"path in a program":    "\x00" + "/home" + "/rosa/go/pkg/mod/x\x00",
		"path of a build":      "a " + "/tmp" + "/go-build123/x.c",
		"registry of one firm": "https://" + "artifactory.firm.example/go",
		"registry in a lock":   "https://firm.example/" + "repository/npm",
	}
	for name, key := range der {
		all["key in DER, "+name] = "\x00\x01before" + string(key) + "behind\x00"
	}
	return all
}

func TestWhatIsPlantedIsFoundAndNotRepeated(t *testing.T) {
	for name, secret := range planted(t) {
		for _, where := range []string{"", strings.Repeat("An ordinary line.\n", 500), strings.Repeat("\xff\x7fELF\x00", 5000)} {
			folder := t.TempDir()
			if err := os.WriteFile(filepath.Join(folder, "file"), []byte(where+secret+"\n"+where), 0o600); err != nil {
				t.Fatal(err)
			}
			var out strings.Builder
			w := &watch{rules: rules, out: &out}
			if err := w.look([]string{folder}, false); err != nil || w.found == 0 {
				t.Errorf("%s, after %d bytes: not found (%v)", name, len(where), err)
			}
			if strings.Contains(out.String(), secret) && !strings.Contains(name, "path") && !strings.Contains(name, "registry") {
				t.Errorf("%s: the secret is repeated: %s", name, out.String())
			}
		}
	}
}

func TestTheCertificateOfTheTestsIsFound(t *testing.T) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	// openssl writes a name as UTF-8, Go as printable text: this is how openssl does it.
	name, err := hex.DecodeString("3019311730150603550403" + "0c0e" + hex.EncodeToString([]byte("Crosswalk test")))
	if err != nil {
		t.Fatal(err)
	}
	made := &x509.Certificate{SerialNumber: big.NewInt(1), RawSubject: name, Subject: pkix.Name{CommonName: "x"}, NotAfter: time.Now().Add(time.Hour)}
	signed, err := x509.CreateCertificate(rand.Reader, made, made, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	if found := find(rules, "crosswalk.msi", signed); len(found) != 1 || !strings.Contains(found[0], "certificate of the tests") {
		t.Errorf("found %v", found)
	}
}

func TestFilesThatAreKeptForKeysAreFoundByTheirNames(t *testing.T) {
	for _, name := range []string{"certificate.p12", "a/b/release.PFX", "x.p8", ".npmrc", "home/.netrc", "id_ed25519", "a.key"} {
		if len(find(rules, name, []byte("x"))) != 1 {
			t.Errorf("%s is not found", name)
		}
	}
	if found := find(rules, "a/package-lock.json", []byte(`"resolved": "https://npm.firm.example/x.tgz"`)); len(found) != 1 {
		t.Errorf("a lock file that asks a firm's registry: %v", found)
	}
}

func TestWhatOnlyLooksLikeASecretIsLeftAlone(t *testing.T) {
	for _, text := range []string{
		"-----BEGIN PRIVATE KEY-----", "-----BEGIN CERTIFICATE-----\nMIIB" + strings.Repeat("A", 80), "AGE-SECRET-KEY-1…", "client_secret: demo-secret",
		`"access_token": "access-of-acme"`, "Bearer [redacted]", "/home/dana/.local/share/crosswalk", "https://proxy.golang.org", "~/go/src", "$HOME/root/go/x",
		`"resolved": "https://registry.npmjs.org/x.tgz"`, `password := passphraseOf(window)`,
	} {
		if found := find(rules, "package-lock.json", []byte(text)); len(found) != 0 {
			t.Errorf("%q: found %v", text, found)
		}
	}
}

func TestFoldersAndRegistriesOfThisMachineAreFound(t *testing.T) {
	env := map[string]string{"GOPROXY": "https://modules.firm.example|https://proxy.golang.org,direct", "npm_config_registry": "https://rosa:pw@npm.firm.example:8443/x"}
	own := ofThisMachine("/srv/checkouts/crosswalk", "/var/people/rosa", func(name string) string { return env[name] })
	for text, want := range map[string]bool{
		"at /srv/checkouts/crosswalk/main.go": true, "/var/people/rosa/go/pkg/mod": true, "see https://modules.firm.example": true,
		"npm.firm.example:8443": true, "proxy.golang.org": false, "/var/people/rosa/Documents": false,
	} {
		if found := find(own, "x", []byte(text)); (len(found) > 0) != want {
			t.Errorf("%q: found %v", text, found)
		}
	}
}

// A secret that was committed and removed again is given away with the repository.
func TestTheTreeAndItsHistoryAreLookedThrough(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git is not installed")
	}
	t.Chdir(t.TempDir())
	git := func(args ...string) {
		t.Helper()
		if out, err := exec.Command("git", append([]string{"-c", "user.name=Rosa", "-c", "user.email=rosa@firm.example"}, args...)...).CombinedOutput(); err != nil {
			t.Fatalf("git %v: %v: %s", args, err, out)
		}
	}
	write := func(name, text string) {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	found := func(history bool) int {
		var out strings.Builder
		w := &watch{rules: rules, out: &out}
		if err := w.look(nil, history); err != nil {
			t.Fatal(err)
		}
		return w.found
	}
	git("init", "-q")
	write(".gitignore", "built\n")
	write("notes", "client_secret="+random(43))
	write("built", "client_secret="+random(43))
	if n := found(false); n != 1 {
		t.Errorf("a file that would be committed: %d found, want 1", n)
	}
	git("add", ".")
	git("commit", "-qm", "all")
	git("rm", "-q", "notes")
	git("commit", "-qm", "without")
	if n := found(false); n != 0 {
		t.Errorf("a file that is ignored: %d found", n)
	}
	if n := found(true); n != 1 {
		t.Errorf("a file that was removed: %d found in history, want 1", n)
	}
	if err := (&watch{rules: rules}).look([]string{t.TempDir()}, false); err == nil {
		t.Error("an empty folder counts as clean")
	}
}

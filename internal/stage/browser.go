//go:build e2e && linux

package stage

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/remote"
)

// Browser is the session's default browser. Only the program starts it, through the system's own way of
// opening an address; the test then takes hold of it by its debugging port.
type Browser struct {
	s       *Stage
	profile string
	root    context.Context // holds the connection; nil until the browser was opened
}

// installBrowser makes a wrapper of the real browser the default for http and https addresses, or of a program that only
// follows where an address leads.
func (s *Stage) installBrowser(follows bool) *Browser {
	s.t.Helper()
	b := &Browser{s: s, profile: filepath.Join(s.dir, "profile")}
	if follows {
		s.setBrowser(fmt.Sprintf("#!/bin/sh\nexec curl --silent --show-error --location --max-time 60 --cookie-jar '%[1]s' --cookie '%[1]s' --output '%[1]s.html' \"$@\" >>'%[2]s' 2>&1\n",
			b.profile, filepath.Join(s.dir, "browser.log")))
		return b
	}
	// --no-sandbox: the tests may run as root, and every page that they open is on this computer.
	// --test-type: no bar that warns of that comes and moves the page under the mouse.
	// --password-store=basic: the browser's own keys stay out of the session's key store.
	wrapper := fmt.Sprintf("#!/bin/sh\nexec '%s' --no-sandbox --test-type --no-first-run --no-default-browser-check --user-data-dir='%s' "+
		"--disable-dev-shm-usage --disable-gpu --disable-background-networking --disable-component-update --disable-sync "+
		"--disable-search-engine-choice-screen --password-store=basic --ozone-platform=x11 --lang=en-US --window-size=1100,800 "+
		"--remote-debugging-port=0 \"$@\" >>'%s' 2>&1\n", s.findBrowser(), b.profile, filepath.Join(s.dir, "browser.log"))
	s.setBrowser(wrapper)
	return b
}

// setBrowser makes a script the default for http and https addresses.
func (s *Stage) setBrowser(script string) {
	s.t.Helper()
	command := filepath.Join(s.dir, "bin", "stage-browser")
	s.write(command, script, 0o700)
	const entry = "stage-browser.desktop"
	s.write(filepath.Join(s.dir, "data", "applications", entry),
		"[Desktop Entry]\nType=Application\nName=Browser\nExec="+command+" %u\nMimeType=x-scheme-handler/http;x-scheme-handler/https;\n", 0o600)
	s.write(filepath.Join(s.dir, "config", "mimeapps.list"),
		"[Default Applications]\nx-scheme-handler/http="+entry+"\nx-scheme-handler/https="+entry+"\n", 0o600)
}

func (s *Stage) findBrowser() string {
	s.t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	s.t.Fatal("no Chromium on this computer: 'packaging/dev/needs.sh test' installs what the tests need")
	return ""
}

func (s *Stage) write(path, text string, mode os.FileMode) {
	s.t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		s.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), mode); err != nil {
		s.t.Fatal(err)
	}
}

// Opens does something that makes the program open the browser, and gives the page that came of it.
func (s *Stage) Opens(do func()) *Tab {
	s.t.Helper()
	known := map[target.ID]bool{}
	for _, page := range s.browser.pages() {
		known[page.TargetID] = true
	}
	do()
	var tab *Tab
	s.eventually("a new page in the browser", func() (bool, string) {
		s.browser.connect()
		for _, page := range s.browser.pages() {
			if !known[page.TargetID] && page.URL != "" {
				var err error
				tab, err = s.browser.attach(page.TargetID)
				return err == nil, fmt.Sprint("take hold of the page: ", err)
			}
		}
		return false, s.log("browser")
	})
	return tab
}

// Opened is whether the program has ever opened the browser.
func (s *Stage) Opened() bool {
	_, err := os.Stat(s.browser.profile)
	return err == nil
}

// connect takes hold of the browser once it says where its debugging port is.
func (b *Browser) connect() {
	b.s.t.Helper()
	if b.root != nil {
		return
	}
	text, err := os.ReadFile(filepath.Join(b.profile, "DevToolsActivePort"))
	port, path, ok := strings.Cut(string(text), "\n")
	if err != nil || !ok || path == "" {
		return
	}
	// The test's own context ends before its cleanup, which lets go of the pages one by one.
	ctx, cancel := remote.NewAllocator(context.WithoutCancel(b.s.whole.Context()), "ws://127.0.0.1:"+port+strings.TrimSpace(path), remote.NoModifyURL)
	b.s.whole.Cleanup(cancel)
	root, cancel := chromedp.NewContext(ctx, chromedp.WithDetachOnCancel())
	b.s.whole.Cleanup(cancel)
	b.root = root
}

func (b *Browser) pages() []*target.Info {
	b.s.t.Helper()
	if b.root == nil {
		return nil
	}
	all, err := chromedp.Targets(b.root)
	if err != nil {
		b.s.t.Fatalf("ask the browser for its pages: %v\n%s", err, b.s.log("browser"))
	}
	var pages []*target.Info
	for _, info := range all {
		if info.Type == "page" {
			pages = append(pages, info)
		}
	}
	return pages
}

// Pages are the addresses of all pages that are open in the browser.
func (s *Stage) Pages() []string {
	s.t.Helper()
	var urls []string
	for _, page := range s.browser.pages() {
		urls = append(urls, page.URL)
	}
	return urls
}

// attach takes hold of a page. A page that is on its way to another may refuse; asked again, it will not.
func (b *Browser) attach(id target.ID) (*Tab, error) {
	ctx, cancel := chromedp.NewContext(b.root, chromedp.WithTargetID(id), chromedp.WithDetachOnCancel())
	if err := chromedp.Do(ctx); err != nil {
		cancel()
		return nil, err
	}
	b.s.whole.Cleanup(cancel)
	return &Tab{s: b.s, ctx: ctx}, nil
}

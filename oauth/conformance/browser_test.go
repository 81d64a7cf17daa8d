//go:build conformance

package conformance

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"crosswalk/oauth/oauthtest"
)

// tab is a page of a real Chromium with a profile of its own.
type tab struct {
	t   *testing.T
	ctx context.Context
}

func chromium(t *testing.T) *tab {
	t.Helper()
	path := oauthtest.Tool(t, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
	// Tests may run as root, where Chromium wants no sandbox; every page is on this computer.
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox,
		chromedp.UserDataDir(t.TempDir()), chromedp.Flag("disable-dev-shm-usage", true),
		// A server's page may ask for fonts elsewhere; nothing leaves this computer.
		chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1"), chromedp.WindowSize(900, 520))
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	t.Cleanup(cancel)
	alloc, stop := chromedp.NewExecAllocator(ctx, options...)
	t.Cleanup(stop)
	ctx, leave := chromedp.NewContext(alloc)
	t.Cleanup(leave)
	b := &tab{t, ctx}
	if err := chromedp.Do(ctx); err != nil { // starts it
		oauthtest.Missing(t, "a Chromium that starts", err)
	}
	return b
}

func (b *tab) do(what string, steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, 30*time.Second)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		b.t.Fatalf("%s: %v; the page is %s", what, err, b.address())
	}
}

// open goes to an address without waiting for where it leads.
func (b *tab) open(address string) *tab {
	b.t.Helper()
	b.do("go to the start address", chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, page.Navigate, page.NavigateParams{URL: address})
		return err
	}))
	return b
}

// history is what the address bar and the back button hold. It asks the browser,
// not the page: pages under test allow no script.
func (b *tab) history() []string {
	all, _ := chromedp.Run(b.ctx, func(ctx context.Context, t *chromedp.Target) ([]string, error) {
		h, err := cdp.Call(ctx, t, page.GetNavigationHistory, cdp.Empty{})
		var all []string
		for _, e := range h.Entries[:min(len(h.Entries), int(h.CurrentIndex)+1)] {
			all = append(all, e.URL)
		}
		return all, err
	})
	return all
}

func (b *tab) address() string {
	all := b.history()
	if len(all) == 0 {
		return ""
	}
	return all[len(all)-1]
}

func (b *tab) html() string { return b.console(`document.documentElement.outerHTML`) }

// console asks like that of the developer tools, which works where a page's own scripts do not.
func (b *tab) console(what string) string {
	ctx, cancel := context.WithTimeout(b.ctx, 5*time.Second)
	defer cancel()
	text, _ := chromedp.Run(ctx, chromedp.Evaluate[string](what))
	return text
}

// until polls for half a minute.
func (b *tab) until(what string, ok func() bool) *tab {
	b.t.Helper()
	tick, limit := time.NewTicker(40*time.Millisecond), time.After(30*time.Second)
	defer tick.Stop()
	for !ok() {
		select {
		case <-tick.C:
		case <-limit:
			b.t.Fatalf("not in half a minute: %s; the page is %s: %.500s", what, b.address(), b.html())
		}
	}
	return b
}

// at waits for a page that has come whole, with its styles: until then what is clicked may still move away.
func (b *tab) at(prefix string) *tab {
	b.t.Helper()
	return b.until("a page at "+prefix, func() bool {
		return strings.HasPrefix(b.address(), prefix) && b.console(`document.readyState`) == "complete"
	})
}

func (b *tab) shows(text string) *tab {
	b.t.Helper()
	return b.until("a page that says "+text, func() bool { return strings.Contains(b.html(), text) })
}

func (b *tab) fill(selector, text string) *tab {
	b.t.Helper()
	b.do("fill "+selector, chromedp.SendKeys(chromedp.CSS(selector), text))
	return b
}

func (b *tab) click(selector string) *tab {
	b.t.Helper()
	b.do("click "+selector, chromedp.Click(chromedp.CSS(selector)))
	return b
}

// landed waits for the program's own page and returns it with a picture kept of it.
func (b *tab) landed(name string) string {
	b.t.Helper()
	b.until("the landing page", func() bool {
		return strings.Contains(b.address(), "//127.0.0.1:") && strings.Contains(b.address(), "/done/") && strings.Contains(b.html(), "<h1>")
	})
	shot, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
	if err != nil {
		b.t.Fatal(err)
	}
	dir := filepath.Join("..", "..", "build", "shots")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		b.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "landing-"+name+".png"), shot, 0o644); err != nil {
		b.t.Fatal(err)
	}
	return b.html()
}

//go:build e2e && linux

package stage

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// Tab is one page in the browser, used by its words.
type Tab struct {
	s   *Stage
	ctx context.Context
}

// short is the time for one question to the browser; a page on its way to another may not answer.
const short = 5 * time.Second

func ask[T any](tab *Tab, action chromedp.Action[T]) (T, error) {
	ctx, cancel := context.WithTimeout(tab.ctx, short)
	defer cancel()
	return chromedp.Run(ctx, action)
}

// Address is where the page is now.
func (tab *Tab) Address() string {
	at, err := ask(tab, chromedp.Location())
	if err != nil {
		return "(no answer: " + err.Error() + ")"
	}
	return at
}

// At waits until the page's address contains part, and gives it parsed.
func (tab *Tab) At(part string) *url.URL {
	tab.s.t.Helper()
	var at string
	tab.s.eventually(fmt.Sprintf("an address with %q", part), func() (bool, string) {
		var err error
		at, err = ask(tab, chromedp.Location())
		return err == nil && strings.Contains(at, part), fmt.Sprint("it is at ", at, " ", err)
	})
	parsed, err := url.Parse(at)
	if err != nil {
		tab.s.t.Fatal(err)
	}
	return parsed
}

// BackHere waits until the browser was sent to this computer's port, whether anybody still answers there or not.
func (tab *Tab) BackHere() {
	tab.s.t.Helper()
	tab.s.eventually("the browser to be sent back", func() (bool, string) {
		at, err := ask(tab, chromedp.Location())
		return err == nil && (strings.Contains(at, "127.0.0.1") || strings.HasPrefix(at, "chrome-error:")), fmt.Sprint("it is at ", at, " ", err)
	})
}

// Text is what a person can read on the page now.
func (tab *Tab) Text() string {
	text, err := ask(tab, chromedp.Evaluate[string](`document.body ? document.body.innerText : ""`))
	if err != nil {
		return "(no answer: " + err.Error() + ")"
	}
	return text
}

// See waits for words on the page.
func (tab *Tab) See(words string) {
	tab.s.t.Helper()
	tab.s.eventually(fmt.Sprintf("%q in the browser", words), func() (bool, string) {
		text := tab.Text()
		return strings.Contains(text, words), "the page says:\n" + text
	})
}

// Click presses the mouse on a button, link or label with these words.
func (tab *Tab) Click(words string) {
	tab.s.t.Helper()
	tab.use(words, fmt.Sprintf(`(//button|//a|//label|//summary|//input[@type="submit"])`+
		`[normalize-space(.)=%[1]s or @value=%[1]s or starts-with(normalize-space(.), %[1]s)]`, quote(words)))
}

// ClickOn presses the mouse on what a CSS selector or XPath finds.
func (tab *Tab) ClickOn(selector string) {
	tab.s.t.Helper()
	tab.use(selector, selector)
}

func (tab *Tab) use(name, selector string) {
	tab.s.t.Helper()
	tab.steady()
	ctx, cancel := context.WithTimeout(tab.ctx, Patience)
	defer cancel()
	if err := chromedp.Do(ctx, chromedp.Click(selector, chromedp.NodeVisible)); err != nil {
		tab.s.t.Fatalf("click %q in the browser: %v\nthe page at %s says:\n%s", name, err, tab.Address(), tab.Text())
	}
}

// steady waits until the page is loaded and its part of the window no longer changes its size.
func (tab *Tab) steady() {
	tab.s.t.Helper()
	last := ""
	tab.s.eventually("the page to rest", func() (bool, string) {
		now, err := ask(tab, chromedp.Evaluate[string](`[document.readyState, innerWidth, innerHeight, scrollY, document.documentElement.scrollHeight].join(" ")`))
		if err != nil {
			return false, err.Error()
		}
		rests := now == last && strings.HasPrefix(now, "complete")
		last = now
		return rests, now
	})
}

// Fill types into a field.
func (tab *Tab) Fill(selector, text string) {
	tab.s.t.Helper()
	ctx, cancel := context.WithTimeout(tab.ctx, Patience)
	defer cancel()
	if err := chromedp.Do(ctx, chromedp.Clear(selector), chromedp.SendKeys(selector, text)); err != nil {
		tab.s.t.Fatalf("type into %s in the browser: %v\n%s", selector, err, tab.Text())
	}
}

// Go takes the page to another address, as if it were typed.
func (tab *Tab) Go(address string) {
	tab.s.t.Helper()
	ctx, cancel := context.WithTimeout(tab.ctx, Patience)
	defer cancel()
	if err := chromedp.Do(ctx, chromedp.Navigate(address)); err != nil {
		tab.s.t.Fatalf("go to an address in the browser: %v", err)
	}
}

// Reload is the browser's reload button.
func (tab *Tab) Reload() {
	tab.s.t.Helper()
	ctx, cancel := context.WithTimeout(tab.ctx, Patience)
	defer cancel()
	if err := chromedp.Do(ctx, chromedp.Reload()); err != nil {
		tab.s.t.Fatalf("reload in the browser: %v", err)
	}
}

// Shot keeps a picture of the page as NAME.png.
func (tab *Tab) Shot(name string) string {
	tab.s.t.Helper()
	picture, err := ask(tab, chromedp.CaptureScreenshot())
	if err != nil {
		tab.s.t.Fatalf("take a picture of the page: %v", err)
	}
	path := shotPath(name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		tab.s.t.Fatal(err)
	}
	if err := os.WriteFile(path, picture, 0o644); err != nil {
		tab.s.t.Fatal(err)
	}
	if n := colors(pixels(picture)); n < 16 {
		tab.s.t.Errorf("%s has %d colors in it: the page is blank", path, n)
	}
	return path
}

// quote makes words a literal of XPath, which has no escapes.
func quote(words string) string {
	if !strings.Contains(words, `"`) {
		return `"` + words + `"`
	}
	return `concat("` + strings.ReplaceAll(words, `"`, `", '"', "`) + `")`
}

// sends gives the moment at which the page asks for an address that begins with prefix, from now on, by the
// browser's own clock, which is this computer's.
func (tab *Tab) sends(prefix string) <-chan time.Time {
	tab.s.t.Helper()
	moments := make(chan time.Time, 16)
	err := chromedp.Listen(tab.ctx, func(event any) {
		if e, ok := event.(*network.EventRequestWillBeSent); ok && strings.HasPrefix(e.Request.URL, prefix) {
			select {
			case moments <- time.UnixMicro(int64(float64(e.WallTime) * 1e6)):
			default: // nobody asks any more
			}
		}
	})
	if err != nil {
		tab.s.t.Fatalf("listen to the browser: %v", err)
	}
	return moments
}

// mark is the name that a page of the practice Gusto gives itself.
func (tab *Tab) mark() string {
	name, err := ask(tab, chromedp.Evaluate[string](`document.getElementById("title")?.dataset.test ?? ""`))
	if err != nil {
		return "(no answer: " + err.Error() + ")"
	}
	return name
}

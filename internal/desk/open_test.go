package desk_test

import (
	"context"
	"errors"
	"net"
	"strings"
	"testing"
	"time"

	"crosswalk/internal/desk"
	"crosswalk/internal/sandbox"
)

// withBrowser is a bench whose browser is given.
func withBrowser(t *testing.T, browser func(string) error) *bench {
	b := newBench(t)
	o := b.options()
	o.Browser, o.Folder = browser, t.TempDir()
	b.desk = desk.New(o)
	d := b.desk
	t.Cleanup(func() { d.Close(context.Background()) })
	b.must(d.Start(t.Context()))
	b.practice()
	return b
}

func TestE1ABrowserThatFailsAtOnceIsSaid(t *testing.T) {
	b := withBrowser(t, func(string) error { return errors.New("exit status 3") })
	c, err := b.desk.Connect(t.Context(), false)
	b.must(err)
	defer c.Cancel()
	if got := desk.CauseOf(c.Open(t.Context())); got != desk.BrowserFailed {
		t.Errorf("cause %q", got)
	}
}

func TestE1ABrowserInTheForegroundDoesNotHoldTheWindow(t *testing.T) {
	desk.SetBrowserGrace(t, time.Millisecond)
	ended := make(chan struct{})
	defer close(ended)
	b := withBrowser(t, func(string) error { <-ended; return nil })
	c, err := b.desk.Connect(t.Context(), false)
	b.must(err)
	defer c.Cancel()
	if err := c.Open(t.Context()); err != nil {
		t.Errorf("a browser that runs on counts as started: %v", err)
	}
}

func TestTheBrowserGetsAShortAddressOfThisComputer(t *testing.T) {
	var given []string
	b := withBrowser(t, func(address string) error { given = append(given, address); return nil })
	c, err := b.desk.Connect(t.Context(), false)
	b.must(err)
	defer c.Cancel()
	b.must(c.Open(t.Context()))
	b.must(c.Open(t.Context()))
	for _, address := range append(given, c.Address()) {
		if !strings.HasPrefix(address, "http://127.0.0.1:") || strings.Contains(address, "client_id") || strings.Contains(address, "state=") {
			t.Errorf("address %q", address)
		}
	}
	if len(given) != 2 || given[0] == given[1] {
		t.Errorf("opened %v: each address works once", given)
	}
}

func TestNothingOpensABrowserWithoutOpen(t *testing.T) {
	opened := 0
	b := withBrowser(t, func(string) error { opened++; return nil })
	c, err := b.desk.Connect(t.Context(), false)
	b.must(err)
	c.Cancel()
	if opened != 0 {
		t.Errorf("opened %d times", opened)
	}
}

func TestABusyPortIsSaidAndTheAnswerCanBePasted(t *testing.T) {
	b := newBench(t)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	b.must(err)
	defer l.Close()
	redirect := "http://" + l.Addr().String() + "/callback"
	form := desk.Setup{Environment: desk.Custom.Name, BaseURL: b.server.URL, ClientID: "firm", Secret: desk.NewSecret("firm-secret"), Redirects: []string{redirect}}
	b.must(b.desk.SetUp(t.Context(), form))
	if _, err := b.desk.Connect(t.Context(), false); desk.CauseOf(err) != desk.PortBusy {
		t.Fatalf("busy port: %v", err)
	}
	b.gusto.Faults().AutoConsent(&sandbox.AutoConsent{Person: sandbox.Dana, Company: b.company(bakery).UUID})
	c, err := b.desk.Connect(t.Context(), true)
	b.must(err)
	landed := landing(t, c.Address())
	if !strings.HasPrefix(landed, redirect) {
		t.Fatal("the browser did not land on the registered address")
	}
	b.must(c.Paste(landed))
	offer, err := c.Wait(t.Context(), func(desk.Step) {})
	b.must(err)
	if len(offer.Companies) != 1 || offer.Companies[0].Name != bakery {
		t.Errorf("offer %+v", offer)
	}
}

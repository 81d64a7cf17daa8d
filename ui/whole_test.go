package ui

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	uri "fyne.io/fyne/v2/storage"
	"fyne.io/fyne/v2/test"

	"crosswalk/internal/desk"
	"crosswalk/internal/house"
	"crosswalk/internal/reach"
	"crosswalk/internal/sandbox"
	"crosswalk/oauth"
	"crosswalk/storage"
	"crosswalk/ui/kit"
)

// whole is the window over a real desk and the practice Gusto: nothing is pretended but the screen and the browser,
// which is an HTTP client with one tab.
type whole struct {
	*window
	gusto  *sandbox.Gusto
	server *httptest.Server
	opened chan string
	tab    *http.Client
	wake   chan struct{}
}

func openWhole(t *testing.T) *whole {
	t.Helper()
	gusto, err := sandbox.New(sandbox.Options{ClientID: "firm", ClientSecret: "firm-secret"})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(gusto)
	t.Cleanup(server.Close)
	client, err := reach.New(reach.Options{UserAgent: "test"})
	if err != nil {
		t.Fatal(err)
	}
	h := &whole{gusto: gusto, server: server, opened: make(chan string, 9), wake: make(chan struct{}, 1)}
	folder := t.TempDir()
	d := desk.New(desk.Options{
		Folder: folder, HTTP: client, Keeper: storage.FileKeeper{Dir: filepath.Join(folder, "test keys")},
		Browser: func(address string) error { h.opened <- address; return nil },
		Practice: func(context.Context, string) (desk.Registration, error) {
			env := desk.Practice
			env.BaseURL = server.URL
			return desk.Registration{Environment: env, ClientID: "firm", Secret: oauth.NewSecret("firm-secret"), Redirects: []string{"http://127.0.0.1/callback"}}, nil
		},
	})
	t.Cleanup(func() { d.Close(context.Background()) })
	app := test.NewTempApp(t)
	app.Settings().SetTheme(kit.NewTheme(kit.AlwaysLight))
	journal := house.Journal("1.0", t.TempDir(), io.Discard, slog.LevelInfo)
	t.Cleanup(func() { journal.Close() })
	s := newShell(t.Context(), app, house.ForWindow(d, journal, "1.0"), "1.0")
	q := &backlog{}
	s.tasks.post = func(f func()) {
		q.add(f)
		select {
		case h.wake <- struct{}{}:
		default:
		}
	}
	s.window.Resize(fyne.NewSize(1280, 800))
	jar, _ := cookiejar.New(nil)
	h.window, h.tab = &window{shell: s, t: t, queue: q}, &http.Client{Jar: jar}
	s.start()
	return h
}

// await runs what is posted to the window until something stands on screen.
func (h *whole) await(role, label string) kit.Element {
	h.t.Helper()
	end := time.After(20 * time.Second)
	for {
		h.queue.drain()
		top := len(h.window.window.Canvas().Overlays().List()) // what is under a dialog cannot be clicked yet
		for _, e := range kit.Map(h.window.window.Canvas()) {
			if e.Role == role && strings.HasPrefix(e.Label, label) && !e.Disabled && (e.Layer == top || role == "text") {
				return e
			}
		}
		select {
		case <-h.wake:
		case <-end:
			var seen []string
			for _, e := range kit.Map(h.window.window.Canvas()) {
				seen = append(seen, e.Role+" "+e.Label)
			}
			h.t.Fatalf("%s %q does not come; on screen:\n%s", role, label, strings.Join(seen, "\n"))
		}
	}
}

// press waits for a button and clicks it.
func (h *whole) press(role, label string) {
	h.t.Helper()
	e := h.await(role, label)
	test.TapCanvas(h.window.window.Canvas(), fyne.NewPos(e.X+e.W/2, e.Y+e.H/2))
	h.queue.drain()
}

var leadsOn = regexp.MustCompile(`href="(http://127\.0\.0\.1:\d+/start/[^"]+)"`)

// visit goes through Gusto's page in the tab as somebody who picks a company, and gives where the last page leads on to.
func (h *whole) visit(address, person, company string) (next string) {
	h.t.Helper()
	as := sandbox.AutoConsent{Person: person}
	if company == "" {
		as.Deny = true
	} else {
		c, ok := h.gusto.CompanyNamed(sandbox.Dana, company)
		if !ok {
			h.t.Fatalf("no company %s", company)
		}
		as.Company = c.UUID
	}
	h.gusto.Faults().AutoConsent(&as)
	resp, err := h.tab.Get(address)
	if err != nil {
		h.t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		h.t.Fatal(err)
	}
	if m := leadsOn.FindStringSubmatch(string(body)); m != nil {
		return m[1]
	}
	return ""
}

// firmsList is a spreadsheet of clients as a firm's own system has them: other numbers, shorter names, one bad row.
func firmsList(t *testing.T, names ...string) string {
	t.Helper()
	text := "Client ID;Client name;Partner\n"
	for i, name := range names {
		text += fmt.Sprintf("%d;%s;Rosa\n", 1001+i, name)
	}
	path := filepath.Join(t.TempDir(), "clients.csv")
	if err := os.WriteFile(path, []byte(text+"1999;;Rosa\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestABookkeeperImportsAListAndLinksItInOneSitting(t *testing.T) {
	h := openWhole(t)
	h.press("button", "Start practicing")
	h.await("text", "No client and no company yet.")
	path := firmsList(t, "Blue Heron Bakery", "Cedar Street Dental", "Eastgate Yoga")
	h.dropped(fyne.NewPos(0, 0), []fyne.URI{uri.NewFileURI(path)})
	h.await("row", "5, Left out, 1999, Rosa, The name is missing")
	h.press("button", "Import 3 clients")
	h.press("button", "Link 3 not linked")
	h.await("text", "Linking 3 clients")
	h.press("button", "Open Gusto")
	if got := h.clipboard(); got != "Blue Heron Bakery" {
		t.Errorf("%q is on the clipboard", got)
	}
	next := h.visit(<-h.opened, sandbox.Dana, "Blue Heron Bakery LLC")
	h.await("row", "1001, Blue Heron Bakery, Linked")
	if next == "" {
		t.Fatal("the page does not lead on to the next")
	}
	if got := h.clipboard(); got != "Cedar Street Dental" {
		t.Errorf("the tab leads on, and %q is on the clipboard", got)
	}
	h.visit(next, sandbox.Dana, "Foxglove Florists LLC")
	h.await("text", "Gusto returned another company: “Foxglove Florists LLC”")
	h.press("button", "Give it back and try again")
	h.visit(<-h.opened, sandbox.Dana, "Cedar Street Dental Group, Inc.")
	h.await("row", "1002, Cedar Street Dental, Linked")
	h.press("button", "Pause")
	h.press("button", "Skip")
	h.press("button", "See the clients")
	h.await("row", "1001, Blue Heron Bakery, Blue Heron Bakery LLC, Working")
	h.await("row", "1002, Cedar Street Dental, Cedar Street Dental Group, Inc., Working")
	h.await("button", "Link 1 not linked")
	h.await("row", "1003, Eastgate Yoga, Not linked")
}

// linkOne practices, adds one client by hand, and links it through the queue.
func linkOne(t *testing.T, name, company string) *whole {
	t.Helper()
	h := openWhole(t)
	h.press("button", "Start practicing")
	h.await("text", "No client and no company yet.")
	h.typed('a')
	h.fill("Name", name)
	h.press("button", "Add the client")
	h.press("button", "Link 1 not linked")
	h.press("button", "Open Gusto")
	h.visit(<-h.opened, sandbox.Dana, company)
	h.press("button", "See the clients")
	h.await("row", name+", "+company+", Working")
	return h
}

func TestACompanyThatIsLeftForEveryoneCanBeTakenBackVerifiedAndExported(t *testing.T) {
	h := linkOne(t, "Blue Heron Bakery", "Blue Heron Bakery LLC")
	h.press("button", "More")
	h.press("menuitem", "Disconnect for everyone…")
	h.fill("Type “Blue Heron Bakery LLC” to go on", "Blue Heron Bakery LLC")
	h.press("button", "Disconnect for everyone")
	h.await("text", "Being disconnected for everyone")
	h.press("button", "Take it back (")
	h.await("text", "Blue Heron Bakery LLC stays connected.")
	h.selectAll()
	h.typed('v')
	h.await("text", "1 company verified. None needs you.")
	path := filepath.Join(t.TempDir(), "crosswalk.csv")
	h.press("button", "Import / export…")
	h.press("menuitem", "Export the crosswalk…")
	h.press("radio", "Text (.csv)")
	h.press("button", "Choose a file…")
	h.fill("File", path)
	h.press("button", "Export")
	h.await("text", "Exported to "+path)
	text, err := os.ReadFile(path)
	if err != nil || !strings.Contains(string(text), "Blue Heron Bakery LLC") {
		t.Errorf("exported %q: %v", text, err)
	}
}

func TestALinkStaysAsItIsWhenTheNextSignInForItIsNotAllowed(t *testing.T) {
	h := linkOne(t, "Blue Heron Bakery", "Blue Heron Bakery LLC")
	h.press("button", "More")
	h.press("menuitem", "Dana Whitfield leaves the firm…")
	h.press("button", "Sign in again for 1 company")
	h.await("text", "Signing in again for 1 company of Dana Whitfield")
	h.press("button", "Open Gusto")
	h.visit(<-h.opened, sandbox.Dana, "") // not allowed
	h.await("row", "Blue Heron Bakery, Not allowed")
	h.press("link", "Clients")
	h.await("row", "Blue Heron Bakery, Blue Heron Bakery LLC, Working")
}

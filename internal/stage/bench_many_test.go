//go:build e2e && bench && linux

package stage

import (
	"fmt"
	"image"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"crosswalk/internal/desk"
	"crosswalk/internal/sandbox"
	"crosswalk/storage"
)

const manyLinks = 20_000

// Opening 20,000 links beside opening a database with none, of the same firm with its key in a real key store: until
// the first frame, until the first rows are pixels, and what they weigh at rest.
func TestNumbersWithTwentyThousandLinks(t *testing.T) {
	program, s, gusto := builtProgram(t), New(t, Bare()), openProvider(t, sandbox.Strict)
	none := s.firmFolder(t, gusto)
	many := filepath.Join(s.dir, "many")
	if err := os.CopyFS(many, os.DirFS(none)); err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	fillFolder(t, many)
	fmt.Printf("%-42s %8.1f s\n", fmt.Sprintf("making a database with %d links", manyLinks), time.Since(began).Seconds())
	folders := []string{none, many}
	rows := image.Rect(230, 200, 700, 700) // the companies' names, or the words for none, and nothing that waits for the rest
	var wanted [2]*image.RGBA
	var memory [2]float64
	for i, folder := range folders { // this round also reads everything from the disk, and writes the copy of the day
		p, _ := s.Launch(program, "CROSSWALK_DATA="+folder)
		wait(2 * settle)
		wanted[i] = s.screen.picture(rows)
		if err := save(s.screen.picture(s.screen.bounds()), shotPath(fmt.Sprintf("bench-open-%d", i*manyLinks))); err != nil {
			t.Fatal(err)
		}
		p.End()
	}
	var frames, shown [2][]time.Duration
	for range rounds {
		for i, folder := range folders {
			p, took := s.Launch(program, "CROSSWALK_DATA="+folder)
			began := time.Now().Add(-took)
			frames[i] = append(frames[i], took)
			shown[i] = append(shown[i], s.eventuallyDrawn(rows, wanted[i]).Sub(began))
			p.End()
		}
	}
	for i, folder := range folders {
		p, _ := s.Launch(program, "CROSSWALK_DATA="+folder)
		wait(2 * settle)
		memory[i] = float64(p.Memory()) / (1 << 20)
		p.End()
	}
	list := s.bareMemory(t, many)
	besideNone := func(what, unit, aim string, none, many float64) {
		fmt.Printf("%-42s %8.2f× of %s: %.1f beside %.1f %s\n", what, many/none, aim, many, none, unit)
	}
	first := ms(median(frames[0]))
	besideNone("20,000 links, start to first rows", "ms", "an empty one's first frame (aim ≤ 1.5)", first, ms(median(shown[1])))
	besideNone("20,000 links, start to first rows", "ms", "an empty one's page", ms(median(shown[0])), ms(median(shown[1])))
	besideNone("20,000 links, start to first frame", "ms", "an empty one", first, ms(median(frames[1])))
	besideNone("20,000 links, memory at rest (PSS)", "MB", "an empty one", memory[0], memory[1])
	besideNone("20,000 links, memory at rest (PSS)", "MB", "the toolkit's list of them (aim ≤ 1.5)", list, memory[1])
	fmt.Printf("%-42s %8.0f ms with 20,000 links, %.0f ms with none\n", "slowest start to first rows", ms(slices.Max(shown[1])), ms(slices.Max(shown[0])))
}

// bareMemory is what the toolkit's own list of the same links weighs, in MB.
func (s *Stage) bareMemory(t *testing.T, folder string) float64 {
	t.Helper()
	p := openBareList(t, s, linkRows(t, folder), "<!doctype html>")
	reply, err := http.Get(p.address + "/callback")
	if err != nil {
		t.Fatal(err)
	}
	reply.Body.Close()
	wait(settle)
	return float64((&Process{s: s, cmd: p.cmd}).Memory()) / (1 << 20)
}

// firmFolder is the data of a firm that has set up its Gusto and linked nothing.
func (s *Stage) firmFolder(t *testing.T, gusto *provider) string {
	t.Helper()
	for _, set := range s.env {
		if address, ok := strings.CutPrefix(set, "DBUS_SESSION_BUS_ADDRESS="); ok {
			t.Setenv("DBUS_SESSION_BUS_ADDRESS", address) // the stage's key store, for this process too
		}
	}
	folder := filepath.Join(s.dir, "none")
	d := desk.New(desk.Options{Folder: folder, HTTP: http.DefaultClient, Keeper: storage.KeyringKeeper{}})
	if err := d.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := d.SetUp(t.Context(), desk.Setup{
		Environment: desk.Custom.Name, BaseURL: gusto.address, ClientID: gusto.id, Secret: desk.NewSecret(gusto.secret), Redirects: desk.DefaultRedirects,
	}); err != nil {
		t.Fatal(err)
	}
	if err := d.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	return folder
}

// fillFolder links companies, each by a consent of its own.
func fillFolder(t *testing.T, folder string) {
	t.Helper()
	l, err := storage.OpenLocal(t.Context(), folder, storage.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	kinds := []string{"Bakery", "Dental Group", "Yoga", "Florists", "Roofing", "Brewing", "Landscaping", "Accounting"}
	day := time.Date(2026, 1, 5, 9, 30, 0, 0, time.UTC) // long ago: the words for it do not change while this runs
	for i := range manyLinks {
		person := fmt.Sprintf("Dana Whitfield %d", i%40)
		g, err := l.Hold(t.Context(), storage.Grant{
			Environment: desk.Custom.Name, ClientID: "bench", Owner: fmt.Sprintf("person-%d", i%40), OwnerName: person, Scope: "companies:read company_admin:read",
		}, make([]byte, 600), time.Now().Add(time.Hour))
		if err != nil {
			t.Fatal(err)
		}
		k := storage.Link{Company: fmt.Sprintf("0f1e2d3c-0000-4000-8000-%012d", i), Name: fmt.Sprintf("%s %05d LLC", kinds[i%len(kinds)], i*7919%manyLinks)}
		k.Place, k.LinkedBy, k.Verified, k.Verdict = "Portland, OR", person, day, `{"cause":"working"}`
		if _, err := l.Attach(t.Context(), g.ID, []storage.Link{k}, nil); err != nil {
			t.Fatal(err)
		}
	}
}

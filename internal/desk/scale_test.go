package desk_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"crosswalk/internal/desk"
)

// longList is a list of clients as a file has it.
func longList(n int) string {
	var text strings.Builder
	text.WriteString("Client No,Client Name,EIN,Group,Tags\n")
	for i := range n {
		fmt.Fprintf(&text, "%d,Client %d LLC,%09d,Group %d,monthly; vip\n", i, i, 100000000+i, i%9)
	}
	return text.String()
}

// BenchmarkTwentyThousandClients times what a person waits for: reading a list, looking at it, importing it, and an edit.
func BenchmarkTwentyThousandClients(b *testing.B) {
	nowhere := httptest.NewServer(http.NotFoundHandler())
	defer nowhere.Close()
	w := &bench{folder: b.TempDir(), clock: &clock{at: time.Now()}, server: nowhere, client: nowhere.Client()}
	d := desk.New(w.options())
	defer d.Close(b.Context())
	must := func(err error) {
		if err != nil {
			b.Fatal(err)
		}
	}
	must(d.Start(b.Context()))
	text := longList(20000)
	must(d.StartPractice(b.Context()))
	table, err := d.PasteTable(text)
	must(err)
	p, err := d.Preview(b.Context(), table, table.Mapping)
	must(err)
	begun := time.Now()
	_, err = d.Import(b.Context(), p)
	must(err)
	b.ReportMetric(time.Since(begun).Seconds(), "s/import")
	b.Run("preview", func(b *testing.B) {
		for b.Loop() {
			table, err := d.PasteTable(text)
			must(err)
			p, err := d.Preview(b.Context(), table, table.Mapping)
			must(err)
			if p.Same != 20000 {
				b.Fatalf("%d the same", p.Same)
			}
		}
	})
	b.Run("edit", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			c := d.Snapshot().Clients[7]
			_, err := d.EditClient(b.Context(), c.ID, c.Rev, desk.Draft{Number: c.Number, Name: c.Name, Group: c.Group, Notes: fmt.Sprint(i)})
			must(err)
		}
	})
}

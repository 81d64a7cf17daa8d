package ui

import (
	"context"
	"fmt"
	"strings"
	"time"

	"crosswalk/internal/desk"
)

// clerk is the part of a desk that keeps clients and runs sittings: it writes down what it is asked for.
type clerk struct {
	Desk
	did     []string
	views   []desk.View
	fail    error
	table   *desk.Table
	preview *desk.Preview
}

// with gives the window's desk a clerk.
func (w *window) clerk() *clerk {
	c := &clerk{}
	w.desk.Desk = c
	return c
}

func (c *clerk) note(what string, about ...any) error {
	c.did = append(c.did, strings.TrimSpace(fmt.Sprintln(append([]any{what}, about...)...)))
	return c.fail
}

func (c *clerk) AddClient(_ context.Context, d desk.Draft) (desk.Client, error) {
	return desk.Client{ID: "new", Name: d.Name}, c.note("add", d.Number, "|", d.Name, "|", d.EIN, "|", strings.Join(d.Tags, ","))
}

func (c *clerk) EditClient(_ context.Context, id string, rev int64, d desk.Draft) (desk.Client, error) {
	return desk.Client{ID: id, Name: d.Name}, c.note("edit", id, rev, "|", d.Name, "|", d.EIN, "|", d.NoEIN)
}

func (c *clerk) RemoveClients(_ context.Context, ids []string) error { return c.note("remove", ids) }

func (c *clerk) Regroup(_ context.Context, ids []string, r desk.Regrouping) error {
	return c.note("regroup", ids, r.AddTags, r.DropTags)
}

func (c *clerk) EIN(_ context.Context, client string) (string, error) {
	return "123456789", c.note("ein", client)
}

func (c *clerk) Assign(_ context.Context, links []string, client string) error {
	return c.note("assign", links, client)
}

func (c *clerk) VerifyAll(ctx context.Context, wish desk.RoundWish, tell func(desk.Progress)) (desk.Round, error) {
	tell(desk.Progress{Done: 6, Total: len(wish.Links), Left: 3 * time.Minute})
	return desk.Round{Verdicts: map[string]desk.Verdict{"a": {}, "b": {}}, Count: desk.Count{Fine: 1, NeedYou: 1}}, c.note("verify", len(wish.Links))
}

func (c *clerk) Affected(link string) (desk.Affected, error) {
	return desk.Affected{Name: link, Client: "Client 0", Person: "Dana Whitfield"}, nil
}

func (c *clerk) DisconnectForEveryone(_ context.Context, link string) (desk.Farewell, error) {
	return desk.Farewell{Company: "uuid-0", Name: "Company 0 LLC", Until: morning.Add(90 * time.Second)}, c.note("disconnect", link)
}

func (c *clerk) TakeBack(_ context.Context, company string) error {
	return c.note("take back", company)
}

func (c *clerk) RevokeAllOf(_ context.Context, person string) ([]desk.Unlinked, error) {
	return []desk.Unlinked{{}, {}}, c.note("revoke", person)
}

func (c *clerk) Export(path string, as desk.Format) error { return c.note("export", path, as) }

func (c *clerk) ExportHistory(_ context.Context, path string, as desk.Format, links ...string) error {
	return c.note("export history", path, as, links)
}

func (c *clerk) ReadTable(_ context.Context, path string) (*desk.Table, error) {
	return c.table, c.note("read", path)
}

func (c *clerk) PasteTable(text string) (*desk.Table, error) { return c.table, c.note("paste", text) }

func (c *clerk) Preview(_ context.Context, _ *desk.Table, m desk.Mapping) (*desk.Preview, error) {
	return c.preview, c.note("preview", m.Number, m.Name, m.EIN)
}

func (c *clerk) Import(_ context.Context, p *desk.Preview) (desk.Imported, error) {
	return desk.Imported{Added: p.Adds, Updated: p.Updates}, c.note("import")
}

func (c *clerk) PutView(_ context.Context, v desk.View) error {
	c.views = append(c.views, v)
	return c.note("view", v.Name, v.Show, v.Search)
}

func (c *clerk) EnterNamed(_ context.Context, environment string) error {
	return c.note("enter", environment)
}

func (c *clerk) DropView(_ context.Context, name string) error { return c.note("drop", name) }

func (c *clerk) BeginSitting(_ context.Context, wish desk.SittingWish) error {
	return c.note("begin", wish.Kind, wish.Clients, wish.Links, wish.Person)
}

func (c *clerk) OpenNext(context.Context) error { return c.note("open") }

func (c *clerk) CarryNext(_ context.Context, pasted bool) error { return c.note("carry", pasted) }

func (c *clerk) AnswerSitting(_ context.Context, item int, a desk.Answer) error {
	return c.note("answer", item, a)
}

func (c *clerk) AnswerSittingTo(_ context.Context, item int, client string) error {
	return c.note("answer", item, "to", client)
}

func (c *clerk) SkipItem(_ context.Context, item int) error { return c.note("skip", item) }

func (c *clerk) RetryItem(_ context.Context, item int) error { return c.note("retry", item) }

func (c *clerk) PauseSitting(context.Context) error { return c.note("pause") }

func (c *clerk) SetOnward(_ context.Context, on bool) error { return c.note("onward", on) }

func (c *clerk) StopSitting(context.Context) error { return c.note("stop") }

func (c *clerk) SittingConsent() *desk.Consent { return nil }

// firm is a snapshot of n clients; every fifth has no company, and the second needs a person.
func firm(n int) *desk.Snapshot {
	var links []desk.Link
	var clients []desk.Client
	for i := range n {
		c := desk.Client{ID: fmt.Sprintf("client-%d", i), Number: fmt.Sprint(1001 + i), Name: fmt.Sprintf("Client %d", i), LastFour: "4821", Group: []string{"Food", "Trades"}[i%2]}
		if i%5 != 4 {
			l := company(i, desk.Working)
			if i == 1 {
				l.Verdict.Cause = desk.NeedsReconnecting
			}
			l.Client, c.Links = c.ID, []string{l.ID}
			links = append(links, l)
		}
		clients = append(clients, c)
	}
	s := open(links...)
	s.Clients = clients
	return s
}

// sitting is a snapshot with the queue over five clients: one linked, one wrong company, one next, two waiting.
func sitting(state desk.SittingState) *desk.Snapshot {
	s := firm(10)
	items := []desk.SittingItem{}
	for i, st := range []desk.ItemState{desk.ItemLinked, desk.ItemWrongCompany, desk.ItemNext, desk.ItemWaiting, desk.ItemSkipped} {
		items = append(items, desk.SittingItem{Client: fmt.Sprintf("client-%d", i), Number: fmt.Sprint(1001 + i), Name: fmt.Sprintf("Client %d", i), State: st})
	}
	items[1].Question = &desk.Question{
		Company: "other", CompanyName: "Whitfield Holdings LLC", There: &desk.Proposal{Client: "client-9", Number: "1010", Name: "Client 9", Kind: "exact"},
		Answers: []desk.Answer{desk.AnswerAgain, desk.AnswerThere, desk.AnswerHere, desk.AnswerAlone},
	}
	s.Sitting = &desk.Sitting{Kind: desk.SittingLinks, State: state, Items: items, At: 2, Asked: 1, Count: desk.SittingCount{Total: 5, Settled: 2, Questions: 1}}
	return s
}

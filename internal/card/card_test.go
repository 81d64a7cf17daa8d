package card

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"crosswalk/internal/desk"
	"crosswalk/internal/words"
)

func sample() desk.Card {
	at := time.Date(2026, 11, 24, 15, 4, 5, 0, time.UTC)
	return desk.Card{
		Link: desk.Link{
			ID: "0190-link", Company: "6b1a1c66-6f0c-4d64-a53c-2b1f3e1d8a0f", Name: "Łódź & Söhne Bakery LLC", TradeName: "Blue Heron", Place: "Portland, OR",
			AuthorizedBy: "Dana Whitfield", Verdict: desk.Verdict{Cause: desk.MissingPermission, At: at, Detail: "payrolls:read", RequestID: "req-7", Worked: at.AddDate(0, 0, -3)},
		},
		Drawn: at, Environment: desk.Demo, Missing: []string{"payrolls:read"},
		Seen: desk.Sighting{
			At: at, Company: desk.CompanySeen{Status: "Approved", EIN: "••-•••4321", Tier: "plus", Type: "LLC"},
			Owner: desk.PersonSeen{UUID: "5e1d0000-0000-4000-8000-000000000002", Name: "Dana Whitfield", Role: desk.Primary}, Scopes: []string{"companies:read", "public"},
			Calls: []desk.Call{{At: at, What: "GET /v1/token_info", Status: 200, RequestID: "req-6", Took: 51 * time.Millisecond}, {At: at, What: "GET /v1/companies/x", Took: time.Second}},
			Skew:  2 * time.Hour, Version: desk.VersionSeen{Asked: "2026-06-15", Deprecated: true, Ends: at.AddDate(0, 2, 0)},
		},
		Ages:    desk.Ages{Linked: at.AddDate(-1, 0, 0), Authorized: at.AddDate(-1, 0, 0), Renewed: at.Add(-time.Hour), Verified: at, Worked: at.AddDate(0, 0, -3)},
		History: []desk.Event{{At: at, What: desk.HasBroken, Who: "kim", Cause: desk.MissingPermission}, {At: at.AddDate(-1, 0, 0), What: desk.WasLinked, Who: "kim"}},
	}
}

func TestTheCardAnswersWhatSupportAsks(t *testing.T) {
	text := Text(sample())
	for _, wanted := range []string{
		"Łódź & Söhne Bakery LLC\n=======================\n", "A permission is missing: payrolls:read", "Whoever looks after your firm’s Gusto application",
		"missing_permission", "Approved", "••-•••4321", "Dana Whitfield, primary admin", "companies:read, public", "payrolls:read", "Gusto demo", "2026-06-15, which ends on January 24, 2027",
		"2 hours ahead of Gusto’s", "GET /v1/token_info, 200 in 51ms, request req-6", "GET /v1/companies/x, no answer", "stopped working: A permission is missing", "linked, by kim", "req-7",
		sample().Link.Company,
	} {
		if !strings.Contains(text, wanted) {
			t.Errorf("the card lacks %q:\n%s", wanted, text)
		}
	}
}

func TestWhatIsNotKnownIsLeftOut(t *testing.T) {
	c := sample()
	c.Seen, c.Missing, c.History, c.Ages = desk.Sighting{}, nil, nil, desk.Ages{}
	text := Text(c)
	for _, unwanted := range []string{"Last calls", "History", "EIN", "Clock here", "Missing", "January 1, 0001", "never"} {
		if strings.Contains(text, unwanted) {
			t.Errorf("the card tells of %q:\n%s", unwanted, text)
		}
	}
	c.Tampered = &desk.Trouble{Cause: desk.Tampered, Detail: "line 3"}
	if text := Text(c); !strings.Contains(text, "The history was changed from outside") {
		t.Errorf("a history that was changed is not told:\n%s", text)
	}
}

func TestANameOnACardBeginsNoLineAndTellsATerminalNothing(t *testing.T) {
	c := sample()
	c.Link.Name, c.Link.TradeName, c.Seen.Owner.Name = "Evil\n\nVerdict\n  State             Working\x1b[2J", "Trade\r\nname", "\u202eDana"
	text := Text(c)
	if strings.ContainsAny(text, "\x1b\r\u202e") || strings.Contains(text, "\n  State             Working") || !strings.HasPrefix(text, "Evil Verdict State Working") {
		t.Errorf("the card is\n%s", text)
	}
}

func TestThePagesHoldTheSameLines(t *testing.T) {
	c := sample()
	for range 60 { // enough for a second page
		c.History = append(c.History, desk.Event{At: c.Drawn, What: desk.WasRenewed, Who: "kim"})
	}
	p := document(c)
	p.SetCompression(false)
	var out bytes.Buffer
	if err := p.Output(&out); err != nil {
		t.Fatal(err)
	}
	if p.PageCount() < 2 {
		t.Errorf("%d pages", p.PageCount())
	}
	for _, s := range Sections(c, words.English) {
		for _, r := range s.Rows {
			for word := range strings.FieldsSeq(r.Label + " " + r.Value) {
				if !bytes.Contains(out.Bytes(), inPDF(word)) {
					t.Errorf("the pages lack %q of %q", word, r.Label)
				}
			}
		}
	}
}

// inPDF is how text stands in a page's stream: UTF-16, with what would end a string escaped.
func inPDF(text string) []byte {
	var out []byte
	for _, u := range utf16.Encode([]rune(text)) {
		out = append(out, byte(u>>8), byte(u))
	}
	return []byte(strings.NewReplacer(`\`, `\\`, "(", `\(`, ")", `\)`, "\r", `\r`).Replace(string(out)))
}

func TestTheSameCardIsTheSameFile(t *testing.T) {
	var one, two bytes.Buffer
	if err := errors.Join(PDF(&one, sample()), PDF(&two, sample())); err != nil {
		t.Fatal(err)
	}
	if !bytes.HasPrefix(one.Bytes(), []byte("%PDF-")) || !bytes.Equal(one.Bytes(), two.Bytes()) {
		t.Error("two drawings of one card differ")
	}
}

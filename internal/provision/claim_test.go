package provision_test

import (
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"crosswalk/internal/desk"
	"crosswalk/internal/intake"
	"crosswalk/internal/provision"
	"crosswalk/internal/sandbox"
	"crosswalk/storage"
)

func TestAClaimedCompanyIsProposedOnceItIsLinked(t *testing.T) {
	b := newBench(t)
	a, err := b.send(maya())
	b.must(err)
	link, err := b.ClaimLink(t.Context(), a.ID)
	b.must(err)
	person := b.claim(link.Reveal())
	if p, err := b.Proposals(t.Context()); err != nil || len(p) != 0 {
		t.Errorf("before it is linked: %+v, %v", p, err)
	}
	b.pass(time.Second)
	id := b.linkAs(person, b.gusto.Provisions()[0].CompanyUUID)
	p, err := b.Proposals(t.Context())
	b.must(err)
	if len(p) != 1 || p[0].Attempt != a.ID || p[0].Link != id || p[0].Company != "Okafor Ceramics LLC" || p[0].On[0] != intake.SharesName {
		t.Fatalf("%+v", p)
	}
	b.wants(b.Claimed(t.Context(), a.ID, "no such link"), desk.ChangedMeanwhile)
	b.must(b.Claimed(t.Context(), a.ID, id))
	now := b.only()
	if now.State != provision.Claimed || now.ClaimedBy != id || now.HasLink || !now.Reminder.IsZero() {
		t.Errorf("%+v", now)
	}
	_, err = b.ClaimLink(t.Context(), a.ID)
	b.wants(err, desk.NoClaimLink)
	if p, err := b.Proposals(t.Context()); err != nil || len(p) != 0 {
		t.Errorf("afterwards: %+v, %v", p, err)
	}
	likes, err := b.Radar(t.Context(), "", maya())
	b.must(err)
	if len(likes) != 1 || likes[0].Known.Kind != intake.KnownLinked {
		t.Errorf("the radar knows it twice, or not at all: %+v", likes)
	}
}

// Gusto has told the EIN of a linked company: it is known by it, whatever it is called, and for as long as it is linked.
func TestALinkedCompanyIsKnownByItsEIN(t *testing.T) {
	b := newBench(t)
	company := b.gusto.Companies(sandbox.Dana)[0]
	link := b.linkAs(sandbox.Dana, company.UUID)
	f := form("Nothing Like It Inc", company.EIN, "somebody@elsewhere.com")
	if likes, err := b.Radar(t.Context(), "", f); err != nil || len(likes) != 0 {
		t.Errorf("before it was asked for: %+v, %v", likes, err)
	}
	_, err := b.desk.Verify(t.Context(), link)
	b.must(err)
	b.restart()
	b.clear(company.EIN, strings.ReplaceAll(company.EIN, "-", ""))
	likes, err := b.Radar(t.Context(), "", f)
	b.must(err)
	if len(likes) != 1 || likes[0].Known.Kind != intake.KnownLinked || likes[0].Known.ID != link || likes[0].On[0] != intake.SharesEIN {
		t.Errorf("%+v", likes)
	}
	_, err = b.desk.Unlink(t.Context(), link)
	b.must(err)
	c, err := b.desk.Counter(t.Context())
	b.must(err)
	if _, _, err := c.Book.(storage.Cabinet).Secret(t.Context(), link, storage.EINColumn); !errors.Is(err, storage.ErrNotFound) {
		t.Errorf("its number stays behind: %v", err)
	}
}

func TestACompanyThatNobodyClaimsIsRemindedOfAfterThreeDays(t *testing.T) {
	b := newBench(t)
	a, err := b.send(maya())
	b.must(err)
	if a.Due(b.now()) || a.Due(b.now().Add(71*time.Hour)) || !a.Due(b.now().Add(73*time.Hour)) {
		t.Errorf("due at %v, sent at %v", a.Reminder, a.When)
	}
}

func TestTheBrowserIsLedToTheClaimLinkOnce(t *testing.T) {
	b := newBench(t)
	a, err := b.send(maya())
	b.must(err)
	link, err := b.ClaimLink(t.Context(), a.ID)
	b.must(err)
	b.must(b.OpenClaim(t.Context(), a.ID))
	_, secret, _ := strings.Cut(link.Reveal(), "/claim_account/")
	if len(b.opened) != 1 || strings.Contains(b.opened[0], secret) || !strings.HasPrefix(b.opened[0], "http://127.0.0.1:") {
		t.Fatalf("the browser is sent to %v", b.opened)
	}
	stop := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	stray, err := stop.Get(b.opened[0] + "x")
	b.must(err)
	stray.Body.Close()
	if stray.StatusCode != http.StatusNotFound {
		t.Errorf("another address: %d", stray.StatusCode)
	}
	resp, err := stop.Get(b.opened[0])
	b.must(err)
	resp.Body.Close()
	if resp.StatusCode != http.StatusSeeOther || resp.Header.Get("Location") != link.Reveal() {
		t.Errorf("%d", resp.StatusCode)
	}
	if again, err := stop.Get(b.opened[0]); err == nil {
		text, _ := io.ReadAll(again.Body)
		again.Body.Close()
		if again.Header.Get("Location") != "" || strings.Contains(string(text), secret) {
			t.Error("it leads there twice")
		}
	}
}

func TestAMessageToTheClientIsReadyToBeSent(t *testing.T) {
	b := newBench(t)
	a, err := b.send(maya())
	b.must(err)
	b.must(b.WriteToClient(t.Context(), a.ID, "Payroll & more", "Hello Maya,\nclaim it here: {link}\n100 %"))
	u, err := url.Parse(b.opened[0])
	b.must(err)
	link, _ := b.ClaimLink(t.Context(), a.ID)
	q, err := url.ParseQuery(strings.ReplaceAll(u.RawQuery, "+", "%2B")) // in mailto a plus is a plus
	b.must(err)
	if u.Scheme != "mailto" || u.Opaque != "maya@okaforceramics.com" || q.Get("subject") != "Payroll & more" ||
		q.Get("body") != "Hello Maya,\r\nclaim it here: "+link.Reveal()+"\r\n100 %" || strings.Contains(u.RawQuery, "+") {
		t.Errorf("%s", b.opened[0])
	}
}

func TestWhatIsAlikeHasToBeLookedAt(t *testing.T) {
	b := newBench(t)
	client, err := b.desk.AddClient(t.Context(), desk.Draft{Name: "Okafor Ceramics", EIN: "84-1928374", Number: "4711"})
	b.must(err)
	if f, err := b.FormFor(t.Context(), client.ID); err != nil || f.Client != client.ID || f.Company.Legal != "Okafor Ceramics" || f.Company.EIN != "841928374" {
		t.Errorf("%+v, %v", f, err)
	}
	b.draft(form("Okafor Ceramics L.L.C.", "", "m@other.com"))
	id := b.draft(maya())
	v, err := b.Review(t.Context(), id)
	b.must(err)
	kinds := map[intake.KnownKind]intake.Trait{}
	for _, l := range v.Likenesses {
		kinds[l.Known.Kind] = l.On[0]
	}
	if len(v.Likenesses) != 2 || kinds[intake.KnownClient] != intake.SharesEIN || kinds[intake.KnownDraft] == "" {
		t.Errorf("%+v", v.Likenesses)
	}
	_, err = b.Send(t.Context(), id, keys(v.Likenesses)[:1])
	b.wants(err, desk.AlikeUnseen)
	b.wantRequests(0)
	_, err = b.Send(t.Context(), id, keys(v.Likenesses))
	b.must(err)

	// What was made in the meantime by somebody else has to be looked at, too.
	again := b.draft(maya())
	_, err = b.Send(t.Context(), again, keys(v.Likenesses))
	b.wants(err, desk.AlikeUnseen)
	b.wantRequests(1)
}

func TestAFormThatIsNotReadyIsNotSent(t *testing.T) {
	b := newBench(t)
	f := maya()
	f.Person.Email = "nothing"
	id := b.draft(f)
	v, err := b.Review(t.Context(), id)
	b.must(err)
	if !intake.Stopped(v.Findings) || len(v.Lines) != 0 {
		t.Errorf("%+v", v)
	}
	_, err = b.Send(t.Context(), id, nil)
	b.wants(err, desk.FormIncomplete)
	_, err = b.Send(t.Context(), "no draft", nil)
	b.wants(err, desk.ChangedMeanwhile)
	b.wantRequests(0)
}

func TestDraftsAreKeptSealedAndChangedByOneAtATime(t *testing.T) {
	b := newBench(t)
	d, err := b.SaveDraft(t.Context(), provision.Draft{Form: maya()})
	b.must(err)
	d.Form.Company.Trade = "Maya’s Mugs"
	more, err := b.SaveDraft(t.Context(), d)
	b.must(err)
	_, err = b.SaveDraft(t.Context(), d)
	b.wants(err, desk.ChangedMeanwhile)
	b.restart()
	b.clear("Okafor", "okafor", "Mugs", "1928374")
	all, err := b.Drafts(t.Context())
	b.must(err)
	if len(all) != 1 || all[0].Form.Company.Trade != "Maya’s Mugs" || all[0].Rev != more.Rev || all[0].Form.Addresses[1].ZIP != "98101-1234" {
		t.Errorf("%+v", all)
	}
	b.must(b.DiscardDraft(t.Context(), d.ID))
	if all, err := b.Drafts(t.Context()); err != nil || len(all) != 0 {
		t.Errorf("%+v, %v", all, err)
	}
}

func TestWatchersHearOfWhatOthersDo(t *testing.T) {
	b := newBench(t)
	heard := make(chan struct{}, 100)
	b.Watch(func() {
		select {
		case heard <- struct{}{}:
		default:
		}
	})
	other, _ := b.another()
	for len(heard) > 0 {
		<-heard
	}
	if _, err := other.SaveDraft(t.Context(), provision.Draft{Form: maya()}); err != nil {
		t.Fatal(err)
	}
	select {
	case <-heard:
	case <-time.After(20 * time.Second):
		t.Error("nobody heard of it")
	}
}

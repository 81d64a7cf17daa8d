// Package storetest is the conformance suite of every store of links and grants:
// what the rest of the program relies on, each case on a fresh store with
// several handles, as several windows or desktops would have.
//
// The rules: a case uses the contracts of package storage only; time passes
// when the bench is told to, never by waiting; a case that cannot fail when the
// promise is broken does not belong here.
package storetest

import (
	"context"
	"errors"
	"io"
	"reflect"
	"strings"
	"testing"
	"time"

	"crosswalk/storage"
)

// Handle is one opened store, as one window or desktop has it.
type Handle struct {
	storage.Catalog
	Firm
	storage.Consents
	storage.Endings
	storage.Tokens
	storage.Feed
	storage.Auditor
	storage.Cabinet
	storage.Registrations
	storage.KeyStore
	io.Closer
}

// Firm is what a store keeps for the firm itself.
type Firm interface {
	storage.Clients
	storage.Desktop
	storage.Farewells
	storage.Provisions
}

// Bench is one fresh store, not opened yet.
type Bench struct {
	// Open opens the store under a holder's name. The same name again is the
	// same desktop after a restart. The bench closes what is left open.
	Open func(t *testing.T, holder string) *Handle
	// Advance lets time pass for every handle.
	Advance func(d time.Duration)
	// Now is the store's time.
	Now func() time.Time
	// LeaseFor and Grace are the store's lease time and what follows it.
	LeaseFor, Grace time.Duration
}

// Run runs every case on a store of its own.
func Run(t *testing.T, fresh func(t *testing.T) *Bench) {
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			b := fresh(t)
			c.run(t, &room{T: t, Bench: b, ctx: t.Context()})
		})
	}
}

type testCase struct {
	name string
	run  func(*testing.T, *room)
}

var cases = []testCase{
	{"RoundTrip", roundTrip},
	{"Duplicate", duplicate},
	{"OptimisticUpdate", optimisticUpdate},
	{"DeleteAndRelink", deleteAndRelink},
	{"NotFound", notFound},
	{"SealedBytesAreOpaque", sealedBytesAreOpaque},
	{"SeveralLinksOnOneGrantRenewOnce", severalLinksRenewOnce},
	{"UnlinkOneOfThree", unlinkOneOfThree},
	{"LastLinkEndsTheGrant", lastLinkEndsTheGrant},
	{"LinksMoveToANewerGrant", linksMove},
	{"OneToOneReplaces", oneToOneReplaces},
	{"OrphanIsFoundAtStart", orphanIsFoundAtStart},
	{"EndTakesAllLinks", endTakesAllLinks},
	{"ForgetWaitsForTheLastPair", forgetWaitsForTheLastPair},
	{"DescribeByRev", describeByRev},
	{"AttachIsAllOrNothing", attachIsAllOrNothing},
	{"Reopen", reopen},
	{"CancelledContext", cancelledContext},

	{"ClientsRoundTrip", clientsRoundTrip},
	{"ClientNumbersAreUnique", clientNumbersAreUnique},
	{"ClientsByRev", clientsByRev},
	{"ClientEINIsKeptByGeneration", clientEINIsKeptByGeneration},
	{"LinksBelongToClients", linksBelongToClients},
	{"ClientsAreInTheFeed", clientsAreInTheFeed},
	{"HistoryOfAllIsListed", historyOfAllIsListed},
	{"ViewsAreKept", viewsAreKept},
	{"SittingGoesOnWhereItWasLeft", sittingGoesOnWhereItWasLeft},
	{"SittingOutlivesARestart", sittingOutlivesARestart},
	{"SittingThatIsGoneIsNotGoneOnWith", sittingThatIsGoneIsNotGoneOnWith},
	{"SittingThatCouldNotBeStoredIsAsItWas", sittingThatCouldNotBeStoredIsAsItWas},
	{"OneOfManyGoesOnWithASitting", oneOfManyGoesOnWithASitting},
	{"FarewellIsToldOnceAndAfterItsTime", farewellIsToldOnceAndAfterItsTime},
	{"FarewellThatCouldNotBeTold", farewellThatCouldNotBeTold},

	{"DraftsAreKeptByRev", draftsAreKeptByRev},
	{"AttemptIsWrittenBeforeItIsSent", attemptIsWrittenBeforeItIsSent},
	{"AttemptWaitsForWhoLookedAtAllOthers", attemptWaitsForWhoLookedAtAllOthers},
	{"BatchRowsAreSentOnce", batchRowsAreSentOnce},
	{"BatchIsPausedStoppedAndReplaced", batchIsPausedStoppedAndReplaced},
	{"StampTellsThatSomethingHasChanged", stampTellsThatSomethingHasChanged},

	{"RefreshHappyPath", refreshHappyPath},
	{"OneWinnerOf64", oneWinnerOf64},
	{"StaleGeneration", staleGeneration},
	{"BusyTellsHolder", busyTellsHolder},
	{"NotSentFreesAtOnce", notSentFreesAtOnce},
	{"RejectedThenLateSuccess", rejectedThenLateSuccess},
	{"InDoubtAfterDeath", inDoubtAfterDeath},
	{"HolderResumesOwnLease", holderResumesOwnLease},
	{"LateCommitBeatsTakeover", lateCommitBeatsTakeover},
	{"TakeoverBeatsLateCommit", takeoverBeatsLateCommit},
	{"CommitIsIdempotent", commitIsIdempotent},
	{"ExactlyOneExchangePerGeneration", exactlyOneExchangePerGeneration},
	{"PausedStaysPaused", pausedStaysPaused},
	{"StaleEndIsIgnored", staleEndIsIgnored},
	{"IntentNeedsTheLease", intentNeedsTheLease},
	{"MarkNeverOverwritesAnIntent", markNeverOverwritesAnIntent},
	{"EndingGrantIsNotRenewed", endingGrantIsNotRenewed},
	{"ClockSetBackFreesTheLease", clockSetBackFreesTheLease},

	{"FeedSeesOtherHandle", feedSeesOtherHandle},
	{"FeedWakesOnOwnChanges", feedWakesOnOwnChanges},
	{"FeedNeverSkips", feedNeverSkips},
	{"AuditChain", auditChain},
	{"SecretsByGeneration", secretsByGeneration},
	{"SettingsAndProfiles", settingsAndProfiles},
	{"KeyReplacedInOneTransaction", keyReplacedInOneTransaction},
}

// room is a bench with a context and shorthand.
type room struct {
	*testing.T
	*Bench
	ctx context.Context
}

const env = "demo"

func (r *room) open(holder string) *Handle { return r.Bench.Open(r.T, holder) }

// hold stores a grant that a consent keeps for an hour.
func (r *room) hold(h *Handle, pair string) storage.Grant {
	r.Helper()
	g, err := h.Hold(r.ctx, storage.Grant{Environment: env, ClientID: "client", Owner: "owner-1",
		OwnerName: "Dana Whitfield", RedirectURI: "http://127.0.0.1/callback", Scope: "companies:read"},
		[]byte(pair), r.Now().Add(time.Hour))
	r.must(err)
	return g
}

// linked stores a grant with a link for each company.
func (r *room) linked(h *Handle, pair string, companies ...string) (storage.Grant, []storage.Link) {
	r.Helper()
	g := r.hold(h, pair)
	links, err := h.Attach(r.ctx, g.ID, companyLinks(companies...), nil)
	r.must(err)
	return r.grant(h, g.ID), links
}

func companyLinks(companies ...string) (links []storage.Link) {
	for _, name := range companies {
		links = append(links, storage.Link{Company: "uuid-" + strings.ToLower(name), Name: name,
			TradeName: name + " Co", Place: "Denver, CO", LinkedBy: "Dana Whitfield"})
	}
	return links
}

func (r *room) grant(h *Handle, id string) storage.Grant {
	r.Helper()
	grants, err := h.Grants(r.ctx)
	r.must(err)
	for _, g := range grants {
		if g.ID == id {
			return g
		}
	}
	r.Fatalf("grant %s is not listed", id)
	return storage.Grant{}
}

func (r *room) names(h *Handle) string {
	r.Helper()
	links, err := h.Links(r.ctx)
	r.must(err)
	var names []string
	for _, k := range links {
		names = append(names, k.Name)
	}
	return strings.Join(names, ",")
}

func (r *room) begin(h *Handle, grant string, gen int64) storage.Lease {
	r.Helper()
	l, err := h.BeginRefresh(r.ctx, grant, gen)
	r.must(err)
	return l
}

func (r *room) sealed(h *Handle, grant string) (string, int64) {
	r.Helper()
	sealed, gen, err := h.Sealed(r.ctx, grant)
	r.must(err)
	return string(sealed), gen
}

func (r *room) must(err error) {
	r.Helper()
	if err != nil {
		r.Fatal(err)
	}
}

func (r *room) wants(err, target error) {
	r.Helper()
	if !errors.Is(err, target) {
		r.Fatalf("got error %v, want %v", err, target)
	}
}

func (r *room) busy(err error) *storage.BusyError {
	r.Helper()
	var busy *storage.BusyError
	if !errors.As(err, &busy) {
		r.Fatalf("got error %v, want a *BusyError", err)
	}
	return busy
}

func (r *room) same(got, want any) {
	r.Helper()
	if !reflect.DeepEqual(got, want) {
		r.Fatalf("got  %+v\nwant %+v", got, want)
	}
}

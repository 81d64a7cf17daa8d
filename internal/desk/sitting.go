package desk

import (
	"time"

	"crosswalk/internal/queue"
)

// SittingKind is what a sitting is for.
type SittingKind = queue.Kind

// The kinds of sittings.
const (
	SittingLinks      = queue.Links      // clients that have no company yet
	SittingReconnects = queue.Reconnects // links that need a person
	SittingLeaving    = queue.Leaving    // links that somebody authorized who leaves
)

// SittingState is whose turn it is.
type SittingState string

// The states of a sitting.
const (
	SittingStands SittingState = "stands" // the person's: OpenNext goes on
	SittingRuns   SittingState = "runs"   // a consent is out in the browser, or prepared behind the page's lead to the next
	SittingDone   SittingState = "done"   // every line is settled; StopSitting clears it away
)

// ItemState is how far a line of a sitting has come.
type ItemState string

// The states of a line.
const (
	ItemWaiting      ItemState = "waiting"
	ItemNext         ItemState = "next"
	ItemAtGusto      ItemState = "at_gusto"
	ItemReading      ItemState = "reading" // access is here; Cause says why its company could not be read: OpenNext reads again
	ItemLinking      ItemState = "linking"
	ItemLinked       ItemState = "linked"
	ItemLinkedAgain  ItemState = "linked_again" // the same link, with the newer access
	ItemSkipped      ItemState = "skipped"
	ItemDenied       ItemState = "denied"
	ItemFailed       ItemState = "failed"
	ItemWrongCompany ItemState = "wrong_company" // this and the next three wait for an answer
	ItemWrongPerson  ItemState = "wrong_person"
	ItemLostReach    ItemState = "lost_reach"
	ItemOtherBrowser ItemState = "other_browser"
)

// Asks says that the line waits for an answer.
func (s ItemState) Asks() bool {
	return s == ItemWrongCompany || s == ItemWrongPerson || s == ItemLostReach || s == ItemOtherBrowser
}

// Settled says that nothing is open about the line.
func (s ItemState) Settled() bool { return queue.State(s).Settled() }

// Answer is what the person says about a company that came back and is not linked yet.
type Answer = queue.Choice

// The answers.
const (
	AnswerHere  = queue.Here  // link it to the client that was asked for; "it is fine"
	AnswerThere = queue.There // link it to the client that it belongs to; the one that was asked for is next again
	AnswerAlone = queue.Alone // link it without a client; the one that was asked for is next again
	AnswerTo    = queue.To    // link it to a client that the person picks: [Desk.AnswerSittingTo]
	AnswerAgain = queue.Again // give it back at Gusto; the one that was asked for is next again
)

// Sitting is many consents in a row, as the window shows them. It is never changed, only replaced.
type Sitting struct {
	Kind  SittingKind
	State SittingState
	Items []SittingItem // in order; an item's index is its number in every call
	At    int           // the line that is next or out; -1 for none
	Asked int           // the first line that waits for an answer; -1 for none
	Count SittingCount
	Step  Step          // of the consent that is out
	Left  time.Duration // how long the rest will take about; 0 while unknown
	// Trouble is why it stands, when something went wrong; nil when the person wanted it so.
	Trouble *Trouble
	Person  string // SittingLeaving: who leaves
	Onward  bool   // the page of what was linked leads on by itself after a few seconds: [Desk.SetOnward]
}

// SittingCount says how far a sitting has come.
type SittingCount struct {
	Total, Settled int // lines; without the companies that were linked without a client and that nobody had asked for
	Questions      int
}

// SittingItem is one line of a sitting.
type SittingItem struct {
	Client      string // ID; "" for a link without a client
	Link        string // ID of the link that it got, or that gets new access; "" for none yet
	Number      string // the client's
	Name        string // the client's, else the company's: what to pick at Gusto
	State       ItemState
	Company     string // uuid of what came back, or has to
	CompanyName string // of what came back
	Person      string // who gave the access that came back
	Question    *Question
	Cause       Cause // why it failed, or could not be read
	At          time.Time
}

// Question is what the person has to know to answer.
type Question struct {
	Company, CompanyName, TradeName, Place string // what came back
	Person, Before                         string // who gave the access now, and who had given it before
	Lost                                   []string
	Linked                                 bool      // the company is linked already
	There                                  *Proposal // the client that the company belongs to; nil when it is none, or several are about as near
	Against                                Against   // why it was not taken for the client that was asked for
	Answers                                []Answer  // the ones that make sense, the likeliest first
}

// Against is why a company is not taken for the client that was asked for.
type Against string

// The reasons; "" for a company that is called otherwise, and for one that is another client's.
const (
	AgainstOtherEIN Against = "other_ein" // it is called like the client, and its EIN is not the client's
	AgainstSeveral  Against = "several"   // it is called like the client, and another client is about as near
)

// Proposal is a client that a company was recognized as.
type Proposal struct {
	Client, Number, Name string
	Kind                 string // "linked" (already), "ein", "exact" or "near"
	Queued               bool   // it is a line of this sitting: "that one was next anyway"
}

// SittingWish is what a sitting is to be about.
type SittingWish struct {
	Kind    SittingKind
	Clients []string // SittingLinks: clients to link, in this order; none means all that are not linked
	Links   []string // SittingReconnects: links; none means all that need a person
	Person  string   // SittingLeaving: [Link.AuthorizedBy]
}

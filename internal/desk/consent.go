package desk

import (
	"context"
	"errors"
	"sync/atomic"
	"time"

	"crosswalk/oauth"
	"crosswalk/storage"
)

// StepKind is what a consent is doing.
type StepKind int

// The steps of a consent, in the order in which they usually come.
const (
	WaitingForBrowser StepKind = iota // nothing has come back yet
	BrowserStarted                    // a browser fetched the start address
	StrayPage                         // a page of another attempt came back; still waiting
	OtherBrowser                      // the answer came from a browser that this program did not start
	ClockOff                          // this computer's clock is off by Step.Skew
	Exchanging                        // the answer is here and is being exchanged
	Reading                           // access is stored; the companies are being read
)

// Step is typed progress of a consent.
type Step struct {
	Kind StepKind
	Skew time.Duration
}

// Consent is one trip of the person through Gusto's page. It ends once.
type Consent struct {
	desk    *Desk
	office  *office
	access  *access
	attempt *oauth.Attempt
	as      string // the grant that the new access is to be stored as
	grant   string // once it is stored
	offer   Offer
	waited  atomic.Bool
	arrive  func(ctx context.Context, offer Offer) (oauth.Landing, error) // what a sitting does at once; nil for none
	over    func()                                                        // it has ended: the data key may go
}

// Connect begins a consent: the answering port is bound before any address exists, and no browser is opened.
// With pasted, nothing is listened for and the person brings the answer: for when another program has every port.
//
// Trouble: PortBusy, BadSetup, PolicyUnclear, and what keeps the data key away. It may block on the key store.
func (d *Desk) Connect(ctx context.Context, pasted bool) (*Consent, error) {
	o, a, err := d.working(ctx)
	if err != nil {
		return nil, err
	}
	return d.consent(ctx, o, a, pasted)
}

// consent begins one with the data key at hand.
func (d *Desk) consent(ctx context.Context, o *office, a *access, pasted bool) (*Consent, error) {
	if err := d.mayListen(o); err != nil {
		return nil, err
	}
	if d.locked() {
		return nil, &Trouble{Cause: DeskLocked}
	}
	begin := a.authorizer.Begin
	if pasted {
		begin = a.authorizer.BeginPaste
	}
	attempt, err := begin(ctx)
	if err != nil {
		return nil, explain(err)
	}
	return &Consent{desk: d, office: o, access: a, attempt: attempt, as: storage.NewID(), over: a.hand.take()}, nil
}

// browserGrace is how long a browser that fails may take to say so.
var browserGrace = 5 * time.Second

// Open shows the consent page in the person's own browser. It is called for a click and for nothing else.
//
// It returns as soon as the browser has started, has failed, or has run for five seconds: a browser in the
// foreground keeps the call that started it. Trouble: BrowserFailed.
func (c *Consent) Open(ctx context.Context) error {
	started := make(chan error, 1)
	address := c.attempt.StartURL()
	go func() { started <- c.desk.options.Browser(address) }()
	grace := time.NewTimer(browserGrace)
	defer grace.Stop()
	select {
	case err := <-started:
		if err != nil {
			return &Trouble{Cause: BrowserFailed, Err: err}
		}
		return nil
	case <-grace.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Address gives a start address to paste into a browser. It works once; each call makes a new one.
func (c *Consent) Address() string { return c.attempt.StartURL() }

// Remote gives the address of Gusto's own page, for a browser on another computer: the page that it ends on does not
// load there, and its address is pasted.
func (c *Consent) Remote() string { return c.attempt.RemoteURL() }

// Paste takes the address that the browser landed on. The wait goes on when it is refused.
// Trouble: PastedNonsense, PastedForeign, PastedNoCode, PastedTooEarly, PastedTooLate.
func (c *Consent) Paste(address string) error { return explain(c.attempt.Paste(address)) }

// Deadline is when the wait ends.
func (c *Consent) Deadline() time.Time { return c.attempt.Deadline() }

// Extend gives the wait its whole time again.
func (c *Consent) Extend() { c.attempt.Extend() }

// Cancel ends the consent; access that arrives all the same is given back.
func (c *Consent) Cancel() {
	c.attempt.Cancel()
	if !c.waited.Load() {
		c.over()
	}
}

// Wait blocks until the person has come back and the companies are read. The browser's tab is held that long,
// so that its page tells the truth. step hears of progress, on a goroutine of its own.
//
// When access was given and stored but the companies could not be read, the error comes with an offer that
// names its grant: [Desk.Read] tries again without another consent.
//
// Trouble: Denied, TimedOut, AnswerRefused, GrantRefused, NotAccepted, AnswerLost, KeysRefused, NoCompanies,
// CannotSave, every Unreachable…, ProviderFault, RateLimited. context.Canceled after Cancel.
func (c *Consent) Wait(ctx context.Context, step func(Step)) (Offer, error) {
	c.waited.Store(true)
	defer c.over()
	told := make(chan struct{})
	go func() {
		defer close(told)
		for n := range c.attempt.Notices() {
			step(Step{Kind: noticeSteps[n.Kind], Skew: n.Skew})
		}
	}()
	err := c.attempt.Wait(ctx, c.settle)
	<-told
	if errors.Is(err, context.Canceled) && c.grant != "" && c.arrive == nil {
		c.desk.giveBackLater(ctx, c.grant)
		return Offer{}, err
	}
	return c.offer, explain(err)
}

var noticeSteps = map[oauth.NoticeKind]StepKind{
	oauth.BrowserStarted: BrowserStarted, oauth.StrayPage: StrayPage, oauth.OtherBrowser: OtherBrowser,
	oauth.Exchanging: Exchanging, oauth.Settling: Reading, oauth.ClockOff: ClockOff,
}

// settle stores the new access before it is used for the first time, then reads what it reaches.
func (c *Consent) settle(ctx context.Context, token oauth.Token) (oauth.Landing, error) {
	grant, err := c.access.hold(ctx, c.as, c.office.env.Name, c.attempt.RedirectURI(), token, c.desk.now().Add(holdTime))
	if err != nil {
		c.access.dropToken(ctx, token)
		return oauth.Landing{}, err
	}
	c.grant, c.offer.Grant = grant.ID, grant.ID
	if c.arrive == nil {
		c.office.desk.held.add(grant.ID)
	}
	offer, err := c.desk.read(ctx, c.office, c.access, grant)
	if err != nil {
		return oauth.Landing{}, err
	}
	offer.OtherBrowser = c.attempt.OtherBrowser()
	c.offer = offer
	if c.arrive != nil {
		return c.arrive(ctx, offer)
	}
	kind := oauth.LandedReady
	if offer.linkedAlready() {
		kind = oauth.LandedAlready
	}
	return oauth.Landing{Kind: kind, Names: offer.names()}, nil
}

package desk

import (
	"context"
	"maps"
	"strconv"
	"strings"
	"sync"
	"time"

	"crosswalk/internal/gusto"
	"crosswalk/internal/pace"
	"crosswalk/oauth"
	"crosswalk/storage"
)

// The settings about new companies, kept for this computer whatever environment is open.
const (
	settingProvision   = "provision" // companies may be made here; on where it was never set
	settingFirmDomains = "firm_domains"
)

const makingCompanies = "Making new companies"

// Opener makes companies at Gusto: *gusto.API, whose Provision says which errors it returns.
type Opener interface {
	Provision(ctx context.Context, auth gusto.Authorization, c gusto.NewCompany) (gusto.Provisioned, error)
}

// Counter is what making companies needs of the environment that is open.
type Counter struct {
	Environment Environment
	Book        storage.Provisions
	Keys        *storage.Keys
	Holder      string // the handle that writes in the book here
	Actor       string // who acts here, as the history has it
	OldToken    bool   // the older token of the organization is shown, not a system token
	desk        *Desk
	office      *office
	access      *access
}

// Counter gives it. It blocks on the key store. Trouble: SetByOrganization, ProvisionOff, BadSetup, and what keeps the data key away.
func (d *Desk) Counter(ctx context.Context) (Counter, error) {
	if err := d.mayProvision(ctx); err != nil {
		return Counter{}, err
	}
	on, err := d.Provisions(ctx)
	if err != nil {
		return Counter{}, err
	}
	if !on {
		return Counter{}, &Trouble{Cause: ProvisionOff}
	}
	o, a, err := d.working(ctx)
	if err != nil {
		return Counter{}, err
	}
	c := Counter{Environment: a.reg.Environment, Book: o.book, Keys: a.vault.Keys(), OldToken: !a.reg.APIToken.IsZero(), desk: d, office: o, access: a}
	if named, ok := o.book.(interface {
		Holder() string
		Actor() string
	}); ok {
		c.Holder, c.Actor = named.Holder(), named.Actor()
	}
	return c, nil
}

// ProvisionStamp is another one whenever anything about new companies has changed, or another environment is open. No
// sealed thing is touched. Trouble: CannotSave, BadSetup.
func (d *Desk) ProvisionStamp(ctx context.Context) (string, error) {
	o, err := d.atWork()
	if err != nil {
		return "", err
	}
	stamp, err := o.book.ProvisionStamp(ctx, o.env.Name)
	return o.env.Name + " " + o.env.Profile + " " + stamp, explain(err)
}

// Hold has closing and locking wait for what is under way, until release; false when it is closed or locked, or another
// environment is open.
func (c Counter) Hold() (release func(), ok bool) {
	if c.desk.locked() || !c.desk.busy() {
		return nil, false
	}
	if !c.access.sends.begin() {
		c.desk.work.Done()
		return nil, false
	}
	return func() { c.access.sends.work.Done(); c.desk.work.Done() }, true
}

// sends are the requests to make a company that are under way.
type sends struct {
	mu     sync.Mutex
	closed bool
	work   sync.WaitGroup
}

func (s *sends) begin() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return false
	}
	s.work.Add(1)
	return true
}

// close begins none any more, and waits for those that are under way, until ctx ends.
func (s *sends) close(ctx context.Context) {
	s.mu.Lock()
	s.closed = true
	s.mu.Unlock()
	done := make(chan struct{})
	go func() { s.work.Wait(); close(done) }()
	select {
	case <-done:
	case <-ctx.Done():
	}
}

// EINs opens the tax numbers of all clients, and of the linked companies whose number Gusto has told, nine digits each,
// by client and by link. Trouble: CannotSave.
func (c Counter) EINs(ctx context.Context) (map[string]string, error) {
	all, err := c.office.book.Clients(ctx)
	if err != nil {
		return nil, explain(err)
	}
	eins, err := c.access.learned.all(ctx, c.office.book, c.Keys)
	if err != nil {
		return nil, explain(err)
	}
	clients := c.access.eins(all)
	maps.Copy(clients, eins)
	return clients, nil
}

// Ticket is the right to make companies. Nothing of it is ever stored.
type Ticket struct {
	counter Counter
	token   oauth.Token
	old     oauth.Secret
}

// Ticket asks for a system token just in time; with the older token of an organization, nothing is asked for. It blocks
// on the network. Trouble: KeysRefused, RateLimited, and why a request did not arrive.
func (c Counter) Ticket(ctx context.Context) (Ticket, error) {
	t := Ticket{counter: c, old: c.access.reg.APIToken}
	if c.OldToken {
		return t, nil
	}
	var err error
	t.token, err = c.access.authorizer.SystemToken(ctx)
	return t, explain(err)
}

// Good says whether it can be shown now.
func (t Ticket) Good() bool {
	return !t.old.IsZero() || !t.token.Access.IsZero() && t.token.Fresh(t.counter.desk.now(), time.Minute)
}

// counterPace is under which name the pace of new companies is kept.
const counterPace = "new companies"

// Turn waits until Gusto's limit of requests allows one more; who is not patient gets RateLimited instead.
func (c Counter) Turn(ctx context.Context, patient bool) error {
	if patient {
		ctx = pace.Patiently(ctx)
	}
	return c.access.turn(ctx, counterPace)
}

// Rest leaves Gusto alone for as long as it has said.
func (c Counter) Rest(wait time.Duration) { c.access.pace.Hold(counterPace, wait) }

// Provision sends one request to make a company, whose errors are those of [gusto.API.Provision], as they are. The older
// token is revealed here and nowhere else.
func (t Ticket) Provision(ctx context.Context, c gusto.NewCompany) (gusto.Provisioned, error) {
	auth := gusto.OrganizationToken(t.old.Reveal())
	if t.old.IsZero() {
		auth = gusto.Bearer(t.token.Access.Reveal())
	}
	return t.counter.access.opener.Provision(ctx, auth, c)
}

// Provisions says whether companies may be made on this computer. Trouble: CannotSave, BadSetup.
func (d *Desk) Provisions(ctx context.Context) (bool, error) {
	home, err := d.homeStore()
	if err != nil {
		return false, err
	}
	if err := d.mayProvision(ctx); err != nil {
		if cause := CauseOf(err); cause == SetByOrganization || cause == PolicyUnclear {
			err = nil
		}
		return false, err
	}
	text, set, err := home.Setting(ctx, settingProvision)
	on, _ := strconv.ParseBool(text)
	return on || !set && err == nil, explain(err)
}

// SetProvisions allows it, or stops it. Trouble: SetByOrganization, CannotSave, BadSetup.
func (d *Desk) SetProvisions(ctx context.Context, on bool) error {
	if on {
		if err := d.mayProvision(ctx); err != nil {
			return err
		}
	}
	return d.putHome(ctx, settingProvision, strconv.FormatBool(on))
}

// FirmDomains are the domains of the firm's own e-mail addresses. Trouble: CannotSave, BadSetup.
func (d *Desk) FirmDomains(ctx context.Context) ([]string, error) {
	home, err := d.homeStore()
	if err != nil {
		return nil, err
	}
	text, _, err := home.Setting(ctx, settingFirmDomains)
	return strings.Fields(text), explain(err)
}

// SetFirmDomains keeps them. Trouble: CannotSave, BadSetup.
func (d *Desk) SetFirmDomains(ctx context.Context, domains []string) error {
	var kept []string
	for _, domain := range domains {
		for _, one := range strings.FieldsFunc(domain, func(r rune) bool { return r == ',' || r == ';' || r == ' ' }) {
			kept = append(kept, strings.ToLower(strings.TrimPrefix(one, "@")))
		}
	}
	return d.putHome(ctx, settingFirmDomains, strings.Join(kept, " "))
}

func (d *Desk) putHome(ctx context.Context, key, value string) error {
	home, err := d.homeStore()
	if err != nil {
		return err
	}
	if err := home.PutSetting(ctx, key, value); err != nil {
		return explain(err)
	}
	d.tellBook(ctx)
	return nil
}

// WatchBook has look called whenever the open environment's book was changed, here or by another program, whenever
// another one was opened, and when a setting of this file was changed. look may block; it is called on a goroutine of
// the desk, or on that of whoever changed the setting.
func (d *Desk) WatchBook(look func(ctx context.Context)) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.readers = append(d.readers, look)
}

func (d *Desk) tellBook(ctx context.Context) {
	d.mu.Lock()
	readers := d.readers
	d.mu.Unlock()
	for _, look := range readers {
		look(ctx)
	}
}

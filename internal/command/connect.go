package command

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"crosswalk/internal/desk"
	"crosswalk/internal/words"
)

// connecting is one consent from the command line.
type connecting struct {
	*session
	noBrowser, yes bool
	companies      []string // Gusto's uuids that may be linked
	lines          <-chan string
}

func (s *session) connect() *cobra.Command {
	c := &connecting{session: s}
	command := &cobra.Command{
		Use: "connect", Short: "Link companies through Gusto's consent page", Args: cobra.NoArgs,
		Long: `Link companies: you go through Gusto's consent page in a browser, then see which company the access reaches, and
confirm it. A company that is linked already gets the newer access.

With --no-browser no browser is opened: an address is printed on standard error, on a line of its own. Open it in a
browser on this computer; it works once, and an empty line gives another. When the page after Authorize does not load,
paste its whole address as one line of standard input. To use the browser of another computer, forward the port of the
address first ('ssh -L PORT:127.0.0.1:PORT').

Access that is not confirmed is given back at Gusto. Without a terminal, say --yes to link the one company that the
access reaches, or --company to link exactly the named ones. The exit code is 1 when nothing was linked.`,
		Example: "  crosswalk connect\n  crosswalk connect --no-browser --company 6b1a1c66-6f0c-4d64-a53c-2b1f3e1d8a0f --json",
		RunE: func(command *cobra.Command, _ []string) error {
			if !c.yes && len(c.companies) == 0 && !terminal(s.program.In) {
				return usagef("say --yes or --company, where there is no terminal to confirm on")
			}
			return s.with(command.Context(), keys, c.run)
		},
	}
	command.Flags().BoolVar(&c.noBrowser, "no-browser", false, "print the address instead of opening a browser")
	command.Flags().BoolVarP(&c.yes, "yes", "y", false, "link the company that the access reaches without asking, when it is one")
	command.Flags().StringSliceVar(&c.companies, "company", nil, "link this company alone, by Gusto's `uuid`; may be repeated")
	return command
}

// run goes through one consent and links what is confirmed.
func (c *connecting) run(ctx context.Context, d *desk.Desk) error {
	c.lines = c.read(ctx)
	offer, err := c.consent(ctx, d)
	if err != nil {
		return err
	}
	chosen, err := c.confirm(ctx, offer)
	if err == nil {
		chosen, err = c.together(d, chosen)
	}
	if err != nil || len(chosen) == 0 {
		c.giveBack(ctx, d, offer)
		return firstError(err, exit(ExitAttention))
	}
	if err := d.Link(ctx, offer, chosen); err != nil {
		return err
	}
	r := connectResult{Format: format("connect"), Environment: d.Snapshot().Environment.Name, Person: offer.Person, Linked: []connectedResult{}}
	for _, candidate := range offer.Companies {
		if slices.Contains(chosen, candidate.Company) {
			r.Linked = append(r.Linked, connectedResult{Company: candidate.Company, Name: candidate.Name, Again: candidate.Linked != ""})
		}
	}
	return c.told(r, func() {
		for _, l := range r.Linked {
			c.line("Linked %s (%s).", plain(l.Name), plain(l.Company))
		}
	})
}

// consent brings the person through Gusto's page and gives what the access reaches.
func (c *connecting) consent(ctx context.Context, d *desk.Desk) (desk.Offer, error) {
	consent, err := d.Connect(ctx, false)
	if desk.CauseOf(err) == desk.PortBusy {
		c.say("Another program uses the addresses that Gusto answers to: the answer has to be pasted here.")
		consent, err = d.Connect(ctx, true)
	}
	if err != nil {
		return desk.Offer{}, err
	}
	c.show(ctx, consent)
	over, pasted := make(chan struct{}), make(chan struct{})
	go func() { defer close(pasted); c.paste(consent, over) }()
	offer, err := consent.Wait(ctx, c.step)
	close(over)
	<-pasted
	if err != nil && offer.Grant != "" { // access is stored; what it reaches could not be read
		return c.readAgain(ctx, d, offer, err)
	}
	return offer, err
}

// readAgain tries once more to read what a stored access reaches, and gives it back when that fails as well.
func (c *connecting) readAgain(ctx context.Context, d *desk.Desk, offer desk.Offer, err error) (desk.Offer, error) {
	if desk.CauseOf(err) != desk.NoCompanies {
		read, failed := d.Read(ctx, offer.Grant)
		if failed == nil {
			return read, nil
		}
		err = failed
	}
	c.giveBack(ctx, d, offer)
	return desk.Offer{}, err
}

// show opens the browser, or prints the address to open.
func (c *connecting) show(ctx context.Context, consent *desk.Consent) {
	if !c.noBrowser {
		c.say("Opening Gusto in your browser. Sign in there, choose the company and press Authorize.")
		err := consent.Open(ctx)
		if err == nil {
			c.say("If the page after Authorize does not load, paste its whole address here.")
			return
		}
		c.say("The browser did not open.")
	}
	c.address(consent)
	c.say("Sign in, choose the company and press Authorize. If the page after that does not load, paste its whole address here.")
	c.say("The wait ends at %s.", consent.Deadline().Local().Format("3:04 PM"))
}

// address prints a start address on a line of its own.
func (c *connecting) address(consent *desk.Consent) {
	c.say("Open this address in a browser on this computer; it works once:\n\n%s\n", consent.Address())
}

// paste takes pasted answers while the consent waits.
func (c *connecting) paste(consent *desk.Consent, over <-chan struct{}) {
	lines := c.lines
	for {
		select {
		case <-over:
			return
		case text, open := <-lines:
			switch {
			case !open:
				lines = nil // the answer may still come by itself
			case strings.TrimSpace(text) == "":
				c.address(consent)
			default:
				if err := consent.Paste(text); err != nil {
					m := words.ForError(err)
					c.say("%s. %s", m.Title, m.Hint)
				}
			}
		}
	}
}

// step says how far the consent has come.
func (c *connecting) step(step desk.Step) {
	switch step.Kind {
	case desk.BrowserStarted:
		c.say("The page is open in the browser.")
	case desk.StrayPage:
		c.say("A page of another attempt came back; still waiting for this one.")
	case desk.OtherBrowser:
		c.say("The answer came from a browser that this program did not start.")
	case desk.ClockOff:
		c.say("This computer's clock is off by %s.", step.Skew.Round(time.Second))
	case desk.Reading:
		c.say("Access was given. Reading the companies…")
	}
}

// confirm gives the uuids that may be linked: those that were named, or the ones that the person agrees to.
func (c *connecting) confirm(ctx context.Context, offer desk.Offer) ([]string, error) {
	if offer.Person != "" {
		c.say("Access was given by %s.", plain(offer.Person))
	}
	for i, candidate := range offer.Companies {
		c.say("%3d  %s (%s)%s", i+1, plain(candidate.Name), plain(candidate.Company), again(candidate))
	}
	switch {
	case len(c.companies) > 0:
		return c.named(offer)
	case c.yes && offer.OtherBrowser:
		c.say("Nothing was linked: with --yes alone the answer has to come from the browser that opened the address. --company names what may be linked.")
		return nil, nil
	case c.yes && len(offer.Companies) > 1:
		c.say("Nothing was linked: this access reaches several companies. --company names which to link.")
		return nil, nil
	case c.yes:
		return []string{offer.Companies[0].Company}, nil
	case len(offer.Companies) == 1:
		agreed, err := c.agree(ctx, c.lines, "Link %s?", plain(offer.Companies[0].Name))
		if !agreed {
			c.say("Nothing was linked.")
			return nil, err
		}
		return []string{offer.Companies[0].Company}, nil
	}
	return c.several(ctx, offer)
}

func again(candidate desk.Candidate) string {
	if candidate.Linked != "" {
		return ", linked already: it gets the newer access"
	}
	return ""
}

// named gives the companies of --company, when the access reaches all of them.
func (c *connecting) named(offer desk.Offer) ([]string, error) {
	for _, uuid := range c.companies {
		if !slices.ContainsFunc(offer.Companies, func(candidate desk.Candidate) bool { return candidate.Company == uuid }) {
			reached := offer.Companies[0].Company
			return nil, &desk.Trouble{Cause: desk.WrongCompany, Detail: reached, Err: errors.New("the access does not reach " + uuid)}
		}
	}
	return c.companies, nil
}

// together keeps to the choice of one company for each sign-in, where it is the organization's or the firm's.
func (c *connecting) together(d *desk.Desk, chosen []string) ([]string, error) {
	if err := d.MayLinkTogether(len(chosen)); err != nil {
		return nil, err
	}
	if len(chosen) > 1 && d.Snapshot().OnePerClient {
		c.say("Nothing was linked: the settings say one company for each sign-in. Name one of them.")
		return nil, nil
	}
	return chosen, nil
}

// several asks which of several companies to link.
func (c *connecting) several(ctx context.Context, offer desk.Offer) ([]string, error) {
	answer, err := c.question(ctx, c.lines, "Which to link? Numbers with commas between, or nothing:")
	if err != nil {
		return nil, err
	}
	var chosen []string
	for _, text := range strings.FieldsFunc(answer, func(r rune) bool { return r == ',' || r == ' ' }) {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 || n > len(offer.Companies) {
			c.say("%q is not a number of the list. Nothing was linked.", text)
			return nil, nil
		}
		if uuid := offer.Companies[n-1].Company; !slices.Contains(chosen, uuid) {
			chosen = append(chosen, uuid)
		}
	}
	if len(chosen) == 0 {
		c.say("Nothing was linked.")
	}
	return chosen, nil
}

// giveBack ends an access that was not confirmed, also when the person has interrupted.
func (c *connecting) giveBack(ctx context.Context, d *desk.Desk, offer desk.Offer) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 30*time.Second)
	defer cancel()
	if err := d.GiveBack(ctx, offer); err != nil {
		c.say("The access could not be given back yet (%s). It is never used, and given back at the next start.", desk.CauseOf(err))
		return
	}
	c.say("The access was given back.")
}

// read hands out what is typed, line by line. The channel closes where the input ends.
func (s *session) read(ctx context.Context) <-chan string {
	lines := make(chan string)
	go func() {
		defer close(lines)
		in := bufio.NewScanner(s.program.In)
		in.Buffer(nil, 1<<17) // an address can be long; what is longer is none
		for in.Scan() {
			select {
			case lines <- in.Text():
			case <-ctx.Done():
				return
			}
		}
	}()
	return lines
}

// question asks for one line. It waits until there is one, the input ends, or ctx ends.
func (s *session) question(ctx context.Context, lines <-chan string, text string) (string, error) {
	s.say("%s", text)
	select {
	case answer := <-lines:
		return strings.TrimSpace(answer), nil
	case <-ctx.Done():
		return "", ctx.Err()
	}
}

// agree asks a question that only a yes answers.
func (s *session) agree(ctx context.Context, lines <-chan string, question string, values ...any) (bool, error) {
	answer, err := s.question(ctx, lines, fmt.Sprintf(question, values...)+" [y/N]")
	return strings.EqualFold(answer, "y") || strings.EqualFold(answer, "yes"), err
}

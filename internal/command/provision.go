package command

import (
	"bufio"
	"context"
	"errors"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"crosswalk/internal/desk"
	"crosswalk/internal/house"
	"crosswalk/internal/intake"
	"crosswalk/internal/provision"
	"crosswalk/internal/words"
)

// provisioning is one run of a command about new companies.
type provisioning struct {
	*session
	registrar *provision.Registrar
	desk      *desk.Desk

	yes, dry, alike bool
	results         string
	typed           typedForm
}

// typedForm is a company whose fields are given one by one.
type typedForm struct {
	form      intake.Form
	client    string   // its number
	einFile   string   // what is typed on a command line can be seen by others on the computer
	states    []string // codes or names
	addresses []string // each in one line, the primary one first
	reason    string
}

const aboutProvision = `Have companies made at Gusto, each once: what is asked for is written down before it is sent, nothing repeats it, and an
outcome that nobody knows is said and has to be settled before the same EIN or e-mail address is sent again. A company
at Gusto cannot be taken back.

FILE is a spreadsheet with a row for each company (.xlsx, or text with its columns apart by commas, semicolons or tabs;
'crosswalk provision template' makes an empty one); without FILE, the fields of one company are given one by one.
Without --yes, or with --dry-run, nothing is sent: what would be sent is said, with everything that is wrong by row.

Rows are sent one after another. Where Gusto asks for a pause, refuses the firm's keys, or an outcome is unknown, it
ends there: 'crosswalk provision resume' goes on with the rest, and sends nothing twice.

The exit code is 1 when a row has to be mended, was refused, or has an outcome to be settled, and 2 when Gusto could not
be asked now.`

func (s *session) provision() *cobra.Command {
	p := &provisioning{session: s}
	c := &cobra.Command{
		Use: "provision [FILE]", Short: "Have companies made at Gusto, each once", Args: cobra.MaximumNArgs(1), Long: aboutProvision,
		Example: `  crosswalk provision new-clients.xlsx --dry-run
  crosswalk provision new-clients.xlsx --yes --results results.csv
  crosswalk provision --legal "Okafor Ceramics LLC" --first Maya --last Okafor --email maya@okafor.example \
      --phone "(503) 226-1180" --ein-file ein.txt --states OR --address "1420 NW Lovejoy St, Portland, OR 97209" --yes`,
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) == 0 && p.typed.form.Company.Legal == "" {
				return usagef("name a file, or give the fields of one company; 'crosswalk provision --help' lists them")
			}
			return p.run(c, func(ctx context.Context) error { return p.send(ctx, args) })
		},
	}
	flags := c.Flags()
	flags.BoolVarP(&p.yes, "yes", "y", false, "send")
	flags.BoolVar(&p.dry, "dry-run", false, "send nothing, also with --yes")
	flags.BoolVar(&p.alike, "alike-are-others", false, "say of every known company that is like one of these that it is another one")
	flags.StringVar(&p.results, "results", "", "the `file` for what became of each row (CSV)")
	f := &p.typed.form
	for name, to := range map[string]*string{
		"first": &f.Person.First, "last": &f.Person.Last, "email": &f.Person.Email, "phone": &f.Person.Phone,
		"legal": &f.Company.Legal, "trade": &f.Company.Trade, "employees": &f.Company.Employees,
	} {
		flags.StringVar(to, name, "", map[string]string{
			"first": "the client's person: first `name`", "last": "the client's person: last `name`", "email": "the client's person: e-mail `address`",
			"phone": "the client's person: `number`", "legal": "legal `name`, as on the IRS letter CP-575", "trade": "trade `name`", "employees": "how `many`",
		}[name])
	}
	flags.StringVar(&p.typed.einFile, "ein-file", "", "the `file` whose first line is the EIN; others on this computer can see what is typed here")
	flags.StringSliceVar(&p.typed.states, "states", nil, "where people work: `codes` with commas between")
	flags.StringArrayVar(&p.typed.addresses, "address", nil, "an `address` in one line; the first one is the primary one")
	flags.StringVar(&p.typed.client, "client", "", "the `number` of the client that it is for")
	flags.StringVar(&p.typed.reason, "reason", "", "why what is doubtful is right all the same")
	c.AddCommand(p.resume(), p.stop(), p.status(), p.list(), p.settle(), p.claimLink(), s.template())
	return c
}

// run does the work with a registrar.
func (p *provisioning) run(c *cobra.Command, work func(ctx context.Context) error) error {
	return p.with(c.Context(), keys, func(ctx context.Context, d *desk.Desk) error {
		p.desk, p.registrar = d, house.Registrar(d, house.Options{Browser: p.program.Browser})
		return work(ctx)
	})
}

// send says what would be sent, and sends it where that was asked for.
func (p *provisioning) send(ctx context.Context, args []string) error {
	rows, err := p.rows(ctx, args)
	if err != nil {
		return err
	}
	var fit []provision.Row
	for _, row := range rows {
		if !row.Blocked && (p.alike || len(row.Likenesses) == 0) {
			fit = append(fit, row)
		}
	}
	r := p.result()
	r.Sent = p.sends()
	for _, row := range rows {
		r.add(p.rowOf(row))
	}
	if !p.sends() || len(fit) == 0 {
		return p.lookedAt(r, len(fit))
	}
	if len(args) == 0 {
		return p.passOne(ctx, r, fit[0])
	}
	if _, err := p.registrar.Prepare(ctx, fit); err != nil {
		if desk.CauseOf(err) == desk.BatchOpen {
			p.say("'crosswalk provision resume' goes on with them, 'crosswalk provision stop' ends them.")
		}
		return err
	}
	return p.pass(ctx, r)
}

// passOne sends a single company.
func (p *provisioning) passOne(ctx context.Context, r *provisionResult, row provision.Row) error {
	d, err := p.registrar.SaveDraft(ctx, provision.Draft{Form: row.Form})
	if err != nil {
		return err
	}
	var seen []string
	for _, like := range row.Likenesses {
		seen = append(seen, like.Key())
	}
	a, err := p.registrar.Send(ctx, d.ID, seen)
	if !a.State.Exists() { // what was typed is on the command line still
		err = errors.Join(err, p.registrar.DiscardDraft(context.WithoutCancel(ctx), d.ID))
	}
	if err != nil {
		return err
	}
	one := provision.Batch{State: provision.BatchDone, Rows: []provision.BatchRow{{Company: a.Company, Email: a.Email, EIN: a.EIN, Attempt: &a}}}
	one.Recount()
	if a.State == provision.NotSent || a.State == provision.Unknown {
		one.Why = a.Trouble
	}
	r.became(one)
	r.State = ""
	return firstError(p.told(r, func() { p.outcomes(r) }), ended(r.Exit))
}

func (p *provisioning) sends() bool { return p.yes && !p.dry }

func (p *provisioning) rows(ctx context.Context, args []string) ([]provision.Row, error) {
	switch {
	case len(args) == 0:
		return p.oneRow(ctx)
	case args[0] == "-":
		return p.registrar.ReadRowsFrom(ctx, p.program.In)
	}
	return p.registrar.ReadRows(ctx, args[0])
}

// oneRow makes a row of what was given field by field.
func (p *provisioning) oneRow(ctx context.Context) ([]provision.Row, error) {
	f := p.typed.form
	f.Company.States = p.typed.states
	if p.typed.einFile != "" {
		file, err := os.Open(p.typed.einFile)
		if err != nil {
			return nil, usagef("read the EIN: %v", err)
		}
		defer file.Close()
		text, err := bufio.NewReader(file).ReadString('\n')
		if err != nil && text == "" {
			return nil, usagef("read the EIN: %s is empty", p.typed.einFile)
		}
		f.Company.EIN = strings.TrimSpace(text)
	}
	for i, text := range p.typed.addresses {
		a, ok := intake.ParseAddress(text)
		if !ok {
			return nil, usagef("this address cannot be taken apart: %q; it has the form \"1420 NW Lovejoy St, Suite 300, Portland, OR 97209\"", text)
		}
		a.Primary = i == 0
		f.Addresses = append(f.Addresses, a)
	}
	row, err := p.registrar.RowFor(ctx, f, p.typed.client, p.typed.reason)
	return []provision.Row{row}, err
}

// pass sends what is prepared, and tells what became of it.
func (p *provisioning) pass(ctx context.Context, r *provisionResult) error {
	progress := meter{s: p.session, doing: "Asking Gusto"}
	err := p.registrar.Run(ctx, func(b provision.Batch) { progress.show(len(b.Rows)-b.Left(), len(b.Rows), 0) })
	progress.end()
	if err != nil {
		return err
	}
	after := context.WithoutCancel(ctx) // who interrupts it still wants to know how far it came
	b, _, err := p.registrar.Batch(after)
	if err != nil {
		return err
	}
	r.became(b)
	if p.results != "" {
		err := desk.WriteNew(p.results, func(f io.Writer) error { return p.registrar.WriteResults(after, f) })
		if err != nil {
			return err
		}
		p.say("Wrote %s.", p.results)
	}
	if err := p.told(r, func() { p.outcomes(r) }); err != nil {
		return err
	}
	if !b.Ended() {
		p.say("Not all of them are done: 'crosswalk provision resume' goes on, 'crosswalk provision stop' ends it.")
	}
	return errors.Join(ctx.Err(), ended(r.Exit))
}

// lookedAt tells what would be sent.
func (p *provisioning) lookedAt(r *provisionResult, fit int) error {
	err := p.told(r, func() {
		for _, row := range r.Rows {
			p.rowLines(row)
		}
		p.line("%d would be sent, %d have to be looked at first", fit, len(r.Rows)-fit)
	})
	if err != nil {
		return err
	}
	switch {
	case fit > 0 && !p.dry:
		p.say("Nothing was sent. With --yes it is; a company at Gusto cannot be taken back.")
	case fit < len(r.Rows) && !p.alike:
		p.say("What is like a known company is sent with --alike-are-others.")
	}
	return ended(r.Exit)
}

func (p *provisioning) rowLines(row provisionRow) {
	p.line("%s%s <%s>: %s", lineOf(row.Line), plain(row.Company), plain(row.Email), row.State)
	for _, f := range row.Findings {
		where := f.Name
		if f.Column != "" {
			where = "column " + f.Column
		}
		p.line("    %s: %s", plain(where), plain(f.Title))
	}
	for _, l := range row.Alike {
		p.line("    like %s %s (%s)", l.Kind, plain(l.Name), strings.Join(l.On, ", "))
	}
	if row.Attempt != nil {
		p.attemptLines(*row.Attempt)
	}
}

func (p *provisioning) attemptLines(a attemptResult) {
	for _, e := range a.Errors {
		p.line("    %s", plain(strings.TrimPrefix(words.FieldName(intake.Field(e.Field))+": "+e.Message, ": ")))
	}
	if a.Verdict != nil {
		p.line("    %s. %s", plain(a.Verdict.Title), plain(a.Verdict.Hint))
		if a.Verdict.RequestID != "" {
			p.line("    Gusto's request id %s", plain(a.Verdict.RequestID))
		}
	}
	if a.State == provision.Unknown {
		p.line("    when you know: %s provision settle %s --made, or --not-made", p.name, a.ID)
	}
}

// outcomes tells what became of each row.
func (p *provisioning) outcomes(r *provisionResult) {
	for _, row := range r.Rows {
		if row.State != string(provision.Created) && row.State != string(provision.Claimed) {
			p.rowLines(row)
		}
	}
	p.line("%d made, %d refused, %d unknown, %d not sent, %d waiting, %d left out", r.Created, r.Refused, r.Unknown, r.NotSent, r.Waiting, r.LeftOut)
	if r.Why != nil {
		p.line("%s. %s", plain(r.Why.Title), plain(r.Why.Hint))
	}
}

package ui

import (
	"context"
	"slices"
	"strings"
	"unicode"

	"fyne.io/fyne/v2"

	"crosswalk/internal/intake"
	"crosswalk/internal/policy"
	"crosswalk/internal/provision"
	"crosswalk/internal/tongue"
	"crosswalk/ui/kit"
)

// newCompanies is the card of the settings about companies that are made at Gusto.
type newCompanies struct {
	shell   *shell
	view    fyne.CanvasObject
	on      *kit.Check
	domains *kit.Field
	chosen  provision.Settings
	known   bool
}

const taskNewCompanies = "provision-settings"

func newNewCompanies(s *shell) *newCompanies {
	n := &newCompanies{shell: s, domains: kit.NewField(tongue.L("Your firm’s own e-mail domains")).WithPlaceholder("whitfieldbooks.com")}
	n.on = kit.NewCheck(tongue.L("Create companies at Gusto from this computer"), func(bool) { n.save() })
	n.domains.SetHint(tongue.L("Gusto sends a new account to the client’s person. An address at one of these is not taken: it is yours."))
	off := policy.Forbids(s.desk.Policy().Provisioning)
	n.on.SetEnabled(!off)
	n.domains.OnLeave = func(string) { n.save() }
	n.view = section(tongue.L("New companies"), tongue.L("Crosswalk can create a client’s company at Gusto: one at a time, or many from a spreadsheet."), n.on, decided(off), n.domains)
	if s.makes == nil {
		n.view.Hide()
	}
	return n
}

// draw reads what was chosen, unless it is being typed.
func (n *newCompanies) draw() {
	if n.shell.makes == nil || n.shell.tasks.busy(taskNewCompanies) {
		return
	}
	run(n.shell.tasks, taskNewCompanies, diskLimit, n.shell.makes.Settings, func(now provision.Settings, err error) {
		if err != nil {
			n.shell.toastError(err)
			return
		}
		n.show(now)
	})
}

func (n *newCompanies) show(now provision.Settings) {
	if n.known && now.On == n.chosen.On && slices.Equal(now.Domains, n.chosen.Domains) {
		return
	}
	n.chosen, n.known = now, true
	n.on.SetChecked(now.On)
	n.domains.SetText(strings.Join(now.Domains, ", "))
}

// typed are the domains, or the first word that is none.
func (n *newCompanies) typed() (domains []string, odd string) {
	for _, word := range strings.FieldsFunc(n.domains.Text(), func(r rune) bool { return r == ',' || r == ';' || unicode.IsSpace(r) }) {
		domain, ok := intake.ParseDomain(word)
		if !ok {
			return nil, word
		}
		domains = append(domains, domain)
	}
	return domains, ""
}

func (n *newCompanies) save() {
	domains, odd := n.typed()
	n.domains.SetError("")
	if odd != "" {
		n.domains.SetError(tongue.F("“{odd}” is no domain of a firm. Write what stands behind the @ of your own addresses; gmail.com and the like belong to everybody.", "odd", odd))
		return
	}
	wish := provision.Settings{On: n.on.Checked(), Domains: domains}
	if !n.known || wish.On == n.chosen.On && slices.Equal(wish.Domains, n.chosen.Domains) {
		return
	}
	n.shell.tasks.do(taskNewCompanies, diskLimit, func(ctx context.Context) error { return n.shell.makes.SetSettings(ctx, wish) }, func(err error) {
		if err != nil {
			n.shell.toastError(err)
			n.known = false
			n.draw()
			return
		}
		n.chosen = wish
		n.shell.draw()
	})
}

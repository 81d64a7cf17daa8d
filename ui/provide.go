package ui

import (
	"crosswalk/internal/desk"
	"crosswalk/internal/tongue"
	"crosswalk/ui/kit"
	"crosswalk/ui/page"
	"crosswalk/ui/provision"
)

// provide gives the window what makes companies; nil is nothing.
func (s *shell) provide(r provision.Registrar) {
	s.makes = r
	if r == nil {
		return
	}
	r.Watch(s.tasks.listen(func() {
		if s.pages.provision != nil {
			s.pages.provision.Changed()
		}
		s.draw()
	}))
}

// CanProvision says whether new companies are made from this computer.
func (s *shell) CanProvision() bool { return s.makes != nil && !s.makes.Availability().Off }

// OpenProvision opens the page of a new company.
func (s *shell) OpenProvision(client string) { s.openProvision(client) }

// openProvision opens the page of a new company, as it was left or filled in from a client.
func (s *shell) openProvision(client string) {
	if !s.CanProvision() {
		return
	}
	s.makeProvision()
	s.open(s.pages.provision)
	if client != "" {
		s.pages.provision.FillFrom(client)
		return
	}
	s.pages.provision.Home()
	s.pages.provision.Focus()
}

func (s *shell) makeProvision() {
	if s.pages.provision == nil {
		s.pages.provision = provision.New(s, s.makes)
	}
}

// followProvision keeps the menu with what can be made here, and with what nobody knows the outcome of.
func (s *shell) followProvision(now *desk.Snapshot) {
	nav, can := s.frame.navs.provision, now.Stage == desk.Open && s.CanProvision()
	if can != nav.Visible() {
		if can {
			nav.Show()
		} else {
			nav.Hide()
		}
		s.frame.side.Refresh()
	}
	if !can {
		if _, here := s.at.(*provision.Page); here && now.Stage == desk.Open {
			s.openClients()
		}
		return
	}
	if now.Unread == nil { // what was sent is read after the list
		s.makeProvision()
	}
	nav.SetBadge(s.provisionBadge())
}

// provisionBadge is what waits for a person: what nobody knows the outcome of, else what nobody has claimed for days.
func (s *shell) provisionBadge() (tone kit.Tone, badge, said string) {
	if s.pages.provision == nil {
		return kit.Act, "", ""
	}
	open, waiting := s.pages.provision.Waiting()
	switch {
	case open > 0:
		return kit.Act, page.Number(open), tongue.F("{open} to be settled", "open", page.Number(open))
	case waiting > 0:
		return kit.Attention, page.Number(waiting), tongue.F("{waiting} not claimed", "waiting", page.Number(waiting))
	}
	return kit.Act, "", ""
}

// OpenClient opens the list with the row of a client or a link.
func (s *shell) OpenClient(id string) {
	s.openClients()
	s.pages.clients.Show(id)
}

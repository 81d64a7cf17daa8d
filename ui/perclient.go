package ui

import (
	"context"

	"fyne.io/fyne/v2"

	"crosswalk/internal/desk"
	"crosswalk/internal/tongue"
	"crosswalk/ui/kit"
	"crosswalk/ui/page"
)

// perClient is the choice between one company and several for each client, with what does not fit the choice.
type perClient struct {
	shell     *shell
	view      *fyne.Container
	radio     *kit.Radio
	conflicts *kit.Banner
}

func newPerClient(s *shell) *perClient {
	p := &perClient{shell: s, conflicts: kit.NewBanner(kit.Attention, "", "")}
	p.radio = kit.NewRadio(0, p.set,
		kit.Option{Text: tongue.L("Several companies"), Hint: tongue.L("For clients who own more than one: a sign-in links as many companies as you tick, and each may belong to any client.")},
		kit.Option{Text: tongue.L("One company per client"), Hint: tongue.L("A client is one company: a sign-in links one, ticking another takes its place, and a client who has one is offered no second. What is linked already stays.")})
	p.conflicts.Hide()
	set := s.desk.Policy().OneCompany.Set
	for option := range 2 {
		p.radio.SetEnabled(option, !set)
	}
	p.view = kit.Column(12, p.radio, decided(set), p.conflicts)
	return p
}

// draw shows the choice. What does not fit it is listed and never changed.
func (p *perClient) draw(s *desk.Snapshot) {
	chosen := 0
	if s.OnePerClient {
		chosen = 1
	}
	p.radio.SetSelected(chosen)
	several := s.Conflicts()
	if !s.OnePerClient || len(several) == 0 {
		p.conflicts.Hide()
		return
	}
	title := tongue.F("{clients} more than one company", "clients", page.Count(len(several), "client has", "clients have"))
	p.conflicts.Set(kit.Attention, title, tongue.F("{conflictWords}\nNothing was changed. Unlink one of them, or let it belong to another client, when it suits you.", "conflictWords", conflictWords(s, several)))
	p.conflicts.Show()
}

// mostConflicts is how many clients are named; the rest is a number.
const mostConflicts = 8

// conflictWords names the clients with their companies, a line each.
func conflictWords(s *desk.Snapshot, several []desk.Client) string {
	names := map[string]string{}
	for _, l := range s.Links {
		names[l.ID] = l.Name
	}
	text := ""
	for i, c := range several {
		if i == mostConflicts {
			return tongue.F("{text}and {several} more", "text", text, "several", page.Number(len(several)-i))
		}
		var companies []string
		for _, id := range c.Links {
			companies = append(companies, names[id])
		}
		if text != "" {
			text += "\n"
		}
		text += clientTitle(c) + ": " + page.Names(companies)
	}
	return text
}

func (p *perClient) set(choice int) {
	p.shell.tasks.do("policy", diskLimit, func(ctx context.Context) error { return p.shell.desk.SetOnePerClient(ctx, choice == 1) },
		func(err error) {
			if err != nil {
				p.shell.toastError(err)
			}
		})
}

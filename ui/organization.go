package ui

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"crosswalk/internal/desk"
	"crosswalk/internal/policy"
	"crosswalk/internal/tongue"
	"crosswalk/internal/words"
	"crosswalk/ui/kit"
	"crosswalk/ui/page"
)

var setByOrganization = tongue.Key("Set by your organization")

// organization is what the organization has decided for this computer, on top of the settings; nothing where it has not.
type organization struct {
	view *fyne.Container
}

func newOrganization(p policy.Policy) organization {
	o := organization{view: kit.Column(0)}
	if p.Where == "" {
		o.view.Hide()
		return o
	}
	who := p.Who()
	content := []fyne.CanvasObject{}
	if p.Faulty() {
		content = append(content, kit.NewBanner(kit.Act, tongue.L("It cannot all be understood"), tongue.F("{problemWords}\nWhat it may forbid is off until whoever looks after this computer has mended it.", "problemWords", problemWords(p))))
	} else if len(p.Problems) > 0 {
		content = append(content, kit.NewParagraph(kit.Quiet, problemWords(p)))
	}
	content = append(content, kit.NewFacts(212, decisions(p)...))
	text := tongue.F("{who} has decided this for all who use this computer, and can change it. It is read when Crosswalk starts.", "who", capital(tongue.L(who)))
	o.view.Add(section(tongue.L(setByOrganization), text, content...))
	return o
}

// problemWords are the problems, a line each.
func problemWords(p policy.Policy) string {
	var lines []string
	for _, one := range p.Problems {
		text := words.Facts(one.String())
		lines = append(lines, strings.ToUpper(text[:1])+text[1:]+".")
	}
	return p.Where + "\n" + strings.Join(lines, "\n")
}

// decisions says each decision in words.
func decisions(p policy.Policy) []kit.Fact {
	var said []string
	say := func(what string, set, unclear bool, value string) {
		if unclear {
			value += tongue.L(": what was meant cannot be understood")
		}
		if set {
			said = append(said, what, value)
		}
	}
	environment := tongue.F("{name} alone", "name", tongue.L(desk.EnvironmentNamed(p.Environment.Value).Label))
	if p.Environment.Unclear {
		environment = tongue.F("{practice} alone", "practice", tongue.L(desk.Practice.Label))
	}
	say(tongue.L("Environment"), p.Environment.Set, p.Environment.Unclear, environment)
	port := tongue.L("none")
	if p.RedirectPort.Value > 0 {
		port = strconv.Itoa(p.RedirectPort.Value)
	}
	say(tongue.L("Port for Gusto’s answer"), p.RedirectPort.Set, p.RedirectPort.Unclear, port)
	for _, right := range []struct {
		what string
		c    policy.Choice[bool]
	}{
		{tongue.L("New companies"), p.Provisioning}, {tongue.L("Handing out access"), p.TokenCommand}, {tongue.L("Export"), p.Export},
		{tongue.L("Disconnecting for everyone"), p.Disconnect}, {tongue.L("Asking for newer versions"), p.UpdateCheck},
	} {
		say(right.what, right.c.Set, right.c.Unclear, map[bool]string{true: tongue.L("allowed"), false: tongue.L("not allowed")}[right.c.Value])
	}
	say(tongue.L("Locks at the latest"), p.AutoLock.Set, p.AutoLock.Unclear, tongue.F("after {minutes}", "minutes", page.Count(int(p.AutoLock.Value.Minutes()), "minute", "minutes")))
	say(tongue.L("Companies per client"), p.OneCompany.Set, p.OneCompany.Unclear, map[bool]string{true: tongue.N(1, "one", "several"), false: tongue.N(2, "one", "several")}[p.OneCompany.Value])
	return page.Facts(said...)
}

// decided is the line below a control that the organization has set.
func decided(set bool) *kit.Text {
	t := kit.NewText(kit.SmallStrong, tongue.L(setByOrganization))
	if !set {
		t.Hide()
	}
	return t
}

// warnOfPolicy tells once, when the window opens, that something which was decided is not understood.
func (s *shell) warnOfPolicy() {
	if s.desk.Policy().Faulty() {
		s.toast(kit.Act, tongue.L("What your organization has decided for this computer cannot all be understood. Settings say what is wrong."))
	}
}

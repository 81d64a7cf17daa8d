package ui

import (
	"testing"

	"fyne.io/fyne/v2"

	"crosswalk/internal/desk"
	"crosswalk/internal/policy"
	"crosswalk/ui/kit"
)

// decide has the window opened anew on a computer with a policy.
func decide(t *testing.T, now *desk.Snapshot, p policy.Policy) *window {
	t.Helper()
	w := openWindow(t, now)
	p.Where = "/etc/crosswalk/policy.json"
	w.desk.policy = p
	w.forget()
	return w
}

var no = policy.Choice[bool]{Set: true}

func TestSettingsShowWhatTheOrganizationHasSetAndDisableIt(t *testing.T) {
	w := decide(t, open(), policy.Policy{
		Rights: policy.Rights{Export: no}, OneCompany: policy.Choice[bool]{Set: true, Value: true}, ManagedBy: "whitfield IT", Support: "help@whitfieldbooks.com",
		Environment: policy.Choice[string]{Set: true, Value: "practice"}, RedirectPort: policy.Choice[int]{Set: true, Value: 38517},
	})
	w.desk.setups = []desk.Setup{{ID: "d", Environment: "demo"}}
	w.openSettings()
	w.queue.drain()
	for _, text := range []string{
		"Whitfield IT (help@whitfieldbooks.com) has decided this for all who use this computer, and can change it. It is read when Crosswalk starts.",
		"not allowed", "Practice alone", "38517", "one",
	} {
		w.find("text", text)
	}
	for _, option := range []string{"Several companies", "One company per client"} {
		if e := w.find("radio", option); !e.Disabled {
			t.Errorf("%s can be chosen", option)
		}
	}
	if _, ok := w.seek("button", "Switch to Gusto demo"); ok {
		t.Error("an environment that is not allowed can be opened")
	}
}

func TestAPolicyThatIsNotUnderstoodIsToldOnScreen(t *testing.T) {
	p := policy.Policy{Problems: []policy.Problem{{Key: "AllowExport", Kind: policy.WrongValue, Detail: "true or false"}}, Rights: policy.Rights{Export: policy.Choice[bool]{Set: true, Unclear: true}}}
	w := decide(t, open(), p)
	w.warnOfPolicy()
	w.find("text", "What your organization has decided for this computer cannot all be understood. Settings say what is wrong.")
	w.openSettings()
	w.queue.drain()
	w.find("text", "It cannot all be understood")
	w.find("text", "not allowed: what was meant cannot be understood")
	for _, text := range []string{"AllowExport has to be true or false.", "/etc/crosswalk/policy.json"} {
		if !w.said(text) {
			t.Errorf("%q is not on screen", text)
		}
	}
}

func TestWithoutAPolicySettingsSayNothingOfOne(t *testing.T) {
	w := openWindow(t, open())
	w.openSettings()
	w.queue.drain()
	if _, ok := w.seek("text", setByOrganization); ok {
		t.Error("a policy is told where there is none")
	}
	if e := w.find("radio", "One company per client"); e.Disabled {
		t.Error("the choice is disabled")
	}
}

func TestWhatTheOrganizationForbidsIsGreyInTheMenusAndSaysWhy(t *testing.T) {
	why := "Set by your organization"
	for name, items := range map[string]map[string]bool{
		"Import / export…": {"Import a spreadsheet…": true, "Export the crosswalk…": false, "Export the history…": false},
		"More":             {"Unlink…": true, "Disconnect for everyone…": false},
	} {
		for _, forbidden := range []bool{true, false} {
			p := policy.Policy{}
			if forbidden {
				p.Rights = policy.Rights{Export: no, Disconnect: no}
			}
			w := decide(t, firm(3), p)
			w.tap("button", name)
			for item, always := range items {
				e := w.find("menuitem", item)
				if grey := forbidden && !always; e.Disabled != grey || (e.Value == why) != grey {
					t.Errorf("forbidden %t: %s is disabled %t and says %q", forbidden, item, e.Disabled, e.Value)
				}
			}
		}
	}
}

func TestNoSetupFileIsMadeWhereExportsAreForbidden(t *testing.T) {
	w := decide(t, open(), policy.Policy{Rights: policy.Rights{Export: no}})
	w.desk.setups = []desk.Setup{{ID: "d", Environment: "demo"}}
	w.openSettings()
	w.queue.drain()
	w.window.Resize(fyne.NewSize(1280, 2400))
	if e := w.find("button", "Make a setup file…"); !e.Disabled {
		t.Error("one can be made")
	}
	said := 0
	for _, e := range kit.Map(w.window.Canvas()) {
		if e.Label == setByOrganization {
			said++
		}
	}
	if said != 2 { // on top of the page, and below the button
		t.Errorf("it is said %d times by whom that is set", said)
	}
}

func TestPracticeThatIsNotAllowedCannotBeStartedFromTheFirstPage(t *testing.T) {
	w := decide(t, &desk.Snapshot{Stage: desk.NotSetUp}, policy.Policy{Environment: policy.Choice[string]{Set: true, Value: "production"}})
	w.open(newWelcomePage(w.shell))
	if e := w.find("button", "Start practicing"); !e.Disabled {
		t.Error("it can be started")
	}
	w.find("text", setByOrganization)
}

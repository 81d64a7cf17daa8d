package ui

import (
	"strings"
	"testing"

	"crosswalk/internal/desk"
	"crosswalk/internal/doctor"
	"crosswalk/internal/policy"
)

// setup opens the page that takes the keys.
func (w *window) setup() *setupPage {
	w.openSetup()
	w.queue.drain()
	p, ok := w.at.(*setupPage)
	if !ok {
		w.t.Fatalf("%T", w.at)
	}
	return p
}

func TestKeysAreTriedWithoutBeingKept(t *testing.T) {
	w := openWindow(t, &desk.Snapshot{Stage: desk.NotSetUp})
	p := w.setup()
	var tried []desk.Setup
	w.desk.try = func(s desk.Setup) error {
		tried = append(tried, s)
		if s.Secret.Reveal() != "right" {
			return &desk.Trouble{Cause: desk.KeysRefused}
		}
		return nil
	}
	w.desk.setUp = func(desk.Setup) error { t.Error("something was kept"); return nil }
	p.id.SetText("client")
	p.secret.SetText("wrong")
	w.press("Test these keys")
	if !w.said("Gusto refused your firm’s application keys") {
		t.Error("the wrong secret is not told")
	}
	p.secret.SetText("right")
	w.press("Test these keys")
	if !w.said("Gusto demo takes these keys") || w.said("refused") {
		t.Error("it is not told that they work")
	}
	if len(tried) != 2 || tried[0].Environment != "demo" || tried[0].ClientID != "client" || tried[0].APIVersion != desk.NewestVersion {
		t.Errorf("%d tried", len(tried))
	}
	if p.secret.Text() != "right" {
		t.Error("the secret has to be typed again")
	}
}

func TestThePortIsLookedAtWhileThePageIsOpen(t *testing.T) {
	w := openWindow(t, &desk.Snapshot{Stage: desk.NotSetUp})
	w.desk.port = doctor.Finding{State: doctor.Fine, Facts: "127.0.0.1:38517 is free; 127.0.0.1:41893 is free"}
	p := w.setup()
	if !w.said("127.0.0.1:38517 is free") {
		t.Error("a free port is not told")
	}
	w.desk.port = doctor.Finding{State: doctor.Fault, Cause: desk.PortBusy, Detail: "127.0.0.1:38517 is held by python3 (process 7)"}
	p.port.look()
	w.queue.drain()
	if !w.said("held by python3 (process 7). Close that program, or register another port.") {
		t.Error("a taken port is not told")
	}
	p.redirects.SetText("")
	p.port.look()
	w.queue.drain()
	if !w.said("At least one redirect address.") {
		t.Error("nothing to listen at is not told")
	}
	w.done()
	if w.tasks.busy(taskPort) {
		t.Error("it is looked at after the page was left")
	}
}

func TestWhatTheOrganizationHasSetCannotBeTyped(t *testing.T) {
	w := decide(t, &desk.Snapshot{Stage: desk.NotSetUp}, policy.Policy{
		Environment: policy.Choice[string]{Set: true, Value: "production"}, RedirectPort: policy.Choice[int]{Set: true, Value: 5000},
	})
	p := w.setup()
	for option, disabled := range map[string]bool{"Gusto demo": true, "Gusto": false, "Custom address": true} {
		if e := w.find("radio", option); e.Disabled != disabled {
			t.Errorf("%s is disabled: %v", option, e.Disabled)
		}
	}
	if form := p.form(); form.Environment != "production" || strings.Join(form.Redirects, " ") != "http://127.0.0.1:5000/callback" {
		t.Errorf("%s %v", form.Environment, form.Redirects)
	}
	if e := w.find("textbox", "Redirect addresses"); !e.Disabled {
		t.Error("the addresses can be changed")
	}
	w.find("text", setByOrganization)
}

func TestTheAddressesAreCopiedAsTheyAreRegistered(t *testing.T) {
	w := openWindow(t, &desk.Snapshot{Stage: desk.NotSetUp})
	w.setup()
	w.press("Copy the addresses")
	if got := w.clipboard(); got != strings.Join(desk.DefaultRedirects, "\n") {
		t.Errorf("%q", got)
	}
}

func TestAnAPIVersionCanBeTyped(t *testing.T) {
	w := openWindow(t, &desk.Snapshot{Stage: desk.NotSetUp})
	p := w.setup()
	w.press("API version")
	w.fill("API version", "2025-06-15")
	if got := p.form().APIVersion; got != "2025-06-15" {
		t.Errorf("%q", got)
	}
}

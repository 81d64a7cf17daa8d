package ui

import (
	"archive/zip"
	"context"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"crosswalk/internal/bundle"
	"crosswalk/internal/desk"
	"crosswalk/internal/doctor"
	"crosswalk/internal/journal"
	"crosswalk/ui/kit"
)

// helper is a desk that was examined: it tells what it is given.
type helper struct {
	clerk
	examined int
	found    []doctor.Finding
	hold     chan struct{} // when set, an examination ends with it or with its context
	material bundle.Material
}

func (h *helper) Examine(ctx context.Context, told func(doctor.Finding)) []doctor.Finding {
	h.examined++
	for _, f := range h.found {
		told(f)
	}
	if h.hold != nil {
		select {
		case <-h.hold:
		case <-ctx.Done():
		}
	}
	return h.found
}

func (h *helper) Gather(ctx context.Context) (bundle.Material, error) {
	h.material.Findings = h.Examine(ctx, func(doctor.Finding) {})
	return h.material, ctx.Err()
}

func (h *helper) Unfinished(context.Context) (time.Time, error) { return time.Time{}, nil }

func (h *helper) Card(context.Context, string) (desk.Card, error) { return desk.Card{}, errUnset }

// findings is an examination in which the clock is wrong and the way to Gusto was not found out.
func findings() []doctor.Finding {
	var all []doctor.Finding
	for _, c := range doctor.Checks() {
		f := doctor.Finding{Check: c, State: doctor.Fine, Facts: "looked at " + string(c)}
		switch c {
		case doctor.Clock:
			f.State, f.Cause, f.Detail = doctor.Fault, desk.ClockSkewed, "2 hours"
		case doctor.OpenGL:
			f.State, f.Cause = doctor.Note, desk.NoOpenGL
		case doctor.Gusto:
			f.State, f.Facts = doctor.Unknown, ""
		}
		all = append(all, f)
	}
	return all
}

// withHelp opens a window whose desk can be examined.
func withHelp(t *testing.T, now *desk.Snapshot) (*window, *helper) {
	t.Helper()
	w := openWindow(t, now)
	h := &helper{found: findings()}
	h.material = bundle.Material{Version: "1.0", At: morning, Now: now, Log: []journal.File{{Name: "crosswalk.log", Text: "verified Company 1 LLC\n"}}}
	w.desk.Desk = h
	return w, h
}

func TestTheDoctorSaysWhichPartIsAtFaultWhatHelpsAndWhoCanFixIt(t *testing.T) {
	w, h := withHelp(t, open(company(1, desk.Working)))
	w.openVerify()
	w.queue.drain()
	w.tap("button", "Doctor")
	for _, text := range []string{
		"At fault: Clock", "Clock", "At fault", "Not found out", "looked at proxy",
		"Who can fix it: You, at this computer · clock_off", "1 part is at fault, 1 not found out · 9:41 AM",
		"This computer’s clock is off. It differs from Gusto’s by 2 hours. Let the system set the clock by itself; access is renewed at the wrong moments otherwise.",
	} {
		if _, ok := w.seek("text", text); !ok {
			if !w.said(text) {
				t.Errorf("it does not say %q", text)
			}
		}
	}
	h.found[slices.IndexFunc(h.found, func(f doctor.Finding) bool { return f.Check == doctor.Clock })] = doctor.Finding{Check: doctor.Clock, State: doctor.Fine}
	w.tap("button", "Examine again")
	if h.examined != 2 || w.said("At fault: Clock") {
		t.Errorf("examined %d times, and the clock is still at fault", h.examined)
	}
	w.tap("link", "Verify, go back")
	w.find("button", "Verify all")
}

// said says whether something on screen has these words in it.
func (w *window) said(text string) bool {
	return slices.ContainsFunc(kit.Map(w.window.Canvas()), func(e kit.Element) bool { return strings.Contains(e.Label, text) })
}

func TestAnExaminationShowsWhatIsFoundAsItComesAndCanBeCanceled(t *testing.T) {
	w, h := withHelp(t, open(company(1, desk.Working)))
	h.hold, h.found = make(chan struct{}), h.found[:3]
	var running []func()
	w.openVerify()
	w.queue.drain()
	w.tasks.spawn = func(f func()) { running = append(running, f) }
	w.openDoctor()
	done := make(chan struct{})
	go func() { running[0](); close(done) }()
	for w.queue.wait(t); !w.said("3 of 16 checks made"); w.queue.wait(t) {
		w.queue.drain()
	}
	if !w.said("looked at dns") {
		t.Error("what was found is not shown yet")
	}
	w.tap("button", "Cancel")
	<-done
	w.queue.drain()
	w.find("button", "Examine again")
	if w.said("Waiting") || !w.said("Nothing is at fault, 13 not found out") {
		t.Error("what was not found out is not said")
	}
}

func TestTheDoctorIsAtHandWhileNothingCanBeOpened(t *testing.T) {
	now := &desk.Snapshot{Stage: desk.Shut, Trouble: &desk.Trouble{Cause: desk.DatabaseDamaged, Detail: "crosswalk.db"}}
	w, _ := withHelp(t, now)
	w.tap("button", "Doctor")
	w.change(now) // what is drawn again does not take the page away
	w.find("text", "At fault: Clock")
	w.tap("button", "Support bundle…")
	w.find("button", "Save as a file…")
	w.key(fyne.KeyDown)
	if !w.said("The database cannot be read") {
		t.Error("the bundle does not say why nothing is open")
	}
	w.tap("link", "Verify, go back")
	w.find("button", "Try again")
}

func TestABundleIsReadBeforeItIsSavedAndHoldsWhatWasRead(t *testing.T) {
	w, _ := withHelp(t, open(company(1, desk.NeedsReconnecting)))
	folder := t.TempDir()
	w.app.Preferences().SetString("files.folder", folder)
	w.openVerify()
	w.queue.drain()
	w.tap("button", "Support bundle…")
	w.key(fyne.KeyDown) // README, then the verdicts
	w.find("text", "verdicts.txt: how each link was when last checked")
	if !w.said("Company 1 LLC") || !w.said("authorized by Dana Whitfield") {
		t.Error("the verdicts cannot be read")
	}
	w.tap("checkbox", "Replace the names of companies, people and clients by numbers")
	if w.said("Company 1 LLC") || w.said("Dana Whitfield") || !w.said("Person 1") {
		t.Error("the names still stand there")
	}
	w.tap("button", "Save as a file…")
	w.tap("button", "Save")
	all := unzipped(t, filepath.Join(folder, "crosswalk-support-2026-03-12.zip"))
	if strings.Contains(all, "Company 1 LLC") || strings.Contains(all, "Dana") || !strings.Contains(all, "verified Company 1\n") {
		t.Errorf("saved:\n%s", all)
	}
	w.tap("button", "Save as a file…")
	w.tap("button", "Save")
	if !w.said("There is a file of this name already") {
		t.Error("a file was overwritten")
	}
}

func unzipped(t *testing.T, path string) string {
	t.Helper()
	z, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	if info, _ := os.Stat(path); info.Mode().Perm()&0o077 != 0 {
		t.Errorf("others can read it: %v", info.Mode())
	}
	all := ""
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		all += "== " + f.Name + "\n" + string(text)
	}
	return all
}

func TestWhatTheFirmNeedsIsKept(t *testing.T) {
	w := openWindow(t, open(company(1, desk.Working)))
	w.desk.needs = []string{"companies:read"}
	w.openSettings()
	w.queue.drain()
	n := w.pages.settings.needs
	if n.field.Text() != "companies:read" {
		t.Fatalf("it shows %q", n.field.Text())
	}
	n.field.SetText("payrolls:read, Everything")
	n.submit()
	w.queue.drain()
	if !slices.Equal(w.desk.needs, []string{"companies:read"}) {
		t.Errorf("kept %q", w.desk.needs)
	}
	n.field.SetText("payrolls:read, companies:read\npayrolls:read")
	n.submit()
	w.queue.drain()
	if !slices.Equal(w.desk.needs, []string{"companies:read", "payrolls:read"}) {
		t.Errorf("kept %q", w.desk.needs)
	}
	w.find("text", "Saved. It counts from the next check of each link.")
}

func TestHandingOutAccessIsTurnedOnInSettingsAlone(t *testing.T) {
	w := openWindow(t, open(company(1, desk.Working)))
	w.window.Resize(fyne.NewSize(1280, 4000))
	w.openSettings()
	w.queue.drain()
	if w.desk.hands || w.pages.settings.hands.on.Checked() {
		t.Error("it is on, and nobody has turned it on")
	}
	w.tap("checkbox", "Hand out access on this computer")
	w.queue.drain()
	if !w.desk.hands {
		t.Error("turned on, and it is off")
	}
	w.desk.hands = false // by a command
	w.openClients()
	w.openSettings()
	w.queue.drain()
	if w.pages.settings.hands.on.Checked() {
		t.Error("what a command has turned off shows as on")
	}
}

func TestPagesOfSupportLookAsTheyDid(t *testing.T) {
	w, _ := withHelp(t, open(company(1, desk.NeedsReconnecting)))
	w.openDoctor()
	w.queue.drain()
	test.AssertRendersToMarkup(t, "support-doctor.xml", w.window.Canvas())
}

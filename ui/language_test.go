package ui

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/storage"
	"fyne.io/fyne/v2/test"

	"crosswalk/assets"
	"crosswalk/internal/desk"
	"crosswalk/internal/policy"
	"crosswalk/internal/provision"
	"crosswalk/internal/tongue"
)

// inSpanish speaks Spanish until the test ends.
func inSpanish(t *testing.T) {
	t.Helper()
	speak("es")
	t.Cleanup(func() { tongue.Use(nil) })
}

func TestTheChosenLanguageIsSpokenAndEnglishComesBack(t *testing.T) {
	inSpanish(t)
	if got := tongue.L("Cancel"); got != "Cancelar" {
		t.Errorf("%q", got)
	}
	if got := tongue.N(1, "company", "companies") + " " + tongue.N(2, "company", "companies"); got != "empresa empresas" {
		t.Errorf("%q", got)
	}
	if got := tongue.F("{n} need you", "n", "{{.Secret}}"); got != "{{.Secret}} requieren su atención" {
		t.Errorf("%q", got)
	}
	speak("en")
	if got := tongue.L("Cancel"); got != "Cancel" {
		t.Errorf("%q", got)
	}
}

func TestWithoutAChoiceTheSystemsLanguageIsSpoken(t *testing.T) {
	t.Cleanup(func() { tongue.Use(nil) })
	t.Setenv("LANGUAGE", "")
	for locale, want := range map[string]string{"es_MX.UTF-8": "Cancelar", "es_US.UTF-8": "Cancelar", "en_US.UTF-8": "Cancel", "de_DE.UTF-8": "Cancel", "C": "Cancel"} {
		t.Setenv("LC_ALL", locale)
		speak("")
		if got := tongue.L("Cancel"); got != want {
			t.Errorf("%s: %q, want %q", locale, got, want)
		}
	}
}

func TestAChoiceHoldsWhateverTheSystemSpeaks(t *testing.T) {
	t.Cleanup(func() { tongue.Use(nil) })
	t.Setenv("LANGUAGE", "")
	for _, locale := range []string{"en_US.UTF-8", "de_DE.UTF-8", "ja_JP.UTF-8", "es_MX.UTF-8", "C", ""} {
		t.Setenv("LC_ALL", locale)
		for chosen, want := range map[string]string{"es": "Cancelar", "en": "Cancel"} {
			speak(chosen)
			if got := tongue.L("Cancel"); got != want {
				t.Errorf("%q on a system of %q says %q", chosen, locale, got)
			}
		}
	}
}

func TestPagesLookAsTheyDidInSpanish(t *testing.T) {
	for name, now := range map[string]*desk.Snapshot{
		"spanish-first-run": {Stage: desk.NotSetUp},
		"spanish-failing":   open(company(1, desk.NeedsReconnecting), company(2, desk.Working), company(3, desk.ProviderFault)),
	} {
		t.Run(name, func(t *testing.T) {
			inSpanish(t)
			w := openWindow(t, now)
			test.AssertRendersToMarkup(t, name+".xml", w.window.Canvas())
		})
	}
}

// allPages are the pages of the window, each with what makes it full.
var allPages = map[string]func(t *testing.T) *window{
	"welcome": func(t *testing.T) *window { return openWindow(t, &desk.Snapshot{Stage: desk.NotSetUp}) },
	"shut": func(t *testing.T) *window {
		return openWindow(t, &desk.Snapshot{Stage: desk.Shut, Trouble: &desk.Trouble{Cause: desk.NewerProgram}})
	},
	"empty":   func(t *testing.T) *window { return openWindow(t, open()) },
	"list":    func(t *testing.T) *window { return openWindow(t, firm(12)) },
	"failing": func(t *testing.T) *window { return openWindow(t, mixed()) },
	"ticked":  func(t *testing.T) *window { w := openWindow(t, firm(12)); w.list(); w.space(true, true); return w },
	"edit": func(t *testing.T) *window {
		w := openWindow(t, firm(12))
		w.menu(tongue.F("Edit {name}…", "name", "Client 0"))
		return w
	},
	"connect": func(t *testing.T) *window {
		w := openWindow(t, open(company(1, desk.NeedsReconnecting)))
		w.openConnect()
		return w
	},
	"choose": func(t *testing.T) *window { return choosing(t, firm(10), 6) },
	"setup": func(t *testing.T) *window {
		w := openWindow(t, &desk.Snapshot{Stage: desk.NotSetUp})
		w.openSetup()
		return w
	},
	"settings": func(t *testing.T) *window { w := openWindow(t, firm(10)); w.openSettings(); return w },
	"policy": func(t *testing.T) *window {
		w := decide(t, firm(10), policy.Policy{
			Rights: policy.Rights{Provisioning: no, TokenCommand: no, Export: no, Disconnect: no, UpdateCheck: no}, OneCompany: policy.Choice[bool]{Set: true, Value: true}, Support: "help@whitfieldbooks.com",
			Environment: policy.Choice[string]{Set: true, Value: "custom"}, RedirectPort: policy.Choice[int]{Set: true, Value: 38517}, AutoLock: policy.Choice[time.Duration]{Set: true, Value: 15 * time.Minute},
		})
		w.openSettings()
		return w
	},
	"doctor": func(t *testing.T) *window {
		w, _ := withHelp(t, open(company(1, desk.NeedsReconnecting)))
		w.openDoctor()
		return w
	},
	"bundle": func(t *testing.T) *window {
		w, _ := withHelp(t, open(company(1, desk.NeedsReconnecting)))
		w.openBundle()
		return w
	},
	"verify":   func(t *testing.T) *window { w, _ := atVerify(t, mixed(), time.Time{}); return w },
	"queue":    func(t *testing.T) *window { w, _ := atTheQueue(t, sitting(desk.SittingStands)); return w },
	"namesake": func(t *testing.T) *window { w, _ := atTheQueue(t, unrecognized(desk.AgainstOtherEIN)); return w },
	"form":     func(t *testing.T) *window { return newCompany(t, withDraft(okafor())) },
	"waiting": func(t *testing.T) *window {
		h := openWhole(t)
		h.press("button", tongue.L("Start practicing"))
		h.press("button", tongue.L("Link a company"))
		h.press("button", tongue.L("Open Gusto"))
		h.await("text", tongue.L("Waiting for you in the browser"))
		return h.window
	},
	"import": func(t *testing.T) *window {
		w := openWindow(t, firm(3))
		c := w.clerk()
		c.table = &desk.Table{Name: "clients.csv", Rows: 3, Mapping: desk.Mapping{Name: 1, EIN: desk.NotMapped, Group: desk.NotMapped, Tags: desk.NotMapped, Notes: desk.NotMapped},
			Columns: []desk.TableColumn{{Header: "ID"}, {Header: "Client"}}}
		c.preview = &desk.Preview{Adds: 1, Updates: 1, Bad: 1, Rows: []desk.PreviewRow{
			{Line: 2, Kind: desk.RowAdds, Draft: desk.Draft{Number: "7", Name: "New"}},
			{Line: 3, Kind: desk.RowUpdates, Draft: desk.Draft{Number: "1001", Name: "Client Zero"}, Changes: []desk.Field{desk.FieldName}},
			{Line: 4, Kind: desk.RowBad, Draft: desk.Draft{Number: "8"}, Problem: desk.NameMissing},
		}}
		w.dropped(fyne.NewPos(0, 0), []fyne.URI{storage.NewFileURI("/home/rosa/clients.csv")})
		return w
	},
	"created": func(t *testing.T) *window {
		w := newCompany(t, withDraft(okafor()))
		w.tap("button", "Review…")
		w.tap("button", "Create this company")
		return w
	},
	"sent": func(t *testing.T) *window {
		r := withDraft(okafor())
		w := newCompany(t, r)
		r.attempts = []provision.Attempt{attempt("a", provision.Claimed), attempt("b", provision.Refused), attempt("c", provision.Unknown)}
		r.look()
		w.queue.drain()
		w.tap("button", tongue.F("Sent {n}", "n", 3))
		return w
	},
	"review": func(t *testing.T) *window {
		w := newCompany(t, withDraft(okafor()))
		w.tap("button", "Review…")
		return w
	},
	"many": func(t *testing.T) *window {
		w := newCompany(t, withDraft(okafor()))
		w.tap("button", "More")
		w.tap("menuitem", "Many at once…")
		return w
	},
}

func TestSpanishIsCutNowhereMoreThanEnglishAndStaysInItsPlace(t *testing.T) {
	for name, show := range allPages {
		for _, size := range []fyne.Size{fyne.NewSize(leastWidth, leastHeight), fyne.NewSize(1280, 800)} {
			t.Run(fmt.Sprintf("%s/%.0f", name, size.Width), func(t *testing.T) {
				english := look(t, show, size)
				inSpanish(t)
				spanish := look(t, show, size)
				if len(spanish.cut) > len(english.cut) {
					t.Errorf("cut: %q, in English %q", spanish.cut, english.cut)
				}
				if len(spanish.over) > len(english.over) {
					t.Errorf("larger than its place: %q, in English %q", spanish.over, english.over)
				}
				if spanish.least > size.Width {
					t.Errorf("the page needs %.0f of %.0f", spanish.least, size.Width)
				}
			})
		}
	}
}

// looks is what is wrong with how a page looks: lines that are cut, and what is larger than its place.
type looks struct {
	cut, over []string
	least     float32 // the width that the page needs
}

func look(t *testing.T, show func(t *testing.T) *window, size fyne.Size) looks {
	w := show(t)
	w.window.Resize(size)
	w.queue.drain()
	content := w.window.Canvas().Content()
	l := looks{least: content.MinSize().Width}
	l.at(content)
	return l
}

func (l *looks) at(o fyne.CanvasObject) {
	if !o.Visible() {
		return
	}
	switch x := o.(type) {
	case *canvas.Text:
		if strings.HasSuffix(x.Text, "…") && !sentence(x.Text) {
			l.cut = append(l.cut, x.Text)
		}
	case *fyne.Container:
		for _, child := range x.Objects {
			if named, ok := child.(fyne.Accessible); ok && child.Visible() && child.Position().X+child.Size().Width > x.Size().Width+1 {
				l.over = append(l.over, named.AccessibilityLabel())
			}
			l.at(child)
		}
	case fyne.Widget:
		for _, child := range test.WidgetRenderer(x).Objects() {
			l.at(child)
		}
	}
}

// sentence says whether a text that ends in an ellipsis is all of a sentence.
func sentence(text string) bool {
	for _, language := range []string{"en", "es"} {
		data, err := assets.Translations.ReadFile("translations/" + language + ".json")
		known := map[string]any{}
		if err != nil || json.Unmarshal(data, &known) != nil {
			return false
		}
		for _, said := range known {
			if said == text {
				return true
			}
		}
	}
	return false
}

func TestTheGustosThatAreSetUpAreCalledInSpanish(t *testing.T) {
	inSpanish(t)
	w := openWindow(t, open())
	w.desk.setups = []desk.Setup{{ID: "c", Environment: desk.Custom.Name, BaseURL: "https://gusto.example"}}
	w.openSettings()
	w.queue.drain()
	w.window.Resize(fyne.NewSize(1280, 2400))
	w.find("text", "Dirección propia")
	w.find("button", "Cambiar a Dirección propia")
	w.tap("button", "Crear un archivo de configuración…")
	if e := w.find("combobox", "Which Gusto"); e.Value != "Dirección propia · https://gusto.example" {
		t.Errorf("the list of Gustos says %q", e.Value)
	}
}

func TestTheLanguageIsChosenInSettingsAndKeptForTheNextStart(t *testing.T) {
	w := openWindow(t, open())
	w.openSettings()
	w.queue.drain()
	w.window.Resize(fyne.NewSize(1280, 2400)) // it stands at the end of the page
	w.tap("radio", "Español")
	w.find("text", "The language changes when Crosswalk starts next.")
	if got := w.app.Preferences().String(prefLanguage); got != "es" {
		t.Errorf("%q is kept", got)
	}
	w.tap("radio", "English")
	if got := w.app.Preferences().String(prefLanguage); got != "en" {
		t.Errorf("%q is kept", got)
	}
}

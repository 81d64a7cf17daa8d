//go:build e2e && linux

package stage

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"crosswalk/internal/sandbox"
)

// spanish are the sentences of the window, by their English ones.
func spanish(t *testing.T) map[string]any {
	t.Helper()
	root, err := repository()
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(root, "assets", "translations", "es.json"))
	all := map[string]any{}
	if err != nil || json.Unmarshal(text, &all) != nil || len(all) < 500 {
		t.Fatalf("the Spanish is not there: %v", err)
	}
	return all
}

func TestTheMainJobIsDoneInSpanishOnASystemThatSpeaksIt(t *testing.T) {
	t.Parallel()
	es := spanish(t)
	say := func(english string) string {
		text, ok := es[english].(string)
		if !ok {
			t.Fatalf("%q has no Spanish", english)
		}
		return text
	}
	f := &firm{stage: New(t, Following()), gusto: openProvider(t, sandbox.Classic)}
	f.App = f.stage.Start("LANG=es_MX.UTF-8")
	page := func(name string) { f.wantNoEnglish(es); f.Shot("es-" + name) }
	f.See("button:" + say("Start practicing"))
	page("first-run")
	f.Click("button:" + say("Enter keys"))
	f.Click("radio:" + say("Custom address"))
	f.Fill("textbox:"+say("Address"), f.gusto.address)
	f.Fill("textbox:"+say("Client ID"), f.gusto.id)
	f.Fill("textbox:"+say("Client secret"), f.gusto.secret)
	page("setup")
	f.Click("button:" + say("Save and open"))
	f.SeeText("Aún no hay clientes ni empresas")
	page("empty")
	f.Click("link:" + say("Link companies"))
	f.See("button:" + say("Open Gusto"))
	page("connect")
	f.gusto.Faults().AutoConsent(&sandbox.AutoConsent{Person: sandbox.Dana, Access: sandbox.Classic})
	f.Click("button:" + say("Open Gusto"))
	f.SeeText("dio acceso a 12 empresas")
	f.tick(bakery)
	f.tick(yoga)
	page("choose")
	f.Click("button:Vincular 2 empresas")
	f.See("Vinculación lista: 2 empresas")
	page("linked")
	f.Click("link:" + say("Clients"))
	f.choose("…" + bakery + "…")
	f.Click("button:" + say("Verify"))
	f.SeeText(bakery + ": ")
	page("clients")
	f.Click("button:" + say("More"))
	f.Click("menuitem:" + say("Unlink…"))
	page("unlink")
	f.Key("Escape")
	f.Click("link:" + say("Verify"))
	f.See("button:" + say("Verify all"))
	page("verify")
	f.Click("link:" + say("Settings"))
	f.See("radio:" + say("One company per client"))
	page("settings")
	f.Click("link:" + say("Lock"))
	f.See(say("Crosswalk is locked"))
	page("lock")
	f.Click("button:" + say("Unlock"))
	f.See("link:" + say("Lock"))
}

// wantNoEnglish looks for sentences on screen that have a Spanish one.
func (f *firm) wantNoEnglish(es map[string]any) {
	f.s.t.Helper()
	said := map[string]bool{}
	for _, text := range es {
		if one, ok := text.(string); ok {
			said[one] = true
		}
	}
	for _, e := range f.Map() {
		for _, text := range []string{e.Label, e.Value} {
			if _, known := es[text]; known && !said[text] {
				f.s.t.Errorf("%q is English on a Spanish page", strings.TrimSpace(text))
			}
		}
	}
}

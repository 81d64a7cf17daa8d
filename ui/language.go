package ui

import (
	"encoding/json"
	"log/slog"
	"strings"
	"sync"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"crosswalk/assets"
	"crosswalk/internal/tongue"
	"crosswalk/ui/kit"
)

const prefLanguage = "language"

// languages are the choices of the settings, by what the preferences hold; "" is the system's. Each is called as its
// speakers call it.
var languages = [...]struct{ code, name string }{{"", tongue.Key("As the system")}, {"en", "English"}, {"es", "Español"}}

// elsewhere are names that the desk has, said here.
var _ = [...]string{
	tongue.Key("Practice"), tongue.Key("Nothing here is real. No account, no internet."), tongue.Key("Gusto demo"), tongue.Key("Gusto’s test system. No real payroll."),
	tongue.Key("Gusto"), tongue.Key("Custom address"), tongue.Key("Not Gusto’s own address."), tongue.Key("your organization"),
}

// speak makes the window speak the language that was chosen, or the system's where Crosswalk knows it. It has to come
// before anything is drawn.
func speak(chosen string) {
	system := lang.SystemLocale()
	code := chosen
	if code == "" {
		code, _, _ = strings.Cut(string(system), "-")
	}
	if code != "es" { // English is what the source says
		tongue.Use(nil)
		return
	}
	data, err := assets.Translations.ReadFile("translations/es.json")
	known := map[string]any{}
	if err == nil {
		err = json.Unmarshal(data, &known)
	}
	// The toolkit has no call that chooses a language, it asks the system. So Spanish is what it is told of the system's own.
	if err == nil && !strings.HasPrefix(string(system), "es") {
		err = lang.AddTranslationsForLocale(data, fyne.Locale(system.LanguageString()))
	} else if err == nil {
		err = lang.AddTranslationsForLocale(data, "es")
	}
	if err != nil {
		slog.Error("the translation cannot be used", "error", err)
		return
	}
	tongue.Use(translator(known))
}

// translator asks the toolkit for what is known to be translated, once for each sentence.
func translator(known map[string]any) *tongue.Translator {
	var said sync.Map
	return &tongue.Translator{
		Say: func(text string) string {
			if found, ok := said.Load(text); ok {
				return found.(string)
			}
			if _, ok := known[text]; !ok {
				return text
			}
			found := lang.L(text)
			said.Store(text, found)
			return found
		},
		Count: func(many string, n int) string { return lang.N(many, n) },
	}
}

// newLanguages asks for the language; what is drawn already keeps the one it has.
func newLanguages(s *shell) fyne.CanvasObject {
	var options []kit.Option
	at := 0
	for i, l := range languages {
		options = append(options, kit.Option{Text: tongue.L(l.name)})
		if l.code == s.app.Preferences().String(prefLanguage) {
			at = i
		}
	}
	radio := kit.NewRadio(at, func(choice int) {
		s.app.Preferences().SetString(prefLanguage, languages[choice].code)
		s.toast(kit.Neutral, tongue.L("The language changes when Crosswalk starts next."))
	}, options...)
	return section(tongue.L("Language"), tongue.L("Of this window. What support reads stays in English: files, logs, codes and commands."), radio)
}

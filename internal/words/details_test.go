package words

import (
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"testing"

	"crosswalk/internal/desk"
	"crosswalk/internal/doctor"
	"crosswalk/internal/tongue"
)

// inSpanish speaks a few sentences of Spanish.
func inSpanish(t *testing.T) {
	t.Helper()
	known := map[string]string{
		"{folder} is copied to other computers by {service}": "{service} copia {folder}", "{detail}. A second computer would use the same access. Set CROSSWALK_DATA to a folder on this disk, and start Crosswalk again.": "{detail}. Ponga CROSSWALK_DATA.",
		"kept in: {place}": "se guarda en: {place}", "wrote, read and removed a value": "se probó", "{address} is free": "{address} está libre",
		"Working": "En orden", "on {day}": "el {day}", "Disk": "Disco", "at {time}": "a las {time}",
	}
	tongue.Use(&tongue.Translator{Say: func(text string) string {
		if said := known[text]; said != "" {
			return said
		}
		return text
	}, Count: func(many string, _ int) string { return many }})
	t.Cleanup(func() { tongue.Use(nil) })
}

func TestWhatOtherRoomsTellIsSaidInThePersonsLanguage(t *testing.T) {
	inSpanish(t)
	m := For(&desk.Trouble{Cause: desk.SyncedFolder, Detail: "/home/dana/Dropbox is copied to other computers by Dropbox"})
	if m.Hint != "Dropbox copia /home/dana/Dropbox. Ponga CROSSWALK_DATA." {
		t.Errorf("%q", m.Hint)
	}
	for told, want := range map[string]string{
		"kept in: GNOME Keyring; wrote, read and removed a value": "se guarda en: GNOME Keyring; se probó",
		"127.0.0.1:38517 is free; 127.0.0.1:41893 is free":        "127.0.0.1:38517 está libre; 127.0.0.1:41893 está libre",
		"payrolls:read":                   "payrolls:read",
		"something that nobody has heard": "something that nobody has heard",
	} {
		if got := Facts(told); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestEachDetailIsRecognizedAsWhatItIs(t *testing.T) {
	known := map[string]any{}
	data, err := os.ReadFile("../../assets/translations/es.json")
	if err == nil {
		err = json.Unmarshal(data, &known)
	}
	if err != nil {
		t.Fatal(err)
	}
	tongue.Use(&tongue.Translator{Say: func(text string) string {
		if said, ok := known[text].(string); ok {
			return said
		}
		return text
	}})
	t.Cleanup(func() { tongue.Use(nil) })
	for _, text := range details {
		var pairs []any
		for i, m := range regexp.MustCompile(`\{(\w+)\}`).FindAllStringSubmatch(text, -1) {
			pairs = append(pairs, m[1], fmt.Sprintf("%d@%d", i, i))
		}
		if told, want := tongue.Fill(text, pairs...), tongue.Fill(tongue.L(text), pairs...); Facts(told) != want {
			t.Errorf("%q is said as %q, not as %q", told, Facts(told), want)
		}
	}
}

func TestSupportReadsEnglishWhateverThePersonReads(t *testing.T) {
	inSpanish(t)
	if got := ForVerdict(desk.Verdict{Cause: desk.Working}).Title; got != "En orden" {
		t.Errorf("the person reads %q", got)
	}
	if got := English.ForVerdict(desk.Verdict{Cause: desk.Working}).Title; got != "Working" {
		t.Errorf("support reads %q", got)
	}
	if got := English.CheckName(doctor.Disk); got != "Disk" {
		t.Errorf("support reads %q", got)
	}
}

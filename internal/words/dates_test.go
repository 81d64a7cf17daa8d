package words_test

import (
	"encoding/json"
	"testing"
	"time"

	"crosswalk/assets"
	"crosswalk/internal/tongue"
	"crosswalk/internal/words"
)

// realSpanish speaks the Spanish of the window until the test ends.
func realSpanish(t *testing.T) {
	t.Helper()
	texts := map[string]any{}
	data, err := assets.Translations.ReadFile("translations/es.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &texts); err != nil {
		t.Fatal(err)
	}
	tongue.Use(&tongue.Translator{Say: func(text string) string {
		if said, ok := texts[text].(string); ok {
			return said
		}
		return text
	}})
	t.Cleanup(func() { tongue.Use(nil) })
}

func TestDatesAreWrittenAsThePersonWritesThem(t *testing.T) {
	at := time.Date(2026, time.August, 9, 15, 4, 0, 0, time.UTC)
	want := func(language string, forms map[string]string) {
		t.Helper()
		for form, want := range forms {
			if got := words.Date(at, form); got != want {
				t.Errorf("%s: %q, not %q", language, got, want)
			}
		}
	}
	want("English", map[string]string{words.Day: "August 9, 2026", words.ShortDay: "Aug 9, 2026", words.NearMoment: "August 9 at 3:04 PM"})
	realSpanish(t)
	want("Spanish", map[string]string{
		words.Day: "9 de agosto de 2026", words.ShortDay: "9 ago 2026", words.NearDay: "9 de agosto", words.NearMoment: "9 de agosto a las 3:04 PM",
		words.ShortMoment: "9 ago 2026, 3:04 PM", words.Moment: "9 de agosto de 2026, 3:04 PM UTC",
	})
	if got := words.English.Date(at, words.Day); got != "August 9, 2026" {
		t.Errorf("what support reads: %q", got)
	}
}

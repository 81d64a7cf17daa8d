package clients

import (
	"strings"
	"testing"

	"crosswalk/internal/desk"
	"crosswalk/internal/tongue"
)

// The history is kept in English, whatever the language of the window; its joints are not left in it.
func TestWhatTheHistoryKeepsIsSaidInThePersonsLanguage(t *testing.T) {
	spanish := strings.NewReplacer("{name} on {computer}", "{name} en {computer}", "{name}, number {number}", "{name}, número {number}",
		"Given to the client {client}, by {who}", "Asignada al cliente {client}, por {who}", "Linked by {who}", "Vinculada por {who}")
	tongue.Use(&tongue.Translator{Say: spanish.Replace, Count: func(many string, _ int) string { return many }})
	t.Cleanup(func() { tongue.Use(nil) })
	for want, e := range map[string]desk.Event{
		"Asignada al cliente Dance on Main, número 7, por rosa en front-desk": {What: desk.WasGiven, Client: "Dance on Main, number 7", Who: "rosa on front-desk"},
		"Asignada al cliente Acme, por rosa":                                  {What: desk.WasGiven, Client: "Acme", Who: "rosa"},
		"Vinculada por Rosa on the road":                                      {What: desk.WasLinked, Who: "Rosa on the road"},
	} {
		if got := eventWords(e); got != want {
			t.Errorf("%q instead of %q", got, want)
		}
	}
}

package tongue

import "testing"

// spanish is a language of three sentences.
func spanish(t *testing.T) {
	Use(&Translator{
		Say: func(text string) string {
			if said := map[string]string{"Cancel": "Cancelar", "{a} before {b}": "{b} después de {a}"}[text]; said != "" {
				return said
			}
			return text
		},
		Count: func(many string, n int) string {
			if n == 1 {
				return "{n} empresa"
			}
			return "{n} empresas"
		},
	})
	t.Cleanup(func() { Use(nil) })
}

func TestWithoutALanguageTheEnglishSentenceIsSaid(t *testing.T) {
	for got, want := range map[string]string{
		L("Cancel"):                                  "Cancel",
		F("{a} before {b}", "a", 1, "b", "two"):      "1 before two",
		N(1, "{n} company", "{n} companies", "n", 1): "1 company",
		N(0, "{n} company", "{n} companies", "n", 0): "0 companies",
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestALanguageChangesWordsFormsAndTheirOrder(t *testing.T) {
	spanish(t)
	for got, want := range map[string]string{
		L("Cancel"):                                  "Cancelar",
		L("Not translated"):                          "Not translated",
		F("{a} before {b}", "a", 1, "b", "two"):      "two después de 1",
		N(1, "{n} company", "{n} companies", "n", 1): "1 empresa",
		N(7, "{n} company", "{n} companies", "n", 7): "7 empresas",
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestAValueIsNeverReadAsASentence(t *testing.T) {
	if got := F("{a} and {b}", "a", "{b}", "b", "{{.Secret}}"); got != "{b} and {{.Secret}}" {
		t.Errorf("%q", got)
	}
}

package provision

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"crosswalk/internal/intake"
	"crosswalk/internal/tongue"
	"crosswalk/ui/kit"
)

var emptyForm = intake.Form{}

// plain keeps a name that somebody typed from being read as a link or as bold.
func plain(text string) string {
	return strings.NewReplacer("**", "* *", "](", "] (", "\n", " ").Replace(text)
}

func upper(text string) string {
	r, n := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(r)) + text[n:]
}

// likenessWords says what a known company is, and in what it is like the new one.
func likenessWords(l intake.Likeness) (kit.Tone, string) {
	name := "**" + plain(strings.TrimSpace(l.Known.Number+" "+l.Known.Name)) + "**"
	tone, text := kit.Attention, ""
	switch l.Known.Kind {
	case intake.KnownLinked:
		tone, text = kit.Act, tongue.F("{name} is linked already: it has payroll at Gusto.", "name", name)
	case intake.KnownClient:
		text = tongue.F("{name} is one of your clients, not linked.", "name", name)
		if l.Known.Linked {
			tone, text = kit.Act, tongue.F("{name} is one of your clients, and has a company at Gusto.", "name", name)
		}
	case intake.KnownAttempt:
		tone, text = kit.Act, tongue.F("{name} was sent to Gusto before.", "name", name)
	case intake.KnownDraft:
		text = tongue.F("{name} is another draft.", "name", name)
	}
	if why := traitWords(l.On); why != "" {
		text += " " + why
	}
	if l.OtherEIN {
		text += tongue.L(" Its EIN is another one.")
	}
	return tone, text
}

var traits = map[intake.Trait]string{intake.SharesEIN: tongue.Key("EIN"), intake.SharesEmail: tongue.Key("e-mail"), intake.SharesPhone: tongue.Key("phone"), intake.SharesName: tongue.Key("name")}

// traitWords says in what two companies are alike; a name that is the same goes without saying.
func traitWords(on []intake.Trait) string {
	var same []string
	near := false
	for _, t := range on {
		if word := tongue.L(traits[t]); word != "" {
			same = append(same, word)
		}
		near = near || t == intake.SharesNearName
	}
	switch {
	case len(same) == 1 && same[0] == "name":
		return ""
	case len(same) > 0:
		return tongue.F("Same {names}.", "names", strings.Join(same, ", "))
	case near:
		return tongue.L("Its name is nearly the same.")
	}
	return ""
}

package provision

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"crosswalk/internal/intake"
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
		tone, text = kit.Act, name+" is linked already: it has payroll at Gusto."
	case intake.KnownClient:
		text = name + " is one of your clients, not linked."
		if l.Known.Linked {
			tone, text = kit.Act, name+" is one of your clients, and has a company at Gusto."
		}
	case intake.KnownAttempt:
		tone, text = kit.Act, name+" was sent to Gusto before."
	case intake.KnownDraft:
		text = name + " is another draft."
	}
	if why := traitWords(l.On); why != "" {
		text += " " + why
	}
	if l.OtherEIN {
		text += " Its EIN is another one."
	}
	return tone, text
}

var traits = map[intake.Trait]string{intake.SharesEIN: "EIN", intake.SharesEmail: "e-mail", intake.SharesPhone: "phone", intake.SharesName: "name"}

// traitWords says in what two companies are alike; a name that is the same goes without saying.
func traitWords(on []intake.Trait) string {
	var same []string
	near := false
	for _, t := range on {
		if word := traits[t]; word != "" {
			same = append(same, word)
		}
		near = near || t == intake.SharesNearName
	}
	switch {
	case len(same) == 1 && same[0] == "name":
		return ""
	case len(same) > 0:
		return "Same " + strings.Join(same, ", ") + "."
	case near:
		return "Its name is nearly the same."
	}
	return ""
}

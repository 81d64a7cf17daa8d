package intake

import (
	"strings"
	"testing"
)

func TestEmailAddressesAreReadAsPeoplePasteThem(t *testing.T) {
	for typed, want := range map[string]string{
		"maya@okafor.com": "maya@okafor.com", " maya@okafor.com ": "maya@okafor.com", "Maya@Okafor.COM": "Maya@okafor.com", "mailto:maya@okafor.com": "maya@okafor.com",
		"MAILTO:maya@okafor.com": "maya@okafor.com", "Maya Okafor <maya@okafor.com>": "maya@okafor.com", "\"Okafor, Maya\" <maya@okafor.com>": "maya@okafor.com",
		"<maya@okafor.com>": "maya@okafor.com", "maya.o+payroll@mail.okafor.co.uk": "maya.o+payroll@mail.okafor.co.uk", "o'brien@okafor.com": "o'brien@okafor.com",
		"maya@okafór.com": "maya@xn--okafr-3ta.com", "a@b.co": "a@b.co", "maya_o-1@okafor-ceramics.com": "maya_o-1@okafor-ceramics.com",

		"": "", "maya": "", "maya@": "", "@okafor.com": "", "maya@okafor": "", "maya@localhost": "", "maya@@okafor.com": "", "maya okafor@okafor.com": "",
		"maya@okafor.com, ben@okafor.com": "", "maya@okafor..com": "", ".maya@okafor.com": "", "maya.@okafor.com": "", "ma..ya@okafor.com": "", "maya@-okafor.com": "",
		"maya@okafor-.com": "", "maya@[192.0.2.1]": "", "maya@192.0.2.1": "", "\"maya okafor\"@okafor.com": "", "mäya@okafor.com": "", "maya@okafor.com\r\nBcc: x@y.com": "",
		"maya@okafor.c": "", "maya@okafor_ceramics.com": "", "https://okafor.com": "", "maya(at)okafor.com": "", "maya@oka for.com": "", "maya@okafor,com": "",
		strings.Repeat("m", 65) + "@okafor.com": "", "maya@" + strings.Repeat("okafor.", 40) + "com": "",
	} {
		if got, ok := ParseEmail(typed); got != want || ok != (want != "") {
			t.Errorf("%q is %q, %t", typed, got, ok)
		}
	}
}

func TestWhoseEmailThisIs(t *testing.T) {
	firm := Firm{Domains: []string{"whitfieldbooks.com", "", "gmail.com"}} // whoever stored gmail.com has stored a mistake
	for typed, want := range map[string]Finding{
		"maya@okafor.com": {}, "maya@gmail.com": {}, "maya@okafor.example": {}, "maya@notwhitfieldbooks.com": {}, "maya@whitfieldbooks.com.okafor.net": {},
		"maya@hotmail.com": {}, "maya@ymail.com": {}, "maya@mail.com": {}, "maya@gmx.com": {}, "maya@okafor.museum": {}, "maya@okafor.k12.or.us": {},
		"maya@whitfieldbooks.com":      {Kind: OwnDomain, Level: Blocks, Detail: "whitfieldbooks.com"},
		"Maya@WhitfieldBooks.com":      {Kind: OwnDomain, Level: Blocks, Detail: "whitfieldbooks.com"},
		"maya@mail.whitfieldbooks.com": {Kind: OwnDomain, Level: Blocks, Detail: "mail.whitfieldbooks.com"},
		"maya@mailinator.com":          {Kind: ThrowAway, Level: NeedsReason, Detail: "mailinator.com"},
		"maya@x.yopmail.com":           {Kind: ThrowAway, Level: NeedsReason, Detail: "x.yopmail.com"},
		"maya@gmial.com":               {Kind: Misspelled, Level: Hint, Detail: "maya@gmail.com"},
		"maya@gmai.com":                {Kind: Misspelled, Level: Hint, Detail: "maya@gmail.com"},
		"maya@gmaill.com":              {Kind: Misspelled, Level: Hint, Detail: "maya@gmail.com"},
		"maya@gmail.con":               {Kind: Misspelled, Level: NeedsReason, Detail: "maya@gmail.com"},
		"maya@yaho.com":                {Kind: Misspelled, Level: Hint, Detail: "maya@yahoo.com"},
		"maya@outlok.com":              {Kind: Misspelled, Level: Hint, Detail: "maya@outlook.com"},
		"maya@okafor.con":              {Kind: UnknownEnding, Level: NeedsReason, Detail: ".con"},
		"maya@okafor":                  {Kind: NotEmail, Level: Blocks},
		"":                             {Kind: Missing, Level: Blocks},
	} {
		c := &check{firm: firm}
		c.email(typed)
		if want.Kind != "" {
			want.Field = Email
		}
		if len(c.found) > 1 || len(c.found) == 0 && want.Kind != "" || len(c.found) == 1 && c.found[0] != want {
			t.Errorf("%q: %+v instead of %+v", typed, c.found, want)
		}
	}
}

func TestAFirmsDomainIsItsOwnAndNobodyElses(t *testing.T) {
	for typed, want := range map[string]string{
		"whitfieldbooks.com": "whitfieldbooks.com", "@whitfieldbooks.com": "whitfieldbooks.com", "dana@WhitfieldBooks.com": "whitfieldbooks.com",
		"https://www.whitfieldbooks.com/about": "whitfieldbooks.com", "www.whitfieldbooks.com": "whitfieldbooks.com", " whitfieldbooks.example ": "whitfieldbooks.example",
		"books.whitfield.co.uk": "books.whitfield.co.uk",
		"":                      "", "gmail.com": "", "dana@gmail.com": "", "co.uk": "", "com": "", "whitfield": "", "whitfield books": "", "whitfield.con": "", "https://": "", "@": "",
	} {
		if got, ok := ParseDomain(typed); got != want || ok != (want != "") {
			t.Errorf("%q is %q", typed, got)
		}
	}
}

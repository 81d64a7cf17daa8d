package provision

import (
	"strings"

	"crosswalk/internal/intake"
)

// tidy writes what was typed as people read it, once it is understood and the keyboard has left it.
func (f *form) tidy(in *input) {
	text := in.field.Text()
	better := text
	switch in {
	case f.person.phone:
		better = tidyPhone(text)
	case f.company.ein:
		if ein, ok := intake.ParseEIN(text); ok && !intake.WrittenAsPersonal(text) {
			better = ein.String()
		}
	case f.person.email:
		better = strings.TrimSpace(text)
	default:
		better = f.places.tidy(in, text)
	}
	if better != text {
		touched, typed, reason := in.touched, in.typed, in.reason.Text()
		in.field.SetText(better)
		in.touched, in.typed = touched, typed
		in.reason.SetText(reason)
	}
}

// tidyPhone keeps what a number has beside its ten digits: an extension is told to stay behind.
func tidyPhone(text string) string {
	digits, ok := intake.ParsePhone(text)
	typed := strings.Map(digitsOnly, text)
	if !ok || len(strings.TrimPrefix(typed, "1")) != len(digits) {
		return text
	}
	return intake.ShowPhone(digits)
}

func digitsOnly(r rune) rune {
	if r >= '0' && r <= '9' {
		return r
	}
	return -1
}

// maskEIN shows the first two digits, and that there are more.
func maskEIN(text string) string {
	if ein, ok := intake.ParseEIN(text); ok {
		return ein.Masked()
	}
	runes := []rune(strings.TrimSpace(text))
	for i := 2; i < len(runes); i++ {
		if runes[i] != '-' {
			runes[i] = '•'
		}
	}
	return string(runes)
}

func (f *form) personWords() string {
	return joined(" · ", strings.TrimSpace(f.person.first.field.Text()+" "+f.person.last.field.Text()), f.person.email.field.Text())
}

func (f *form) companyWords() string {
	return joined(" · ", f.company.legal.field.Text(), maskEIN(f.company.ein.field.Text()))
}

func joined(with string, texts ...string) string {
	var list []string
	for _, t := range texts {
		if t = strings.TrimSpace(t); t != "" {
			list = append(list, t)
		}
	}
	return strings.Join(list, with)
}

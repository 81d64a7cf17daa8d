package intake

import (
	"net/mail"
	"slices"
	"strings"

	"golang.org/x/net/idna"
	"golang.org/x/net/publicsuffix"

	"crosswalk/internal/pattern"
)

var (
	localPart = pattern.Of("^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$") // RFC 5322, dot-atom
	hostName  = pattern.Of(`^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])$`)
)

// ParseEmail reads one e-mail address, also with the name that programs copy along: "Maya Okafor <maya@okafor.example>".
// The domain comes in small letters, as DNS has it. Quoted local parts and numeric addresses are not taken: no payroll
// program writes to them.
func ParseEmail(text string) (string, bool) {
	text = strings.TrimSpace(text)
	if len(text) >= 7 && strings.EqualFold(text[:7], "mailto:") {
		text = text[7:]
	}
	a, err := mail.ParseAddress(text)
	if err != nil || len(text) > 400 {
		return "", false
	}
	at := strings.LastIndexByte(a.Address, '@')
	local, domain := a.Address[:at], hostOf(a.Address[at+1:])
	if domain == "" || len(local) > 64 || len(local)+1+len(domain) > 254 || !localPart().MatchString(local) { // RFC 5321, 4.5.3.1
		return "", false
	}
	return local + "@" + domain, true
}

// hostOf is a domain as DNS has it, with two labels or more; "" for what is none.
func hostOf(text string) string {
	host, err := idna.Lookup.ToASCII(strings.TrimSuffix(strings.TrimSpace(text), "."))
	if err != nil || len(host) > 253 {
		return ""
	}
	if host = strings.ToLower(host); !hostName().MatchString(host) {
		return ""
	}
	return host
}

// ParseDomain reads a domain of the firm's own e-mail addresses: "whitfieldbooks.example", an address or a web address
// of it. False for what is no domain, and for one where everybody may have an address, the client too.
func ParseDomain(text string) (string, bool) {
	text = strings.TrimSpace(text)
	if _, rest, found := strings.Cut(text, "://"); found {
		text, _, _ = strings.Cut(rest, "/")
	}
	text = strings.TrimPrefix(strings.ToLower(text[strings.LastIndexByte(text, '@')+1:]), "www.")
	domain := hostOf(strings.TrimSuffix(text, "/"))
	if domain == "" || slices.Contains(everybodys, domain) || !registered(domain) {
		return "", false
	}
	return domain, true
}

// registered says that the ending of a domain is one that a registry has, by the Public Suffix List, and that the
// domain is more than such an ending.
func registered(domain string) bool {
	_, err := publicsuffix.EffectiveTLDPlusOne(domain)
	return err == nil && knownEnding(domain)
}

// knownEnding takes .example for one (RFC 2606): documents and the practice Gusto use it, and nobody types it by a slip.
func knownEnding(domain string) bool {
	if strings.HasSuffix(domain, ".example") {
		return true
	}
	suffix, managed := publicsuffix.PublicSuffix(domain)
	return managed || strings.Contains(suffix, ".")
}

// everybodys are the domains where anybody may have an address.
var everybodys = strings.Fields(`gmail.com googlemail.com yahoo.com ymail.com rocketmail.com hotmail.com outlook.com live.com msn.com icloud.com me.com mac.com
	aol.com aim.com comcast.net verizon.net att.net sbcglobal.net bellsouth.net cox.net charter.net spectrum.net earthlink.net optonline.net frontier.com
	windstream.net centurylink.net juno.com netzero.net proton.me protonmail.com pm.me gmx.com gmx.us mail.com email.com zoho.com zohomail.com fastmail.com
	hey.com tutanota.com tuta.com yandex.com mail.ru qq.com 163.com duck.com`)

// throwAways are the best-known services whose addresses live for minutes. A whole list has a hundred thousand and is
// old the next day; whoever runs payroll is not looking for one.
var throwAways = strings.Fields(`mailinator.com guerrillamail.com guerrillamail.info guerrillamail.net guerrillamail.org sharklasers.com grr.la 10minutemail.com
	10minutemail.net 20minutemail.com tempmail.com temp-mail.org temp-mail.io tempmail.net tempmailo.com tempail.com throwawaymail.com yopmail.com yopmail.fr
	yopmail.net trashmail.com trashmail.net trash-mail.com getnada.com nada.email dispostable.com maildrop.cc mailnesia.com mintemail.com mohmal.com moakt.com
	fakeinbox.com emailondeck.com spamgourmet.com mytemp.email burnermail.io discard.email mailcatch.com mailnull.com spam4.me inboxkitten.com tempr.email
	1secmail.com 1secmail.net 1secmail.org minuteinbox.com emailfake.com generator.email spambox.us getairmail.com mail-temp.com tempinbox.com`)

// among says that a domain is one of the list, or below one.
func among(list []string, domain string) bool {
	return slices.ContainsFunc(list, func(d string) bool { return d != "" && (domain == d || strings.HasSuffix(domain, "."+d)) })
}

func (c *check) email(text string) {
	if strings.TrimSpace(text) == "" {
		c.add(Email, Missing, Blocks, "")
		return
	}
	address, ok := ParseEmail(text)
	if !ok {
		c.add(Email, NotEmail, Blocks, "")
		return
	}
	local, domain, _ := strings.Cut(address, "@")
	meant, known := meantDomain(domain), knownEnding(domain)
	switch {
	case !slices.Contains(everybodys, domain) && among(c.firm.Domains, domain):
		c.add(Email, OwnDomain, Blocks, domain)
	case among(throwAways, domain):
		c.add(Email, ThrowAway, NeedsReason, domain)
	case meant != "" && known:
		c.add(Email, Misspelled, Hint, local+"@"+meant)
	case meant != "":
		c.add(Email, Misspelled, NeedsReason, local+"@"+meant)
	case !known:
		c.add(Email, UnknownEnding, NeedsReason, domain[strings.LastIndexByte(domain, '.'):])
	}
}

// often are the domains whose misspellings are looked for.
var often = strings.Fields(`gmail.com yahoo.com hotmail.com outlook.com icloud.com comcast.net verizon.net sbcglobal.net protonmail.com`)

// meantDomain gives the common domain that one slip makes into another; "" when there is none.
func meantDomain(domain string) string {
	if slices.Contains(everybodys, domain) {
		return ""
	}
	for _, d := range often {
		if oneSlip(domain, d) {
			return d
		}
	}
	return ""
}

// oneSlip says that two words differ by one letter that is wrong, missing or too many, or by two that changed places.
func oneSlip(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	switch {
	case len(b)-len(a) > 1 || a == b:
		return false
	case len(b) > len(a):
		return a[i:] == b[i+1:]
	case a[i+1:] == b[i+1:]:
		return true
	}
	return i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:]
}

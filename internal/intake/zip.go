package intake

import (
	"strings"
	"sync"
)

// zipPrefixes says which state the first three digits of a ZIP code are of: what the USPS publishes as labeling list
// L002 (3-Digit ZIP Code Prefix Matrix). A prefix that is not here is not in use.
var zipPrefixes = sync.OnceValue(func() map[string]string {
	all := map[string]string{}
	for _, r := range strings.Fields(zipRanges) {
		span, state, _ := strings.Cut(r, ":")
		from, to, several := strings.Cut(span, "-")
		if !several {
			to = from
		}
		for p := from; p <= to; p = next(p) {
			all[p] = state
		}
	}
	return all
})

const zipRanges = `
005:NY 006-007:PR 008:VI 009:PR 010-027:MA 028-029:RI 030-038:NH 039-049:ME 050-054:VT 055:MA 056-059:VT 060-069:CT 070-089:NJ 090-098:AE
100-149:NY 150-196:PA 197-199:DE
200:DC 201:VA 202-205:DC 206-212:MD 214-219:MD 220-246:VA 247-268:WV 270-289:NC 290-299:SC
300-319:GA 320-339:FL 340:AA 341-342:FL 344:FL 346-347:FL 349:FL 350-352:AL 354-369:AL 370-385:TN 386-397:MS 398-399:GA
400-418:KY 420-427:KY 430-459:OH 460-479:IN 480-499:MI
500-516:IA 520-528:IA 530-532:WI 534-535:WI 537-549:WI 550-551:MN 553-567:MN 569:DC 570-577:SD 580-588:ND 590-599:MT
600-620:IL 622-629:IL 630-631:MO 633-641:MO 644-658:MO 660-662:KS 664-679:KS 680-681:NE 683-693:NE
700-701:LA 703-708:LA 710-714:LA 716-729:AR 730-731:OK 733:TX 734-741:OK 743-749:OK 750-770:TX 772-799:TX
800-816:CO 820-831:WY 832-838:ID 840-847:UT 850-853:AZ 855-857:AZ 859-860:AZ 863-865:AZ 870-871:NM 873-884:NM 885:TX 889-891:NV 893-895:NV 897-898:NV
900-908:CA 910-928:CA 930-961:CA 962-966:AP 967-968:HI 969:GU 970-979:OR 980-986:WA 988-994:WA 995-999:AK`

// zipAcross are the ZIP codes that are of another state than their neighbors, or of two.
var zipAcross = map[string]string{
	"06390": "NY", "20588": "MD", "20598": "VA", "72643": "AR MO", "73960": "OK TX", "83414": "WY", "96799": "AS", "96939": "PW", "96940": "PW",
	"96941": "FM", "96942": "FM", "96943": "FM", "96944": "FM", "96950": "MP", "96951": "MP", "96952": "MP", "96960": "MH", "96970": "MH",
}

// next counts three digits up.
func next(p string) string {
	b := []byte(p)
	for i := len(b) - 1; i >= 0; i-- {
		if b[i]++; b[i] <= '9' {
			return string(b)
		}
		b[i] = '0'
	}
	return ":" // behind every number
}

// ParseZIP reads a ZIP code: five digits, or nine with or without the dash; the dash is in the result.
func ParseZIP(text string) (string, bool) {
	text = strings.TrimSpace(dashes.Replace(text))
	first, rest := text, ""
	if len(text) > 5 {
		first, rest = text[:5], strings.TrimLeft(text[5:], " -")
		if len(rest) != 4 || len(text) > 12 {
			return "", false
		}
	}
	if len(first) != 5 || strings.Trim(first+rest, "0123456789") != "" {
		return "", false
	}
	if rest == "" {
		return first, true
	}
	return first + "-" + rest, true
}

// zipStates gives the codes of the states that a ZIP code may be of; "" when its prefix is not in use.
func zipStates(zip string) string {
	if across := zipAcross[zip[:5]]; across != "" {
		return across
	}
	return zipPrefixes()[zip[:3]]
}

// zip checks a ZIP code, against its state when that is known.
func (c *check) zip(f Field, text, state string) {
	if strings.TrimSpace(text) == "" {
		c.add(f, Missing, Blocks, "")
		return
	}
	zip, ok := ParseZIP(text)
	if !ok {
		c.add(f, NotZIP, Blocks, "")
		return
	}
	states := zipStates(zip)
	switch {
	case states == "":
		c.add(f, UnusedZIP, NeedsReason, zip[:3])
	case state != "" && !strings.Contains(states, state):
		c.add(f, OtherState, NeedsReason, StateName(states[:2]))
	}
}

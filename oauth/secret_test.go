package oauth

import (
	"bytes"
	"encoding/gob"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"text/template"
	"time"
)

// nested holds secrets in all the ways in which somebody else's struct may.
type nested struct {
	Public  Secret
	private Secret
	pointer *Secret
	list    []Secret
	table   map[string]Secret
	any     any
	token   Token
}

func someNested() nested {
	s := NewSecret(canarySecret)
	return nested{s, s, &s, []Secret{s}, map[string]Secret{"k": s}, s, Token{Access: s, Refresh: s, Expiry: time.Unix(1, 0)}}
}

func TestSecretPrintsAsRedactedUnderEveryVerb(t *testing.T) {
	s := NewSecret(canarySecret)
	n := someNested()
	hex := fmt.Sprintf("%x", canarySecret)
	for _, verb := range "vTtbcdoOqxXUeEfFgGspw%z!" {
		for _, flags := range []string{"", "+", "#", "-20", "020", " ", ".3", "+#"} {
			format := "%" + flags + string(verb)
			for _, value := range []any{s, &s, n, &n, []Secret{s}, map[Secret2]Secret{{}: s}, struct{ s Secret }{s}, n.token, &n.token, []Token{n.token}, []any{s}} {
				got := fmt.Sprintf(format, value)
				if strings.Contains(got, canarySecret) || strings.Contains(strings.ToLower(got), hex) || strings.Contains(got, fmt.Sprint([]byte(canarySecret))) {
					t.Errorf("%s of %T shows the secret", format, value)
				}
			}
			if got := fmt.Sprintf(format, s); verb != 'T' && verb != 'p' && verb != 'w' && verb != '%' && got != redacted {
				t.Errorf("%s: %q", format, got)
			}
		}
	}
	for _, got := range []string{fmt.Sprint(s), fmt.Sprintln(s), fmt.Errorf("x: %v", s).Error(), s.String(), s.GoString()} {
		if strings.Contains(got, canarySecret) {
			t.Errorf("%q", got)
		}
	}
}

// Secret2 is a key that can be compared.
type Secret2 struct{}

func TestSecretIsRedactedInEveryEncoding(t *testing.T) {
	n := someNested()
	var buf bytes.Buffer
	for _, h := range []slog.Handler{slog.NewTextHandler(&buf, nil), slog.NewJSONHandler(&buf, nil)} {
		l := slog.New(h)
		l.Info("x", "secret", n.Public, "pointer", n.pointer, "nested", n, "p", &n, "token", n.token, "list", n.list, slog.Any("any", n.any))
		l.With("s", n.Public).WithGroup("g").Info("y", "t", n.token)
	}
	for _, v := range []any{n, &n, n.token, n.Public, n.pointer, n.list, n.table} {
		b, err := json.Marshal(v)
		if err != nil {
			t.Errorf("json of %T: %v", v, err)
		}
		buf.Write(b)
	}
	if err := gob.NewEncoder(&buf).Encode(n.token); err != nil {
		t.Errorf("gob: %v", err)
	}
	if err := xml.NewEncoder(&buf).Encode(n.Public); err != nil {
		t.Errorf("xml: %v", err)
	}
	if err := template.Must(template.New("").Parse("{{.}} {{.Access}} {{printf `%#v` .}}")).Execute(&buf, n.token); err != nil {
		t.Errorf("template: %v", err)
	}
	if strings.Contains(buf.String(), canarySecret) {
		t.Error("an encoding shows the secret")
	}
	if strings.Count(buf.String(), redacted) < 20 {
		t.Errorf("%d secrets were printed", strings.Count(buf.String(), redacted))
	}
}

func TestSecretInAPanicShowsNothing(t *testing.T) {
	defer func() {
		if got := fmt.Sprintf("%v %+v %#v", recover(), errors.New("x"), someNested()); strings.Contains(got, canarySecret) {
			t.Error(got)
		}
	}()
	panic(someNested())
}

func TestWhatWasPrintedIsNeverReadBackAsASecret(t *testing.T) {
	var s Secret
	var buf bytes.Buffer
	_ = gob.NewEncoder(&buf).Encode(NewSecret(canarySecret))
	for name, err := range map[string]error{
		"json": json.Unmarshal([]byte(`"[redacted]"`), &s), "text": s.UnmarshalText([]byte(redacted)),
		"binary": s.UnmarshalBinary([]byte(redacted)), "gob": gob.NewDecoder(&buf).Decode(&s),
	} {
		if err == nil || !s.IsZero() {
			t.Errorf("%s: %v, %d bytes", name, err, len(s.Reveal()))
		}
	}
}

func TestSecretsCompareByTheirTexts(t *testing.T) {
	a, b := NewSecret("a"), NewSecret("a")
	if !a.Equal(b) || a.Equal(NewSecret("b")) || a.Equal(Secret{}) || !(Secret{}).Equal(NewSecret("")) {
		t.Error("equality is not that of the texts")
	}
	if a.Reveal() != "a" || (Secret{}).Reveal() != "" || a.IsZero() || !NewSecret("").IsZero() {
		t.Error("a secret is not what it was made of")
	}
	if f := a.Fingerprint(); f != b.Fingerprint() || len(f) != 12 || f == NewSecret("b").Fingerprint() || (Secret{}).Fingerprint() != "" {
		t.Errorf("fingerprint %q", f)
	}
}

func TestTokenRecordsAreReadBackAndDamageIsNoticed(t *testing.T) {
	for _, want := range []Token{
		{Access: NewSecret(canaryAccess), Refresh: NewSecret(canaryFresh), Type: "Bearer", Expiry: time.Now().Add(time.Hour), Scope: "a b"},
		{Access: NewSecret(canaryAccess)},
	} {
		got, err := DecodeToken(want.Encode())
		want.Expiry = want.Expiry.Round(0)
		if err != nil || !got.Equal(want) {
			t.Errorf("%v, %v", got, err)
		}
	}
	full := Token{Access: NewSecret(canaryAccess)}.Encode()
	for name, record := range map[string][]byte{
		"nothing": nil, "half": full[:len(full)/2], "a later version": bytes.Replace(full, []byte(`"v":1`), []byte(`"v":2`), 1),
		"no version": []byte(`{"a":"` + canaryAccess + `"}`), "no token": []byte(`{"v":1}`), "another shape": []byte(`{"v":1,"a":["` + canaryAccess + `"]}`),
	} {
		if got, err := DecodeToken(record); err == nil || !got.Access.IsZero() || strings.Contains(err.Error(), canaryAccess) {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
}

func TestFreshnessIsByTheClockAndEarly(t *testing.T) {
	now := time.Now()
	for _, test := range []struct {
		token Token
		want  bool
	}{
		{Token{}, false},
		{Token{Access: NewSecret("a")}, true}, // not stated
		{Token{Access: NewSecret("a"), Expiry: now.Add(61 * time.Second).Round(0)}, true},
		{Token{Access: NewSecret("a"), Expiry: now.Add(59 * time.Second).Round(0)}, false},
		{Token{Access: NewSecret("a"), Expiry: now.Add(-time.Hour)}, false},
	} {
		if got := test.token.Fresh(now, time.Minute); got != test.want {
			t.Errorf("%v: %v", test.token.Expiry, got)
		}
	}
}

func FuzzTokenAnswer(f *testing.F) {
	for _, s := range []string{`{"access_token":"a","expires_in":"7200"}`, `{"error":"x"}`, `<html>`, `{"scope":[1]}`, ``} {
		f.Add(200, s)
		f.Add(400, s)
	}
	f.Fuzz(func(t *testing.T, status int, body string) {
		a := &answer{status: status, body: []byte(body), at: time.Now()}
		token, err := a.token()
		if (err == nil) == token.Access.IsZero() {
			t.Errorf("token %v with error %v", !token.Access.IsZero(), err)
		}
		if err != nil && len(body) > 300 && strings.Contains(err.Error(), body) {
			t.Error("the error repeats the body")
		}
	})
}

func FuzzReply(f *testing.F) {
	for _, s := range []string{"code=a&state=b", "state=&state=", "error=%ff&iss=", "%", ";"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, query string) {
		r, ok := parseReply(query)
		if ok && !r.code.IsZero() && r.errorCode != "" {
			t.Error("a code and an error together")
		}
		for _, s := range []string{cleanCode(r.errorCode), cleanText(r.description)} {
			if strings.ContainsAny(s, "\r\n\x1b\x00") {
				t.Errorf("%q", s)
			}
		}
	})
}

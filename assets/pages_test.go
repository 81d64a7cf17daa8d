package assets

import (
	"bytes"
	"fmt"
	"math"
	"regexp"
	"strings"
	"testing"
)

func page(t *testing.T, p Page) string {
	t.Helper()
	var b bytes.Buffer
	if err := WritePage(&b, p); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestPageNeedsNothingButItself(t *testing.T) {
	s := page(t, Page{Tone: ToneOK, Title: "Blue Heron Bakery LLC is ready to link", Text: "You can close this page."})
	for _, no := range []string{"<script", "src=", "http:", "https:", "url(", "@import", "<form", "<a ", "onload"} {
		if strings.Contains(s, no) {
			t.Errorf("the page has %q in it", no)
		}
	}
	for _, must := range []string{`<html lang="en">`, `<link rel="icon" href="data:,">`, "<title>Blue Heron Bakery LLC is ready to link", "prefers-color-scheme: dark"} {
		if !strings.Contains(s, must) {
			t.Errorf("the page lacks %q", must)
		}
	}
}

func TestPageEscapesNames(t *testing.T) {
	s := page(t, Page{Tone: ToneOK, Title: `Smith & <b>Sons</b> "LLC"`, Text: "</p><script>x</script>"})
	if strings.Contains(s, "<b>") || strings.Contains(s, "<script>") || !strings.Contains(s, "Smith &amp; &lt;b&gt;Sons") {
		t.Error("a name is taken for markup")
	}
}

func TestEachToneHasAShapeOfItsOwn(t *testing.T) {
	shapes := map[string]Tone{}
	for _, tone := range []Tone{ToneOK, ToneNeutral, ToneAttention} {
		mark := regexp.MustCompile(`(?s)<svg width="16".*?</svg>`).FindString(page(t, Page{Tone: tone}))
		if other, taken := shapes[mark]; taken || mark == "" {
			t.Errorf("%s looks like %s", tone, other)
		}
		shapes[mark] = tone
	}
}

func TestPageTextsCanBeReadInLightAndDark(t *testing.T) {
	colors := regexp.MustCompile(`--([a-z-]+): #([0-9A-F]{6})`)
	themes := strings.SplitN(landingHTML, "prefers-color-scheme: dark", 2)
	if len(themes) != 2 {
		t.Fatal("no dark theme")
	}
	for i, theme := range themes {
		c := map[string]float64{}
		for _, m := range colors.FindAllStringSubmatch(theme, -1) {
			c[m[1]] = luminance(t, m[2])
		}
		for _, pair := range [][2]string{{"text", "surface"}, {"secondary", "surface"}, {"on-accent", "accent"}, {"ok", "ok-bg"}, {"neutral", "neutral-bg"}, {"attention", "attention-bg"}} {
			a, b := c[pair[0]], c[pair[1]]
			if ratio := (math.Max(a, b) + 0.05) / (math.Min(a, b) + 0.05); ratio < 4.5 {
				t.Errorf("theme %d: %s on %s is %.1f", i, pair[0], pair[1], ratio)
			}
		}
	}
}

// luminance is WCAG 2's relative luminance.
func luminance(t *testing.T, hex string) float64 {
	t.Helper()
	var r, g, b int
	if _, err := fmt.Sscanf(hex, "%02x%02x%02x", &r, &g, &b); err != nil {
		t.Fatal(err)
	}
	linear := func(v int) float64 {
		s := float64(v) / 255
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(r) + 0.7152*linear(g) + 0.0722*linear(b)
}

func TestAPageThatLeadsOnNeedsNoScriptAndEscapesWhereItLeads(t *testing.T) {
	s := page(t, Page{Tone: ToneOK, Title: "Blue Heron Bakery LLC is linked", Text: "Go back.",
		Next: Lead{Name: "Smith & <b>Sons</b>", Copied: true, Address: "http://127.0.0.1:38517/start/abc"}})
	for _, must := range []string{`<a href="http://127.0.0.1:38517/start/abc" autofocus>`, "<h2>Smith &amp; &lt;b&gt;Sons&lt;/b&gt;</h2>", "on your clipboard"} {
		if !strings.Contains(s, must) {
			t.Errorf("the page lacks %q", must)
		}
	}
	for _, no := range []string{"<script", "onclick", "<form", "Go back.", "http-equiv"} {
		if strings.Contains(s, no) {
			t.Errorf("the page has %q in it", no)
		}
	}
	if s := page(t, Page{Tone: ToneOK, Next: Lead{Name: "x", Address: "javascript:alert(1)"}}); strings.Contains(s, `href="javascript`) {
		t.Error("an address is not looked at")
	}
	if s := page(t, Page{Tone: ToneOK, Text: "Go back.", Next: Lead{Name: "x"}}); !strings.Contains(s, "Go back.") || strings.Contains(s, "<a ") {
		t.Error("a page without an address leads somewhere")
	}
}

func TestAPageThatGoesOnByItselfSaysSoAndHowToStay(t *testing.T) {
	s := page(t, Page{Tone: ToneOK, Title: "Blue Heron Bakery LLC is linked", Next: Lead{Name: "Sable & Finch CPA", Address: "http://127.0.0.1:38517/start/abc", After: 3}})
	for _, must := range []string{"goes on by itself in 3 seconds", `href="?stay"`, "animation-duration: 3s", `<a href="http://127.0.0.1:38517/start/abc" autofocus>`} {
		if !strings.Contains(s, must) {
			t.Errorf("the page lacks %q", must)
		}
	}
	if strings.Contains(s, "<script") || strings.Contains(s, "ZgotmplZ") {
		t.Errorf("the page is %s", s)
	}
}

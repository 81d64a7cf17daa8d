package words

import (
	"bytes"
	"html/template"
	"sync"

	"crosswalk/internal/desk"
)

// helpEntry is one code on the help page.
type helpEntry struct {
	Code        desk.Cause
	Title, Hint string
	Whose, Next string
}

// HelpPage gives the page that explains every code: one file without a script from elsewhere, to be read offline.
// docs/errors.html is what it gives.
func HelpPage() []byte {
	var all []helpEntry
	for _, c := range desk.Causes() {
		m := English.Always(c)
		all = append(all, helpEntry{Code: c, Title: m.Title, Hint: m.Hint, Whose: English.Turn(c), Next: stepLabels[m.Step]})
	}
	var out bytes.Buffer
	if err := helpPage().Execute(&out, all); err != nil { // a template that is part of the program, over plain values
		panic(err)
	}
	return out.Bytes()
}

var helpPage = sync.OnceValue(func() *template.Template { return template.Must(template.New("help").Parse(helpHTML)) })

const helpHTML = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Crosswalk: what each code means</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; max-width: 44rem; margin: 2rem auto; padding: 0 1rem; color: #1b1b1f; background: #fff }
h1 { font-size: 1.5rem } h2 { font-size: 1.1rem; margin: 2rem 0 0 } p { margin: .3rem 0 }
code { font: .85rem ui-monospace, monospace; color: #57575f } input { font: inherit; width: 100%; padding: .5rem; box-sizing: border-box }
@media (prefers-color-scheme: dark) { body { color: #e6e6ea; background: #1b1b1f } code { color: #a5a5ae } }
@media print { input { display: none } }
</style>
</head>
<body>
<h1>What each code means</h1>
<p>Every code that Crosswalk shows, what helps, and whose turn it is. Where … stands, the message itself has a name, a file or a permission. ‘crosswalk explain CODE’ tells the same.</p>
<p><input id="search" type="search" placeholder="Search" aria-label="Search the codes"></p>
{{range .}}<section id="{{.Code}}">
<h2>{{.Title}}</h2>
<p><code>{{.Code}}</code></p>
<p>{{.Hint}}</p>
<p>Whose turn: {{.Whose}}.{{if .Next}} The window offers: {{.Next}}{{end}}</p>
</section>
{{end}}<script>
const sections = [...document.querySelectorAll("section")];
document.getElementById("search").addEventListener("input", event => {
  const wanted = event.target.value.toLowerCase();
  for (const s of sections) s.hidden = !s.textContent.toLowerCase().includes(wanted);
});
</script>
</body>
</html>
`

package update_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"crosswalk/internal/reach"
	"crosswalk/internal/update"
)

// asked is a server that answers as GitHub does, and what it was asked.
func asked(t *testing.T, status int, body string) (o update.Options, requests *[]*http.Request) {
	t.Helper()
	requests = &[]*http.Request{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		*requests = append(*requests, r)
		if status == http.StatusMovedPermanently {
			w.Header().Set("Location", "/elsewhere")
		}
		w.WriteHeader(status)
		fmt.Fprint(w, body)
	}))
	t.Cleanup(server.Close)
	client, err := reach.New(reach.Options{UserAgent: "Crosswalk/1.2.0"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.CloseIdleConnections)
	return update.Options{HTTP: client, API: server.URL, Repository: "firm/crosswalk", Version: "1.2.0"}, requests
}

func TestANewerReleaseIsToldAndNothingElse(t *testing.T) {
	for body, want := range map[string]string{
		`{"tag_name": "v1.3.0", "html_url": "https://evil.example"}`:  "1.3.0",
		`{"tag_name": "v1.10.0"}`:                                     "1.10.0",
		`{"tag_name": "v2.0.0", "draft": false, "prerelease": false}`: "2.0.0",
		`{"tag_name": "v1.2.0"}`:                                      "",
		`{"tag_name": "v1.1.9"}`:                                      "",
		`{"tag_name": "v1.3.0-rc.1"}`:                                 "",
		`{"tag_name": "v1.3.0", "prerelease": true}`:                  "",
		`{"tag_name": "v1.3.0", "draft": true}`:                       "",
		`{"tag_name": "v1.3.0+build"}`:                                "",
		`{"tag_name": "1.3.0"}`:                                       "",
		`{"tag_name": "v1.3"}`:                                        "",
		`{"tag_name": "latest"}`:                                      "",
		`{"tag_name": "v9.9.9<script>"}`:                              "",
		`{"tag_name": ""}`:                                            "",
		`{}`:                                                          "",
	} {
		o, requests := asked(t, http.StatusOK, body)
		got, err := update.New(o).Newer(t.Context())
		if got != want || err != nil {
			t.Errorf("%s: %q, %v; want %q", body, got, err, want)
		}
		if len(*requests) != 1 {
			t.Errorf("%s: asked %d times", body, len(*requests))
		}
	}
}

func TestAnAnswerThatIsNoneIsAnErrorAndNoVersion(t *testing.T) {
	for name, c := range map[string]struct {
		status int
		body   string
	}{
		"garbage":    {200, "<html>sign in to the network</html>"},
		"nothing":    {200, ""},
		"a list":     {200, `[{"tag_name": "v1.3.0"}]`},
		"too long":   {200, `{"body": "` + strings.Repeat("x", 2<<20) + `", "tag_name": "v1.3.0"}`},
		"too often":  {403, `{"message": "API rate limit exceeded"}`},
		"no release": {404, `{"message": "Not Found"}`},
		"its fault":  {500, ""},
		"moved":      {301, `{"tag_name": "v1.3.0"}`},
	} {
		o, requests := asked(t, c.status, c.body)
		got, err := update.New(o).Newer(t.Context())
		if got != "" || err == nil || len(*requests) != 1 {
			t.Errorf("%s: %q, %v, asked %d times", name, got, err, len(*requests))
		}
		if err != nil && strings.Contains(err.Error(), "rate limit") {
			t.Errorf("%s: the answer's text is told: %v", name, err)
		}
	}
}

func TestWithoutANetworkThereIsNoVersion(t *testing.T) {
	o, _ := asked(t, 200, "")
	o.API = "http://127.0.0.1:1"
	if got, err := update.New(o).Newer(t.Context()); got != "" || err == nil {
		t.Errorf("%q, %v", got, err)
	}
}

// Nothing of what is asked says who asks, or with which version.
func TestWhatIsAskedSaysNothingAboutThisComputer(t *testing.T) {
	o, requests := asked(t, 200, `{"tag_name": "v1.3.0"}`)
	if _, err := update.New(o).Newer(t.Context()); err != nil {
		t.Fatal(err)
	}
	r := (*requests)[0]
	if r.Method != http.MethodGet || r.URL.RequestURI() != "/repos/firm/crosswalk/releases/latest" || r.ContentLength > 0 {
		t.Errorf("%s %s, %d bytes", r.Method, r.URL, r.ContentLength)
	}
	allowed := map[string]string{"Accept": "application/vnd.github+json", "X-Github-Api-Version": "2022-11-28", "User-Agent": "Crosswalk", "Accept-Encoding": "gzip"}
	for name, values := range r.Header {
		if want, ok := allowed[name]; name != "Connection" && (!ok || strings.Join(values, "") != want) {
			t.Errorf("header %s: %v", name, values)
		}
	}
}

func TestWhoeverMustNotAskAsksNobody(t *testing.T) {
	for name, change := range map[string]func(*update.Options){
		"the organization forbids it":        func(o *update.Options) { o.Forbidden = true },
		"a build of a person's own":          func(o *update.Options) { o.Version = "dev" },
		"a build without any tag":            func(o *update.Options) { o.Version = "0.1.0+abc1234" },
		"a build behind a tag":               func(o *update.Options) { o.Version = "1.2.0+4.gabc1234" },
		"a build that knows no repository":   func(o *update.Options) { o.Repository = "" },
		"a repository that is an address":    func(o *update.Options) { o.Repository = "evil.example/a/b" },
		"no way out (an unusable authority)": func(o *update.Options) { o.HTTP = nil },
	} {
		o, requests := asked(t, 200, `{"tag_name": "v9.0.0"}`)
		change(&o)
		c := update.New(o)
		if got, err := c.Newer(t.Context()); c.Asks() || got != "" || err != nil || len(*requests) != 0 {
			t.Errorf("%s: asks %t, got %q, %v, asked %d times", name, c.Asks(), got, err, len(*requests))
		}
		if err := c.Show("9.0.0"); err == nil {
			t.Errorf("%s: a page is shown", name)
		}
	}
}

func TestThePageOfAReleaseIsMadeHere(t *testing.T) {
	o, _ := asked(t, 200, "")
	var opened []string
	o.Browser = func(address string) error { opened = append(opened, address); return nil }
	c := update.New(o)
	for _, bad := range []string{"", "1.3", "../../evil", "1.3.0?x=y", "latest"} {
		if err := c.Show(bad); err == nil {
			t.Errorf("%q: shown", bad)
		}
	}
	if err := c.Show("1.3.0"); err != nil || len(opened) != 1 || opened[0] != "https://github.com/firm/crosswalk/releases/tag/v1.3.0" {
		t.Errorf("%v, opened %q", err, opened)
	}
}

func TestWhichVersionIsNewer(t *testing.T) {
	for pair, want := range map[[2]string]bool{
		{"1.3.0", "1.2.0"}: true, {"1.2.10", "1.2.9"}: true, {"1.2.0", "1.2.0-rc.1"}: true,
		{"1.2.0", "1.2.0"}: false, {"1.2.0", "1.3.0"}: false, {"1.3.0-rc.1", "1.3.0"}: false, {"junk", "1.0.0"}: false, {"", "1.0.0"}: false,
	} {
		if got := update.IsNewer(pair[0], pair[1]); got != want {
			t.Errorf("%s newer than %s: %t", pair[0], pair[1], got)
		}
	}
}

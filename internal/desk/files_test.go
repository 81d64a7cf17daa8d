package desk_test

import (
	"net/http"
	"os"
	"strings"
	"testing"
)

// read gives a file's text; a folder has none.
func read(t *testing.T, path string) string {
	t.Helper()
	if info, err := os.Stat(path); err != nil || info.IsDir() {
		return ""
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// landing follows redirects from an address as a browser does, and gives the last address, which nothing answers.
func landing(t *testing.T, address string) string {
	t.Helper()
	last := address
	client := &http.Client{CheckRedirect: func(req *http.Request, _ []*http.Request) error {
		last = req.URL.String()
		if strings.Contains(last, "code=") {
			return http.ErrUseLastResponse
		}
		return nil
	}}
	resp, err := client.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	return last
}

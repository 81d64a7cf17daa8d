package house

import (
	"context"
	"encoding/json"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"crosswalk/internal/desk"
)

// program opens a door as one more program on the folder does.
func program(t *testing.T, folder string) *door {
	t.Helper()
	d, err := openDoor(t.Context(), folder)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.server.Close() })
	return d
}

// systemToken gets the application's own token behind a door.
func systemToken(t *testing.T, d *door) string {
	t.Helper()
	resp, err := http.PostForm(d.address+"/oauth/token", url.Values{
		"grant_type": {"system_access"}, "client_id": {practiceID}, "client_secret": {practiceSecret},
	})
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var reply struct {
		Token string `json:"access_token"`
	}
	if err := json.NewDecoder(resp.Body).Decode(&reply); err != nil || reply.Token == "" {
		t.Fatalf("status %d, %v", resp.StatusCode, err)
	}
	return reply.Token
}

// takes says whether a door's Gusto knows a token.
func takes(t *testing.T, d *door, token string) bool {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, d.address+"/v1/token_info", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+token)
	req.Header.Set("X-Gusto-API-Version", desk.NewestVersion)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Errorf("nobody answers: %v", err)
		return false
	}
	resp.Body.Close()
	return resp.StatusCode == http.StatusOK
}

func TestAllProgramsOfAFolderShareOnePracticeGusto(t *testing.T) {
	folder := t.TempDir()
	first, second := program(t, folder), program(t, folder)
	if token := systemToken(t, second); !takes(t, first, token) || !takes(t, second, token) {
		t.Error("what one has given, the other does not know")
	}
	if first.pretend == nil || second.pretend != nil {
		t.Error("both play Gusto, or none")
	}
}

func TestPracticeOutlivesTheProgramThatPlayedGusto(t *testing.T) {
	folder := t.TempDir()
	first, second, third := program(t, folder), program(t, folder), program(t, folder)
	token := systemToken(t, second)
	first.server.Close()
	if !takes(t, second, token) || !takes(t, third, token) {
		t.Error("access is gone with the program that played Gusto")
	}
	second.server.Close()
	if another := systemToken(t, third); !takes(t, third, token) || !takes(t, third, another) {
		t.Error("access is gone with the second program")
	}
}

func TestAProgramThatEndsInAMomentAsksWhoeverPlaysGusto(t *testing.T) {
	folder := t.TempDir()
	playing := program(t, folder)
	if reg, err := practiceNearby(t.Context(), folder); err != nil || reg.Environment.BaseURL != playing.address {
		t.Errorf("%s, %v; %s plays Gusto", reg.Environment.BaseURL, err, playing.address)
	}
	playing.server.Close()
	reg, err := practiceNearby(t.Context(), folder)
	if err != nil || reg.Environment.BaseURL == playing.address {
		t.Fatalf("%s, %v; nobody plays Gusto there any more", reg.Environment.BaseURL, err)
	}
	systemToken(t, &door{address: reg.Environment.BaseURL})
}

func TestOneOfManyDoorsTakesOver(t *testing.T) {
	folder := t.TempDir()
	first := program(t, folder)
	token := systemToken(t, first)
	var others []*door
	for range 6 {
		others = append(others, program(t, folder))
	}
	first.server.Close()
	var all sync.WaitGroup
	for _, d := range others {
		all.Go(func() {
			if !takes(t, d, token) {
				t.Errorf("%s does not know the token", d.address)
			}
		})
	}
	all.Wait()
	playing := 0
	for _, d := range others {
		if d.pretend != nil {
			playing++
		}
	}
	if playing != 1 {
		t.Errorf("%d programs play Gusto", playing)
	}
}

func TestWhoGivesUpAskingTakesNobodyForGone(t *testing.T) {
	folder := t.TempDir()
	first, second := program(t, folder), program(t, folder)
	token := systemToken(t, first)
	for name, known := range map[string]string{"a known one": first.address, "one to be looked at": ""} {
		second.known = known
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if pretend, _, err := second.playing(ctx); pretend != nil || !errors.Is(err, context.Canceled) {
			t.Errorf("%s: it plays Gusto itself: %v, %v", name, pretend != nil, err)
		}
	}
	if !takes(t, second, token) {
		t.Error("what the first has given is not known any more")
	}
}

func TestAProgramThatWasThoughtGoneGivesWay(t *testing.T) {
	folder := t.TempDir()
	first, second := program(t, folder), program(t, folder)
	if _, err := second.play(); err != nil { // it had found nobody: the first was asleep
		t.Fatal(err)
	}
	token := systemToken(t, second)
	if !takes(t, first, token) || first.pretend != nil {
		t.Error("the first goes on with a state of its own")
	}
}

func TestANoteThatLeadsToAStrangerIsNotFollowed(t *testing.T) {
	folder := t.TempDir()
	stranger := httptest.NewServer(http.NotFoundHandler())
	defer stranger.Close()
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	closed.Close()
	for _, note := range []string{stranger.URL, "http://" + closed.Addr().String(), "https://api.gusto.com", "http://192.0.2.1:80", "nonsense", ""} {
		if err := os.WriteFile(filepath.Join(folder, "address"), []byte(note), 0o600); err != nil {
			t.Fatal(err)
		}
		if d := program(t, folder); d.pretend == nil {
			t.Errorf("%q is taken for a pretend Gusto", note)
		}
	}
}

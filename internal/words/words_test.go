package words

import (
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"crosswalk/internal/desk"
)

func TestEveryCauseHasItsOwnSentenceAndHint(t *testing.T) {
	titles := map[string]desk.Cause{}
	for _, c := range desk.Causes() {
		m, ok := messages[c]
		if !ok {
			t.Errorf("%s has no words", c)
			continue
		}
		if m.Title == "" || m.Hint == "" || m.Pill == "" {
			t.Errorf("%s lacks a sentence, a hint or a pill: %+v", c, m)
		}
		if other, taken := titles[m.Title]; taken {
			t.Errorf("%s and %s share the sentence %q", c, other, m.Title)
		}
		titles[m.Title] = c
	}
	if len(messages) != len(desk.Causes()) {
		t.Errorf("%d messages for %d causes", len(messages), len(desk.Causes()))
	}
}

func TestMessagesFollowTheHouseStyle(t *testing.T) {
	unwanted := regexp.MustCompile(`(?i)please|successfully|oops|!|\b(token|scope|grant|invalid|unauthorised|cancelled|colour)\b`)
	for c, m := range messages {
		for _, text := range []string{m.Title, m.Hint, m.Pill} {
			if bad := unwanted.FindString(text); bad != "" {
				t.Errorf("%s says %q in %q", c, bad, text)
			}
		}
		if strings.HasSuffix(m.Title, ".") {
			t.Errorf("%s: a title has no period: %q", c, m.Title)
		}
		if len(strings.Fields(m.Pill)) > 2 {
			t.Errorf("%s: a pill has two words at the most: %q", c, m.Pill)
		}
	}
}

func TestWhatTheOtherSideSaidIsFilledInOrLeftOut(t *testing.T) {
	for _, c := range desk.Causes() {
		for _, trouble := range []*desk.Trouble{{Cause: c}, {Cause: c, Detail: "api.gusto.com", Until: time.Now()}} {
			m := For(trouble)
			if strings.ContainsAny(m.Title+m.Hint, "{}") || strings.Contains(m.Title+m.Hint, "()") {
				t.Errorf("%s with detail %q: %q %q", c, trouble.Detail, m.Title, m.Hint)
			}
		}
	}
}

func TestAFolderThatIsCopiedElsewhereIsNamedWithItsServiceAndAWayOut(t *testing.T) {
	for place, want := range map[string]string{"Dropbox": "copied to other computers by Dropbox", "OneDrive - Example Ltd": "copied to other computers by OneDrive"} {
		folder := filepath.Join(t.TempDir(), place, "Crosswalk")
		d := desk.New(desk.Options{Folder: folder})
		m := ForError(d.Start(t.Context()))
		if !strings.HasPrefix(m.Hint, folder+" is "+want+".") || !strings.Contains(m.Hint, "Set CROSSWALK_DATA to a folder on this disk") {
			t.Errorf("%s: %q %q", place, m.Title, m.Hint)
		}
	}
}

func TestAFolderThatCannotBeHadIsNotCalledSynchronized(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	d := desk.New(desk.Options{Folder: filepath.Join(file, "Crosswalk")})
	m := ForError(d.Start(t.Context()))
	if m.Title != "The data folder cannot be used" || !strings.Contains(m.Hint, file) || !strings.Contains(m.Hint, "CROSSWALK_DATA") {
		t.Errorf("%+v", m)
	}
}

func TestAnErrorFromOutsideTheDeskStillHasWords(t *testing.T) {
	if m := ForError(errors.New("disk on fire")); !strings.Contains(m.Hint, "disk on fire") {
		t.Errorf("%+v", m)
	}
}

func TestMomentsStayShort(t *testing.T) {
	now := time.Date(2026, 11, 24, 15, 0, 0, 0, time.Local)
	for _, c := range []struct {
		at   time.Time
		want string
	}{
		{time.Time{}, "never"},
		{now.Add(-5 * time.Hour), "10:00 AM"},
		{now.AddDate(0, -2, 0), "Sep 24"},
		{now.AddDate(-1, 0, 0), "Nov 24, 2025"},
	} {
		if got := When(c.at, now); got != c.want {
			t.Errorf("%v: %q, want %q", c.at, got, c.want)
		}
	}
}

package ui

import (
	"errors"
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
		if m.title == "" || m.hint == "" || m.pill == "" {
			t.Errorf("%s lacks a sentence, a hint or a pill: %+v", c, m)
		}
		if other, taken := titles[m.title]; taken {
			t.Errorf("%s and %s share the sentence %q", c, other, m.title)
		}
		titles[m.title] = c
	}
	if len(messages) != len(desk.Causes()) {
		t.Errorf("%d messages for %d causes", len(messages), len(desk.Causes()))
	}
}

func TestMessagesFollowTheHouseStyle(t *testing.T) {
	unwanted := regexp.MustCompile(`(?i)please|successfully|oops|!|\b(token|scope|grant|invalid|unauthorised|cancelled|colour)\b`)
	for c, m := range messages {
		for _, text := range []string{m.title, m.hint, m.pill} {
			if bad := unwanted.FindString(text); bad != "" {
				t.Errorf("%s says %q in %q", c, bad, text)
			}
		}
		if strings.HasSuffix(m.title, ".") {
			t.Errorf("%s: a title has no period: %q", c, m.title)
		}
		if len(strings.Fields(m.pill)) > 2 {
			t.Errorf("%s: a pill has two words at the most: %q", c, m.pill)
		}
	}
}

func TestWhatTheOtherSideSaidIsFilledInOrLeftOut(t *testing.T) {
	for _, c := range desk.Causes() {
		for _, trouble := range []*desk.Trouble{{Cause: c}, {Cause: c, Detail: "api.gusto.com", Until: time.Now()}} {
			m := say(trouble)
			if strings.ContainsAny(m.title+m.hint, "{}") || strings.Contains(m.title+m.hint, "()") {
				t.Errorf("%s with detail %q: %q %q", c, trouble.Detail, m.title, m.hint)
			}
		}
	}
}

func TestAnErrorFromOutsideTheDeskStillHasWords(t *testing.T) {
	if m := sayError(errors.New("disk on fire")); !strings.Contains(m.hint, "disk on fire") {
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
		if got := when(c.at, now); got != c.want {
			t.Errorf("%v: %q, want %q", c.at, got, c.want)
		}
	}
}

package pace

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"
)

func TestAGrantIsAskedAsOftenAMinuteAsGustoAllows(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := New(Limits{Grant: 3}, time.Now)
		begun := time.Now()
		for range 3 {
			if err := p.Turn(t.Context(), "a"); err != nil {
				t.Fatal(err)
			}
		}
		var late *LateError
		if err := p.Turn(t.Context(), "a"); !errors.As(err, &late) || !late.Until.Equal(begun.Add(time.Minute)) {
			t.Errorf("the fourth: %v", err)
		}
		if err := p.Turn(t.Context(), "b"); err != nil {
			t.Errorf("another grant: %v", err)
		}
		if err := p.Turn(Patiently(t.Context()), "a"); err != nil || time.Since(begun) != time.Minute {
			t.Errorf("whoever is patient: %v, after %v", err, time.Since(begun))
		}
	})
}

func TestManyAreAskedForAtAPolitePace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := New(Limits{Overall: 5}, time.Now)
		begun := time.Now()
		for i := range 15 {
			if err := p.Turn(Patiently(t.Context()), fmt.Sprint(i)); err != nil {
				t.Fatal(err)
			}
		}
		if took := time.Since(begun); took != 2*time.Second {
			t.Errorf("fifteen at five a second took %v", took)
		}
		for range 10 { // a single wish does not wait for it
			if err := p.Turn(t.Context(), "one"); err != nil {
				t.Fatal(err)
			}
		}
		if took := time.Since(begun); took != 2*time.Second {
			t.Errorf("whoever waits for nothing waited: %v", took)
		}
	})
}

func TestAGrantIsLeftAloneForAsLongAsGustoHasSaid(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := New(Limits{}, time.Now)
		begun := time.Now()
		p.Hold("a", 30*time.Second)
		p.Hold("b", -time.Second) // says nothing
		var late *LateError
		if err := p.Turn(t.Context(), "a"); !errors.As(err, &late) || !late.Until.Equal(begun.Add(30*time.Second)) {
			t.Errorf("%v", err)
		}
		if err := p.Turn(t.Context(), "b"); err != nil {
			t.Error(err)
		}
		if err := p.Turn(Patiently(t.Context()), "a"); err != nil || time.Since(begun) != 30*time.Second {
			t.Errorf("%v after %v", err, time.Since(begun))
		}
		p.Hold("a", LongestPause+time.Second)
		if err := p.Turn(Patiently(t.Context()), "a"); !errors.As(err, &late) {
			t.Errorf("a pause that nobody waits for: %v", err)
		}
	})
}

func TestRequestsThatDidNotAskForTheirTurnCountToo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := New(Limits{Grant: 4}, time.Now)
		if err := p.Turn(t.Context(), "a"); err != nil {
			t.Fatal(err)
		}
		p.More("a", 3)
		var late *LateError
		if err := p.Turn(t.Context(), "a"); !errors.As(err, &late) {
			t.Errorf("a list of four pages took one place: %v", err)
		}
	})
}

func TestWaitingEndsWithItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := New(Limits{Grant: 1}, time.Now)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if err := p.Turn(ctx, "a"); err != nil {
			t.Fatal(err)
		}
		if err := p.Turn(Patiently(ctx), "a"); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%v", err)
		}
	})
}

func TestAClockThatWasSetBackHoldsNobody(t *testing.T) {
	now := time.Now()
	p := New(Limits{Grant: 1}, func() time.Time { return now })
	for range 3 {
		if err := p.Turn(t.Context(), "a"); err != nil {
			t.Fatalf("at %v: %v", now, err)
		}
		now = now.Add(-time.Hour)
	}
}

func TestALimitBeginsWhenTheTurnHasCome(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := Limited(WithLimit(t.Context(), time.Second))
		defer cancel()
		<-ctx.Done()
		free, end := Limited(t.Context())
		defer end()
		if _, bounded := free.Deadline(); bounded {
			t.Error("a call without a limit has one")
		}
	})
}

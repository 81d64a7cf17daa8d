package storage

import (
	"context"
	"errors"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/zalando/go-keyring"
)

// mockKeyring puts a key store in memory in the place of the computer's.
func mockKeyring(t *testing.T) {
	t.Helper()
	was := beforeKeyring
	beforeKeyring = func(context.Context) error { return nil }
	keyring.MockInit()
	t.Cleanup(func() { beforeKeyring = was })
}

func TestKeyringKeepsAndForgets(t *testing.T) {
	mockKeyring(t)
	k := KeyringKeeper{}
	if _, err := k.Load(t.Context(), "a"); !errors.Is(err, ErrKeyAbsent) {
		t.Fatalf("got %v, want ErrKeyAbsent", err)
	}
	if err := k.Store(t.Context(), "a", []byte("value")); err != nil {
		t.Fatal(err)
	}
	if got, err := keyring.Get("Crosswalk", "a"); err != nil || got != "value" {
		t.Fatalf("got %q, %v", got, err)
	}
	if got, err := k.Load(t.Context(), "a"); err != nil || string(got) != "value" {
		t.Fatalf("got %q, %v", got, err)
	}
	if err := Probe(t.Context(), k); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := k.Remove(t.Context(), "a"); err != nil {
			t.Fatal(err)
		}
	}
	l := newStore(t)
	keys := mustOpenKeys(t, l, k)
	putSecret(t, keys, l)
	if got := mustOpenKeys(t, l, k); got.ID() != keys.ID() {
		t.Error("another key came back")
	}
	if got, err := keyring.Get("Crosswalk", l.ID()+"-"+keys.ID()); err != nil || !strings.HasPrefix(got, keyPrefix) || len(got) > 100 {
		t.Errorf("kept as %q, %v", got, err)
	}
}

func TestAnyOtherAnswerOfTheKeyringIsNotAbsence(t *testing.T) {
	mockKeyring(t)
	for _, c := range []struct {
		err  error
		kind KeyringKind
	}{
		{keyring.ErrSetDataTooBig, KeyringTooBig},
		{keyring.ErrUnsupportedPlatform, KeyringMissing},
		{&KeyringError{Kind: KeyringLocked, Err: errors.New("x")}, KeyringLocked},
	} {
		keyring.MockInitWithError(c.err)
		l := newStore(t)
		_, loadErr := KeyringKeeper{}.Load(t.Context(), "a")
		_, openErr := OpenKeys(t.Context(), l, KeyringKeeper{})
		for _, err := range []error{loadErr, openErr, KeyringKeeper{}.Store(t.Context(), "a", []byte("x")),
			KeyringKeeper{}.Remove(t.Context(), "a"), Probe(t.Context(), KeyringKeeper{})} {
			var got *KeyringError
			if !errors.As(err, &got) || got.Kind != c.kind || !errors.Is(err, c.err) || errors.Is(err, ErrKeyAbsent) {
				t.Errorf("%v: got %v", c.err, err)
			}
		}
	}
}

func TestKeyringCallIsLeftBehindWhenTheCallerGivesUp(t *testing.T) {
	mockKeyring(t)
	stuck, begun := make(chan struct{}), make(chan struct{})
	canceled, cancel := context.WithCancel(t.Context())
	defer cancel()
	first := make(chan error, 1)
	go func() {
		first <- onKeyring(canceled, "read", func() error {
			close(begun)
			<-stuck
			return nil
		})
	}()
	<-begun
	cancel()
	if err := <-first; !errors.Is(err, context.Canceled) {
		t.Fatalf("got %v, want the cancellation", err)
	}
	// One that queues behind it has its own time.
	soon, cancelSoon := context.WithDeadline(t.Context(), time.Now().Add(-time.Second))
	defer cancelSoon()
	err := onKeyring(soon, "read", func() error { t.Error("called after its time"); return nil })
	var timedOut *KeyringError
	if !errors.As(err, &timedOut) || timedOut.Kind != KeyringTimedOut || !errors.Is(err, context.DeadlineExceeded) {
		t.Fatalf("got %v, want a *KeyringError of kind KeyringTimedOut", err)
	}
	later := make(chan error, 1)
	overlapped := false
	go func() {
		later <- onKeyring(t.Context(), "read", func() error {
			select {
			case <-stuck:
			default:
				overlapped = true
			}
			return nil
		})
	}()
	close(stuck)
	if err := <-later; err != nil || overlapped {
		t.Fatalf("after the stuck one ended: %v, overlapped %v", err, overlapped)
	}
	for range 20000 { // nor is an idle queue a reason to ask on behalf of nobody
		runtime.Gosched() // the queue gets to wait for work
		if err := onKeyring(soon, "read", func() error { t.Error("called after its time"); return nil }); !errors.As(err, &timedOut) {
			t.Fatalf("got %v", err)
		}
	}
}

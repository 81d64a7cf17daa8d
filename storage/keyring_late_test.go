//go:build keyring && linux

package storage

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"sync"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
)

// smallService is a Secret Service of one unlocked collection, which can come late and stumble.
type smallService struct {
	t    *testing.T
	conn *dbus.Conn

	mu      sync.Mutex
	items   map[dbus.ObjectPath]smallItem
	made    int
	stumble func(method string) *dbus.Error // nil: none
	barren  bool                            // it has no collection yet
	asked   map[string]int                  // calls by method
}

type smallItem struct {
	attributes map[string]string
	value      smallSecret
}

type smallSecret struct {
	Session     dbus.ObjectPath
	Parameters  []byte
	Value       []byte
	ContentType string
}

const smallSession = dbus.ObjectPath("/org/freedesktop/secrets/session/1")

// small makes the service; nobody can find it before it has come.
func (s *session) small() *smallService {
	s.t.Helper()
	conn, err := dbus.ConnectSessionBus()
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { conn.Close() })
	small := &smallService{t: s.t, conn: conn, items: map[dbus.ObjectPath]smallItem{}, asked: map[string]int{}}
	small.export(small, secretPath, secretService)
	small.export(small, secretPath, "org.freedesktop.DBus.Properties")
	small.export(small, smallSession, "org.freedesktop.Secret.Session")
	for _, path := range []dbus.ObjectPath{loginCollection, "/org/freedesktop/secrets/aliases/default"} {
		small.export(small, path, secretCollection)
		small.export(small, path, "org.freedesktop.DBus.Properties")
	}
	return small
}

func (s *smallService) export(object any, path dbus.ObjectPath, iface string) {
	if err := s.conn.Export(object, path, iface); err != nil {
		s.t.Error(err)
	}
}

// come takes the name.
func (s *smallService) come() *smallService {
	reply, err := s.conn.RequestName(secretName, dbus.NameFlagDoNotQueue)
	if err != nil || reply != dbus.RequestNameReplyPrimaryOwner {
		s.t.Error(reply, err)
	}
	return s
}

// enter counts a call and lets it stumble; the lock is held when it comes back.
func (s *smallService) enter(method string) *dbus.Error {
	s.mu.Lock()
	s.asked[method]++
	if s.stumble != nil {
		return s.stumble(method)
	}
	return nil
}

func (s *smallService) Get(_, name string) (dbus.Variant, *dbus.Error) {
	err := s.enter(name)
	defer s.mu.Unlock()
	switch {
	case name == "Locked":
		return dbus.MakeVariant(false), err
	case s.barren:
		return dbus.MakeVariant([]dbus.ObjectPath{}), err
	}
	return dbus.MakeVariant([]dbus.ObjectPath{loginCollection}), err
}

func (s *smallService) ReadAlias(string) (dbus.ObjectPath, *dbus.Error) {
	err := s.enter("ReadAlias")
	defer s.mu.Unlock()
	if s.barren {
		return noObject, err
	}
	return loginCollection, err
}

func (s *smallService) OpenSession(string, dbus.Variant) (dbus.Variant, dbus.ObjectPath, *dbus.Error) {
	err := s.enter("OpenSession")
	defer s.mu.Unlock()
	return dbus.MakeVariant(""), smallSession, err
}

func (s *smallService) Close() *dbus.Error {
	err := s.enter("Close")
	defer s.mu.Unlock()
	return err
}

func (s *smallService) Unlock(paths []dbus.ObjectPath) ([]dbus.ObjectPath, dbus.ObjectPath, *dbus.Error) {
	err := s.enter("Unlock")
	defer s.mu.Unlock()
	return paths, noObject, err
}

func (s *smallService) SearchItems(attributes map[string]string) ([]dbus.ObjectPath, *dbus.Error) {
	err := s.enter("SearchItems")
	defer s.mu.Unlock()
	found := []dbus.ObjectPath{}
	for path, item := range s.items {
		if maps.Equal(item.attributes, attributes) {
			found = append(found, path)
		}
	}
	return found, err
}

func (s *smallService) CreateItem(properties map[string]dbus.Variant, value smallSecret, replace bool) (dbus.ObjectPath, dbus.ObjectPath, *dbus.Error) {
	err := s.enter("CreateItem")
	defer s.mu.Unlock()
	attributes, _ := properties["org.freedesktop.Secret.Item.Attributes"].Value().(map[string]string)
	for path, item := range s.items {
		if replace && maps.Equal(item.attributes, attributes) {
			s.items[path] = smallItem{attributes, value}
			return path, noObject, err
		}
	}
	s.made++
	path := loginCollection + dbus.ObjectPath(fmt.Sprintf("/%d", s.made))
	s.items[path] = smallItem{attributes, value}
	s.export(smallItemObject{s, path}, path, "org.freedesktop.Secret.Item")
	return path, noObject, err // kept, also when the answer gets lost
}

type smallItemObject struct {
	s    *smallService
	path dbus.ObjectPath
}

func (o smallItemObject) GetSecret(dbus.ObjectPath) (smallSecret, *dbus.Error) {
	err := o.s.enter("GetSecret")
	defer o.s.mu.Unlock()
	return o.s.items[o.path].value, err
}

func (o smallItemObject) Delete() (dbus.ObjectPath, *dbus.Error) {
	err := o.s.enter("Delete")
	defer o.s.mu.Unlock()
	delete(o.s.items, o.path)
	return noObject, err
}

// meanwhile has something happen in each pause between two tries, and lets no pause take time.
func meanwhile(t *testing.T, happen func(pause int)) (paused *time.Duration) {
	t.Helper()
	was, n := pauseKeyring, 0
	paused = new(time.Duration)
	pauseKeyring = func(_ context.Context, d time.Duration) {
		n++
		*paused += d
		happen(n)
	}
	t.Cleanup(func() { pauseKeyring = was })
	return paused
}

// wantWorking makes a key, seals with it and opens it again.
func wantWorking(t *testing.T) {
	t.Helper()
	l, k := newStore(t), KeyringKeeper{}
	keys, err := OpenKeys(within30s(t), l, k)
	if err != nil {
		t.Fatal(err)
	}
	putSecret(t, keys, l)
	if got := mustOpenKeys(t, l, k); got.ID() != keys.ID() {
		t.Error("another key came back")
	}
	if err := Probe(within30s(t), k); err != nil {
		t.Error(err)
	}
}

func TestKeyStoreThatComesLateIsWaitedFor(t *testing.T) {
	s := newSession(t, "")
	small := s.small()
	meanwhile(t, func(pause int) {
		if pause == 3 {
			small.come()
		}
	})
	wantWorking(t)
}

func TestKeyStoreWhoseCollectionComesLateIsWaitedFor(t *testing.T) {
	s := newSession(t, "")
	small := s.small().come()
	small.barren = true
	meanwhile(t, func(pause int) {
		small.mu.Lock()
		defer small.mu.Unlock()
		small.barren = pause < 4
	})
	wantWorking(t)
}

// Every method gets each of the answers of a service that is still building itself up, or of a bus that gave up on it.
func TestKeyStoreThatStumblesOnceIsAskedAgain(t *testing.T) {
	for _, answer := range []string{
		"org.freedesktop.DBus.Error.NoReply", "org.freedesktop.DBus.Error.TimedOut", "org.freedesktop.DBus.Error.UnknownObject",
		"org.freedesktop.DBus.Error.UnknownMethod", "org.freedesktop.Secret.Error.NoSuchObject",
	} {
		t.Run(answer, func(t *testing.T) {
			s := newSession(t, "")
			small := s.small().come()
			stumbled := map[string]bool{}
			small.stumble = func(method string) *dbus.Error {
				if method == "Close" || stumbled[method] {
					return nil
				}
				stumbled[method] = true
				return dbus.NewError(answer, []any{"in the first seconds"})
			}
			meanwhile(t, func(int) {})
			wantWorking(t)
			for _, method := range []string{"Collections", "Locked", "OpenSession", "Unlock", "SearchItems", "CreateItem", "GetSecret"} {
				if small.asked[method] < 2 {
					t.Errorf("%s was asked %d times", method, small.asked[method])
				}
			}
			if len(small.items) != 1 {
				t.Errorf("%d entries were left behind, want the store's one", len(small.items))
			}
		})
	}
}

func TestKeyStoreThatNeverComesIsMissingAfterABoundedTime(t *testing.T) {
	for name, c := range map[string]struct {
		set   func(*smallService)
		limit time.Duration
	}{
		"nobody":        {func(*smallService) {}, arrival},
		"no collection": {func(s *smallService) { s.come().barren = true }, settling},
		"no reply": {func(s *smallService) {
			s.come().stumble = func(string) *dbus.Error { return dbus.NewError("org.freedesktop.DBus.Error.NoReply", nil) }
		}, settling},
	} {
		t.Run(name, func(t *testing.T) {
			c.set(newSession(t, "").small())
			paused := meanwhile(t, func(int) {})
			_, err := KeyringKeeper{}.Load(within30s(t), "a")
			wantKeyring(t, err, KeyringMissing)
			if *paused > c.limit || *paused < c.limit-2*longestPause {
				t.Errorf("waited %s, want about %s", *paused, c.limit)
			}
		})
	}
}

func TestWaitingForAKeyStoreEndsWithItsCaller(t *testing.T) {
	newSession(t, "")
	ctx, cancel := context.WithCancel(t.Context())
	paused := meanwhile(t, func(int) { cancel() })
	if _, err := (KeyringKeeper{}).Load(ctx, "a"); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want the cancellation", err)
	}
	if *paused != firstPause {
		t.Errorf("went on for %s after it was given up", *paused)
	}
}

func TestARefusalOfTheKeyStoreIsNotAskedAgain(t *testing.T) {
	s := newSession(t, "")
	small := s.small().come()
	small.stumble = func(method string) *dbus.Error {
		if method == "SearchItems" {
			return dbus.NewError("org.freedesktop.DBus.Error.AccessDenied", nil)
		}
		return nil
	}
	meanwhile(t, func(int) { t.Error("asked again") })
	_, err := KeyringKeeper{}.Load(within30s(t), "a")
	wantKeyring(t, err, KeyringRefused)
}

func TestRealKeyringThatStartsLateIsWaitedFor(t *testing.T) {
	s := newSession(t, "")
	meanwhile(t, func(pause int) {
		if pause == 2 {
			s.daemon("secret")
		}
	})
	wantWorking(t)
}

// Killed and started again between two calls, as an update of the system does it.
func TestRealKeyringThatIsStartedAnewIsWaitedFor(t *testing.T) {
	s := newSession(t, "")
	first := s.daemon("secret")
	l, k := newStore(t), KeyringKeeper{}
	keys := mustOpenKeys(t, l, k)
	putSecret(t, keys, l)
	s.kill(first)
	meanwhile(t, func(pause int) {
		if pause == 1 {
			s.daemon("secret")
		}
	})
	if got, err := OpenKeys(within30s(t), l, k); err != nil || got.ID() != keys.ID() {
		t.Errorf("got %v, %v", got, err)
	}
}

//go:build linux || netbsd || openbsd || (freebsd && cgo) || (dragonfly && cgo)

package storage

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os/exec"
	"slices"
	"strings"
	"time"

	"github.com/godbus/dbus/v5"
)

// Names of the Secret Service interface (freedesktop.org, Secret Service API draft 0.2).
const (
	secretName       = "org.freedesktop.secrets"
	secretPath       = dbus.ObjectPath("/org/freedesktop/secrets")
	secretService    = "org.freedesktop.Secret.Service"
	secretCollection = "org.freedesktop.Secret.Collection"
	secretPrompt     = "org.freedesktop.Secret.Prompt"
	loginCollection  = dbus.ObjectPath("/org/freedesktop/secrets/collection/login")
	noObject         = dbus.ObjectPath("/")
)

// unlockKeyring has the collection unlocked that go-keyring is going to use.
//
// go-keyring would do it by itself, but then waits for the person's answer
// without end, takes any other signal on its shared connection for that answer,
// and starts a bus of its own where none is. Here the wait ends with ctx, and
// takes the question off the screen again.
func unlockKeyring(ctx context.Context) error {
	conn, err := sessionBus(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	s := secrets{conn}
	collection, err := s.collection(ctx)
	if err != nil {
		return err
	}
	locked, err := s.locked(ctx, collection)
	if err != nil || !locked {
		return err
	}
	if err := s.unlock(ctx, collection); err != nil {
		return err
	}
	locked, err = s.locked(ctx, collection)
	if err == nil && locked {
		err = lockedError(errors.New("it stayed locked"))
	}
	return err
}

// dismiss takes a question off the screen.
func (s secrets) dismiss(ctx context.Context, prompt dbus.ObjectPath) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
	defer cancel()
	s.call(ctx, prompt, secretPrompt+".Dismiss")
}

// errBusUnready is a bus that takes a connection and does not let it in.
var errBusUnready = errors.New("the session's bus does not let this program in")

// errNoCollection also comes in the moments between a service's start and that of its collections.
var errNoCollection = errors.New("the key store has no collection yet")

func lockedError(err error) error  { return &KeyringError{Kind: KeyringLocked, Err: err} }
func missingError(err error) error { return &KeyringError{Kind: KeyringMissing, Err: err} }

// sessionBus connects to the session's bus, and starts none.
func sessionBus(ctx context.Context) (*dbus.Conn, error) {
	conn, err := dbus.SessionBusPrivateNoAutoStartup()
	if err != nil {
		return nil, missingError(err)
	}
	// A bus that accepts and then says nothing must not hold the caller.
	stop := context.AfterFunc(ctx, func() { conn.Close() })
	err = conn.Auth(nil)
	if err == nil {
		err = conn.Hello()
	}
	if !stop() && ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err != nil {
		conn.Close()
		return nil, missingError(fmt.Errorf("%w: %w", errBusUnready, err))
	}
	return conn, nil
}

// secrets is the Secret Service behind a connection.
type secrets struct{ conn *dbus.Conn }

func (s secrets) call(ctx context.Context, path dbus.ObjectPath, method string, args ...any) *dbus.Call {
	return s.conn.Object(secretName, path).CallWithContext(ctx, method, 0, args...)
}

func (s secrets) property(ctx context.Context, path dbus.ObjectPath, iface, name string, into any) error {
	var value dbus.Variant
	if err := s.call(ctx, path, "org.freedesktop.DBus.Properties.Get", iface, name).Store(&value); err != nil {
		return s.explain(ctx, err)
	}
	return value.Store(into)
}

// explain turns the bus's own answers for "nobody is there" into words.
func (s secrets) explain(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if kind, ok := busKind(err); ok {
		return &KeyringError{Kind: kind, Err: err}
	}
	return err
}

// collection is the one that go-keyring uses: "login", else the default one.
func (s secrets) collection(ctx context.Context) (dbus.ObjectPath, error) {
	var all []dbus.ObjectPath
	if err := s.property(ctx, secretPath, secretService, "Collections", &all); err != nil {
		return "", err
	}
	if slices.Contains(all, loginCollection) {
		return loginCollection, nil
	}
	var path dbus.ObjectPath
	if err := s.call(ctx, secretPath, secretService+".ReadAlias", "default").Store(&path); err != nil {
		return "", s.explain(ctx, err)
	}
	if path == noObject {
		return "", missingError(errNoCollection)
	}
	return path, nil
}

func (s secrets) locked(ctx context.Context, collection dbus.ObjectPath) (locked bool, err error) {
	err = s.property(ctx, collection, secretCollection, "Locked", &locked)
	return locked, err
}

// unlock asks for the collection, and waits for the person when it has to.
func (s secrets) unlock(ctx context.Context, collection dbus.ObjectPath) error {
	var unlocked []dbus.ObjectPath
	var prompt dbus.ObjectPath
	err := s.call(ctx, secretPath, secretService+".Unlock", []dbus.ObjectPath{collection}).Store(&unlocked, &prompt)
	if err != nil {
		return s.explain(ctx, err)
	}
	if prompt == noObject {
		return nil
	}
	signals := make(chan *dbus.Signal, 16)
	s.conn.Signal(signals)
	if err := s.conn.AddMatchSignalContext(ctx, dbus.WithMatchObjectPath(prompt), dbus.WithMatchInterface(secretPrompt)); err != nil {
		return s.explain(ctx, err)
	}
	if err := s.conn.AddMatchSignalContext(ctx, dbus.WithMatchInterface("org.freedesktop.DBus"),
		dbus.WithMatchMember("NameOwnerChanged"), dbus.WithMatchArg(0, secretName)); err != nil {
		return s.explain(ctx, err)
	}
	err = s.call(ctx, prompt, secretPrompt+".Prompt", "").Err
	if err == nil || ctx.Err() != nil { // given up on while it was being shown: it may be on the screen
		return s.answer(ctx, collection, prompt, signals)
	}
	return s.explain(ctx, err)
}

// answer waits for the person's answer to a prompt, or for the collection to be unlocked in another way: by another
// program's question, in the key store's own window, by the system.
func (s secrets) answer(ctx context.Context, collection, prompt dbus.ObjectPath, signals <-chan *dbus.Signal) error {
	look := time.NewTicker(time.Second)
	defer look.Stop()
	for {
		select {
		case <-look.C:
			if locked, err := s.locked(ctx, collection); err == nil && !locked {
				s.dismiss(ctx, prompt)
				return nil
			}
		case <-ctx.Done():
			s.dismiss(ctx, prompt)
			if errors.Is(ctx.Err(), context.Canceled) {
				return ctx.Err()
			}
			return lockedError(fmt.Errorf("nobody unlocked it in time: %w", ctx.Err()))
		case signal, open := <-signals:
			switch {
			case !open:
				return missingError(errors.New("the session's bus went away"))
			case signal.Name == "org.freedesktop.DBus.NameOwnerChanged":
				return missingError(errors.New("the key store ended while it was being unlocked"))
			case signal.Path == prompt && signal.Name == secretPrompt+".Completed":
				if dismissed, _ := signal.Body[0].(bool); dismissed {
					return lockedError(errors.New("the request to unlock it was dismissed"))
				}
				return nil
			}
		}
	}
}

const (
	// For a service that nobody offers: one may be starting beside this program. Short enough that no screen has
	// begun to say that it waits.
	arrival = 1200 * time.Millisecond
	// For one that is there and not yet of use.
	settling = 5 * time.Second
)

// mayStillCome says how long after the first try an answer need not be the last word.
//
// In the first seconds of a session the service has its name before it has its
// collections, its objects come after that, and a busy computer lets the bus give
// up on an answer.
func mayStillCome(err error) time.Duration {
	switch {
	case errors.Is(err, errNoCollection), errors.Is(err, dbus.ErrClosed):
		return settling
	case errors.Is(err, errBusUnready):
		return arrival
	}
	switch busName(err) {
	case "org.freedesktop.DBus.Error.ServiceUnknown", "org.freedesktop.DBus.Error.NameHasNoOwner",
		"org.freedesktop.DBus.Error.Spawn.ChildExited": // also of one that found another starting
		return arrival
	case "org.freedesktop.DBus.Error.NoReply", "org.freedesktop.DBus.Error.Timeout", "org.freedesktop.DBus.Error.TimedOut",
		"org.freedesktop.DBus.Error.Disconnected", "org.freedesktop.DBus.Error.UnknownMethod",
		"org.freedesktop.DBus.Error.UnknownInterface", "org.freedesktop.DBus.Error.UnknownObject",
		"org.freedesktop.Secret.Error.NoSuchObject":
		return settling
	}
	return 0
}

func busName(err error) string {
	var named dbus.Error
	if errors.As(err, &named) {
		return named.Name
	}
	return ""
}

// busKind knows the errors that say that nothing answers for the key store.
func busKind(err error) (KeyringKind, bool) {
	if mayStillCome(err) > 0 {
		return KeyringMissing, true
	}
	switch name := busName(err); {
	case name == "":
	case strings.HasPrefix(name, "org.freedesktop.DBus.Error.Spawn."):
		return KeyringMissing, true
	case name == "org.freedesktop.Secret.Error.IsLocked":
		return KeyringLocked, true
	default:
		return KeyringRefused, true
	}
	var dial *net.OpError
	if errors.As(err, &dial) || errors.Is(err, exec.ErrNotFound) {
		return KeyringMissing, true
	}
	return KeyringRefused, false
}

// keyringKind sorts an error of go-keyring. What it made of an unlocking that
// failed is a sentence only, so the service itself is asked how things are.
func keyringKind(ctx context.Context, err error) KeyringKind {
	if kind, ok := busKind(err); ok {
		return kind
	}
	conn, err := sessionBus(ctx)
	if err != nil {
		return silentOr(ctx, KeyringMissing)
	}
	defer conn.Close()
	s := secrets{conn}
	collection, err := s.collection(ctx)
	if err != nil {
		return silentOr(ctx, KeyringMissing)
	}
	if locked, err := s.locked(ctx, collection); err == nil && locked {
		return KeyringLocked
	}
	return KeyringRefused
}

// silentOr is the kind, unless it was the caller's time that ended.
func silentOr(ctx context.Context, kind KeyringKind) KeyringKind {
	if ctx.Err() != nil {
		return KeyringTimedOut
	}
	return kind
}

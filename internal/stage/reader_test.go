//go:build e2e && accessibility && linux

package stage

import (
	"fmt"
	"slices"
	"testing"

	"github.com/godbus/dbus/v5"
)

// What a screen reader is told, over the bus that one asks (AT-SPI). The toolkit's build for it is part of no other run:
// docs/decisions/accessibility.md says how this is tried with a newer toolkit, and what it came to.

func init() { Tags += ",accessibility" }

func TestAScreenReaderFindsAButtonByItsWordsAndPressesIt(t *testing.T) {
	s := New(t)
	r := s.openReader()
	a := s.Start()
	a.See("button:Start practicing")
	start := r.find("Start practicing")
	const action = "org.a11y.atspi.Action"
	if err := r.at(start).Call(action+".DoAction", 0, int32(0)).Err; err != nil {
		t.Fatalf("the reader sees the button and cannot press it: %v", err)
	}
	a.See("button:Link a company")
}

// reader is a connection to the bus of accessibility.
type reader struct {
	s   *Stage
	bus *dbus.Conn
}

// thing is one element of one program.
type thing struct {
	Owner string
	Path  dbus.ObjectPath
}

const accessible = "org.a11y.atspi.Accessible"

// openReader says that a screen reader is there, as one does when it starts, before the program looks.
func (s *Stage) openReader() *reader {
	s.t.Helper()
	session, err := dbus.Connect(s.variable("DBUS_SESSION_BUS_ADDRESS"))
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { session.Close() })
	office := session.Object("org.a11y.Bus", "/org/a11y/bus")
	var address string
	if err := office.Call("org.a11y.Bus.GetAddress", 0).Store(&address); err != nil {
		s.t.Fatalf("no bus for accessibility (Debian: at-spi2-core): %v", err)
	}
	for _, name := range []string{"IsEnabled", "ScreenReaderEnabled"} {
		if err := office.SetProperty("org.a11y.Status."+name, dbus.MakeVariant(true)); err != nil {
			s.t.Fatal(err)
		}
	}
	bus, err := dbus.Connect(address)
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { bus.Close() })
	return &reader{s: s, bus: bus}
}

func (r *reader) at(x thing) dbus.BusObject { return r.bus.Object(x.Owner, x.Path) }

// find waits until some program tells of an element with this name.
func (r *reader) find(name string) (found thing) {
	r.s.t.Helper()
	r.s.eventually(fmt.Sprintf("a screen reader to be told of %q", name), func() (bool, string) {
		var told []string
		found = thing{}
		r.walk(thing{"org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root"}, func(x thing, label string) {
			if told = append(told, label); label == name {
				found = x
			}
		})
		return found.Path != "", fmt.Sprintf("it is told of %q", told)
	})
	return found
}

// walk visits what is below an element; what has gone meanwhile is left out.
func (r *reader) walk(x thing, visit func(x thing, label string)) {
	var below []thing
	if r.at(x).Call(accessible+".GetChildren", 0).Store(&below) != nil {
		return
	}
	for _, child := range below {
		label := ""
		if v, err := r.at(child).GetProperty(accessible + ".Name"); err == nil {
			label, _ = v.Value().(string)
		}
		visit(child, label)
		r.walk(child, visit)
	}
}

// variable is one of the session's environment, the last where it is there twice.
func (s *Stage) variable(name string) string {
	for _, e := range slices.Backward(s.env) {
		if len(e) > len(name) && e[:len(name)+1] == name+"=" {
			return e[len(name)+1:]
		}
	}
	return ""
}

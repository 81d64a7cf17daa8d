package desk

import (
	"reflect"
	"testing"
	"time"

	"crosswalk/oauth"
	"crosswalk/storage"
)

// SetBrowserGrace shortens how long Open waits for a browser to fail.
func SetBrowserGrace(t *testing.T, d time.Duration) {
	before := browserGrace
	browserGrace = d
	t.Cleanup(func() { browserGrace = before })
}

// TellDue does what is due with companies that are to be left, before it returns.
func (d *Desk) TellDue(t *testing.T) {
	t.Helper()
	o, err := d.atWork()
	if err != nil {
		t.Fatal(err)
	}
	d.tellDue(t.Context(), o)
}

// LookAfterHeld is one look of those that come by themselves.
func (d *Desk) LookAfterHeld(t *testing.T) {
	t.Helper()
	o, err := d.atWork()
	if err != nil {
		t.Fatal(err)
	}
	if err := d.settleEndings(t.Context(), o); err != nil {
		t.Fatal(err)
	}
}

// Opens lists the ways from the desk to something that opens a sealed row, or that was in one: data keys, passphrases, and
// secrets of the firm or of a sign-in. What only a function holds is not seen.
func (d *Desk) Opens() []string {
	w := walker{seen: map[uintptr]bool{}}
	w.walk("desk", reflect.ValueOf(d))
	return w.found
}

type walker struct {
	seen  map[uintptr]bool
	found []string
}

// closed are looked at no further: the database has sealed bytes alone, and the others are not ours.
var closed = map[reflect.Type]bool{reflect.TypeFor[storage.Local](): true}

func (w *walker) walk(way string, v reflect.Value) {
	switch {
	case !v.IsValid(), closed[v.Type()]:
		return
	case v.Type() == reflect.TypeFor[oauth.Secret]():
		if !v.Field(0).IsNil() {
			w.found = append(w.found, way+" is a secret")
		}
		return
	case v.Type() == reflect.TypeFor[storage.Keys]():
		if !v.FieldByName("present").IsNil() {
			w.found = append(w.found, way+" is a data key")
		}
		return
	case v.Type() == reflect.TypeFor[storage.PassphraseKeeper]():
		w.found = append(w.found, way+" has a passphrase")
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() && !w.seen[v.Pointer()] {
			w.seen[v.Pointer()] = true
			w.walk(way, v.Elem())
		}
	case reflect.Interface:
		w.walk(way, v.Elem())
	case reflect.Struct:
		if p := v.Type().PkgPath(); len(p) < 9 || p[:9] != "crosswalk" {
			return
		}
		for i := range v.NumField() {
			w.walk(way+"."+v.Type().Field(i).Name, v.Field(i))
		}
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			w.walk(way+"[]", v.Index(i))
		}
	case reflect.Map:
		for rows := v.MapRange(); rows.Next(); {
			w.walk(way+"{}", rows.Value())
		}
	}
}

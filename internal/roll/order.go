package roll

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"crosswalk/internal/desk"
)

// order is one way to sort.
type order struct {
	by   desk.Column
	down bool
}

// order gives the rows' places in an order, which is made when it is first asked for.
func (r *Roll) order(o order) []int32 {
	if places, ok := r.orders[o]; ok {
		return places
	}
	keys, names := r.keysOf(o.by), r.keysOf(desk.ByName)
	places := make([]int32, len(r.rows))
	for i := range places {
		places[i] = int32(i)
	}
	slices.SortFunc(places, func(a, b int32) int {
		return cmp.Or(compare(keys[a], keys[b], o.down), cmp.Compare(names[a], names[b]), cmp.Compare(a, b))
	})
	r.orders[o] = places
	return places
}

// compare puts what is empty last, either way around.
func compare(a, b string, down bool) int {
	switch {
	case a == b:
		return 0
	case a == "":
		return 1
	case b == "":
		return -1
	case down:
		return cmp.Compare(b, a)
	}
	return cmp.Compare(a, b)
}

func (r *Roll) keysOf(by desk.Column) []string {
	if keys, ok := r.keys[by]; ok {
		return keys
	}
	keys := make([]string, len(r.rows))
	for i, row := range r.rows {
		keys[i] = keyOf(row, by)
	}
	r.keys[by] = keys
	return keys
}

// keyOf is the text that a row is sorted by; "" is nothing to sort by.
func keyOf(r Row, by desk.Column) string {
	c, l := r.Client, r.Link
	if c == nil {
		c = &desk.Client{}
	}
	if l == nil {
		l = &desk.Link{}
	}
	switch by {
	case desk.ByNumber:
		return natural(Fold(c.Number))
	case desk.ByCompany:
		return Fold(l.Name)
	case desk.ByState:
		return stateKey(r)
	case desk.ByVerified:
		if r.Link == nil {
			return ""
		}
		if l.Verdict.At.IsZero() {
			return "0"
		}
		return fmt.Sprintf("1%016x", l.Verdict.At.UnixMilli())
	case desk.ByPerson:
		return Fold(l.AuthorizedBy)
	case desk.ByGroup:
		return Fold(c.Group)
	}
	if r.Client == nil {
		return Fold(l.Name)
	}
	return Fold(c.Name)
}

// stateKey sorts the worst first: who needs a person, what is odd, what nobody knows, who is not linked, what works.
func stateKey(r Row) string {
	if r.Link == nil {
		return "3"
	}
	switch v := r.Link.Verdict; {
	case v.NeedsYou():
		return "0" + string(v.Cause)
	case v.Cause == desk.Unchecked:
		return "2"
	case v.Cause == desk.Working:
		return "4"
	default:
		return "1" + string(v.Cause)
	}
}

// natural makes numbers in a text sort by their value: 9 before 10.
func natural(text string) string {
	var b strings.Builder
	for i := 0; i < len(text); {
		end := i
		for end < len(text) && text[end] >= '0' && text[end] <= '9' {
			end++
		}
		if end == i {
			b.WriteByte(text[i])
			i++
			continue
		}
		digits := strings.TrimLeft(text[i:end], "0")
		fmt.Fprintf(&b, "0%03d%s", len(digits), digits)
		i = end
	}
	return b.String()
}

// inherit takes over the orders of the roll before for which nothing has changed.
func (r *Roll) inherit(before *Roll) {
	if before == nil || len(before.rows) != len(r.rows) {
		return
	}
	if !slices.Equal(r.keysOf(desk.ByName), before.keysOf(desk.ByName)) {
		return
	}
	for o, places := range before.orders {
		if slices.Equal(r.keysOf(o.by), before.keysOf(o.by)) {
			r.orders[o] = places
		}
	}
}

package kit

import (
	"cmp"
	"slices"
)

// checks are the ticked rows of a list, by key.
type checks struct {
	list   *List
	ticked map[string]int // key to its place in the order of ticking
	next   int
}

func newChecks(l *List) *checks { return &checks{list: l, ticked: map[string]int{}} }

func (c *checks) has(key string) bool {
	_, ok := c.ticked[key]
	return ok
}

func (c *checks) keys() []string {
	keys := make([]string, 0, len(c.ticked))
	for key := range c.ticked {
		keys = append(keys, key)
	}
	slices.SortFunc(keys, func(a, b string) int { return cmp.Compare(c.ticked[a], c.ticked[b]) })
	return keys
}

func (c *checks) set(keys []string) {
	c.ticked = make(map[string]int, len(keys))
	for _, key := range keys {
		c.put(key, true)
	}
}

func (c *checks) put(key string, on bool) {
	switch {
	case !on:
		delete(c.ticked, key)
	case !c.has(key):
		c.next++
		c.ticked[key] = c.next
	}
}

// locked rows cannot be ticked.
func (c *checks) locked(row int) bool {
	return c.gray(row) || c.list.data.Bare != nil && c.list.data.Bare(row)
}

// gray rows cannot be ticked, and look so.
func (c *checks) gray(row int) bool { return c.list.data.Locked != nil && c.list.data.Locked(row) }

// toggle changes one row; false means that it cannot be ticked.
func (c *checks) toggle(row int) bool {
	if !c.list.options.Checks || row < 0 || row >= c.list.data.Len() || c.locked(row) {
		return false
	}
	key := c.list.data.Key(row)
	on := !c.has(key)
	if on && c.list.options.Single {
		clear(c.ticked)
	}
	c.put(key, on)
	return true
}

// span gives all rows from a to b the same state.
func (c *checks) span(a, b int, on bool) {
	if !c.list.options.Checks || c.list.options.Single {
		return
	}
	for row := min(a, b); row <= max(a, b); row++ {
		if !c.locked(row) {
			c.put(c.list.data.Key(row), on)
		}
	}
}

// state tells about the rows that are listed and can be ticked: all of them are,
// some, or none. It stops at the first two that differ.
func (c *checks) state() CheckState {
	if len(c.ticked) == 0 {
		return Unchecked
	}
	on, off := false, false
	for row := range c.list.data.Len() {
		if c.locked(row) {
			continue
		}
		if c.has(c.list.data.Key(row)) {
			on = true
		} else {
			off = true
		}
		if on && off {
			return Mixed
		}
	}
	if on {
		return Checked
	}
	return Unchecked
}

// toggleAll ticks every row that is listed, or none if all are.
func (c *checks) toggleAll() {
	if n := c.list.data.Len(); n > 0 {
		c.span(0, n-1, c.state() != Checked)
	}
}

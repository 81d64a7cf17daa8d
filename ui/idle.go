package ui

import "time"

// idleClock locks the window when nobody has touched it for as long as was chosen. It goes by the clock on the wall, so
// that a computer which slept for longer is locked when it wakes; what the program does by itself is no touch.
type idleClock struct {
	shell *shell
	after time.Duration // 0 is never
	last  time.Time     // the last touch, without the monotonic reading, which stands still during sleep
	stop  func()
}

// idleLook is how often it is looked whether the time has come: only while there is a time.
const idleLook = 15 * time.Second

// set begins anew with another time.
func (c *idleClock) set(after time.Duration) {
	if c.stop != nil {
		c.stop()
		c.stop = nil
	}
	c.after, c.last = after, c.shell.now().Round(0)
	if after > 0 {
		c.stop = c.shell.tasks.every(min(idleLook, after), c.look)
	}
}

// touched hears of a key or of the pointer. The first touch after the time has passed comes too late.
func (c *idleClock) touched() {
	if c.due() {
		c.shell.lockNow()
		return
	}
	c.last = c.shell.now().Round(0)
}

// look locks when the time has come.
func (c *idleClock) look() {
	if c.due() {
		c.shell.lockNow()
	}
}

// due says whether it has. A clock that was set back begins anew.
func (c *idleClock) due() bool {
	now := c.shell.now().Round(0)
	if now.Before(c.last) {
		c.last = now
	}
	return c.after > 0 && c.shell.lock.page == nil && now.Sub(c.last) >= c.after
}

// followAutoLock reads after how long the window locks.
func (s *shell) followAutoLock() {
	run(s.tasks, "auto-lock-read", diskLimit, s.desk.AutoLock, func(after time.Duration, err error) {
		if err == nil && after != s.lock.idle.after {
			s.lock.idle.set(after)
		}
	})
}

package main

import "golang.org/x/sys/windows"

// message shows text in a box of the system's own, which needs no OpenGL, and waits until it is closed: the program that
// opens a window has no console there.
func message(text string) {
	body, err := windows.UTF16PtrFromString(text)
	title, err2 := windows.UTF16PtrFromString("Crosswalk")
	if err != nil || err2 != nil {
		return
	}
	windows.MessageBox(0, body, title, windows.MB_OK|windows.MB_ICONWARNING|windows.MB_SETFOREGROUND) //nolint:errcheck // nobody is left to tell
}

package command

import (
	"os"

	"golang.org/x/sys/windows"
)

// attachParent is ATTACH_PARENT_PROCESS of AttachConsole.
const attachParent = ^uintptr(0)

// console lets a program that was built for windows write to the console that it was started from: Windows gives such
// a program none by itself. What was sent elsewhere (a pipe, a file) stays there. cmd.exe does not wait for such a
// program; crosswalk-cli is built for the console.
func console(p Program) Program {
	if p.Out != os.Stdout || usable(windows.STD_OUTPUT_HANDLE) && usable(windows.STD_ERROR_HANDLE) {
		return p
	}
	attach := windows.NewLazySystemDLL("kernel32.dll").NewProc("AttachConsole")
	if ok, _, _ := attach.Call(attachParent); ok == 0 { // started from no console: nobody reads
		return p
	}
	if !usable(windows.STD_OUTPUT_HANDLE) {
		if out, err := os.OpenFile("CONOUT$", os.O_RDWR, 0); err == nil {
			p.Out = out
		}
	}
	if !usable(windows.STD_ERROR_HANDLE) {
		if out, err := os.OpenFile("CONOUT$", os.O_RDWR, 0); err == nil {
			p.Err = out
		}
	}
	if !usable(windows.STD_INPUT_HANDLE) {
		if in, err := os.OpenFile("CONIN$", os.O_RDWR, 0); err == nil {
			p.In = in
		}
	}
	return p
}

// usable says whether a standard handle leads anywhere.
func usable(which uint32) bool {
	h, err := windows.GetStdHandle(which)
	if err != nil || h == 0 || h == windows.InvalidHandle {
		return false
	}
	kind, err := windows.GetFileType(h)
	return err == nil && kind != windows.FILE_TYPE_UNKNOWN
}

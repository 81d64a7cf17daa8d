//go:build !windows

package command

// console has nothing to do: elsewhere a program has the terminal that it was started from.
func console(p Program) Program { return p }

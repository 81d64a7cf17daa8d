//go:build !windows

package main

// message shows nothing: what stands on the console and in the log is all that can be told here.
func message(string) {}

//go:build e2e

package main

import "os"

// In a build for the tests that kill processes, each has a name of its own by which the practice Gusto's side knows
// whose request it is. No other build has this.
func init() {
	if name := os.Getenv("CROSSWALK_STAGE_NAME"); name != "" {
		version = name
	}
}

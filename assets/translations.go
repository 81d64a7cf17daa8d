package assets

import "embed"

// Translations are what the window says, a file for each language: the English sentence, and what is said instead.
// A test compares them with the source; go test ./assets -update writes what is new into them.
//
//go:embed translations
var Translations embed.FS

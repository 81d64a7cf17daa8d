//go:build quick

package sheet

import "io"

// The quick command has no workbooks: whoever gets here should have been handed over (docs/decisions/headless.md).
const elsewhere = "workbooks are read and written by the full program"

func readWorkbook([]byte) (Table, error) { panic(elsewhere) }

// WritePages is not in the quick command.
func WritePages(io.Writer, ...Page) error { panic(elsewhere) }

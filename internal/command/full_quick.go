//go:build quick

package command

const quick = true

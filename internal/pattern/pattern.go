// Package pattern has regular expressions that are made when they are first asked for.
//
// Rules: what a whole program has of them takes several milliseconds to make at its start, and a command that is over in
// thirty needs two or three; it knows nothing else.
package pattern

import (
	"regexp"
	"sync"
)

// Of gives a function that gives the regular expression, made once. One that is none panics when it is asked for first,
// so each has a test that comes by.
func Of(expression string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expression) })
}

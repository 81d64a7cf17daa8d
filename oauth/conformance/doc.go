// Package conformance tests consent and renewal against authorization servers that
// nobody here wrote, through their own pages in a real browser.
//
// Rules:
//   - The servers are Doorkeeper, which Gusto's answers resemble most, and
//     oidc-provider, which is stricter; testdata holds what starts them.
//   - The tests run with -tags conformance. What they need and do not find skips
//     them, and fails them when REQUIRE_PEERS=1.
//   - Nothing here is part of the program.
package conformance

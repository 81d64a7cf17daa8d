// Package oauth gets, renews and gives up one grant of access; it knows HTTP and
// the browser's way back, and nothing of payroll, databases or windows.
//
// Rules of this room:
//
//   - A secret is a [Secret]: it prints as [redacted] everywhere and is revealed
//     only where it is put into a request or handed over for sealing.
//   - One code or refresh token goes to the token endpoint in one POST. Nothing
//     here or below repeats it or follows a redirect with it.
//   - The loopback port is bound before an address exists, and stays bound until
//     the person has seen the page that tells how it ended.
//   - Only an answer with the right state ends a wait. Whatever else reaches the
//     port gets an honest page and changes nothing.
//   - Nothing here opens a browser.
//   - What a caller decides on is a typed error; golang.org/x/oauth2's errors
//     carry bodies and never leave this package.
package oauth

// Package sandbox is a pretend Gusto: one http.Handler with which people practice and against which the rest of Crosswalk is tested.
//
// Rules of the room:
//
//   - It imports nothing of ours. It is a second reading of Gusto's documentation, so that one wrong name cannot cancel itself out.
//   - Nothing in it is real: e-mail addresses end in .example, telephone numbers are in the 555-0100 block, and every EIN has a prefix
//     that the IRS has never issued.
//   - It keeps nothing on disk unless Options.StateFile names a file. Then whatever it has answered is durable (new file, fsync, rename)
//     before the answer leaves, and the file holds digests of tokens, codes and cookies, never the things themselves.
//   - Where Gusto's documentation is silent it does what Doorkeeper 5.5, the OAuth provider behind it, was seen to do: the order of checks,
//     the texts, and the previous refresh token that lives until the new access token is first used.
//   - A request with a wrong client, redirect address, response type, scope or challenge method ends on a page here with status 400 and
//     never calls back. (Doorkeeper 5.5 sends that page with status 200, 5.9 and later with 400.)
//   - X-Gusto-API-Version is required under /v1: 406 without it. A version is refused from the day on which it retires.
//   - In classic access /v1/token_info answers with a null resource; Faults.HideTokenInfo makes it 404 as if the endpoint did not exist.
//     Under strict access /v1/me is 404.
//   - A company that the token does not reach is 404, like one that does not exist.
//   - An e-mail address or EIN that an existing company uses is refused by /v1/provision with 422. A repeat of an unclaimed provision makes a
//     second company, as Gusto documents; Faults.RefuseRepeats refuses that as well.
//
// Faults, each for the paths that match a pattern, for a number of requests or until removed (Faults.Add), before the request is processed
// or, with Fault.After, when it has taken effect and only the reply is lost:
//
//	Delay        waits Fault.Delay, or until Fault.Gate opens
//	TooMany      429 with Retry-After
//	Status       Fault.Status, by default 500: in Gusto's error shape; 502, 503 and 504 as the page of a proxy; with Fault.Value as OAuth's error
//	Drop         closes the connection without a byte (Go's http.Transport repeats a GET then, never a POST)
//	Cut          sends the head and half of the body, then closes the connection
//	HTML         200 with a web page, as a captive portal does
//	Malformed    the reply's status with JSON that is broken off
//	Redirect     307 to Fault.Value, by default /practice/elsewhere on this host
//	MissingScope 403 that names the scope in Fault.Value
//
// Conditions that last until they are changed back:
//
//	RevokeCompany         ends every grant of a company, as an administrator at Gusto can
//	WithoutScopes         the application has lost scopes
//	CompanyGone           the company answers 404
//	ClientSecret          the application's secret is another one now
//	ClockSkew             the Date header is off
//	OmitRefreshToken      token replies carry no refresh_token, and the old one stays good
//	EditTokenReply        anything else in a token reply (expires_in as a string, missing, huge; token_type)
//	HideTokenInfo, EmptyUnauthorized, DoubleRequestID, RefuseRepeats   habits that differ between versions of Gusto
//	AutoConsent           the authorize address redirects at once, without a page
package sandbox

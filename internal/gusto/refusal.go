package gusto

import (
	"bytes"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"crosswalk/internal/pattern"
)

// A hostile answer must not make the parser go round for ever.
const (
	depthLimit  = 8
	detailLimit = 200
)

// refusal reads every shape that Gusto is known to give errors: a list of objects, nested ones, plain
// strings, a bare "error", a map of fields to sentences, and nothing at all.
func refusal(q question, r reply, now time.Time) *Error {
	e := &Error{
		Method: q.method, Path: r.path, Status: r.status,
		RequestID: requestID(r.header), RetryAfter: retryAfter(r.header, now),
	}
	e.Details = detailsOf(r.body)
	if len(e.Details) == 0 {
		e.Details = challenge(r.header.Get("WWW-Authenticate"))
	}
	for _, d := range e.Leaves() {
		if e.Category == "" && e.Key == "" && e.Message == "" {
			e.Category, e.Key, e.Message = d.Category, d.Key, d.Message
		}
		if e.MissingScope == "" {
			e.MissingScope = d.Scope
		}
	}
	if e.Category == "" {
		e.Category = implied[r.status]
	}
	return e
}

var implied = map[int]string{
	http.StatusUnauthorized:        InvalidToken,
	http.StatusNotFound:            NotFound,
	http.StatusNotAcceptable:       InvalidVersion,
	http.StatusTooManyRequests:     RateLimited,
	http.StatusInternalServerError: InternalError,
}

type wireError struct {
	Errors      json.RawMessage `json:"errors"`
	Error       json.RawMessage `json:"error"`
	Description string          `json:"error_description"`
	Message     string          `json:"message"`
}

func detailsOf(body []byte) []Detail {
	budget := detailLimit
	body = bytes.TrimSpace(body)
	if len(body) == 0 || body[0] != '{' {
		return listOf(body, 0, &budget)
	}
	var w wireError
	if json.Unmarshal(body, &w) != nil {
		return nil
	}
	if list := listOf(w.Errors, 0, &budget); len(list) > 0 {
		return list
	}
	// RFC 6749 section 5.2: a code and a description, which Doorkeeper also gives outside of its token endpoint.
	var code string
	if json.Unmarshal(w.Error, &code) == nil && code != "" {
		if category().MatchString(code) {
			return []Detail{{Category: code, Message: clean(w.Description)}}
		}
		return []Detail{{Message: clean(code)}}
	}
	if list := listOf(w.Error, 0, &budget); len(list) > 0 {
		return list
	}
	if w.Message != "" {
		return []Detail{{Message: clean(w.Message)}}
	}
	return nil
}

var category = pattern.Of(`^[a-z][a-z0-9_]{0,63}$`)

// listOf reads what stands under "errors": objects, strings, one of either without a list, or a map
// from field to sentences.
func listOf(raw json.RawMessage, depth int, budget *int) []Detail {
	raw = bytes.TrimSpace(raw)
	if len(raw) == 0 || depth > depthLimit || *budget <= 0 {
		return nil
	}
	switch raw[0] {
	case '[':
		var items []json.RawMessage
		if json.Unmarshal(raw, &items) != nil {
			return nil
		}
		var all []Detail
		for _, item := range items {
			all = append(all, listOf(item, depth+1, budget)...)
		}
		return all
	case '"':
		var s string
		if json.Unmarshal(raw, &s) != nil || strings.TrimSpace(s) == "" {
			return nil
		}
		*budget--
		return []Detail{{Message: clean(s)}}
	case '{':
		return objectOf(raw, depth, budget)
	}
	return nil
}

type wireDetail struct {
	Key      string          `json:"error_key"`
	Category string          `json:"category"`
	Message  string          `json:"message"`
	Metadata json.RawMessage `json:"metadata"`
	Errors   json.RawMessage `json:"errors"`
	Nested   json.RawMessage `json:"nested_errors"`
}

func objectOf(raw json.RawMessage, depth int, budget *int) []Detail {
	var fields map[string]json.RawMessage
	if json.Unmarshal(raw, &fields) != nil {
		return nil
	}
	var w wireDetail
	if json.Unmarshal(raw, &w) == nil && (w.Key+w.Category+w.Message != "" || len(w.Errors)+len(w.Nested) > 0) {
		*budget--
		d := Detail{Key: clean(w.Key), Category: clean(w.Category), Message: clean(w.Message)}
		d.Scope, d.At = readMetadata(w.Metadata)
		d.Nested = append(listOf(w.Errors, depth+1, budget), listOf(w.Nested, depth+1, budget)...)
		return []Detail{d}
	}
	var all []Detail
	names := make([]string, 0, len(fields))
	for name := range fields {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		for _, d := range listOf(fields[name], depth+1, budget) {
			if d.Key == "" {
				d.Key = clean(name)
			}
			all = append(all, d)
		}
	}
	return all
}

// readMetadata finds the name of a missing scope, and which of several the error is about, in metadata: an object or a
// list of them.
func readMetadata(raw json.RawMessage) (scope, at string) {
	type metadata struct {
		Scope json.RawMessage `json:"missing_scope_name"`
		Index json.RawMessage `json:"index"`
	}
	var one metadata
	var many []metadata
	if len(raw) == 0 {
		return "", ""
	}
	if json.Unmarshal(raw, &one) == nil {
		many = []metadata{one}
	} else if json.Unmarshal(raw, &many) != nil {
		return "", ""
	}
	for _, m := range many {
		var name string
		if json.Unmarshal(m.Scope, &name) == nil && scope == "" {
			scope = clean(name)
		}
		if index := strings.Trim(string(m.Index), `"`); at == "" && place().MatchString(index) {
			at = index
		}
	}
	return scope, at
}

var place = pattern.Of(`^[0-9]{1,4}$`)

var challengeField = pattern.Of(`(error|error_description|scope)="([^"]*)"`)

// challenge reads RFC 6750 section 3, which is all that Doorkeeper says in a 401 with an empty body.
func challenge(header string) []Detail {
	v := map[string]string{}
	for _, m := range challengeField().FindAllStringSubmatch(header, 12) {
		v[m[1]] = clean(m[2])
	}
	switch v["error"] {
	case "":
		return nil
	case "insufficient_scope":
		return []Detail{{Category: MissingScopes, Message: v["error_description"], Scope: v["scope"]}}
	}
	return []Detail{{Category: v["error"], Message: v["error_description"]}}
}

// retryAfter reads seconds, an HTTP date, or Gusto's own form of the moment when the minute is over.
func retryAfter(h http.Header, now time.Time) time.Duration {
	if date, err := http.ParseTime(h.Get("Date")); err == nil {
		now = date // the other two count by Gusto's clock
	}
	var until time.Time
	said := strings.TrimSpace(h.Get("Retry-After"))
	if n, err := strconv.ParseInt(said, 10, 32); err == nil {
		return max(0, time.Duration(n)*time.Second)
	}
	if at, err := http.ParseTime(said); err == nil {
		until = at
	} else if at, err := time.Parse("2006-01-02 15:04:05 -0700", h.Get("X-RateLimit-Reset")); err == nil && h.Get("X-RateLimit-Remaining") == "0" {
		until = at
	}
	if until.IsZero() {
		return 0
	}
	return max(0, until.Sub(now))
}

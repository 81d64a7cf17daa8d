package sandbox

import (
	"encoding/json"
	"math"
	"net/http"
	"strconv"
	"time"
)

// apiError is one entry of the API's error shape.
type apiError struct {
	Key      string         `json:"error_key"`
	Category string         `json:"category"`
	Message  string         `json:"message,omitempty"`
	Metadata map[string]any `json:"metadata,omitempty"`
	Errors   []apiError     `json:"errors,omitempty"`
}

func fail(w http.ResponseWriter, status int, errors ...apiError) {
	writeJSON(w, status, map[string][]apiError{"errors": errors})
}

func writeJSON(w http.ResponseWriter, status int, value any) {
	text, err := json.Marshal(value)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(text)
}

func notFound(w http.ResponseWriter) {
	fail(w, http.StatusNotFound, apiError{Key: "request", Category: "not_found", Message: "The requested resource was not found."})
}

func missingScope(w http.ResponseWriter, scope string) {
	fail(w, http.StatusForbidden, apiError{Key: "request", Category: "missing_oauth_scopes",
		Message: "This token does not have the scope that the request needs.", Metadata: map[string]any{"missing_scope_name": scope}})
}

func missingPermission(w http.ResponseWriter, text string) {
	fail(w, http.StatusForbidden, apiError{Key: "request", Category: "missing_permissions", Message: text})
}

func tooMany(w http.ResponseWriter, after time.Duration) {
	w.Header().Set("Retry-After", strconv.Itoa(max(1, int(math.Ceil(after.Seconds())))))
	fail(w, http.StatusTooManyRequests, apiError{Key: "request", Category: "rate_limit_exceeded",
		Message: "Too many requests. Wait for the time in Retry-After, then go on."})
}

func cannotSave(w http.ResponseWriter) {
	fail(w, http.StatusInternalServerError, apiError{Key: "base", Category: "internal_error", Message: "Something went wrong on our side."})
}

// oauthError is the error shape of the OAuth endpoints, with the header that Doorkeeper adds.
func oauthError(w http.ResponseWriter, status int, name, text string) {
	noStore(w)
	w.Header().Set("WWW-Authenticate", `Bearer realm="Doorkeeper", error="`+name+`", error_description="`+text+`"`)
	writeJSON(w, status, struct {
		Error string `json:"error"`
		Text  string `json:"error_description"`
	}{name, text})
}

func noStore(w http.ResponseWriter) {
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Pragma", "no-cache")
}

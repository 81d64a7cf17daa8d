package desk

import (
	"encoding/json"
	"slices"
	"time"
)

// Cause is what is so with a link, or what went wrong with a wish, as one stable word.
//
// The words are kept in the database and printed for programs, so they never change their meaning.
// The window has a sentence, a hint and a next step for each of them.
type Cause string

// The state of a link, from best to worst.
const (
	Working           Cause = "working"
	Unchecked         Cause = "unchecked"
	Suspended         Cause = "company_suspended"
	NotApproved       Cause = "company_not_approved"
	MissingPermission Cause = "missing_permission"
	NeedsReconnecting Cause = "needs_reconnecting"
	Withdrawn         Cause = "needs_reconnecting_withdrawn"
	LostInRenewal     Cause = "needs_reconnecting_answer_lost"
	WrongCompany      Cause = "wrong_company"
	CompanyGone       Cause = "company_gone"
	NotSaved          Cause = "renewed_not_saved"
)

// What the provider answered.
const (
	Denied         Cause = "denied"
	AnswerRefused  Cause = "consent_error"
	GrantRefused   Cause = "code_refused"
	NotAccepted    Cause = "not_accepted"
	AnswerLost     Cause = "answer_lost"
	KeysRefused    Cause = "keys_refused"
	VersionRefused Cause = "version_refused"
	RateLimited    Cause = "rate_limited"
	ProviderFault  Cause = "provider_fault"
	Garbled        Cause = "answer_not_understood"
	NoCompanies    Cause = "no_companies"
)

// Why a request did not arrive.
const (
	Unreachable       Cause = "unreachable"
	NoName            Cause = "unreachable_dns"
	ConnectionRefused Cause = "unreachable_refused"
	NoRoute           Cause = "unreachable_route"
	NoAnswer          Cause = "unreachable_timeout"
	ProxyBroken       Cause = "unreachable_proxy"
	ProxySignIn       Cause = "unreachable_proxy_sign_in"
	Intercepted       Cause = "unreachable_intercepted"
	TLSBroken         Cause = "unreachable_tls"
	ClockWrong        Cause = "unreachable_clock"
	CaptivePortal     Cause = "unreachable_captive_portal"
	BadCertificate    Cause = "extra_certificate_unreadable"
)

// What stands in the way on this computer.
const (
	TimedOut         Cause = "consent_timed_out"
	PortBusy         Cause = "port_busy"
	BrowserFailed    Cause = "browser_failed"
	PastedNonsense   Cause = "pasted_not_an_address"
	PastedForeign    Cause = "pasted_other_attempt"
	PastedNoCode     Cause = "pasted_without_code"
	PastedTooEarly   Cause = "pasted_too_early"
	PastedTooLate    Cause = "pasted_too_late"
	KeyStoreLocked   Cause = "key_store_locked"
	KeyStoreMissing  Cause = "key_store_missing"
	KeyStoreRefused  Cause = "key_store_refused"
	KeyStoreSilent   Cause = "key_store_no_answer"
	KeyMissing       Cause = "key_missing"
	KeyForeign       Cause = "key_of_another_computer"
	PassphraseWrong  Cause = "passphrase_wrong"
	PassphraseNeeded Cause = "passphrase_needed"
	CannotOpen       Cause = "record_damaged"
	DatabaseDamaged  Cause = "database_damaged"
	CannotSave       Cause = "cannot_save"
	NewerProgram     Cause = "made_by_newer_program"
	SyncedFolder     Cause = "folder_not_local"
	UnusableFolder   Cause = "folder_unusable"
	LinkedAlready    Cause = "linked_already"
	ChangedMeanwhile Cause = "changed_meanwhile"
	BusyElsewhere    Cause = "busy_in_another_window"
	BadSetup         Cause = "setup_incomplete"
	Tampered         Cause = "history_tampered"
	FileExists       Cause = "file_exists"
	NotRecovery      Cause = "not_a_recovery_file"
	Unforeseen       Cause = "unforeseen"
)

// What stands in the way with the firm's own clients and with files.
const (
	BadClient        Cause = "client_incomplete"
	NumberTaken      Cause = "client_number_taken"
	ClientLinked     Cause = "client_is_linked"
	ClientHasCompany Cause = "client_has_a_company"
	TableUnreadable  Cause = "spreadsheet_not_understood"
	TableTooLarge    Cause = "spreadsheet_too_large"
	TooLate          Cause = "too_late_to_take_back"
)

// What stands in the way of a sitting.
const (
	SittingOpen   Cause = "sitting_open"
	NothingToLink Cause = "nothing_to_link"
)

// Causes lists every cause, so that a test can ask whether each has its words.
func Causes() []Cause {
	return append([]Cause{
		Working, Unchecked, Suspended, NotApproved, MissingPermission, NeedsReconnecting, Withdrawn,
		LostInRenewal, WrongCompany, CompanyGone, NotSaved,
		Denied, AnswerRefused, GrantRefused, NotAccepted, AnswerLost, KeysRefused, VersionRefused, RateLimited, ProviderFault,
		Garbled, NoCompanies,
		Unreachable, NoName, ConnectionRefused, NoRoute, NoAnswer, ProxyBroken, ProxySignIn, Intercepted, TLSBroken, ClockWrong,
		CaptivePortal, BadCertificate,
		TimedOut, PortBusy, BrowserFailed, PastedNonsense, PastedForeign, PastedNoCode, PastedTooEarly, PastedTooLate, KeyStoreLocked, KeyStoreMissing,
		KeyStoreRefused, KeyStoreSilent, KeyMissing, KeyForeign, PassphraseWrong, PassphraseNeeded, CannotOpen, DatabaseDamaged, CannotSave,
		NewerProgram, SyncedFolder, UnusableFolder, LinkedAlready, ChangedMeanwhile, BusyElsewhere, BadSetup, Tampered, FileExists,
		NotRecovery, Unforeseen,
		BadClient, NumberTaken, ClientLinked, ClientHasCompany, TableUnreadable, TableTooLarge, TooLate,
		SittingOpen, NothingToLink,
	}, slices.Concat(supportCauses(), provisionCauses(), policyCauses(), handedCauses(), []Cause{DeskLocked, EraseUnfinished, EraseLeft})...)
}

// Trouble is a failure in the desk's words: a cause to speak about, and the details that help to mend it.
//
// It never holds a secret. Err is the chain underneath, for the log.
type Trouble struct {
	Cause     Cause
	Detail    string    // what the other side said, a host, a port, a folder: shown as it is
	RequestID string    // Gusto's x-request-id, when there was a reply
	Until     time.Time // when trying again makes sense, when the other side said so
	Err       error
}

// Error gives the chain underneath where there is one, else the cause's word.
func (t *Trouble) Error() string {
	if t.Err != nil {
		return t.Err.Error()
	}
	if t.Detail != "" {
		return string(t.Cause) + ": " + t.Detail
	}
	return string(t.Cause)
}

// Unwrap gives the error underneath.
func (t *Trouble) Unwrap() error { return t.Err }

// Verdict is the answer to "does this link work?" at one moment.
type Verdict struct {
	Cause     Cause     `json:"cause"`
	At        time.Time `json:"-"` // kept beside it, so that the same result again is no news
	Detail    string    `json:"detail,omitempty"`
	RequestID string    `json:"request_id,omitempty"`
	Until     time.Time `json:"until,omitzero"`
	Worked    time.Time `json:"worked,omitzero"` // when it worked last, for one that does not; as far as it was checked
}

// encode gives the verdict as it is kept with its link.
func (v Verdict) encode() string {
	text, err := json.Marshal(v)
	if err != nil { // no field of a verdict can fail to marshal
		return ""
	}
	return string(text)
}

// decodeVerdict reads a kept verdict; what cannot be read counts as not checked yet.
func decodeVerdict(text string, at time.Time) Verdict {
	var v Verdict
	if json.Unmarshal([]byte(text), &v) != nil || v.Cause == "" {
		return Verdict{Cause: Unchecked}
	}
	v.At = at
	return v
}

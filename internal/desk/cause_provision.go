package desk

// What stands in the way of a new company, and what can become of one.
const (
	ProvisionOff    Cause = "provisioning_off"
	FormIncomplete  Cause = "form_incomplete"
	AlikeUnseen     Cause = "alike_not_acknowledged" // something alike is known that nobody has looked at
	SettleFirst     Cause = "settle_first"           // the same was sent before, and nobody knows what became of it
	CompanyRefused  Cause = "company_refused"        // Gusto wants something else
	OutcomeUnknown  Cause = "outcome_unknown"
	MayNotProvision Cause = "may_not_make_companies" // the application lacks accounts:write
	OldTokenRefused Cause = "api_token_refused"
	NoClaimLink     Cause = "no_claim_link"
	BatchOpen       Cause = "batch_open" // many at once are not done yet
	BatchOver       Cause = "batch_over"
	NothingToSend   Cause = "nothing_to_send"
)

// provisionCauses are the causes of this file, for [Causes].
func provisionCauses() []Cause {
	return []Cause{ProvisionOff, FormIncomplete, AlikeUnseen, SettleFirst, CompanyRefused, OutcomeUnknown, MayNotProvision, OldTokenRefused,
		NoClaimLink, BatchOpen, BatchOver, NothingToSend}
}

package desk

// What the organization that runs this computer has decided, and what it has meant to decide.
const (
	SetByOrganization Cause = "set_by_organization"
	PolicyUnclear     Cause = "policy_not_understood"
)

// policyCauses are the causes of this file, for [Causes].
func policyCauses() []Cause { return []Cause{SetByOrganization, PolicyUnclear} }

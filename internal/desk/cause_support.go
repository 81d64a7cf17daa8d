package desk

// What a link's check finds beside its state, and what an examination of this computer finds.
const (
	VersionRetiring Cause = "version_retiring"               // works; Gusto has said that this API version ends
	PersonLeft      Cause = "needs_reconnecting_person_left" // works still; who gave the access administers the company no more

	ClockSkewed  Cause = "clock_off"
	NoDisplay    Cause = "no_display"
	NoOpenGL     Cause = "no_opengl"
	NoBrowser    Cause = "no_browser"
	DiskLow      Cause = "disk_nearly_full"
	OpenToOthers Cause = "folder_open_to_others"
	TokensOff    Cause = "tokens_not_handed_out"
)

// supportCauses are the causes of this file, for [Causes].
func supportCauses() []Cause {
	return []Cause{VersionRetiring, PersonLeft, ClockSkewed, NoDisplay, NoOpenGL, NoBrowser, DiskLow, OpenToOthers, TokensOff}
}

// Fixer is whose turn it is, as one stable word.
type Fixer string

// Who can mend something.
const (
	Nobody       Fixer = "nobody"          // nothing to mend, or it passes by itself
	You          Fixer = "you"             // whoever sits at this computer
	CompanyAdmin Fixer = "company_admin"   // an admin of the company, at Gusto
	FirmsKeeper  Fixer = "firm_keys"       // whoever looks after the firm's Gusto application
	Network      Fixer = "network"         // whoever looks after the network or the computer
	Provider     Fixer = "gusto"           // Gusto's support
	Maker        Fixer = "crosswalk_maker" // whoever makes Crosswalk
)

// fixers says whose turn it is where it is not the person at the computer.
var fixers = map[Cause]Fixer{
	Working: Nobody, Unchecked: Nobody, RateLimited: Nobody, ProviderFault: Provider, Garbled: Network, BusyElsewhere: Nobody,
	Suspended: CompanyAdmin, NotApproved: CompanyAdmin, NeedsReconnecting: CompanyAdmin, Withdrawn: CompanyAdmin,
	LostInRenewal: CompanyAdmin, PersonLeft: CompanyAdmin, WrongCompany: CompanyAdmin, CompanyGone: CompanyAdmin, NoCompanies: CompanyAdmin,
	KeyForeign: CompanyAdmin, Denied: CompanyAdmin,
	MissingPermission: FirmsKeeper, KeysRefused: FirmsKeeper, VersionRefused: FirmsKeeper, VersionRetiring: FirmsKeeper,
	NotAccepted: FirmsKeeper, AnswerRefused: FirmsKeeper, BadSetup: FirmsKeeper, SetupFileDamaged: FirmsKeeper, SetupFileExpired: FirmsKeeper, SetupFileOther: FirmsKeeper, MayNotProvision: FirmsKeeper, OldTokenRefused: FirmsKeeper,
	Unreachable: Network, NoName: Network, ConnectionRefused: Network, NoRoute: Network, NoAnswer: Nobody, AnswerLost: Nobody,
	ProxyBroken: Network, ProxySignIn: Network, Intercepted: Network, TLSBroken: Network, BadCertificate: Network,
	NoDisplay: Network, NoOpenGL: Network, SetByOrganization: Network, PolicyUnclear: Network, Unforeseen: Maker,
}

// Fixer says who can mend what a cause is about.
func (c Cause) Fixer() Fixer {
	if f, ok := fixers[c]; ok {
		return f
	}
	return You
}

// Answered says whether a cause means that Gusto took the access and answered: what is so beside that, somebody
// else may have to see to.
func (c Cause) Answered() bool {
	switch c {
	case Working, Suspended, NotApproved, PersonLeft, VersionRetiring:
		return true
	}
	return false
}

// OutOfReach says whether a cause is about the way to Gusto, and so about no link in particular.
func (c Cause) OutOfReach() bool {
	switch c {
	case Unreachable, NoName, ConnectionRefused, NoRoute, NoAnswer, ProxyBroken, ProxySignIn, Intercepted, TLSBroken, ClockWrong, CaptivePortal:
		return true
	}
	return false
}

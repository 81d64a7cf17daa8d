package intake

// KnownKind is where a company is known from.
type KnownKind string

// Where a company may be known from.
const (
	KnownLinked  KnownKind = "linked"  // a linked company
	KnownClient  KnownKind = "client"  // a client of the crosswalk
	KnownAttempt KnownKind = "attempt" // sent before, whatever became of it
	KnownDraft   KnownKind = "draft"
)

// Known is a company that this computer has heard of.
type Known struct {
	Kind        KnownKind
	ID          string // in its kind
	Number      string // the client's; "" for none
	Name, Trade string
	EIN         string // digits, or as people write it; "" while unknown
	Email       string
	Phone       string
	Linked      bool // a client that has a company
}

// Trait is in what two companies are alike.
type Trait string

// The traits, from the one that says most to the one that says least.
const (
	SharesEIN      Trait = "ein"
	SharesEmail    Trait = "email"
	SharesPhone    Trait = "phone"
	SharesName     Trait = "name"
	SharesNearName Trait = "near-name"
)

// Likeness is a known company that the new one may be.
type Likeness struct {
	Known    Known
	On       []Trait // at least one, the one that says most first
	OtherEIN bool    // both have a tax number, and it is not the same one
}

// Key names the likeness for as long as its company is known as that: "client/4711".
func (l Likeness) Key() string { return string(l.Known.Kind) + "/" + l.Known.ID }

// Fingerprint is what tells two applications apart, folded so that what people write in two ways is the same.
// Any of it may be "".
type Fingerprint struct {
	EIN   string // nine digits
	Email string // small letters
	Phone string // ten digits
	Name  string // letters and digits of the legal name, small
}

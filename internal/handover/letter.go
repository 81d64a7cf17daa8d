package handover

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"filippo.io/age"
	"filippo.io/age/armor"

	"crosswalk/internal/desk"
)

// letter is what a setup file holds, inside age's encryption.
type letter struct {
	Format       string    `json:"format"`
	Made         time.Time `json:"made"`
	Expires      time.Time `json:"expires"`
	Provisioning bool      `json:"provisioning"`
	Environment  string    `json:"environment"`
	Address      string    `json:"address,omitempty"` // of a custom one
	APIVersion   string    `json:"api_version"`
	ClientID     string    `json:"client_id"`
	Secret       string    `json:"client_secret"`
	APIToken     string    `json:"api_token,omitempty"` // only with the right to have companies made
	Redirects    []string  `json:"redirects"`
}

// String keeps the secrets out of whatever prints a letter.
func (l letter) String() string { return l.Format }

// GoString does the same for %#v.
func (l letter) GoString() string { return l.Format }

const (
	formatName    = "crosswalk setup "
	formatVersion = 1

	// No file may ask for more than four times the work that goes into one.
	mostWork = 20
)

// work is scrypt's, as a power of two: a second to make and to open. Tests have no such second.
var work = 18

func letterOf(reg desk.Registration, w Wish, now time.Time) letter {
	l := letter{
		Format: formatName + strconv.Itoa(formatVersion), Made: now.UTC().Truncate(time.Second), Expires: now.UTC().AddDate(0, 0, w.Days).Truncate(time.Second),
		Provisioning: w.Provisioning, Environment: reg.Environment.Name, APIVersion: reg.Environment.APIVersion,
		ClientID: reg.ClientID, Secret: reg.Secret.Reveal(), Redirects: reg.Redirects,
	}
	if l.Environment == desk.Custom.Name {
		l.Address = reg.Environment.BaseURL
	}
	if w.Provisioning {
		l.APIToken = reg.APIToken.Reveal()
	}
	return l
}

// setup is a letter as it is set up: without the right to have companies made, an older token goes, too.
func (l letter) setup() desk.Setup {
	return desk.Setup{
		Environment: l.Environment, BaseURL: l.Address, APIVersion: l.APIVersion, ClientID: l.ClientID, Secret: desk.NewSecret(l.Secret),
		Redirects: l.Redirects, NoProvisioning: !l.Provisioning,
		OldToken: desk.OldToken{APIToken: desk.NewSecret(l.APIToken), NoAPIToken: l.APIToken == ""},
	}
}

// seal makes the text of a file.
func seal(l letter, passphrase []byte, work int) ([]byte, error) {
	plain, err := json.Marshal(l)
	if err != nil {
		return nil, errors.New("encode the setup") // the encoder's own error may quote it
	}
	recipient, err := age.NewScryptRecipient(string(passphrase))
	if err != nil {
		return nil, fmt.Errorf("encrypt the setup: %w", err)
	}
	recipient.SetWorkFactor(work)
	var text bytes.Buffer
	armored := armor.NewWriter(&text)
	into, err := age.Encrypt(armored, recipient)
	if err != nil {
		return nil, fmt.Errorf("encrypt the setup: %w", err)
	}
	_, err = into.Write(plain)
	if err = errors.Join(err, into.Close(), armored.Close()); err != nil {
		return nil, fmt.Errorf("encrypt the setup: %w", err)
	}
	return text.Bytes(), nil
}

func damaged(err error) error {
	return &desk.Trouble{Cause: desk.SetupFileDamaged, Detail: "It was cut or changed, or is something else", Err: err}
}

// open reads the text of a file. Trouble: PassphraseWrong, SetupFileDamaged, SetupFileNewer.
func open(text, passphrase []byte) (letter, error) {
	if len(passphrase) == 0 {
		return letter{}, &desk.Trouble{Cause: desk.PassphraseWrong} // none was made with an empty one
	}
	identity, err := age.NewScryptIdentity(string(passphrase))
	if err != nil {
		return letter{}, damaged(err)
	}
	identity.SetMaxWorkFactor(mostWork)
	plain, err := age.Decrypt(armor.NewReader(bytes.NewReader(text)), identity)
	if mismatch := (*age.NoIdentityMatchError)(nil); errors.As(err, &mismatch) && slices.Equal(mismatch.StanzaTypes, []string{"scrypt"}) {
		return letter{}, &desk.Trouble{Cause: desk.PassphraseWrong, Err: err} // or damage in the few bytes that the passphrase opens: the two look alike
	}
	if err != nil {
		return letter{}, damaged(err)
	}
	content, err := io.ReadAll(io.LimitReader(plain, mostBytes))
	if err != nil {
		return letter{}, damaged(err)
	}
	return parse(content)
}

func parse(content []byte) (letter, error) {
	var head struct {
		Format string `json:"format"`
	}
	if json.Unmarshal(content, &head) != nil {
		return letter{}, damaged(nil) // the decoder's own error can quote what it read
	}
	number, named := strings.CutPrefix(head.Format, formatName)
	version, err := strconv.Atoi(number)
	switch {
	case !named || err != nil || version < 1:
		return letter{}, damaged(nil)
	case version > formatVersion:
		return letter{}, &desk.Trouble{Cause: desk.SetupFileNewer}
	}
	var l letter
	if json.Unmarshal(content, &l) != nil || l.Secret == "" || l.ClientID == "" || !slices.Contains(environments, l.Environment) || l.Expires.IsZero() {
		return letter{}, damaged(nil)
	}
	return l, nil
}

// environments are what can be handed over: practice needs no keys.
var environments = []string{desk.Demo.Name, desk.Production.Name, desk.Custom.Name}

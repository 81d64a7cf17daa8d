package desk

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"crosswalk/oauth"
	"crosswalk/storage"
)

// Setup is how the firm's application is registered at one Gusto, as the person types it.
type Setup struct {
	ID             string // "" for a new one
	Environment    string // demo, production or custom
	BaseURL        string // for custom alone
	APIVersion     string
	ClientID       string
	Secret         Secret // empty keeps the one that is stored
	Redirects      []string
	NoProvisioning bool // it comes from a setup file without the right to have companies made
	OldToken
}

// OldToken is the older token of a whole organization, with which companies are made where a firm still has one. It is
// sent with that request and with no other.
type OldToken struct {
	APIToken     Secret // empty keeps the one that is stored
	APITokenKept bool   // there is one; read only
	NoAPIToken   bool   // removes the one that is stored
}

// The columns that a profile's secrets are sealed for.
const (
	columnSecret   = "client secret"
	columnAPIToken = "api token"
)

// DefaultRedirects are the addresses to register with Gusto, in the order in which they are tried: fixed ports
// below the range that Windows reserves in blocks.
var DefaultRedirects = []string{
	"http://127.0.0.1:38517/callback", "http://127.0.0.1:41893/callback", "http://127.0.0.1:46219/callback",
}

// check says what is missing, as Trouble with cause BadSetup.
func (s Setup) check(secretStored bool) error {
	problem := ""
	switch {
	case strings.TrimSpace(s.ClientID) == "":
		problem = "The client ID is missing"
	case s.Secret.IsZero() && !secretStored:
		problem = "The client secret is missing"
	case s.Environment == Custom.Name && checkAddress(s.BaseURL) != nil:
		problem = "The address has to be https://…, or http://127.0.0.1:port on this computer"
	case len(s.Redirects) == 0:
		problem = "The redirect address is missing"
	}
	if problem != "" {
		return &Trouble{Cause: BadSetup, Detail: problem}
	}
	for _, uri := range s.Redirects {
		if err := oauth.CheckRedirect(uri); err != nil {
			return explain(err)
		}
	}
	if _, err := time.Parse(time.DateOnly, s.APIVersion); err != nil {
		return &Trouble{Cause: BadSetup, Detail: "The API version is a date like " + NewestVersion}
	}
	return nil
}

// checked is a setup as the organization leaves it. Trouble: SetByOrganization, BadSetup.
func (d *Desk) checked(s Setup) (Setup, error) {
	s = s.trimmed()
	s.Redirects = d.redirectsOf(s.Redirects)
	if err := d.mayOpen(named(s.Environment).Name); err != nil {
		return s, err
	}
	return s, s.check(s.ID != "")
}

// SetUp keeps a registration and opens its environment. The secret goes under the data key at once and is never
// shown again. It blocks on the key store.
//
// Trouble: SetByOrganization, BadSetup, CannotSave, KeyStore…, Key…, Passphrase…
func (d *Desk) SetUp(ctx context.Context, s Setup) error {
	s, err := d.checked(s)
	if err == nil {
		s, err = d.moved(ctx, s)
	}
	if err != nil {
		return err
	}
	keys, err := d.homeKeys(ctx)
	if err != nil {
		return err
	}
	defer keys.Drop()
	p, err := d.putProfile(ctx, s)
	if err != nil {
		return explain(err)
	}
	if !s.Secret.IsZero() {
		if err := storage.NewSafe(keys, d.home).Put(ctx, p.ID, columnSecret, []byte(s.Secret.Reveal())); err != nil {
			return explain(err)
		}
	}
	if err := s.keepOld(ctx, storage.NewSafe(keys, d.home), p.ID); err != nil {
		return explain(err)
	}
	if err := d.noteHanded(ctx, p.ID, s); err != nil {
		return err
	}
	return d.Enter(ctx, p.ID)
}

// keepOld stores or removes the older token.
func (t OldToken) keepOld(ctx context.Context, safe *storage.Safe, profile string) error {
	switch {
	case !t.APIToken.IsZero():
		return safe.Put(ctx, profile, columnAPIToken, []byte(t.APIToken.Reveal()))
	case t.NoAPIToken:
		return safe.Delete(ctx, profile, columnAPIToken)
	}
	return nil
}

func (s Setup) trimmed() Setup {
	s.ClientID, s.BaseURL = strings.TrimSpace(s.ClientID), strings.TrimRight(strings.TrimSpace(s.BaseURL), "/")
	s.Secret = oauth.NewSecret(strings.TrimSpace(s.Secret.Reveal()))
	s.APIToken = oauth.NewSecret(strings.TrimSpace(s.APIToken.Reveal()))
	s.APIVersion = firstOf(strings.TrimSpace(s.APIVersion), NewestVersion)
	var redirects []string
	for _, uri := range s.Redirects {
		if uri = strings.TrimSpace(uri); uri != "" {
			redirects = append(redirects, uri)
		}
	}
	s.Redirects = redirects
	return s
}

// moved is a setup whose address may be another one than before: what was given for one server is never sent to another.
// There is one custom address at a time, since links are kept by the environment's name.
// Trouble: BadSetup while companies are linked there, or when the secret is left to be the one that is stored.
func (d *Desk) moved(ctx context.Context, s Setup) (Setup, error) {
	profiles, err := d.home.Profiles(ctx)
	if err != nil {
		return s, explain(err)
	}
	i := slices.IndexFunc(profiles, func(p storage.Profile) bool { return p.Environment == Custom.Name })
	if i < 0 || s.Environment != Custom.Name {
		return s, nil
	}
	p := profiles[i]
	if s.ID = p.ID; p.BaseURL == s.BaseURL {
		return s, nil
	}
	grants, err := d.home.Grants(ctx)
	if err != nil {
		return s, explain(err)
	}
	switch {
	case slices.ContainsFunc(grants, func(g storage.Grant) bool { return g.Environment == s.Environment }):
		return s, &Trouble{Cause: BadSetup, Detail: "Companies are linked at " + p.BaseURL + ": unlink them before the address becomes another one"}
	case s.Secret.IsZero():
		return s, &Trouble{Cause: BadSetup, Detail: "The client secret is missing: the one that is stored belongs to " + p.BaseURL}
	}
	s.NoAPIToken = s.NoAPIToken || s.APIToken.IsZero()
	return s, nil
}

func (d *Desk) putProfile(ctx context.Context, s Setup) (storage.Profile, error) {
	env := named(s.Environment)
	p := storage.Profile{Environment: env.Name}
	if s.ID != "" {
		var err error
		if p, err = d.profile(ctx, s.ID); err != nil {
			return p, err
		}
	}
	p.Label, p.ClientID, p.Redirects, p.APIVersion = env.Label, s.ClientID, s.Redirects, s.APIVersion
	p.BaseURL = firstOf(env.BaseURL, s.BaseURL)
	return d.home.PutProfile(ctx, p)
}

// Names are how the screen calls a set-up Gusto, and where it is.
func (s Setup) Names() (label, address string) {
	e := named(s.Environment)
	return e.Label, firstOf(e.BaseURL, s.BaseURL)
}

// Setups lists what was set up, without secrets.
func (d *Desk) Setups(ctx context.Context) ([]Setup, error) {
	profiles, err := d.home.Profiles(ctx)
	if err != nil {
		return nil, explain(err)
	}
	old, err := d.home.SecretRows(ctx, columnAPIToken)
	if err != nil {
		return nil, explain(err)
	}
	var all []Setup
	for _, p := range profiles {
		s := Setup{ID: p.ID, Environment: p.Environment, BaseURL: p.BaseURL, APIVersion: p.APIVersion, ClientID: p.ClientID, Redirects: p.Redirects}
		s.APITokenKept = slices.Contains(old, p.ID)
		all = append(all, s)
	}
	return all, nil
}

func (d *Desk) profile(ctx context.Context, id string) (storage.Profile, error) {
	profiles, err := d.home.Profiles(ctx)
	if err != nil {
		return storage.Profile{}, err
	}
	for _, p := range profiles {
		if p.ID == id {
			return p, nil
		}
	}
	return storage.Profile{}, &Trouble{Cause: BadSetup, Detail: "This Gusto is not set up any more"}
}

func environmentOf(p storage.Profile) Environment {
	e := named(p.Environment)
	e.Profile = p.ID
	e.BaseURL, e.APIVersion = firstOf(e.BaseURL, p.BaseURL), firstOf(p.APIVersion, e.APIVersion)
	return e
}

// registration joins a profile with its secret.
func registration(ctx context.Context, safe *storage.Safe, p storage.Profile) (Registration, error) {
	secret, err := safe.Get(ctx, p.ID, columnSecret)
	if errors.Is(err, storage.ErrNotFound) {
		return Registration{}, &Trouble{Cause: BadSetup, Detail: "The client secret is missing"}
	}
	if err != nil {
		return Registration{}, err
	}
	old, err := safe.Get(ctx, p.ID, columnAPIToken)
	if err != nil && !errors.Is(err, storage.ErrNotFound) {
		return Registration{}, err
	}
	return Registration{Environment: environmentOf(p), ClientID: p.ClientID, Secret: oauth.NewSecret(string(secret)), APIToken: oauth.NewSecret(string(old)), Redirects: p.Redirects}, nil
}

package desk

import (
	"context"
	"errors"

	"crosswalk/internal/gusto"
	"crosswalk/oauth"
)

// TestKeys asks Gusto whether it takes the application's keys and this version of its API, as they were typed, before
// anything of it is kept: for a token of the application itself, which is dropped. It blocks on the network, and on the
// key store where the secret is the one that is stored already.
//
// Trouble: KeysRefused, VersionRefused, BadSetup, SetByOrganization, and why a request did not arrive.
func (d *Desk) TestKeys(ctx context.Context, s Setup) error {
	s, err := d.checked(s)
	if err != nil {
		return err
	}
	reg := s.registration()
	if reg.Secret.IsZero() {
		stored, err := d.Registered(ctx, s.ID)
		if err != nil {
			return err
		}
		if stored.Environment.BaseURL != reg.Environment.BaseURL { // a secret is shown to nobody but the one it was given for
			return &Trouble{Cause: BadSetup, Detail: "The client secret is missing: the one that is stored belongs to " + stored.Environment.BaseURL}
		}
		reg.Secret = stored.Secret
	}
	client := oauth.New(provider(reg), d.options.HTTP, oauth.Options{Now: d.options.Now, Log: d.options.Log})
	defer client.Close()
	token, err := client.SystemToken(ctx)
	var refused *oauth.RefusedError
	if errors.As(err, &refused) && refused.Kind == oauth.NotAccepted {
		return nil // it knows the keys, and gives this application no token of its own
	}
	if err != nil {
		return explain(err)
	}
	_, err = gusto.New(reg.Environment.BaseURL, reg.Environment.APIVersion, d.options.HTTP).TokenInfo(ctx, token.Access.Reveal())
	if CauseOf(err) == VersionRefused {
		return explain(err)
	}
	return nil // what else it says of such a token is not about the keys
}

// registration is a setup as it was typed.
func (s Setup) registration() Registration {
	env := named(s.Environment)
	env.BaseURL, env.APIVersion = firstOf(env.BaseURL, s.BaseURL), s.APIVersion
	return Registration{Environment: env, ClientID: s.ClientID, Secret: s.Secret, Redirects: s.Redirects}
}

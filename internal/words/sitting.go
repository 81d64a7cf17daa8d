package words

import (
	"crosswalk/internal/desk"
	"crosswalk/internal/tongue"
)

var sittingMessages = map[desk.Cause]Message{
	desk.SittingOpen:   {Neutral, "Open", "There is a list that you have not finished", "Go on with it, or stop it: what it has linked stays.", NoStep},
	desk.NothingToLink: {Neutral, "Nothing", "There is nothing to link", "Every client that was chosen has a company that works.", NoStep},
}

// ForAgainst says why a company is not taken for the client that was asked for, although it is called so; "" when there
// is nothing to say beyond its name.
func ForAgainst(a desk.Against, client string) string {
	switch a {
	case desk.AgainstOtherEIN:
		return tongue.F("Its name fits {client}, but its EIN does not: it may be another business.", "client", client)
	case desk.AgainstSeveral:
		return tongue.F("Its name fits {client}, and another client of yours as well.", "client", client)
	}
	return ""
}

package words

import "crosswalk/internal/desk"

var supportMessages = map[desk.Cause]Message{
	desk.VersionRetiring: {Attention, "Ending soon", "Works, but Gusto ends this version of its API", "It ends {until}. Update Crosswalk before, or set a newer API version where the keys are kept.", ChangeKeys},
	desk.PersonLeft:      {Act, "Person left", "Whoever gave this access is no longer an admin", "It still works, and may end any day. Another admin of the company signs in again.", Reconnect},
	desk.ClockSkewed:     {Act, "Clock", "This computer’s clock is off", "It differs from Gusto’s by {detail}. Let the system set the clock by itself; access is renewed at the wrong moments otherwise.", TryAgain},
	desk.NoDisplay:       {Neutral, "No screen", "There is no screen here for a window", "Every command works without one: 'crosswalk --help' lists them.", NoStep},
	desk.NoOpenGL:        {Attention, "No OpenGL", "The window needs OpenGL, which was not found", "The graphics driver brings it, and over Remote Desktop it is often missing ({detail}). Whoever looks after this computer installs or updates the driver; every command of crosswalk-cli works without it.", NoStep},
	desk.NoBrowser:       {Act, "No browser", "No browser is set for web addresses", "Choose one in the system’s settings. Until then the link can be copied, and the address pasted.", CopyLink},
	desk.DiskLow:         {Act, "Disk full", "The disk is nearly full", "{detail} are free where Crosswalk keeps its data. A renewed access that cannot be saved may be lost; free some space.", TryAgain},
	desk.OpenToOthers:    {Act, "Open", "Others can look into Crosswalk’s folder", "{detail}. Start Crosswalk once more, which closes it, or move the folder to your own.", TryAgain},
	desk.TokensOff:       {Neutral, "Off", "Handing out access is off on this computer", "It is for your firm’s own software. Turn it on in Settings, or with 'crosswalk settings hand-out-access on'.", NoStep},
}

// whose says it for a person.
var whose = map[desk.Fixer]string{
	desk.Nobody: "Nobody: it passes by itself", desk.You: "You, at this computer", desk.CompanyAdmin: "An admin of the company, at Gusto",
	desk.FirmsKeeper: "Whoever looks after your firm’s Gusto application", desk.Network: "Whoever looks after your network or this computer",
	desk.Provider: "Gusto", desk.Maker: "Whoever makes Crosswalk",
}

// Turn says whose turn it is with a cause: with a link that works, or was not looked at, there is nothing to pass.
func (v Voice) Turn(c desk.Cause) string {
	if c == desk.Working || c == desk.Unchecked {
		return v.Say("Nobody")
	}
	return v.Whose(c.Fixer())
}

// Whose says whose turn it is.
func Whose(f desk.Fixer) string { return Person.Whose(f) }

// Whose says whose turn it is.
func (v Voice) Whose(f desk.Fixer) string { return v.say(whose[f]) }

var happened = map[desk.Happening]string{
	desk.WasLinked: "linked", desk.WasRenewed: "access renewed", desk.WasVerified: "verified", desk.HasBroken: "stopped working",
	desk.WasMoved: "reconnected", desk.WasUnlinked: "unlinked",
	desk.WasGiven: "given to a client", desk.WasTaken: "taken from its client",
	desk.WasHanded: "access handed to other software",
}

// Happened says what happened to a link; the word itself where this version has no better one.
func (v Voice) Happened(h desk.Happening) string {
	if text, ok := happened[h]; ok {
		return v.say(text)
	}
	return string(h)
}

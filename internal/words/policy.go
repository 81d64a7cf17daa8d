package words

import "crosswalk/internal/desk"

var policyMessages = map[desk.Cause]Message{
	desk.SetByOrganization: {Neutral, "Not here", "Your organization has decided this for this computer", "{detail}. Nothing was changed; whoever looks after this computer can change it.", NoStep},
	desk.PolicyUnclear:     {Act, "Policy", "What your organization has decided for this computer cannot be understood", "{detail}. Until whoever looks after this computer has mended it, what it may forbid is off; 'crosswalk doctor' says what is wrong with it.", NoStep},
}

var handedMessages = map[desk.Cause]Message{
	desk.SetupFileDamaged: {Act, "Wrong file", "This is no setup file that can be used", "{detail}. Nothing was set up. Ask whoever looks after your firm’s Gusto application for it once more.", NoStep},
	desk.SetupFileExpired: {Act, "Expired", "This setup file has expired", "It could be used until {detail}. Nothing was set up. Ask whoever looks after your firm’s Gusto application for a new one.", NoStep},
	desk.SetupFileNewer:   {Act, "Too old", "A newer Crosswalk has made this setup file", "Update Crosswalk on this computer, then open the file again. Nothing was set up.", NoStep},
	desk.SetupFileOther:   {Act, "Set up", "Another application is set up here", "{detail} works here with another client ID, and what is linked could not be renewed with this one. Nothing was changed; whoever looks after your firm’s Gusto application decides which one it is.", NoStep},
}

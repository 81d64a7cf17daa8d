package words

import "crosswalk/internal/desk"

var provisionMessages = map[desk.Cause]Message{
	desk.ProvisionOff:    {Neutral, "Off", "Making new companies is off on this computer", "Your firm may want it to be done elsewhere. Settings turn it on, or 'crosswalk settings new-companies on'.", NoStep},
	desk.FormIncomplete:  {Neutral, "Not ready", "Something in the form has to be mended first", "{detail}. Nothing was sent.", NoStep},
	desk.AlikeUnseen:     {Attention, "Look first", "Something like this company is known already", "It may be there: {detail}. Look at it, and say that this is another company; a company at Gusto cannot be taken back.", NoStep},
	desk.SettleFirst:     {Act, "Settle first", "The same was sent before, and it is not known what became of it", "It was {detail}. Find out in the client’s inbox or at Gusto whether the company was made, and say so; until then it is not sent again.", NoStep},
	desk.CompanyRefused:  {Act, "Refused", "Gusto did not make the company", "It said “{detail}”. Nothing was made. Mend it and send again.", NoStep},
	desk.OutcomeUnknown:  {Act, "Unknown", "It is not known whether Gusto made the company", "No answer came that could be understood ({detail}). Look for Gusto’s message in the client’s inbox, or for the company at Gusto, and say what you found; it is not sent again by itself.", NoStep},
	desk.MayNotProvision: {Act, "Not allowed", "Your firm’s Gusto application may not make companies", "It lacks the permission {detail}. Whoever looks after your firm’s Gusto application asks Gusto for it. Nothing was made.", ChangeKeys},
	desk.OldTokenRefused: {Act, "Key refused", "Gusto refused your firm’s older key for new companies", "It was changed or withdrawn. Whoever looks after your firm’s Gusto application has the new one, or takes it out so that the application’s keys are used. Nothing was made.", ChangeKeys},
	desk.NoClaimLink:     {Neutral, "No link", "The link to claim this company is not here", "Gusto has written to the client: the message in their inbox has it, too.", NoStep},
	desk.BatchOpen:       {Neutral, "Not done", "Other companies are still waiting to be sent", "Go on with them or stop them first.", NoStep},
	desk.BatchOver:       {Neutral, "Over", "These companies are not sent any more", "They were stopped, or all of them are done.", Reload},
	desk.NothingToSend:   {Neutral, "Nothing", "There is no company to send", "Every row is done, or has to be mended first.", NoStep},
}

package ui

import "crosswalk/internal/desk"

// messages has the words for every cause. {detail} is what the other side said; {until} is a time of day.
var messages = join(linkMessages, consentMessages, networkMessages, computerMessages)

var linkMessages = map[desk.Cause]message{
	desk.Working:   {toneWorking, "Working", "Working", "Gusto answered. Nothing to do.", noStep},
	desk.Unchecked: {toneNeutral, "Not checked", "Not checked yet", "Verify asks Gusto whether this link works.", noStep},
	desk.Suspended: {toneAttention, "Suspended", "Gusto has suspended this company", "The link works, but payroll does not run. The company’s admin has to settle it with Gusto.", noStep},
	desk.NotApproved: {toneAttention, "Not approved", "Gusto has not approved this company yet", "The link works. The company’s admin finishes the onboarding at Gusto.",
		noStep},
	desk.MissingPermission: {toneAttention, "Permission", "A permission is missing: {detail}", "Whoever looks after your firm’s Gusto application asks Gusto for it; then reconnect.", reconnect},
	desk.NeedsReconnecting: {toneAct, "Reconnect", "Gusto no longer accepts this access", "It was withdrawn, used by another program, or the person who gave it left. An admin of the company signs in again.", reconnect},
	desk.Withdrawn:         {toneAct, "Withdrawn", "Access was withdrawn at Gusto", "Gusto renewed it and then refused it: somebody took it away there, or the person who gave it may no longer give it. An admin of the company signs in again.", reconnect},
	desk.LostInRenewal:     {toneAct, "Reconnect", "A renewed access got lost on the way", "This computer or the network stopped in the middle of a renewal, and the answer is not given twice. Nobody took the access away; an admin of the company signs in again.", reconnect},
	desk.WrongCompany:      {toneAct, "Wrong company", "This access reaches another company", "Gusto names {detail}. Reconnect, and pick the right company on Gusto’s page.", reconnect},
	desk.CompanyGone:       {toneAct, "Gone", "Gusto does not know this company any more", "It was closed, or moved out of this access. Ask the company’s admin; reconnect if it still exists.", reconnect},
	desk.NotSaved:          {toneAct, "Not saved", "Access was renewed, but could not be saved here", "Keep Crosswalk open; it goes on trying. Free some disk space or unlock the key store.", tryAgain},
}

var consentMessages = map[desk.Cause]message{
	desk.Denied:         {toneNeutral, "Not allowed", "Nothing was linked", "Access was not given on Gusto’s page. Crosswalk has kept nothing.", tryAgain},
	desk.AnswerRefused:  {toneAct, "Refused", "Gusto did not give access", "Gusto’s page answered “{detail}”. Nothing was linked. If it stays so, show this to whoever looks after your firm’s Gusto application.", tryAgain},
	desk.GrantRefused:   {toneAct, "Refused", "Gusto did not accept its own answer", "The page was open too long or was used twice. Nothing was linked; go through Gusto’s page once more.", tryAgain},
	desk.NotAccepted:    {toneAct, "Refused", "Gusto did not accept the request", "It said “{detail}”. Nothing was lost. Whoever looks after your firm’s Gusto application can tell why.", tryAgain},
	desk.AnswerLost:     {toneAttention, "No answer", "Gusto’s answer got lost on the way", "Nothing was linked. Go through Gusto’s page once more; an access that may have been given is never used.", tryAgain},
	desk.KeysRefused:    {toneAct, "Keys refused", "Gusto refused your firm’s application keys", "This is not about the company. The client ID or the secret is wrong or was changed; whoever looks after your firm’s Gusto application has them.", changeKeys},
	desk.VersionRefused: {toneAct, "Too old", "Gusto no longer speaks this version of its API", "Update Crosswalk, or set a newer API version where the keys are kept.", changeKeys},
	desk.RateLimited:    {toneAttention, "Later", "Gusto asks for a pause", "Too many requests in a minute. Try again {until}; nothing is wrong with the link.", tryAgain},
	desk.ProviderFault:  {toneAttention, "Gusto’s fault", "Gusto has a problem of its own", "It is on Gusto’s side and nothing is lost. Try again in a few minutes.", tryAgain},
	desk.Garbled:        {toneAttention, "No answer", "Gusto’s answer could not be understood", "Something between here and Gusto may have changed it. Nothing is lost; try again.", tryAgain},
	desk.NoCompanies:    {toneNeutral, "No company", "This sign-in reaches no company", "Only a primary or full-access admin of a company can link it. Sign in as one, or ask the client to make you one.", tryAgain},
}

var networkMessages = map[desk.Cause]message{
	desk.Unreachable:       {toneAttention, "No connection", "Can’t reach Gusto", "The link itself is untouched ({detail}). Try again when the network is back.", tryAgain},
	desk.NoName:            {toneAttention, "No connection", "Can’t find Gusto on the network", "The name {detail} has no address here. Check the internet connection or the DNS settings; the link is untouched.", tryAgain},
	desk.ConnectionRefused: {toneAttention, "No connection", "Gusto’s address takes no connection", "{detail} refused. A firewall may be in between; the link is untouched.", tryAgain},
	desk.NoRoute:           {toneAttention, "No connection", "This computer is not online", "There is no way to {detail}. Check the cable, Wi-Fi or VPN; the link is untouched.", tryAgain},
	desk.NoAnswer:          {toneAttention, "No answer", "Gusto did not answer in time", "The network is slow or {detail} is busy. The link is untouched; try again.", tryAgain},
	desk.ProxyBroken:       {toneAttention, "Proxy", "The proxy of your network does not answer", "Requests go through {detail}. Whoever looks after your network can mend it; the link is untouched.", tryAgain},
	desk.ProxySignIn:       {toneAttention, "Proxy", "The proxy of your network wants a sign-in", "{detail} asks for a name and password that Crosswalk does not have. Whoever looks after your network can let it through.", tryAgain},
	desk.Intercepted:       {toneAttention, "Intercepted", "Your network looks into the connection", "A certificate of “{detail}” came instead of Gusto’s. If that is your firm’s own, IT can add it to this computer; if not, use another network.", tryAgain},
	desk.TLSBroken:         {toneAttention, "No connection", "No safe connection to Gusto", "The connection could not be secured ({detail}). The link is untouched; try another network.", tryAgain},
	desk.ClockWrong:        {toneAct, "Clock", "This computer’s clock is wrong", "Gusto’s certificate does not fit the date here ({detail}). Set the clock, then try again.", tryAgain},
	desk.CaptivePortal:     {toneAttention, "Sign-in page", "The network wants you to sign in first", "Hotel and guest networks do this. Open any page in the browser, sign in to the network, then try again.", tryAgain},
	desk.BadCertificate:    {toneAct, "Certificate", "The extra certificate file cannot be used", "{detail}. Choose another file, or leave it empty.", changeKeys},
}

var computerMessages = map[desk.Cause]message{
	desk.TimedOut:         {toneNeutral, "Timed out", "Nobody came back from the browser", "The link was open for its time and is closed now. Nothing was linked; start again when you are ready.", tryAgain},
	desk.PortBusy:         {toneAct, "Port busy", "Another program uses the address that Gusto answers to", "Close the other program ({detail}), or register a second address for your application. Nothing was sent.", tryAgain},
	desk.BrowserFailed:    {toneAttention, "No browser", "The browser did not open", "Copy the link and paste it into any browser on this computer.", copyLink},
	desk.PastedNonsense:   {toneAttention, "Not it", "This is not a web address", "Copy the whole address from the browser’s address bar, from http to the end.", pasteAddress},
	desk.PastedForeign:    {toneAttention, "Not it", "This address belongs to another attempt", "Use the browser page that was opened last, or open Gusto again.", pasteAddress},
	desk.PastedNoCode:     {toneAttention, "Not it", "Gusto’s answer is not in this address", "Copy it after pressing Authorize, when the browser shows a page that does not load or says you can go back.", pasteAddress},
	desk.PastedTooEarly:   {toneAttention, "Not yet", "This is a page of the sign-in itself", "Go on there until you have pressed Authorize, then copy the address that the browser shows.", pasteAddress},
	desk.PastedTooLate:    {toneNeutral, "Over", "This sign-in has ended already", "Open Gusto again and go through the page once more.", tryAgain},
	desk.KeyStoreLocked:   {toneAct, "Locked", "The key store of this computer is locked", "Nothing is lost and nothing is signed out. Unlock it in the window that the system shows, then try again.", tryAgain},
	desk.KeyStoreMissing:  {toneAct, "No store", "This computer has no key store", "Crosswalk keeps access sealed and needs a place for the key. Use a passphrase of your own, or this session only.", unlock},
	desk.KeyStoreRefused:  {toneAct, "Key store", "The key store of this computer refused", "It said “{detail}”. Nothing is lost. Try again, or use a passphrase of your own.", tryAgain},
	desk.KeyStoreSilent:   {toneAct, "Key store", "The key store of this computer does not answer", "It may be waiting behind another window for its password. Nothing is lost; answer it and try again.", tryAgain},
	desk.KeyMissing:       {toneAct, "Key missing", "The key to what is kept here is not in the key store", "The records are all there, but sealed. If the key store was reset, put it back from a backup; else each company is connected again.", tryAgain},
	desk.KeyForeign:       {toneAct, "Other key", "What is kept here was sealed with another key", "It was copied from another computer or restored from a backup. Each company is connected again on this one.", reconnect},
	desk.PassphraseWrong:  {toneAct, "Wrong", "That is not the passphrase", "Nothing is lost. Capital letters count; try again.", unlock},
	desk.PassphraseNeeded: {toneNeutral, "Locked", "Crosswalk is locked with your passphrase", "Type it to open what is kept on this computer.", unlock},
	desk.CannotOpen:       {toneAct, "Damaged", "A sealed record on this computer is damaged", "The others are fine. Reconnect this company, and check the disk.", reconnect},
	desk.CannotSave:       {toneAct, "Not saved", "This computer could not save it", "Nothing was linked ({detail}). Free some disk space, then try again.", tryAgain},
	desk.NewerProgram:     {toneAct, "Too old", "A newer Crosswalk has used this data", "Update Crosswalk on this computer. Nothing was changed.", noStep},
	desk.SyncedFolder:     {toneAct, "Folder", "The data folder is not on this computer alone", "{detail} is shared or synced, and a second computer would use the same access. Set CROSSWALK_DATA to a folder on this disk.", noStep},
	desk.LinkedAlready:    {toneNeutral, "Linked", "{detail} is linked already", "A company is linked once. Look it up in the list; reconnect it there if it does not work.", reload},
	desk.ChangedMeanwhile: {toneNeutral, "Changed", "It was changed in another window", "Look at it again, then decide.", reload},
	desk.BusyElsewhere:    {toneNeutral, "Busy", "Another window is renewing this access", "It is {detail}. Nothing to do; try again in a minute.", tryAgain},
	desk.BadSetup:         {toneAct, "Incomplete", "The setup is not complete", "{detail}.", changeKeys},
	desk.Tampered:         {toneAct, "Changed", "The history was changed from outside", "{detail}. Somebody edited the database, or the disk is failing. The links themselves still work; look at a backup.", reload},
	desk.Unforeseen:       {toneAct, "Unexpected", "Something happened that Crosswalk has no words for", "Nothing was lost. Details: {detail}. Try again; if it stays, report it.", tryAgain},
}

func join(parts ...map[desk.Cause]message) map[desk.Cause]message {
	all := map[desk.Cause]message{}
	for _, part := range parts {
		for cause, m := range part {
			all[cause] = m
		}
	}
	return all
}

package words

import "crosswalk/internal/desk"

// messages has the words for every cause. {detail} is what the other side said; {until} is a time of day.
var messages = join(linkMessages, consentMessages, networkMessages, computerMessages, clientMessages, sittingMessages, supportMessages, provisionMessages, policyMessages, handedMessages)

var linkMessages = map[desk.Cause]Message{
	desk.Working:   {Working, "Working", "Working", "Gusto answered. Nothing to do.", NoStep},
	desk.Unchecked: {Neutral, "Not checked", "Not checked yet", "Verify asks Gusto whether this link works.", NoStep},
	desk.Suspended: {Attention, "Suspended", "Gusto has suspended this company", "The link works, but payroll does not run. The company’s admin has to settle it with Gusto.", NoStep},
	desk.NotApproved: {Attention, "Not approved", "Gusto has not approved this company yet", "The link works. The company’s admin finishes the onboarding at Gusto.",
		NoStep},
	desk.MissingPermission: {Attention, "Permission", "A permission is missing: {detail}", "Whoever looks after your firm’s Gusto application asks Gusto for it; then reconnect.", Reconnect},
	desk.NeedsReconnecting: {Act, "Reconnect", "Gusto no longer accepts this access", "It was withdrawn, used by another program, or the person who gave it left. An admin of the company signs in again.", Reconnect},
	desk.Withdrawn:         {Act, "Withdrawn", "Access was withdrawn at Gusto", "Gusto renewed it and then refused it: somebody took it away there, or the person who gave it may no longer give it. An admin of the company signs in again.", Reconnect},
	desk.LostInRenewal:     {Act, "Reconnect", "A renewed access got lost on the way", "This computer or the network stopped in the middle of a renewal, and the answer is not given twice. Nobody took the access away; an admin of the company signs in again.", Reconnect},
	desk.WrongCompany:      {Act, "Wrong company", "This access reaches another company", "Gusto names {detail}. Reconnect, and pick the right company on Gusto’s page.", Reconnect},
	desk.CompanyGone:       {Act, "Gone", "Gusto does not know this company any more", "It was closed, or moved out of this access. Ask the company’s admin; reconnect if it still exists.", Reconnect},
	desk.NotSaved:          {Act, "Not saved", "Access was renewed, but could not be saved here", "Keep Crosswalk open; it goes on trying. Free some disk space or unlock the key store.", TryAgain},
}

var consentMessages = map[desk.Cause]Message{
	desk.Denied:         {Neutral, "Not allowed", "Nothing was linked", "Access was not given on Gusto’s page. Crosswalk has kept nothing.", TryAgain},
	desk.AnswerRefused:  {Act, "Refused", "Gusto did not give access", "Gusto’s page answered “{detail}”. Nothing was linked. If it stays so, show this to whoever looks after your firm’s Gusto application.", TryAgain},
	desk.GrantRefused:   {Act, "Refused", "Gusto did not accept its own answer", "The page was open too long or was used twice. Nothing was linked; go through Gusto’s page once more.", TryAgain},
	desk.NotAccepted:    {Act, "Refused", "Gusto did not accept the request", "It said “{detail}”. Nothing was lost. Whoever looks after your firm’s Gusto application can tell why.", TryAgain},
	desk.AnswerLost:     {Attention, "No answer", "Gusto’s answer got lost on the way", "Nothing was linked. Go through Gusto’s page once more; an access that may have been given is never used.", TryAgain},
	desk.KeysRefused:    {Act, "Keys refused", "Gusto refused your firm’s application keys", "This is not about the company. The client ID or the secret is wrong or was changed; whoever looks after your firm’s Gusto application has them.", ChangeKeys},
	desk.VersionRefused: {Act, "Too old", "Gusto no longer speaks this version of its API", "Update Crosswalk, or set a newer API version where the keys are kept.", ChangeKeys},
	desk.RateLimited:    {Attention, "Later", "Gusto asks for a pause", "Too many requests in a minute. Nothing is wrong; try again {until}.", TryAgain},
	desk.ProviderFault:  {Attention, "Gusto’s fault", "Gusto has a problem of its own", "It is on Gusto’s side and nothing is lost. Try again in a few minutes.", TryAgain},
	desk.Garbled:        {Attention, "No answer", "Gusto’s answer could not be understood", "Something between here and Gusto may have changed it. Nothing is lost; try again.", TryAgain},
	desk.NoCompanies:    {Neutral, "No company", "This sign-in reaches no company", "Only a primary or full-access admin of a company can link it. Sign in as one, or ask the client to make you one.", TryAgain},
}

var networkMessages = map[desk.Cause]Message{
	desk.Unreachable:       {Attention, "No connection", "Can’t reach Gusto", "The link itself is untouched ({detail}). Try again when the network is back.", TryAgain},
	desk.NoName:            {Attention, "No connection", "Can’t find Gusto on the network", "The name {detail} has no address here. Check the internet connection or the DNS settings; the link is untouched.", TryAgain},
	desk.ConnectionRefused: {Attention, "No connection", "Gusto’s address takes no connection", "{detail} refused. A firewall may be in between; the link is untouched.", TryAgain},
	desk.NoRoute:           {Attention, "No connection", "This computer is not online", "There is no way to {detail}. Check the cable, Wi-Fi or VPN; the link is untouched.", TryAgain},
	desk.NoAnswer:          {Attention, "No answer", "Gusto did not answer in time", "The network is slow or {detail} is busy. The link is untouched; try again.", TryAgain},
	desk.ProxyBroken:       {Attention, "Proxy", "The proxy of your network does not answer", "Requests go through {detail}. Whoever looks after your network can mend it; the link is untouched.", TryAgain},
	desk.ProxySignIn:       {Attention, "Proxy", "The proxy of your network wants a sign-in", "{detail} asks for a name and password that Crosswalk does not have. Whoever looks after your network can let it through.", TryAgain},
	desk.Intercepted:       {Attention, "Intercepted", "Your network looks into the connection", "A certificate of “{detail}” came instead of Gusto’s. If that is your firm’s own, IT can add it to this computer; if not, use another network.", TryAgain},
	desk.TLSBroken:         {Attention, "No connection", "No safe connection to Gusto", "The connection could not be secured ({detail}). The link is untouched; try another network.", TryAgain},
	desk.ClockWrong:        {Act, "Clock", "This computer’s clock is wrong", "Gusto’s certificate does not fit the date here ({detail}). Set the clock, then try again.", TryAgain},
	desk.CaptivePortal:     {Attention, "Sign-in page", "The network wants you to sign in first", "Hotel and guest networks do this. Open any page in the browser, sign in to the network, then try again.", TryAgain},
	desk.BadCertificate:    {Act, "Certificate", "The extra certificate file cannot be used", "{detail}. Choose another file, or leave it empty.", ChangeKeys},
}

var computerMessages = map[desk.Cause]Message{
	desk.TimedOut:         {Neutral, "Timed out", "Nobody came back from the browser", "The link was open for its time and is closed now. Nothing was linked; start again when you are ready.", TryAgain},
	desk.PortBusy:         {Act, "Port busy", "Another program uses the address that Gusto answers to", "Close the other program ({detail}), or register a second address for your application. Nothing was sent.", TryAgain},
	desk.BrowserFailed:    {Attention, "No browser", "The browser did not open", "Copy the link and paste it into any browser on this computer.", CopyLink},
	desk.PastedNonsense:   {Attention, "Not it", "This is not a web address", "Copy the whole address from the browser’s address bar, from http to the end.", PasteAddress},
	desk.PastedForeign:    {Attention, "Not it", "This address belongs to another attempt", "Use the browser page that was opened last, or open Gusto again.", PasteAddress},
	desk.PastedNoCode:     {Attention, "Not it", "Gusto’s answer is not in this address", "Copy it after pressing Authorize, when the browser shows a page that does not load or says you can go back.", PasteAddress},
	desk.PastedTooEarly:   {Attention, "Not yet", "This is a page of the sign-in itself", "Go on there until you have pressed Authorize, then copy the address that the browser shows.", PasteAddress},
	desk.PastedTooLate:    {Neutral, "Over", "This sign-in has ended already", "Open Gusto again and go through the page once more.", TryAgain},
	desk.KeyStoreLocked:   {Act, "Locked", "The key store of this computer is locked", "Nothing is lost and nothing is signed out. Unlock it in the window that the system shows, then try again.", TryAgain},
	desk.KeyStoreMissing:  {Act, "No store", "This computer has no key store", "Crosswalk keeps access sealed and needs a place for the key. Use a passphrase of your own, or this session only.", Unlock},
	desk.KeyStoreRefused:  {Act, "Key store", "The key store of this computer refused", "It said “{detail}”. Nothing is lost. Try again, or use a passphrase of your own.", TryAgain},
	desk.KeyStoreSilent:   {Act, "Key store", "The key store of this computer does not answer", "It may be waiting behind another window for its password. Nothing is lost; answer it and try again.", TryAgain},
	desk.KeyMissing:       {Act, "Key missing", "The key to what is kept here is not in the key store", "The records are all there, but sealed. If the key store was reset, put it back from a backup; else each company is connected again.", TryAgain},
	desk.KeyForeign:       {Act, "Other key", "What is kept here was sealed with another key", "It was copied from another computer or restored from a backup. Each company is connected again on this one.", Reconnect},
	desk.PassphraseWrong:  {Act, "Wrong", "That is not the passphrase", "Nothing is lost. Capital letters count; try again.", Unlock},
	desk.PassphraseNeeded: {Neutral, "Locked", "Crosswalk is locked with your passphrase", "Type it to open what is kept on this computer.", Unlock},
	desk.DeskLocked:       {Neutral, "Locked", "Crosswalk is locked", "Nothing is lost. Unlock it in its window, then try again.", NoStep},
	desk.EraseUnfinished:  {Act, "Removing", "Removing everything was interrupted", "Part of what was kept here is gone already. Go on with it in the window, or type 'crosswalk erase'; nothing else works until then.", NoStep},
	desk.EraseLeft:        {Act, "Not gone", "Not all of it could be removed", "Still there: {detail}. Close other programs that may use it, then go on.", TryAgain},
	desk.CannotOpen:       {Act, "Damaged", "A sealed record on this computer is damaged", "The others are fine. Reconnect this company, and check the disk.", Reconnect},
	desk.DatabaseDamaged:  {Act, "Damaged", "The database cannot be read", "{detail}. It was left as it is. Copies of the last days stand beside it; put the newest in its place, or move the file away to begin anew.", TryAgain},
	desk.CannotSave:       {Act, "Not saved", "This computer could not save it", "Nothing here has changed ({detail}). Free some disk space, or choose a place that may be written to; then try again.", TryAgain},
	desk.NewerProgram:     {Act, "Too old", "A newer Crosswalk has used this data", "Update Crosswalk on this computer. Nothing was changed.", NoStep},
	desk.SyncedFolder:     {Act, "Folder", "The data folder is not on this computer alone", "{detail}. A second computer would use the same access. Set CROSSWALK_DATA to a folder on this disk, and start Crosswalk again.", NoStep},
	desk.UnusableFolder:   {Act, "Folder", "The data folder cannot be used", "{detail}. Nothing was changed. Set CROSSWALK_DATA to a folder of your own on this disk, and start Crosswalk again.", NoStep},
	desk.LinkedAlready:    {Neutral, "Linked", "{detail} is linked already", "A company is linked once. Look it up in the list; reconnect it there if it does not work.", Reload},
	desk.ChangedMeanwhile: {Neutral, "Changed", "It was changed in another window", "Look at it again, then decide.", Reload},
	desk.BusyElsewhere:    {Neutral, "Busy", "Another window is renewing this access", "It is {detail}. Nothing to do; try again in a minute.", TryAgain},
	desk.BadSetup:         {Act, "Incomplete", "The setup is not complete", "{detail}.", ChangeKeys},
	desk.FileExists:       {Neutral, "File exists", "There is a file of this name already", "Nothing was overwritten. Choose another name than {detail}.", NoStep},
	desk.NotRecovery:      {Act, "Wrong file", "This file does not bring the key back", "{detail}. Choose the recovery file that was saved from this database.", NoStep},
	desk.Tampered:         {Act, "Changed", "The history was changed from outside", "{detail}. Somebody edited the database, or the disk is failing. The links themselves still work; look at a backup.", Reload},
	desk.Unforeseen:       {Act, "Unexpected", "Something happened that Crosswalk has no words for", "Nothing was lost. Details: {detail}. Try again; if it stays, report it.", TryAgain},
}

func join(parts ...map[desk.Cause]Message) map[desk.Cause]Message {
	all := map[desk.Cause]Message{}
	for _, part := range parts {
		for cause, m := range part {
			all[cause] = m
		}
	}
	return all
}

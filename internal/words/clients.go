package words

import "crosswalk/internal/desk"

var clientMessages = map[desk.Cause]Message{
	desk.BadClient:        {Neutral, "Incomplete", "This client cannot be kept like that", "{detail}.", NoStep},
	desk.NumberTaken:      {Neutral, "Number taken", "Another client has this number", "It is {detail}. Choose another number, or change that client first.", NoStep},
	desk.ClientLinked:     {Neutral, "Linked", "A company is linked to this client", "Unlink the company of {detail}, or let it belong to another client; then remove the client. It may be linked at another Gusto that you have set up.", NoStep},
	desk.ClientHasCompany: {Neutral, "Has one", "This client has a company already", "The settings say one company for each client, and {detail} has one. Choose another client, or allow several in the settings.", NoStep},
	desk.TableUnreadable:  {Neutral, "Not readable", "This is not a list that can be read", "{detail}. Save it as CSV or as an Excel workbook (.xlsx), and choose it again.", NoStep},
	desk.TableTooLarge:    {Neutral, "Too large", "This list is too large to read in one go", "{detail}. Take it in parts.", NoStep},
	desk.TooLate:          {Neutral, "Too late", "It cannot be taken back any more", "Gusto has been told, or is being told now. To link the company again, an admin of it signs in again.", NoStep},
}

package words

import (
	"crosswalk/internal/desk"
	"crosswalk/internal/tongue"
)

// rowMessages has the words for every problem of a row that is to be imported. {detail} is a line, or a client.
var rowMessages = map[desk.RowProblem]string{
	desk.NameMissing: "The name is missing", desk.NameTooLong: "The name is longer than 200 characters",
	desk.NumberTooLong: "The number is longer than 100 characters", desk.NotAnEIN: "An EIN has nine digits",
	desk.GroupTooLong: "The group is longer than 100 characters", desk.TagsTooLong: "More than 50 tags, or one longer than 50 characters",
	desk.NotesTooLong: "The notes are longer than 4,000 characters", desk.SameAsLine: "Line {detail} means the same client",
	desk.NumberTwice: "Line {detail} has this number already",
	desk.Ambiguous:   "Several clients are like this one, {detail} among them: give it a number",
	desk.OddText:     "Its text cannot be read: save the list as UTF-8",
}

// ForRow says in words why a row is left out; "" when it is not.
func ForRow(r desk.PreviewRow) string {
	return tongue.F(rowMessages[r.Problem], "detail", r.Detail)
}

package words

import (
	"strings"
	"time"

	"crosswalk/internal/tongue"
)

// The forms of a day and of a moment, written with Go's reference time. They are sentences like others: Spanish has the
// day before the month.
var (
	Day       = tongue.Key("January 2, 2006")
	ShortDay  = tongue.Key("Jan 2, 2006")
	NearDay   = tongue.Key("January 2")
	shortNear = tongue.Key("Jan 2")
	// NearMoment and ShortMoment have the time of day as well.
	NearMoment  = tongue.Key("January 2 at 3:04 PM")
	ShortMoment = tongue.Key("Jan 2, 2006, 3:04 PM")
	Moment      = tongue.Key("January 2, 2006, 3:04 PM MST")
)

var months = [...]string{
	tongue.Key("January"), tongue.Key("February"), tongue.Key("March"), tongue.Key("April"), tongue.Key("May"), tongue.Key("June"),
	tongue.Key("July"), tongue.Key("August"), tongue.Key("September"), tongue.Key("October"), tongue.Key("November"), tongue.Key("December"),
}

// Date is a moment in one of the forms, as the person at the window writes it.
func Date(t time.Time, form string) string { return Person.Date(t, form) }

// Date is a moment in one of the forms, in the place that t is in. A short month is the first three letters.
func (v Voice) Date(t time.Time, form string) string {
	form = v.say(form)
	english := months[t.Month()-1]
	said := v.say(english)
	if !strings.Contains(form, "January") {
		english, said = english[:3], string([]rune(said)[:3])
	}
	return strings.Replace(t.Format(form), english, said, 1)
}

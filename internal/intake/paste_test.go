package intake

import (
	"strings"
	"testing"
)

// pasted are addresses as they are copied from letters, web pages, spreadsheets and signatures, and what each is:
// street, beside it, city, state, ZIP code, phone.
var pasted = []struct {
	text string
	want [6]string
}{
	{"118 NE Alder St, Portland, OR 97212", [6]string{"118 NE Alder St", "", "Portland", "OR", "97212", ""}},
	{"118 NE Alder St\nPortland, OR 97212", [6]string{"118 NE Alder St", "", "Portland", "OR", "97212", ""}},
	{"118 NE Alder St\r\nPortland OR 97212\r\n", [6]string{"118 NE Alder St", "", "Portland", "OR", "97212", ""}},
	{"118 NE Alder St Portland OR 97212", [6]string{"118 NE Alder St", "", "Portland", "OR", "97212", ""}},
	{"118 NE ALDER ST PORTLAND OR 97212-1234", [6]string{"118 NE ALDER ST", "", "PORTLAND", "OR", "97212-1234", ""}},
	{"Okafor Ceramics LLC\n118 NE Alder St\nSuite 200\nPortland, OR 97212-1234\nUSA\n(503) 555-0142", [6]string{"118 NE Alder St", "Suite 200", "Portland", "OR", "97212-1234", "(503) 555-0142"}},
	{"118 NE Alder St Suite 200, Portland, OR 97212", [6]string{"118 NE Alder St", "Suite 200", "Portland", "OR", "97212", ""}},
	{"118 NE Alder St, Suite 200 Portland, OR 97212", [6]string{"118 NE Alder St", "Suite 200", "Portland", "OR", "97212", ""}},
	{"118 NE Alder St, Suite 200, Portland, Oregon 97212, United States", [6]string{"118 NE Alder St", "Suite 200", "Portland", "OR", "97212", ""}},
	{"118 NE Alder St., Ste. 200, Portland, OR, 97212, US", [6]string{"118 NE Alder St.", "Ste. 200", "Portland", "OR", "97212", ""}},
	{"118 NE Alder St #5 Portland OR 97212", [6]string{"118 NE Alder St", "#5", "Portland", "OR", "97212", ""}},
	{"118 NE Alder St #5, Portland OR 97212", [6]string{"118 NE Alder St", "#5", "Portland", "OR", "97212", ""}},
	{"118 NE Alder St Apt 4B\nPortland OR, 97212", [6]string{"118 NE Alder St", "Apt 4B", "Portland", "OR", "97212", ""}},
	{"118 NE Alder St., Bldg B Ste 3, Portland, OR 972121234", [6]string{"118 NE Alder St.", "Bldg B Ste 3", "Portland", "OR", "97212-1234", ""}},
	{"118 NE Alder St Suite 200 Portland OR 97212 503-555-0142", [6]string{"118 NE Alder St", "Suite 200", "Portland", "OR", "97212", "(503) 555-0142"}},
	{"118 NE Alder St, Portland, OR 97212 Tel: 503.555.0142 Fax: 503.555.0143", [6]string{"118 NE Alder St", "", "Portland", "OR", "97212", "(503) 555-0142"}},
	{"Fax 503.555.0143, Tel 503.555.0142 x7\n118 NE Alder St, Portland, OR 97212", [6]string{"118 NE Alder St", "", "Portland", "OR", "97212", "(503) 555-0142 ext. 7"}},
	{"118 NE Alder St, Portland, OR 97212, maya@okafor.example, www.okafor.example", [6]string{"118 NE Alder St", "", "Portland", "OR", "97212", ""}},
	{"Maya Okafor\nc/o Okafor Ceramics\n118 NE Alder Street\nPortland, Ore. 97212", [6]string{"118 NE Alder Street", "", "Portland", "OR", "97212", ""}},
	{"118 NE Alder St\nAttn: Payroll\nPortland, OR 97212", [6]string{"118 NE Alder St", "", "Portland", "OR", "97212", ""}},
	{"Street: 118 NE Alder St\nCity: Portland\nState: OR\nZip: 97212", [6]string{"118 NE Alder St", "", "Portland", "OR", "97212", ""}},
	{"Mailing address: 118 NE Alder St, Portland, OR 97212", [6]string{"118 NE Alder St", "", "Portland", "OR", "97212", ""}},
	{"118 NE Alder St\tPortland\tOR\t97212", [6]string{"118 NE Alder St", "", "Portland", "OR", "97212", ""}},
	{"118 NE Alder St | Suite 2 | Portland | OR | 97212", [6]string{"118 NE Alder St", "Suite 2", "Portland", "OR", "97212", ""}},
	{"118 NE Alder St · Portland, OR 97212 · (503) 555-0142", [6]string{"118 NE Alder St", "", "Portland", "OR", "97212", "(503) 555-0142"}},
	{"118 NE Alder St, Portland, OR", [6]string{"118 NE Alder St", "", "Portland", "OR", "", ""}},
	{"118 NE Alder St, Portland 97212", [6]string{"118 NE Alder St", "", "Portland", "OR", "97212", ""}},
	{"118 NE Alder St, Portland, OR, USA 97212", [6]string{"118 NE Alder St", "", "Portland", "OR", "97212", ""}},
	{"118 NE Alder St, Portland, OR 97212, U.S.A.", [6]string{"118 NE Alder St", "", "Portland", "OR", "97212", ""}},
	{"PO Box 1234, Portland, OR 97207", [6]string{"PO Box 1234", "", "Portland", "OR", "97207", ""}},
	{"P.O. Box 1234 Portland OR 97207", [6]string{"P.O. Box 1234", "", "Portland", "OR", "97207", ""}},
	{"1600 Pennsylvania Ave NW, Washington, DC 20500", [6]string{"1600 Pennsylvania Ave NW", "", "Washington", "DC", "20500", ""}},
	{"1600 Pennsylvania Avenue NW Washington DC 20500", [6]string{"1600 Pennsylvania Avenue NW", "", "Washington", "DC", "20500", ""}},
	{"1600 Pennsylvania Ave. N.W., Washington, D.C. 20500", [6]string{"1600 Pennsylvania Ave. N.W.", "", "Washington", "DC", "20500", ""}},
	{"350 5th Ave Fl 34 New York NY 10118", [6]string{"350 5th Ave", "Fl 34", "New York", "NY", "10118", ""}},
	{"1185 Avenue of the Americas New York NY 10036", [6]string{"1185 Avenue of the Americas", "", "New York", "NY", "10036", ""}},
	{"1234 Broadway New York NY 10001", [6]string{"1234 Broadway", "", "New York", "NY", "10001", ""}},
	{"1 Main St St Paul MN 55101", [6]string{"1 Main St", "", "St Paul", "MN", "55101", ""}},
	{"12 Elm St Park City UT 84060", [6]string{"12 Elm St", "", "Park City", "UT", "84060", ""}},
	{"12 N St Charles Ave New Orleans LA 70130", [6]string{"12 N St Charles Ave", "", "New Orleans", "LA", "70130", ""}},
	{"1200 N St NW Washington DC 20005", [6]string{"1200 N St NW", "", "Washington", "DC", "20005", ""}},
	{"12 Old Court Rd Pikesville MD 21208", [6]string{"12 Old Court Rd", "", "Pikesville", "MD", "21208", ""}},
	{"100 N Main St\nSalt Lake City, Utah 84103\nUnited States of America", [6]string{"100 N Main St", "", "Salt Lake City", "UT", "84103", ""}},
	{"4500 US Highway 30, Boise, ID 83705", [6]string{"4500 US Highway 30", "", "Boise", "ID", "83705", ""}},
	{"4500 Hwy 30 Boise ID 83705", [6]string{"4500 Hwy 30", "", "Boise", "ID", "83705", ""}},
	{"RR 2 Box 30, Ames, IA 50010", [6]string{"RR 2 Box 30", "", "Ames", "IA", "50010", ""}},
	{"N6W23001 Bluemound Rd, Waukesha, WI 53188", [6]string{"N6W23001 Bluemound Rd", "", "Waukesha", "WI", "53188", ""}},
	{"35-20 Northern Blvd, Long Island City, NY 11101", [6]string{"35-20 Northern Blvd", "", "Long Island City", "NY", "11101", ""}},
	{"One Main Plaza, Suite 300\nHouston TX 77002", [6]string{"One Main Plaza", "Suite 300", "Houston", "TX", "77002", ""}},
	{"Suite 500, 1200 Main St, Kansas City, MO 64105", [6]string{"1200 Main St", "Suite 500", "Kansas City", "MO", "64105", ""}},
	{"1200 Main St, 5th Floor, Kansas City, Missouri 64105", [6]string{"1200 Main St", "5th Floor", "Kansas City", "MO", "64105", ""}},
	{"221 Kearny St, Ste 12-B, San Francisco, California 94108", [6]string{"221 Kearny St", "Ste 12-B", "San Francisco", "CA", "94108", ""}},
	{"5 Lot Ln, Salem, OR 97301", [6]string{"5 Lot Ln", "", "Salem", "OR", "97301", ""}},
	{"2010 West Virginia Ave, Charleston, West Virginia 25301", [6]string{"2010 West Virginia Ave", "", "Charleston", "WV", "25301", ""}},
	{"100 Main Street, Suite 4, Winston-Salem, North Carolina, 27101", [6]string{"100 Main Street", "Suite 4", "Winston-Salem", "NC", "27101", ""}},
	{"100 Old Fort Rd, Fort Washington 20744", [6]string{"100 Old Fort Rd", "", "Fort Washington", "MD", "20744", ""}},
	{"118 NE Alder St (rear), Portland, OR 97212", [6]string{"118 NE Alder St (rear)", "", "Portland", "OR", "97212", ""}},
	{"(118 NE Alder St, Portland, OR 97212)", [6]string{"118 NE Alder St", "", "Portland", "OR", "97212", ""}},
	{"118 NE Alder St, Portland, Multnomah County, OR 97212", [6]string{"118 NE Alder St", "", "Portland", "OR", "97212", ""}},
	{"9 Elm St, Orange County, CA 92614", [6]string{"9 Elm St", "", "Orange County", "CA", "92614", ""}},
	{"101 Main St, Unit 3B, Brooklyn, NY 11201 (718) 555-0199", [6]string{"101 Main St", "Unit 3B", "Brooklyn", "NY", "11201", "(718) 555-0199"}},
	{"500 Oak St. • Dallas, TX 75201 • 214-555-0101", [6]string{"500 Oak St.", "", "Dallas", "TX", "75201", "(214) 555-0101"}},
	{"500 Oak St, Bldg. 4, Rm 210, Dallas, TX 75201", [6]string{"500 Oak St", "Bldg. 4, Rm 210", "Dallas", "TX", "75201", ""}},
	{"500 Oak St Washington Court House OH 43160", [6]string{"500 Oak St", "", "Washington Court House", "OH", "43160", ""}},
	{"500 Oak St Indiana PA 15701", [6]string{"500 Oak St", "", "Indiana", "PA", "15701", ""}},
	{"500 Oak Street Kansas City Kansas 66101", [6]string{"500 Oak Street", "", "Kansas City", "KS", "66101", ""}},
	{"500 Oak St\nDallas TX\n75201", [6]string{"500 Oak St", "", "Dallas", "TX", "75201", ""}},
	{"118 1/2 NE Alder St, Portland, OR 97212", [6]string{"118 1/2 NE Alder St", "", "Portland", "OR", "97212", ""}},
	{"12345 FM 1960 Rd W, Houston, TX 77065", [6]string{"12345 FM 1960 Rd W", "", "Houston", "TX", "77065", ""}},
	{"Calle Sol 12, San Juan, PR 00901", [6]string{"Calle Sol 12", "", "San Juan", "PR", "00901", ""}},
}

func TestAWholeAddressIsTakenApart(t *testing.T) {
	if len(pasted) < 40 {
		t.Fatalf("%d", len(pasted))
	}
	for _, p := range pasted {
		a, ok := ParseAddress(p.text)
		if got := [6]string{a.Street1, a.Street2, a.City, a.State, a.ZIP, a.Phone}; !ok || got != p.want {
			t.Errorf("%q\n is %q\nnot %q", p.text, got, p.want)
		}
	}
}

func TestWhatIsNoAddressStaysAsItWasPasted(t *testing.T) {
	for _, text := range []string{
		"", " ", "hello", "Maya Okafor", "Portland, OR 97212", "118 NE Alder St", "118 NE Alder St, Suite 200", "97212", "OR 97212", "12 Elm Ct", "503-555-0142", "maya@okafor.example",
		"Fort Washington Rd", "9 Rue de Rivoli, 75001 Paris, France", "10 Downing St, London SW1A 2AA", "84-1234567", ",,,,\n\n,", "USA", "Suite 200, Portland, OR 97212",
		"1234 El Camino Real Palo Alto CA 94301", // where the street ends, nobody can tell without a list of cities
		"118 NE Alder St, Portland, OR 97212\n5 Pine St, Salem, OR 97301", strings.Repeat("118 NE Alder St, Portland, OR 97212 ", 40),
	} {
		if a, ok := ParseAddress(text); ok || a != (Address{}) {
			t.Errorf("%q is %+v", text, a)
		}
	}
}

package sandbox

import (
	"crypto/sha256"
	"encoding/binary"

	"github.com/google/uuid"
)

// Everything is drawn from digests of names, so that the same company has the same uuid, EIN and people in every run and every release of Go.

var space = uuid.MustParse("5f3c1d0e-2b64-4b8a-9c57-9d1f7a3e6b21")

// madeID is a uuid in the form of version 4 that belongs to this name for ever.
func madeID(name string) string {
	return uuid.NewHash(sha256.New(), space, []byte(name), 4).String()
}

// draw gives a number below n that belongs to this name for ever.
func draw(name string, n int) int {
	sum := sha256.Sum256([]byte(name))
	return int(binary.BigEndian.Uint64(sum[:8]) % uint64(n))
}

func pick[T any](name string, from []T) T { return from[draw(name, len(from))] }

type city struct{ name, state, zip, area string }

var cities = []city{
	{"Portland", "OR", "97205", "503"}, {"Eugene", "OR", "97401", "541"}, {"Bend", "OR", "97701", "541"},
	{"Seattle", "WA", "98103", "206"}, {"Tacoma", "WA", "98402", "253"}, {"Spokane", "WA", "99201", "509"},
	{"Boise", "ID", "83702", "208"}, {"Missoula", "MT", "59801", "406"}, {"Denver", "CO", "80203", "303"},
	{"Fort Collins", "CO", "80521", "970"}, {"Salt Lake City", "UT", "84101", "801"}, {"Reno", "NV", "89501", "775"},
	{"Sacramento", "CA", "95814", "916"}, {"Oakland", "CA", "94607", "510"}, {"San Luis Obispo", "CA", "93401", "805"},
	{"San Diego", "CA", "92101", "619"}, {"Tucson", "AZ", "85701", "520"}, {"Santa Fe", "NM", "87501", "505"},
	{"Austin", "TX", "78701", "512"}, {"San Antonio", "TX", "78205", "210"}, {"Tulsa", "OK", "74103", "918"},
	{"Wichita", "KS", "67202", "316"}, {"Omaha", "NE", "68102", "402"}, {"Des Moines", "IA", "50309", "515"},
	{"Minneapolis", "MN", "55401", "612"}, {"Madison", "WI", "53703", "608"}, {"Milwaukee", "WI", "53202", "414"},
	{"Chicago", "IL", "60607", "312"}, {"Grand Rapids", "MI", "49503", "616"}, {"Ann Arbor", "MI", "48104", "734"},
	{"Indianapolis", "IN", "46204", "317"}, {"Columbus", "OH", "43215", "614"}, {"Pittsburgh", "PA", "15222", "412"},
	{"Nashville", "TN", "37203", "615"}, {"Asheville", "NC", "28801", "828"}, {"Charleston", "SC", "29401", "843"},
	{"Savannah", "GA", "31401", "912"}, {"Tampa", "FL", "33602", "813"}, {"Richmond", "VA", "23220", "804"},
	{"Baltimore", "MD", "21201", "410"}, {"Albany", "NY", "12207", "518"}, {"Burlington", "VT", "05401", "802"},
	{"Portland", "ME", "04101", "207"}, {"Providence", "RI", "02903", "401"}, {"Washington", "DC", "20009", "202"},
}

var streets = []string{"Alder Street", "Birch Avenue", "Cedar Street", "Dogwood Lane", "Eastgate Road", "First Avenue", "Granite Way",
	"Harbor Drive", "Ivy Street", "Juniper Avenue", "Kingfisher Lane", "Lincoln Street", "Main Street", "Mill Road", "North Park Avenue",
	"Oak Street", "Pine Street", "Quarry Road", "Railroad Avenue", "Spring Street", "Third Street", "Union Street", "Valley Road", "Water Street"}

var units = []string{"Suite 100", "Suite 210", "Suite 4B", "Unit 7", "Floor 2"}

var firstNames = []string{"Aaron", "Abigail", "Andre", "Beatriz", "Caleb", "Carmen", "Chen", "Claire", "Darnell", "Deborah", "Elena", "Emmett",
	"Fatima", "Frank", "Grace", "Hana", "Hector", "Imani", "Isaac", "Jolene", "Jorge", "Keiko", "Kwame", "Laura", "Leon", "Maria", "Marcus",
	"Naomi", "Nate", "Olivia", "Owen", "Priya", "Quentin", "Rosa", "Ruth", "Samir", "Sofia", "Terrence", "Uma", "Victor", "Wanda", "Yusuf", "Zoe"}

var lastNames = []string{"Abbott", "Alvarez", "Bauer", "Brooks", "Castillo", "Chang", "Dawson", "Delgado", "Ellison", "Fischer", "Garza",
	"Greene", "Hollis", "Huang", "Ibarra", "Jensen", "Kaplan", "Kowalski", "Lindqvist", "Lopez", "Mbeki", "Mercer", "Nakamura", "Novak",
	"O’Connell", "Okafor", "Patel", "Pruitt", "Quintero", "Ramsey", "Rossi", "Schaefer", "Sutton", "Tran", "Underwood", "Vasquez", "Walsh",
	"Yoder", "Zimmerman"}

var firmWords = []string{"Amber", "Anchor", "Aspen", "Bayside", "Bluebird", "Bridgeport", "Canyon", "Cascade", "Chestnut", "Clearwater", "Copper",
	"Crestview", "Dogwood", "Driftwood", "Elmwood", "Evergreen", "Fairfield", "Fern Hollow", "Fieldstone", "Foothill", "Golden Gate", "Granite",
	"Greenway", "Hawthorne", "Heritage", "Highland", "Hillside", "Ironwood", "Keystone", "Lakeshore", "Lighthouse", "Magnolia", "Maple",
	"Meadowlark", "Millstone", "Mountain View", "Northgate", "Old Town", "Orchard", "Overlook", "Parkside", "Pinecrest", "Prairie", "Redwood",
	"Ridgeline", "Riverbend", "Rosewood", "Saddleback", "Sandpiper", "Sequoia", "Silver Creek", "Southside", "Stonegate", "Summit", "Sunnyside",
	"Tamarack", "Thornton", "Timberline", "Tidewater", "Union Square", "Valley", "Vineyard", "Westbrook", "White Pine", "Wildflower", "Willow"}

var trades = []string{"Accounting", "Animal Hospital", "Appliance Repair", "Auto Body", "Bakery", "Bicycles", "Brewing", "Builders", "Cabinetry",
	"Carpet Care", "Catering", "Chiropractic", "Cleaning Services", "Coffee Roasters", "Concrete", "Consulting", "Contractors", "Counseling",
	"Dental Care", "Design Studio", "Drywall", "Electric", "Engineering", "Family Medicine", "Fencing", "Fitness", "Flooring", "Freight",
	"Garden Center", "Glass", "Hardware", "Home Care", "Insurance Agency", "Interiors", "Janitorial", "Landscaping", "Laundry", "Legal Group",
	"Machine Works", "Marketing", "Masonry", "Movers", "Optometry", "Orthodontics", "Painting", "Pediatrics", "Pest Control", "Pharmacy",
	"Photography", "Physical Therapy", "Pizza", "Plumbing", "Pool Service", "Preschool", "Printing", "Property Management", "Realty",
	"Roofing", "Salon", "Security", "Sheet Metal", "Software", "Staffing", "Surveying", "Tax Service", "Tile", "Towing", "Tree Service",
	"Upholstery", "Veterinary Clinic", "Web Services", "Welding", "Wellness", "Windows", "Yoga"}

var suffixes = []string{"LLC", "LLC", "LLC", "Inc.", "Inc.", "Corp.", "Co.", "LLP", "PC", "Group, Inc."}

// neverIssued are EIN prefixes that the IRS has never issued, so that no number here belongs to anybody.
var neverIssued = []string{"00", "07", "08", "09", "17", "18", "19", "28", "29", "49", "69", "70", "78", "79", "89", "96", "97"}

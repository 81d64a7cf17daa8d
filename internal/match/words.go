package match

import (
	"strings"
	"sync"
)

// class is what a word says about which business it is.
type class uint8

const (
	own    class = iota // a name: it has to be on both sides
	number              // a branch, a year: it has to be on both sides
	entity              // tells companies of one owner apart: it has to be on both sides
	trade               // what the business does: two trades are two businesses; one that is left out is not
	filler              // may be left out
	legal               // the legal form: may be left out, or differ
)

var weights = [...]float64{own: 1, number: 1, entity: 0.8, trade: 0.6, filler: 0.2, legal: 0}

// written is how a word is written here: abbreviations, numbers, and words that mean the same trade.
var written = table(`
	brother: bros bro brothers
	manufacturing: mfg mfr manufacturers manufacturer
	service: svc svcs srv srvs serv services servicing
	st: saint street str ste sainte saints
	mount: mt
	fort: ft
	international: intl int'l
	national: natl nat'l
	construction: constr const construct
	contracting: contractor contractors contr
	management: mgmt mgt mgmnt
	associate: associates assocs association assn assoc assc associated
	development: dev devt developers developments
	enterprise: ent enterprises entp
	industry: ind inds industries industrial
	property: prop props properties
	restaurant: rest restaurants ristorante
	technology: tech technologies techs
	university: univ
	center: ctr cntr centre centers
	department: dept
	distributing: dist distr distributors distributor distribution
	engineering: eng engr engrg engineers
	equipment: equip eqpt
	group: grp groups
	holding: hldg hldgs holdings
	hospital: hosp
	insurance: ins insur
	laboratory: lab labs laboratories
	market: mkt markets mart
	marketing: mktg
	mountain: mtn mountains
	north: n northern
	south: s so southern
	east: e eastern
	west: w western
	northwest: nw
	northeast: ne
	southwest: sw
	southeast: se
	professional: prof pro
	road: rd
	avenue: ave av
	supply: supplies supp suppliers
	system: sys systems
	transportation: transp transport trans trucking haulage
	realty: real-estate realtors realtor
	auto: automotive automobile autos
	electric: electrical elec electricians electrician
	plumbing: plumbers plumber plbg plumb
	roofing: roofers roofer roof
	painting: painters painter paint
	landscaping: landscape landscapes landscapers landscaper lndscp
	building: builders builder bldg bldrs
	carpentry: carpenters carpenter
	dental: dentistry dentist dentists dds dmd
	veterinary: vet vets veterinarian
	law: legal attorney attorneys lawyers lawyer attys atty
	accounting: accountants accountant accountancy acctg bookkeeping bookkeepers cpa cpas
	bakery: bakers baker bakeshop bakehouse
	brewing: brewery brewers brewhouse
	heating: htg
	cleaning: cleaners cleaner janitorial
	photography: photo photos photographer photographers
	physician: physicians
	medical: med medicine
	chiropractic: chiropractor chiropractors chiro
	florist: florists flowers floral flower
	consulting: consultants consultant consultancy
	cabinetry: cabinets cabinet cabinetmakers
	moving: movers mover
	towing: tow
	printing: printers printer print
	welding: welders welder
	catering: caterers caterer
	fitness: gym
	pharmacy: drugs drugstore
	sandwich: subs
	physical: phys
	counseling: counselling counselors counsellors counselor counsellor
	jewelry: jewellers jeweller jewelers jeweler jewellery jewels
	book: bookstore books bookshop booksellers
	william: wm
	charles: chas
	george: geo
	james: jas
	joseph: jos
	robert: robt
	thomas: thos
	benjamin: benj
	samuel: saml
	junior: jr
	senior: sr
	color: colour colors colours
	architect: architects architecture architectural
	pizza: pizzeria pizzas
	health: healthcare
	gray: grey
	theater: theatre
	farm: farms
	studio: studios
	salon: salons
	company: co cos companies
	and: n' und y et
	of: o'
	1: one first 1st
	2: two second 2nd ii
	3: three third 3rd iii
	4: four fourth 4th iv
	5: five fifth 5th
	6: six sixth 6th vi
	7: seven seventh 7th vii
	8: eight eighth 8th viii
	9: nine ninth 9th
	10: ten tenth 10th
	11: eleven
	12: twelve twelfth
	20: twenty
	24: twentyfour
	100: hundred
`)

// classes says what the words that are no names are.
var classes = sync.OnceValue(func() map[string]class {
	all := map[string]class{}
	for c, words := range map[class]string{
		legal: `llc inc incorporated corp corporation ltd limited llp lp plc pllc pc pa pllp lllp company gmbh sa nv bv pbc
			apc aplc psc chartered chtd esq md do phd dvm pe aia lcsw the`,
		filler: `and of a an at for in by to on with service group associate partner solution team usa us america american
			shop store llcs dr mr mrs ms professional specialist expert agency center studio
			house works`,
		entity: `international national enterprise holding property management investment realty capital venture foundation trust fund leasing land equity
			north south east west northwest northeast southwest southeast downtown uptown midtown central upper lower
			supply wholesale retail franchise operating parent subsidiary church school academy estate rental
			family senior junior son daughter sister brother father mother cousin development`,
		trade: `accounting animal apparel appliance architect auto bakery bar barber bbq beauty bicycle bike body book
			boutique brewing building cabinetry cafe carpentry carpet catering chiropractic cleaning clinic coffee
			collision concrete construction consulting contracting counseling creamery cycle dance daycare deli dental design
			diner distributing drywall electric engineering equipment excavating excavation exterminating fabrication farm fencing fence
			financial fitness floor flooring florist freight furniture garage garden glass grill grocery gutter hair hardware
			health heating air hvac cooling conditioning home care hotel inn insurance interior jewelry
			kennel kitchen laboratory landscaping laundry law lawn logistics machine machining manufacturing market marketing masonry
			massage meat mechanical media medical metal motor moving music nail nursery nutrition optical optometry
			orthodontic orthodontics orchard painting pediatric pediatrics pest pet pharmacy photography physical physician pizza plastering
			plumbing pool preschool press printing produce pub ranch recycling refrigeration remodeling repair restaurant
			restoration roaster roofing salon seafood security septic sheet siding sign software spa staffing stone
			storage surveying systems system tavern tax tea technology textile therapy tile tire title towing toys tree transportation travel
			upholstery veterinary video vineyard web welding wellness window winery wine wood woodworking yoga
			framing pilates taqueria steakhouse sandwich dairy mill lumber tackle marine boat dry aviation
			chiropractor electronics embroidery engraving locksmith mortuary funeral nurse property-management
			surgery surgical dermatology cardiology oncology orthopedic psychology psychiatry podiatry acupuncture
			bistro brunch burger burgers donut donuts gelato juice noodle noodles ramen sushi taco tacos tapas
			ice cream candy chocolate cheese butcher fish poultry egg`,
	} {
		for word := range strings.FieldsSeq(words) {
			all[word] = c
		}
	}
	return all
})

// table reads "word: other ways to write it" lines.
func table(text string) map[string]string {
	all := map[string]string{}
	for line := range strings.Lines(text) {
		word, others, found := strings.Cut(strings.TrimSpace(line), ":")
		if !found {
			continue
		}
		for other := range strings.FieldsSeq(others) {
			all[other] = word
		}
	}
	return all
}

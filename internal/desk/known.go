package desk

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"slices"
	"strconv"
	"strings"

	"crosswalk/internal/sheet"
	"crosswalk/storage"
)

// knownClients are the clients that there are, by what a row can name them with, and the rows that named one already.
type knownClients struct {
	all      []storage.Client
	byID     map[string]storage.Client
	byNumber map[string]string // IDs, by the folded number
	byEIN    map[string][]string
	byName   map[string][]string
	eins     map[string]string
	lines    map[string]int     // the row that means a client, by ID
	claims   map[string][]claim // the rows that bring a number, an EIN or a name that no client has
}

// claim is a row that adds a client, or gives one a number.
type claim struct {
	line        int
	number, ein string
}

func newKnown(all []storage.Client, eins map[string]string) *knownClients {
	k := &knownClients{
		all: all, eins: eins, byID: map[string]storage.Client{}, byNumber: map[string]string{}, byEIN: map[string][]string{}, byName: map[string][]string{},
		lines: map[string]int{}, claims: map[string][]claim{},
	}
	for _, c := range all {
		k.byID[c.ID] = c
		if key := storage.NumberKey(c.Number); key != "" {
			k.byNumber[key] = c.ID
		}
		if ein := eins[c.ID]; ein != "" {
			k.byEIN[ein] = append(k.byEIN[ein], c.ID)
		}
		name := nameKey(c.Name)
		k.byName[name] = append(k.byName[name], c.ID)
	}
	return k
}

// nameKey is a name as it is compared: as strictly as a number.
func nameKey(name string) string { return storage.NumberKey(oneLine(name)) }

// basis is what a preview rests on: which clients there were, and at which revision.
func (k *knownClients) basis() string {
	sum := fnv.New128a()
	for _, c := range k.all {
		fmt.Fprintf(sum, "%s %d\n", c.ID, c.Rev)
	}
	return fmt.Sprintf("%d %x", len(k.all), sum.Sum(nil))
}

// judge says what would become of a row.
func (k *knownClients) judge(row sheet.Row, m Mapping) PreviewRow {
	f := draftOf(row, m)
	r := PreviewRow{Line: row.Line, Draft: f}
	bad := func(p RowProblem, detail string) PreviewRow {
		r.Kind, r.Problem, r.Detail = RowBad, p, detail
		return r
	}
	if slices.ContainsFunc(row.Cells, func(cell string) bool { return strings.ContainsRune(cell, '\ufffd') }) {
		return bad(OddText, "")
	}
	id, problem, detail := k.meant(f)
	if problem != "" {
		return bad(problem, detail)
	}
	if id == "" {
		if problem := f.Check(); problem != "" {
			return bad(problem, "")
		}
		if line, problem := k.claimed(f); problem != "" {
			return bad(problem, strconv.Itoa(line))
		}
		k.claim(f, row.Line)
		return r
	}
	was := k.byID[id]
	r.Client, r.Draft = id, f.onto(was)
	if problem := r.Draft.Check(); problem != "" {
		return bad(problem, "")
	}
	if line := k.lines[id]; line > 0 {
		return bad(SameAsLine, strconv.Itoa(line))
	}
	r.Changes = k.changes(was, r.Draft)
	if r.Has(FieldNumber) {
		if line, problem := k.claimed(Draft{Number: f.Number}); problem != "" {
			return bad(problem, strconv.Itoa(line))
		}
		k.claim(Draft{Number: f.Number}, row.Line)
	}
	k.lines[id] = row.Line
	r.Kind = RowUpdates
	if len(r.Changes) == 0 {
		r.Kind = RowSame
	}
	return r
}

// meant finds the client that a row means; "" for a new one.
func (k *knownClients) meant(f Draft) (id string, problem RowProblem, detail string) {
	number := storage.NumberKey(f.Number)
	if id := k.byNumber[number]; number != "" && id != "" {
		return id, "", ""
	}
	fits := func(id string) bool { // one that has another number, or another EIN, is another client
		return (number == "" || k.byID[id].Number == "") && (f.EIN == "" || k.eins[id] == "" || k.eins[id] == f.EIN)
	}
	for _, ids := range [][]string{k.byEIN[f.EIN], k.byName[nameKey(f.Name)]} {
		ids = slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return !fits(id) })
		if len(ids) == 1 {
			return ids[0], "", ""
		}
		if len(ids) > 1 {
			return "", Ambiguous, k.byID[ids[0]].Name
		}
	}
	return "", "", ""
}

// claimed gives the row that brings the same number or the same client already; "" for none.
func (k *knownClients) claimed(f Draft) (line int, problem RowProblem) {
	number := storage.NumberKey(f.Number)
	either := func(c claim) bool { return number == "" || c.number == "" } // with two numbers they are two clients
	find := func(key string, same func(claim) bool) int {
		if i := slices.IndexFunc(k.claims[key], same); i >= 0 {
			return k.claims[key][i].line
		}
		return 0
	}
	if line := find("number "+number, func(claim) bool { return true }); line > 0 {
		return line, NumberTwice
	}
	line = cmp.Or(find("ein "+f.EIN, either),
		find("name "+nameKey(f.Name), func(c claim) bool { return either(c) && (f.EIN == "" || c.ein == "" || f.EIN == c.ein) }))
	if line > 0 {
		return line, SameAsLine
	}
	return 0, ""
}

func (k *knownClients) claim(f Draft, line int) {
	c := claim{line: line, number: storage.NumberKey(f.Number), ein: f.EIN}
	for _, key := range []string{"number " + c.number, "ein " + f.EIN, "name " + nameKey(f.Name)} {
		if !strings.HasSuffix(key, " ") {
			k.claims[key] = append(k.claims[key], c)
		}
	}
}

// onto is the draft with what it does not say taken from the client.
func (f Draft) onto(was storage.Client) Draft {
	keep := func(field *string, stored string) {
		if *field == "" {
			*field = stored
		}
	}
	if f.Number == "" && nameKey(f.Name) == nameKey(was.Name) {
		f.Name = was.Name // it named the client, however it is written
	}
	keep(&f.Number, was.Number)
	keep(&f.Name, was.Name)
	keep(&f.Group, was.Group)
	keep(&f.Notes, was.Notes)
	if !f.Tagged {
		f.Tags = was.Tags
	}
	return f
}

// changes lists what a draft would change, and takes the EIN out of it when it is the one that is stored.
func (k *knownClients) changes(was storage.Client, f Draft) (fields []Field) {
	changed := map[Field]bool{
		FieldNumber: f.Number != was.Number, FieldName: f.Name != was.Name, FieldEIN: f.EIN != "" && f.EIN != k.eins[was.ID],
		FieldGroup: f.Group != was.Group, FieldTags: f.Tagged && !slices.Equal(f.Tags, was.Tags), FieldNotes: f.Notes != was.Notes,
	}
	for _, field := range []Field{FieldNumber, FieldName, FieldEIN, FieldGroup, FieldTags, FieldNotes} {
		if changed[field] {
			fields = append(fields, field)
		}
	}
	return fields
}

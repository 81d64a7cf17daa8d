package queue_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"crosswalk/internal/queue"
)

// world is what outlives a kill: the stored sitting, and the grants and links as storage keeps them.
type world struct {
	t      testing.TB
	disk   []byte
	grants map[string]string // grant → "held", "linked", "ended"
	reach  map[string]string // grant → company that it reaches, as long as it is held or linked
	links  map[string]link   // company → link
	made   int
	sure   map[string]bool   // grants that the person has said to link
	named  map[string]string // grant → client that the person has named for it
	log    []string
}

type link struct{ id, grant, client string }

// run is one life of the program: it ends with a kill.
type run struct {
	*world
	s    queue.Sitting
	live string // the grant of the consent that is out
	item int
	late []queue.Started // consents that were called off and have not ended yet
	dead bool
}

const clients, companies = 5, 7 // two companies belong to nobody

func (w *world) store(s queue.Sitting) {
	text, err := json.Marshal(s)
	if err != nil {
		w.t.Fatal(err)
	}
	w.disk = text
}

func (w *world) start() *run {
	var s queue.Sitting
	if err := json.Unmarshal(w.disk, &s); err != nil {
		w.t.Fatal(err)
	}
	r := &run{world: w, s: s}
	r.tell(queue.Restarted{}, false)
	return r
}

// tell applies an event and stores what follows; the program may be killed before it is stored.
func (r *run) tell(e queue.Event, killed bool) {
	r.log = append(r.log, fmt.Sprintf("%T%+v", e, e))
	if killed {
		r.dead = true
		return
	}
	r.s = r.s.After(e, time.Unix(0, 0))
	r.store(r.s)
}

func (r *run) company(n int) queue.Company {
	id := fmt.Sprintf("company%d", n)
	c := queue.Company{ID: id, Name: id}
	if n < clients {
		c.For = queue.Match{Client: fmt.Sprintf("client%d", n), Name: id, Kind: "exact"}
	}
	if l, ok := r.links[id]; ok {
		c.Link, c.LinkClient = l.id, l.client
	}
	return c
}

func (r *run) arrived(item int, grant string, n int) queue.Arrived {
	e := queue.Arrived{Item: item, Grant: grant, Companies: []queue.Company{r.company(n % companies)}, Person: fmt.Sprint("person", n%2)}
	if n%11 == 0 {
		e.Companies = append(e.Companies, r.company((n+1)%companies), r.company((n+2)%companies))
	}
	e.OtherBrowser = n%13 == 0
	return e
}

// do performs one effect; a kill may come before it is told.
func (r *run) do(e queue.Effect, killed bool) {
	switch e := e.(type) {
	case queue.Attach:
		if e.Came.Doubt != "" && !r.sure[e.Grant] {
			r.t.Fatalf("linked without being asked: %+v\n%v", e, r.log)
		}
		if client := r.named[e.Grant]; client != "" && e.Came.Doubt != "" && e.Client != client {
			r.t.Fatalf("the person has named %s: %+v\n%v", client, e, r.log)
		}
		if r.grants[e.Grant] != "held" && r.grants[e.Grant] != "linked" {
			r.tell(queue.Gone{Grant: e.Grant}, killed)
			return
		}
		if !r.reaches(e.Grant, e.Company.ID) {
			r.t.Fatalf("%s does not reach %s: %+v\n%v", e.Grant, e.Company.ID, r.s, r.log)
		}
		l := r.attach(e)
		r.tell(queue.Attached{Item: e.Item, Link: l.id}, killed)
	case queue.GiveBack:
		if r.out(e.Grant) {
			return // its consent was called off and has not ended yet
		}
		if r.grants[e.Grant] == "linked" {
			r.t.Fatalf("gave back %s that links name\n%v", e.Grant, r.log)
		}
		if r.grants[e.Grant] == "held" {
			r.grants[e.Grant] = "ended"
		}
		r.tell(queue.GaveBack(e), killed)
	case queue.Read:
		if r.grants[e.Grant] != "held" {
			r.tell(queue.Gone{Grant: e.Grant}, killed)
			return
		}
		var n int
		fmt.Sscanf(r.reach[e.Grant], "%d", &n)
		r.tell(r.arrived(e.Item, e.Grant, n), killed)
	}
}

// attach is what storage does: the link moves in place, and a grant that no link names any more ends.
func (r *run) attach(e queue.Attach) link {
	l, ok := r.links[e.Company.ID]
	if !ok {
		r.made++
		l = link{id: fmt.Sprint("link", r.made)}
	}
	before := l.grant
	l.grant = e.Grant
	if e.Client != "" {
		l.client = e.Client
	}
	r.links[e.Company.ID] = l
	r.grants[e.Grant] = "linked"
	if before != "" && before != e.Grant && !r.linked(before) {
		r.grants[before] = "ended"
	}
	return l
}

func (r *run) reaches(grant, company string) bool {
	var n int
	fmt.Sscanf(r.reach[grant], "%d", &n)
	return slices.ContainsFunc(r.arrived(0, grant, n).Companies, func(c queue.Company) bool { return c.ID == company })
}

func (r *run) linked(grant string) bool {
	for _, l := range r.links {
		if l.grant == grant {
			return true
		}
	}
	return false
}

// step does what one pair of random bytes says.
func (r *run) step(op, arg byte) {
	n, killed := int(arg), op >= 224
	item := n % len(r.s.Items)
	switch op % 16 {
	case 0, 1, 2:
		r.begin(killed)
	case 3, 4, 5:
		r.comeBack(n, killed)
	case 6:
		r.end(queue.Refused{Item: r.item}, killed)
	case 7:
		r.end([]queue.Event{queue.Lapsed{Item: r.item, Cause: "late"}, queue.Broke{Item: r.item, Cause: "down"}}[n%2], killed)
	case 8:
		r.tell(queue.Skip{Item: item}, killed)
	case 9:
		r.tell(queue.Retry{Item: item}, killed)
	case 10, 11:
		r.answer(item, n/16, killed)
	case 12:
		if n%8 == 0 {
			r.tell(queue.Stop{}, killed)
		} else {
			r.tell(queue.Pause{}, killed)
		}
	case 13, 14:
		if due := r.s.Due(); len(due) > 0 {
			r.do(due[n%len(due)], killed)
		}
	case 15:
		r.dead = true
	}
}

// answer chooses for a line, also in its absence; the client that is named may be one that the sitting is not about.
func (r *run) answer(item, n int, killed bool) {
	e := queue.Answered{Item: item, Choice: []queue.Choice{queue.Here, queue.There, queue.Alone, queue.Again, queue.To}[n%5]}
	if e.Choice == queue.To {
		e.For.Client = fmt.Sprint("client", (item+n)%(clients+2))
	}
	i := r.s.Items[item]
	waits := i.State == queue.Asking && !r.s.Stopped && !killed
	if waits {
		r.sure[i.Grant], r.named[i.Grant] = e.Choice != queue.Again, e.For.Client
	}
	r.tell(e, killed)
	if waits && e.Choice == queue.To && !slices.ContainsFunc(r.s.Items, func(to queue.Item) bool {
		return to.Grant == i.Grant && to.Client == e.For.Client && to.State == queue.Linking
	}) {
		r.t.Fatalf("%s was named for %s, and is not to be linked: %+v\n%v", e.For.Client, i.Grant, r.s, r.log)
	}
}

func (r *run) begin(killed bool) {
	r.tell(queue.Resume{}, false)
	at := r.s.At()
	if !r.s.Leads() {
		return
	}
	if r.live != "" {
		r.late = append(r.late, queue.Started{Item: r.item, Grant: r.live})
	}
	r.made++
	grant := fmt.Sprint("grant", r.made)
	r.tell(queue.Started{Item: at, Grant: grant}, killed)
	r.live, r.item = grant, at
}

func (r *run) comeBack(n int, killed bool) {
	grant, item := r.live, r.item
	if n%3 == 0 && len(r.late) > 0 {
		grant, item = r.late[0].Grant, r.late[0].Item
		r.late = r.late[1:]
	} else {
		r.live = ""
	}
	if grant == "" {
		return
	}
	r.grants[grant], r.reach[grant] = "held", fmt.Sprint(n)
	if n%5 == 0 {
		r.tell(queue.Unread{Item: item, Grant: grant, Cause: "unreachable"}, killed)
		return
	}
	r.tell(r.arrived(item, grant, n), killed)
}

func (r *run) out(grant string) bool {
	return grant == r.live || slices.ContainsFunc(r.late, func(s queue.Started) bool { return s.Grant == grant })
}

func (r *run) end(e queue.Event, killed bool) {
	if r.live != "" {
		r.live = ""
		r.tell(e, killed)
	}
}

// drain does whatever is due, for a program that is left alone.
func (r *run) drain() {
	r.live, r.late = "", nil
	for range 1000 {
		due := r.s.Due()
		if len(due) == 0 {
			return
		}
		r.do(due[0], false)
	}
	r.t.Fatalf("there is no end of what is due: %+v", r.s)
}

// live plays random steps against a sitting of five clients, then checks that no access is left behind.
func live(t testing.TB, kind queue.Kind, ops []byte) {
	w := &world{t: t, grants: map[string]string{}, reach: map[string]string{}, links: map[string]link{}, sure: map[string]bool{}, named: map[string]string{}}
	var wanted []queue.Wanted
	for n := range clients {
		wanted = append(wanted, queue.Wanted{Client: fmt.Sprint("client", n), Name: fmt.Sprint("company", n)})
	}
	wanted[4].Owner, wanted[4].Company, wanted[4].Scopes = "person0", "company4", []string{"a"}
	w.store(queue.Begin(kind, "", wanted, time.Unix(0, 0)))
	r := w.start()
	for i := 0; i+1 < len(ops); i += 2 {
		r.step(ops[i], ops[i+1])
		if r.dead {
			r = w.start()
		}
	}
	r = w.start()
	r.drain()
	for grant, state := range w.grants {
		if state == "held" && !asked(r.s, grant) {
			t.Fatalf("%s is neither linked nor given back nor asked about: %+v\n%v", grant, r.s, w.log)
		}
	}
	r.tell(queue.Stop{}, false)
	r.drain()
	if !r.s.Over() {
		t.Fatalf("a stopped sitting is not over: %+v", r.s)
	}
	for grant, state := range w.grants {
		if state == "held" || (state == "linked") != r.linked(grant) {
			t.Fatalf("%s is %s at the end: %+v\n%v", grant, state, r.s, w.log)
		}
	}
}

func asked(s queue.Sitting, grant string) bool {
	for _, i := range s.Items {
		if i.Grant == grant && i.State == queue.Asking {
			return true
		}
	}
	return false
}

func TestAnySequenceWithKillsLeavesNoAccessThatIsNeitherLinkedNorGivenBack(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 11))
	rounds := 3000
	if testing.Short() {
		rounds = 200
	}
	for range rounds {
		ops := make([]byte, 2*(5+random.IntN(120)))
		for i := range ops {
			ops[i] = byte(random.Uint32())
		}
		live(t, []queue.Kind{queue.Links, queue.Reconnects, queue.Leaving}[random.IntN(3)], ops)
	}
}

func FuzzSitting(f *testing.F) {
	f.Add([]byte{0, 0, 3, 1, 13, 0, 10, 16})
	f.Fuzz(func(t *testing.T, ops []byte) {
		if len(ops) < 400 {
			live(t, queue.Links, ops)
		}
	})
}

package command_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
	"time"

	"crosswalk/internal/command"
)

// slow is a pretend Gusto that takes its time before and after it makes a company, and says when it was asked.
type slow struct {
	http.Handler
	came chan struct{}
	pass func(time.Duration) // of Gusto's clock: its limit of requests in a minute is not what is tried here
}

func (s *slow) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path != "/v1/provision" {
		s.Handler.ServeHTTP(w, r)
		return
	}
	select {
	case s.came <- struct{}{}:
	default:
	}
	s.pass(time.Second)
	<-time.After(rand.N(6 * time.Millisecond))
	answer := httptest.NewRecorder()
	s.Handler.ServeHTTP(answer, r)
	<-time.After(rand.N(6 * time.Millisecond))
	maps.Copy(w.Header(), answer.Header())
	w.WriteHeader(answer.Code)
	w.Write(answer.Body.Bytes())
}

// massacre is programs that are killed while they have companies made.
type massacre struct {
	*place
	gusto *slow
	tally
}

type tally struct {
	kills, bulk, single, pairs int // programs that were killed: those with many, with one, and two at once
	rows, made, twice          int // companies that were asked for; made at Gusto; made more than once
	unknown, there, unnamed    int // outcomes said to be unknown; of them made; made, and said to be neither made nor unknown
}

func (c tally) String() string {
	return fmt.Sprintf("killed %d (many %d, of them two at once %d; single %d); companies asked for %d, made %d, made twice %d; outcomes unknown and named %d (made %d, not made %d), made and not named %d",
		c.kills, c.bulk, c.pairs, c.single, c.rows, c.made, c.twice, c.unknown, c.there, c.unknown-c.there, c.unnamed)
}

func newMassacre(t *testing.T) *massacre {
	m := &massacre{place: newPlace(t)}
	m.gusto = &slow{Handler: m.place.gusto, came: make(chan struct{}, 1000)}
	m.gusto.pass = func(d time.Duration) {
		m.mu.Lock()
		defer m.mu.Unlock()
		m.ahead += d
	}
	server := httptest.NewServer(m.gusto)
	t.Cleanup(server.Close)
	if err := os.WriteFile(filepath.Join(m.folder, "practice", "address"), []byte(server.URL), 0o600); err != nil {
		t.Fatal(err)
	}
	m.want(command.ExitFine, "use", "practice")
	return m
}

// kill runs programs and kills them at a random moment, most of them while a company is being made.
func (m *massacre) kill(programs ...*exec.Cmd) {
	m.t.Helper()
	for len(m.gusto.came) > 0 {
		<-m.gusto.came
	}
	var gone sync.WaitGroup
	over := make(chan struct{})
	for _, p := range programs {
		if err := p.Start(); err != nil {
			m.t.Fatal(err)
		}
		gone.Go(func() { p.Wait() })
	}
	go func() { gone.Wait(); close(over) }()
	limit := time.After(rand.N(150 * time.Millisecond)) // any moment, also before anything is sent
	if rand.N(5) > 0 {
		limit = time.After(20 * time.Second)
		for range 1 + rand.N(4) {
			select {
			case <-m.gusto.came:
			case <-over:
			case <-limit:
				m.t.Fatal("nothing is sent")
			}
		}
		limit = time.After(rand.N(25 * time.Millisecond))
	}
	select {
	case <-limit:
	case <-over:
	}
	for _, p := range programs {
		p.Process.Kill()
	}
	<-over
	for _, p := range programs {
		if p.ProcessState.ExitCode() == -1 {
			m.kills++
		}
	}
}

// many kills programs that send a spreadsheet, or go on with it, until there have been enough.
func (m *massacre) many(of string, rows, kills int) {
	m.t.Helper()
	m.rows += rows
	begin := m.command("provision", m.file(of+".csv", companies(rows, of)), "--yes", "--alike-are-others")
	enough := m.kills + kills
	for begun := false; m.kills < enough; {
		programs := []*exec.Cmd{begin}
		if begun {
			programs = []*exec.Cmd{m.command("provision", "resume")}
			if rand.N(4) == 0 {
				programs = append(programs, m.command("provision", "resume"))
				m.pairs++
			}
		}
		before := m.kills
		m.kill(programs...)
		m.bulk += m.kills - before
		if !begun {
			begun = m.prepared()
			begin = m.command(begin.Args[1:]...)
		} else if m.kills == before {
			break // all were sent
		}
	}
	if len(m.place.gusto.Provisions()) == 0 || !m.prepared() && m.count("row0@"+of+".com") == 0 {
		m.run(begin.Args[1:]...) // whoever began was killed before anything was written down
	}
	m.judge(of, rows)
	for i := 0; i < 5 && m.prepared(); i++ {
		m.run("provision", "resume") // what was settled as not made is sent now
	}
	m.judge(of, rows)
	for i := range rows {
		if m.count(fmt.Sprintf("row%d@%s.com", i, of)) != 1 {
			m.t.Errorf("row %d of %s is at Gusto %d times in the end", i, of, m.count(fmt.Sprintf("row%d@%s.com", i, of)))
		}
	}
}

// prepared says whether the rows were written down.
func (m *massacre) prepared() bool {
	var now provisioned
	valid(m.t, "provision", m.run("provision", "status", "--json").out, &now)
	return now.State != "" && now.State != "done" && now.State != "stopped"
}

// one kills a program that sends a single company.
func (m *massacre) one(of string) {
	m.t.Helper()
	m.rows++
	before := m.kills
	m.kill(m.command("provision", "--legal", letters(of, 0)+" LLC", "--first", "Ana", "--last", "Reyes", "--email", "row0@"+of+".com", "--phone", "503-226-1180", "--yes", "--alike-are-others"))
	m.single += m.kills - before
	m.judge(of, 1)
}

func (m *massacre) count(email string) (n int) {
	for _, v := range m.place.gusto.Provisions() {
		if v.Email == email {
			n++
		}
	}
	return n
}

// judge holds what the program says against what is at Gusto, and settles what is unknown with the truth.
func (m *massacre) judge(of string, rows int) {
	m.t.Helper()
	var listed struct{ Attempts []attempted }
	valid(m.t, "attempts", m.run("provision", "list", "--json").out, &listed)
	named := map[string]bool{}
	for _, a := range listed.Attempts {
		n := m.count(a.Email)
		switch a.State {
		case "unknown":
			m.unknown++
			named[a.Email] = true
			truth := "--not-made"
			if n > 0 {
				truth = "--made"
				m.there++
			}
			m.want(command.ExitFine, "provision", "settle", a.ID, truth)
		case "created", "settled_created":
			named[a.Email] = true
			if n == 0 {
				m.t.Errorf("%s is said to be made, and is not", a.Email)
			}
		case "settled_not", "not_sent":
		default:
			m.t.Errorf("%s is left as %s", a.Email, a.State)
		}
	}
	for i := range rows {
		email := fmt.Sprintf("row%d@%s.com", i, of)
		n := m.count(email)
		if n > 1 {
			m.twice++
			m.t.Errorf("%s was made %d times", email, n)
		}
		if n > 0 && !named[email] {
			m.unnamed++
			m.t.Errorf("%s was made, and nothing tells of it", email)
		}
	}
	m.made = len(m.place.gusto.Provisions())
}

func TestProgramsKilledWhileTheyMakeCompaniesMakeNoneTwice(t *testing.T) {
	kills := 20
	if text := os.Getenv("CROSSWALK_PROVISION_KILLS"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil {
			t.Fatal(err)
		}
		kills = n
	} else if testing.Short() {
		kills = 8
	}
	m := newMassacre(t)
	for i := 0; m.kills < kills && !t.Failed(); i++ {
		of := "killed" + string(rune('a'+i/26%26)) + string(rune('a'+i%26))
		m.many(of+"m", 30, min(13, kills-m.kills-1))
		for j := range 7 {
			if m.kills < kills {
				m.one(of + "s" + string(rune('a'+j)))
			}
		}
	}
	t.Log(m.tally)
	if m.unknown == 0 && kills >= 20 {
		t.Error("nobody was killed while a company was being made: this test has lost its subject")
	}
}

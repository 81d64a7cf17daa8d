package provision_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strings"
	"testing"
	"time"

	"crosswalk/internal/desk"
	"crosswalk/internal/intake"
	"crosswalk/internal/provision"
	"crosswalk/internal/sandbox"
)

// list is a spreadsheet of n companies that can be sent.
func list(n int) string {
	var b strings.Builder
	b.WriteString("First name,Last name,E-mail,Phone,Legal name,EIN,States,Street,City,State,ZIP,Client number\n")
	for i := range n {
		fmt.Fprintf(&b, "Ana,Reyes,ana@firm%d.com,503-226-%04d,Reyes %s LLC,84%07d,OR,%d Pine St,Portland,OR,97209,\n", i, 1000+i, name(i), 1900001+i*7, 100+i)
	}
	return b.String()
}

func name(i int) string {
	first := []string{"Bakery", "Dental", "Yoga", "Florists", "Books", "Roofing", "Paving", "Optics", "Marine", "Tiles", "Cider", "Looms", "Clocks"}
	second := []string{"Alder", "Birch", "Cedar", "Dogwood", "Elm", "Fir", "Ginkgo", "Hazel", "Ivy", "Juniper", "Katsura"}
	third := []string{"North", "South", "East", "West", "Upper", "Lower", "Old"}
	return third[i/143%7] + " " + second[i/13%11] + " " + first[i%13]
}

func (b *bench) rows(text string) []provision.Row {
	b.t.Helper()
	rows, err := b.ReadRowsFrom(b.t.Context(), strings.NewReader(text))
	b.must(err)
	return rows
}

// prepared keeps n companies, ready to be sent.
func (b *bench) prepared(n int) []provision.Row {
	b.t.Helper()
	rows := b.rows(list(n))
	for _, r := range rows {
		if r.Blocked {
			b.t.Fatalf("line %d: %+v", r.Line, r.Findings)
		}
	}
	_, err := b.Prepare(b.t.Context(), rows)
	b.must(err)
	return rows
}

func (b *bench) batch() provision.Batch {
	b.t.Helper()
	now, ok, err := b.Batch(b.t.Context())
	b.must(err)
	if !ok {
		b.t.Fatal("there is no batch")
	}
	return now
}

func (b *bench) wantEachMadeOnce(n int) {
	b.t.Helper()
	for i := range n {
		if got := b.made(fmt.Sprintf("ana@firm%d.com", i)); got != 1 {
			b.t.Errorf("row %d: %d were made", i, got)
		}
	}
}

func TestManyAreSentOneAfterAnother(t *testing.T) {
	b := newBench(t)
	b.prepared(7)
	if now := b.batch(); now.State != provision.BatchReady || now.Left() != 7 {
		t.Errorf("%+v", now)
	}
	_, err := b.Prepare(t.Context(), b.rows(list(2)))
	b.wants(err, desk.BatchOpen)
	var shown []provision.Batch
	b.must(b.Run(t.Context(), func(now provision.Batch) { shown = append(shown, now) }))
	if len(shown) != 7 || shown[2].Count.Created != 3 || shown[2].Left() != 4 || shown[2].State != provision.BatchRunning {
		t.Errorf("%d times told: %+v", len(shown), shown[2].Count)
	}
	if now := b.batch(); now.State != provision.BatchDone || now.Count.Created != 7 || now.Why != nil {
		t.Errorf("%+v", now)
	}
	b.wantRequests(7)
	b.wantEachMadeOnce(7)
	b.wants(b.Run(t.Context(), nil), desk.BatchOver)
	b.clear("Reyes", "firm3", "841900001")
	b.prepared2(t) // a new list takes its place
}

func (b *bench) prepared2(t *testing.T) {
	t.Helper()
	_, err := b.Prepare(t.Context(), []provision.Row{{Line: 2, Form: maya()}})
	b.must(err)
	if now := b.batch(); len(now.Rows) != 1 || now.State != provision.BatchReady {
		t.Errorf("%+v", now)
	}
}

func TestManyPauseByThemselvesWhereAPersonHadBetterLook(t *testing.T) {
	for name, c := range map[string]struct {
		fault   sandbox.Fault
		cause   desk.Cause
		unknown int
		again   int // requests, once it is over
	}{
		"a lost answer": {sandbox.Fault{Kind: sandbox.Drop, After: true}, desk.OutcomeUnknown, 1, 5},
		"429":           {sandbox.Fault{Kind: sandbox.TooMany, RetryAfter: time.Second}, desk.RateLimited, 0, 6},
		"403":           {sandbox.Fault{Kind: sandbox.MissingScope, Value: "accounts:write"}, desk.MayNotProvision, 0, 6},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			b.prepared(5)
			c.fault.Path, c.fault.Skip, c.fault.Times = "/v1/provision", 2, 1
			b.gusto.Faults().Add(c.fault)
			b.must(b.Run(t.Context(), nil))
			now := b.batch()
			if now.State != provision.BatchPaused || now.Why == nil || now.Why.Cause != c.cause || now.Count.Created != 2 || now.Count.Unknown != c.unknown {
				t.Fatalf("%+v, %+v", now.Count, now.Why)
			}
			b.wantRequests(3)
			b.pass(2 * time.Second)
			b.must(b.Run(t.Context(), nil))
			b.wantRequests(c.again)
			b.wantEachMadeOnce(5)
			now = b.batch()
			if c.unknown == 0 {
				if now.State != provision.BatchDone {
					t.Errorf("%+v", now)
				}
				return
			}
			if now.State != provision.BatchPaused || now.Left() != 0 || now.Rows[2].Attempt.State != provision.Unknown {
				t.Fatalf("%+v", now)
			}
			_, err := b.Settle(t.Context(), now.Rows[2].Attempt.ID, true, "")
			b.must(err)
			if now := b.batch(); now.State != provision.BatchDone || now.Count.Created != 5 {
				t.Errorf("once it is settled: %+v", now)
			}
		})
	}
}

func TestARowThatWasRefusedIsNotSentAgain(t *testing.T) {
	b := newBench(t)
	b.send2(t, form("Somebody Else LLC", "", "ana@firm1.com"))
	rows := b.rows(list(3))
	if len(rows[1].Likenesses) == 0 {
		t.Fatal("nobody is told of the same e-mail address")
	}
	b.gusto.Faults().RefuseRepeats(true)
	_, err := b.Prepare(t.Context(), rows)
	b.must(err)
	b.must(b.Run(t.Context(), nil))
	now := b.batch()
	if now.State != provision.BatchDone || now.Count.Refused != 1 || now.Count.Created != 2 {
		t.Fatalf("%+v", now.Count)
	}
	var out bytes.Buffer
	b.must(b.WriteResults(t.Context(), &out))
	table, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(out.String(), "\ufeff"))).ReadAll()
	b.must(err)
	if len(table) != 4 || table[1][4] != "created" || table[2][4] != "refused" || !strings.Contains(table[2][7], "user.email: Email has already been taken.") || table[2][0] != "3" {
		t.Errorf("%q", table)
	}
	if strings.Contains(out.String(), "claim_account") || strings.Contains(out.String(), "1900008") {
		t.Error("the results hold a claim link or an EIN")
	}
}

func (b *bench) send2(t *testing.T, f intake.Form) {
	t.Helper()
	if a, err := b.send(f); err != nil || a.State != provision.Created {
		t.Fatalf("%+v, %v", a, err)
	}
}

func TestPauseAndStopEndARunAfterTheRowThatIsUnderWay(t *testing.T) {
	b := newBench(t)
	b.prepared(6)
	b.must(b.Run(t.Context(), func(now provision.Batch) {
		if now.Count.Created == 2 {
			b.Pause()
		}
	}))
	if now := b.batch(); now.State != provision.BatchPaused || now.Count.Created != 2 || now.Left() != 4 || now.Why != nil {
		t.Errorf("paused: %+v", now)
	}
	other, _ := b.another()
	b.must(b.Run(t.Context(), func(now provision.Batch) {
		if now.Count.Created == 3 {
			b.wants(other.Run(t.Context(), nil), desk.BusyElsewhere)
			if seen, _, err := other.Batch(t.Context()); err != nil || !seen.Away || seen.State != provision.BatchRunning {
				t.Errorf("in another window: %+v, %v", seen, err)
			}
		}
		if now.Count.Created == 4 {
			b.must(other.Stop(t.Context())) // in another window
		}
	}))
	if now := b.batch(); now.State != provision.BatchStopped || now.Count.Created != 4 || now.Count.Waiting != 2 {
		t.Errorf("stopped: %+v", now)
	}
	b.wants(b.Run(t.Context(), nil), desk.BatchOver)
	b.wantRequests(4)
}

func TestACompanyThatSomebodyElseSentMeanwhileIsLeftOut(t *testing.T) {
	b := newBench(t)
	b.prepared(3)
	other, _ := b.another()
	d, err := other.SaveDraft(t.Context(), provision.Draft{Form: form("Quite Another LLC", "841900008", "x@y.com")}) // the EIN of the second row
	b.must(err)
	_, err = other.Send(t.Context(), d.ID, nil)
	b.must(err)
	b.must(b.Run(t.Context(), nil))
	now := b.batch()
	if now.State != provision.BatchPaused || now.Count.Created != 2 || now.Rows[1].Attempt != nil || now.Why == nil || now.Why.Cause != desk.AlikeUnseen {
		t.Errorf("%+v, %+v", now, now.Why)
	}
	b.wantRequests(3)
}

func TestTheDryRunSaysWhatIsWrongByRow(t *testing.T) {
	b := newBench(t)
	c, err := b.desk.AddClient(t.Context(), desk.Draft{Name: "Reyes Roofing", Number: "A-7"})
	b.must(err)
	text := list(3) + "Ana,Reyes,nothing,503-226-9999,,84,XX,1 Pine St,Portland,OR,97209,\n" +
		"Ana,Reyes,ana@roof.com,503-226-8888,Reyes Roofing LLC,,OR,1 Pine St,Portland,OR,97209,a-7\n" +
		"Ana,Reyes,ana@root.com,503-226-8887,Reyes Roots LLC,,OR,1 Pine St,Portland,OR,97209,B-9\n"
	rows := b.rows(text)
	if len(rows) != 6 || rows[3].Line != 5 || !rows[3].Blocked || len(rows[3].Findings) < 4 || len(rows[3].Columns) != len(rows[3].Findings) {
		t.Fatalf("%+v", rows[3])
	}
	if rows[4].Form.Client != c.ID || rows[4].NoClient || rows[4].Blocked || !rows[5].NoClient {
		t.Errorf("%+v\n%+v", rows[4], rows[5])
	}
	_, err = b.Prepare(t.Context(), rows)
	b.wants(err, desk.FormIncomplete)
	_, err = b.Prepare(t.Context(), nil)
	b.wants(err, desk.NothingToSend)
	_, err = b.ReadRowsFrom(t.Context(), strings.NewReader("a,b\n1,2\n"))
	b.wants(err, desk.TableUnreadable)
	_, err = b.ReadRows(t.Context(), t.TempDir()+"/none.csv")
	b.wants(err, desk.TableUnreadable)
	b.wantRequests(0)
}

package desk_test

import (
	"slices"
	"testing"

	"crosswalk/internal/desk"
)

// client gives the ID of a client by its number.
func (s *seat) client(number string) string {
	s.t.Helper()
	for _, c := range s.desk.Snapshot().Clients {
		if c.Number == number {
			return c.ID
		}
	}
	s.t.Fatalf("there is no client %s", number)
	return ""
}

func TestTheQuestionSaysWhyACompanyOfTheSameNameIsNotTaken(t *testing.T) {
	for name, c := range map[string]struct {
		ein   string
		names []string
		comes string
		want  desk.Against
	}{
		"another EIN":       {"98-7654321", []string{"Blue Heron Bakery", "Eastgate Yoga"}, bakery, desk.AgainstOtherEIN},
		"two of that name":  {"", []string{"Blue Heron Bakery", "Blue Heron Bakery LLC"}, bakery, desk.AgainstSeveral},
		"called otherwise":  {"98-7654321", []string{"Blue Heron Bakery", "Juniper Books"}, yoga, ""},
		"another client's":  {"98-7654321", []string{"Blue Heron Bakery", "Eastgate Yoga"}, yoga, ""},
		"near somebody too": {"", []string{"Juniper Books", "Blue Heron Bakery", "Blue Heron Bakery LLC"}, bakery, ""},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSeat(t, c.names[1:]...)
			first, err := s.desk.AddClient(t.Context(), desk.Draft{Number: "first", Name: c.names[0], EIN: c.ein})
			s.must(err)
			s.begin(desk.SittingWish{Kind: desk.SittingLinks, Clients: []string{first.ID}})
			s.open(s.as(c.comes))
			s.want(desk.ItemWrongCompany)
			if q := s.sitting().Items[0].Question; q.Against != c.want {
				t.Errorf("it says %q, want %q", q.Against, c.want)
			}
			s.sit() // also after a restart
			if q := s.sitting().Items[0].Question; q.Against != c.want {
				t.Errorf("after a restart it says %q, want %q", q.Against, c.want)
			}
		})
	}
}

func TestTheCompanyIsLinkedToTheClientThatThePersonPicks(t *testing.T) {
	s := newSeat(t, "Blue Heron Bakery", "Old Yoga Studio", "Elsewhere")
	s.begin(desk.SittingWish{Kind: desk.SittingLinks, Clients: []string{s.client("A"), s.client("B")}})
	s.open(s.as(yoga))
	if q := s.sitting().Items[0].Question; q.There != nil || !slices.Contains(q.Answers, desk.AnswerTo) {
		t.Fatalf("the question is %+v", q)
	}
	if err := s.desk.AnswerSittingTo(t.Context(), 0, "nobody"); CauseOf(err) != desk.ChangedMeanwhile {
		t.Errorf("to nobody: %v", err)
	}
	s.must(s.desk.AnswerSittingTo(t.Context(), 0, s.client("B")))
	s.want(desk.ItemNext, desk.ItemLinked)
	s.open(s.as(books))
	s.must(s.desk.AnswerSittingTo(t.Context(), 0, s.client("C")))
	s.want(desk.ItemNext, desk.ItemLinked, desk.ItemLinked)
	if err := s.desk.AnswerSittingTo(t.Context(), 0, s.client("C")); CauseOf(err) != desk.ChangedMeanwhile {
		t.Errorf("the answer counts twice: %v", err)
	}
	if got := s.crosswalk(); len(got) != 2 || got[yoga] != "Old Yoga Studio" || got[books] != "Elsewhere" {
		t.Errorf("the crosswalk is %v", got)
	}
	s.alive(2)
}

func TestAClientThatHasACompanyIsNotPickedAndTheQuestionStays(t *testing.T) {
	s := newSeat(t, "Blue Heron Bakery", "Old Yoga Studio")
	s.must(s.desk.SetOnePerClient(t.Context(), true))
	s.begin(desk.SittingWish{Kind: desk.SittingLinks})
	s.open(s.as(yoga))
	s.must(s.desk.AnswerSittingTo(t.Context(), 0, s.client("B")))
	s.open(s.as(books))
	if err := s.desk.AnswerSittingTo(t.Context(), 0, s.client("B")); CauseOf(err) != desk.ClientHasCompany {
		t.Errorf("a second company: %v", err)
	}
	s.want(desk.ItemWrongCompany, desk.ItemLinked)
	s.alive(2) // what is asked about is still held
	s.must(s.desk.AnswerSittingTo(t.Context(), 0, s.client("A")))
	s.want(desk.ItemLinked, desk.ItemLinked)
	if got := s.crosswalk(); got[yoga] != "Old Yoga Studio" || got[books] != "Blue Heron Bakery" {
		t.Errorf("the crosswalk is %v", got)
	}
	s.alive(2)
}

func TestCompaniesWithoutAClientDoNotMakeTheSittingLonger(t *testing.T) {
	s := newSeat(t, "Blue Heron Bakery", "Old Yoga Studio")
	s.begin(desk.SittingWish{Kind: desk.SittingLinks})
	for _, company := range []string{yoga, books} {
		s.open(s.as(company))
		s.must(s.desk.AnswerSitting(t.Context(), 0, desk.AnswerAlone))
		if count := s.sitting().Count; count.Total != 2 || count.Settled != 0 {
			t.Errorf("%+v, with two clients and none of them linked", count)
		}
	}
	s.sit()
	s.open(s.as(bakery))
	if count := s.sitting().Count; count.Total != 2 || count.Settled != 1 || len(s.sitting().Items) != 4 {
		t.Errorf("%+v, with one of two clients linked", count)
	}
}

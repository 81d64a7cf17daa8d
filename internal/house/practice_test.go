package house

import "testing"

func TestPracticeIsSharedByTwoStartsAndKeepsItsState(t *testing.T) {
	folder := t.TempDir()
	address, err := servePractice(t.Context(), folder)
	if err != nil {
		t.Fatal(err)
	}
	again, err := servePractice(t.Context(), folder)
	if err != nil || again != address {
		t.Errorf("a second start serves %s beside %s: %v", again, address, err)
	}
}

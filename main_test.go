package main

import (
	"context"
	"net"
	"os"
	"path/filepath"
	"testing"
	"time"
)

func TestASecondStartRaisesTheFirstAndEnds(t *testing.T) {
	folder := t.TempDir()
	first, calls := single(t.Context(), folder, "")
	if !first {
		t.Fatal("the first start counts as a later one")
	}
	for _, file := range []string{"", "/home/rosa/The firm’s \"own\"\n.crosswalk"} {
		if second, _ := single(t.Context(), folder, file); second {
			t.Fatal("the second start counts as the first")
		}
		select {
		case got := <-calls:
			if got != file {
				t.Errorf("called with %q, want %q", got, file)
			}
		case <-time.After(5 * time.Second):
			t.Error("the first window was not called")
		}
	}
}

func TestALeftoverNoteDoesNotKeepTheWindowFromOpening(t *testing.T) {
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "window"), []byte("127.0.0.1:1 old"), 0o600); err != nil {
		t.Fatal(err)
	}
	if first, calls := single(t.Context(), folder, ""); !first || calls == nil {
		t.Errorf("first: %t, can be called: %t", first, calls != nil)
	}
}

func TestAFolderThatCannotBeUsedDoesNotKeepTheWindowFromOpening(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, folder := range []string{"", filepath.Join(file, "below")} {
		if first, _ := single(t.Context(), folder, ""); !first {
			t.Errorf("%q: the window does not open", folder)
		}
	}
}

func TestAStrangerOnThePortIsNotAnswered(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	raised := make(chan string, 1)
	go answer(l, "right", raised)
	note := filepath.Join(t.TempDir(), "window")
	if err := os.WriteFile(note, []byte(l.Addr().String()+" wrong"), 0o600); err != nil {
		t.Fatal(err)
	}
	if called(context.Background(), note, "") || len(raised) != 0 {
		t.Error("a wrong password raises the window")
	}
}

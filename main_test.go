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
	first, calls, err := single(t.Context(), folder)
	if err != nil || !first {
		t.Fatalf("first start: %t, %v", first, err)
	}
	second, _, err := single(t.Context(), folder)
	if err != nil || second {
		t.Fatalf("second start counts as first: %t, %v", second, err)
	}
	select {
	case <-calls:
	case <-time.After(5 * time.Second):
		t.Error("the first window was not called")
	}
}

func TestALeftoverNoteDoesNotKeepTheWindowFromOpening(t *testing.T) {
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "window"), []byte("127.0.0.1:1 old"), 0o600); err != nil {
		t.Fatal(err)
	}
	if first, _, err := single(t.Context(), folder); err != nil || !first {
		t.Errorf("first: %t, %v", first, err)
	}
}

func TestAStrangerOnThePortIsNotAnswered(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	raised := make(chan struct{}, 1)
	go answer(l, "right", raised)
	note := filepath.Join(t.TempDir(), "window")
	if err := os.WriteFile(note, []byte(l.Addr().String()+" wrong"), 0o600); err != nil {
		t.Fatal(err)
	}
	if called(context.Background(), note) || len(raised) != 0 {
		t.Error("a wrong password raises the window")
	}
}

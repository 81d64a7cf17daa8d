//go:build keyring && keepassxc && linux

package storage

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
)

// These tests talk to KeePassXC's Secret Service on a bus of their own, without a screen.

// keepassxc is a database with one exposed group, and the program that serves it.
type keepassxc struct {
	*session
	database string
}

const keepassPassword = "secret"

func newKeePassXC(t *testing.T) *keepassxc {
	t.Helper()
	k := &keepassxc{session: newSession(t, "")}
	t.Setenv("QT_QPA_PLATFORM", "offscreen")
	t.Setenv("TMPDIR", k.home) // where it looks for another one that runs
	k.database = filepath.Join(k.home, "passwords.kdbx")
	group := uuid.New()
	plain := filepath.Join(k.home, "plain.xml")
	write(t, plain, fmt.Sprintf(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<KeePassFile><Meta><Generator>KeePassXC</Generator><DatabaseName>passwords</DatabaseName><CustomData>
<Item><Key>FDO_SECRETS_EXPOSED_GROUP</Key><Value>{%s}</Value></Item></CustomData></Meta>
<Root><Group><UUID>%s</UUID><Name>Root</Name></Group></Root></KeePassFile>`, group, base64.StdEncoding.EncodeToString(group[:])))
	write(t, filepath.Join(k.home, "settings.ini"), `[General]
ConfigVersion=2
UpdateCheckMessageShown=true
[FdoSecrets]
Enabled=true
ConfirmAccessItem=false
ConfirmDeleteItem=false
ShowNotification=false
[GUI]
CheckForUpdates=false
`)
	load := exec.CommandContext(t.Context(), "keepassxc-cli", "import", "-p", "-t", "100", plain, k.database)
	load.Stdin = strings.NewReader(keepassPassword + "\n" + keepassPassword + "\n")
	if out, err := load.CombinedOutput(); err != nil {
		t.Fatalf("these tests need keepassxc: %v\n%s", err, out)
	}
	return k
}

// serve starts KeePassXC, and returns once it answers for the Secret Service. Without a password the database stays locked.
func (k *keepassxc) serve(password string) *exec.Cmd {
	k.t.Helper()
	owned := k.owner()
	args := []string{"--config", filepath.Join(k.home, "settings.ini"), "--localconfig", filepath.Join(k.home, "local.ini")}
	if password != "" {
		args = append(args, "--pw-stdin")
	}
	cmd := exec.CommandContext(k.t.Context(), "keepassxc", append(args, k.database)...)
	cmd.Stdin = strings.NewReader(password + "\n")
	cmd.SysProcAttr = dieWithTest
	if err := cmd.Start(); err != nil {
		k.t.Fatal(err)
	}
	k.t.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() })
	owned(true)
	if password != "" {
		k.awaitUnlocked()
	}
	return cmd
}

// awaitUnlocked returns when the database is open, which is a while after the service has its name.
func (k *keepassxc) awaitUnlocked() {
	k.t.Helper()
	s, ctx := secrets{k.conn}, within30s(k.t)
	k.await("to be opened", func() bool {
		collection, err := s.collection(ctx)
		if err != nil {
			return false
		}
		locked, err := s.locked(ctx, collection)
		return err == nil && !locked
	})
}

// written is when the database was saved last.
func (k *keepassxc) written() time.Time {
	k.t.Helper()
	info, err := os.Stat(k.database)
	if err != nil {
		k.t.Fatal(err)
	}
	return info.ModTime()
}

func (k *keepassxc) await(what string, done func() bool) {
	k.t.Helper()
	limit := within30s(k.t)
	for tick := time.NewTicker(20 * time.Millisecond); !done(); <-tick.C {
		if limit.Err() != nil {
			k.t.Fatal("waited for the database ", what)
		}
	}
}

func TestKeePassXCKeepsTheKey(t *testing.T) {
	s := newKeePassXC(t)
	s.serve(keepassPassword)
	wantWorking(t)
	k := KeyringKeeper{}
	if _, err := k.Load(within30s(t), "nobody"); !errors.Is(err, ErrKeyAbsent) {
		t.Fatalf("got %v, want ErrKeyAbsent", err)
	}
	l := newStore(t)
	keys := mustOpenKeys(t, l, k)
	putSecret(t, keys, l)
	if err := Rotate(within30s(t), l, keys, k, k); err != nil {
		t.Fatal(err)
	}
	if got := mustOpenKeys(t, l, k); got.ID() != keys.ID() {
		t.Error("another key came back")
	}
	if text, err := os.ReadFile(s.database); err != nil || strings.Contains(string(text), keyPrefix) {
		t.Errorf("a secret lies readable on the disk, or %v", err)
	}
	if err := k.Remove(within30s(t), accountOf(l, keys.ID())); err != nil {
		t.Fatal(err)
	}
	var missing *KeyMissingError
	if _, err := OpenKeys(within30s(t), l, k); !errors.As(err, &missing) {
		t.Errorf("got %v, want a *KeyMissingError", err)
	}
}

func TestKeePassXCThatStartsLateIsWaitedFor(t *testing.T) {
	s := newKeePassXC(t)
	meanwhile(t, func(pause int) {
		if pause == 2 {
			s.serve(keepassPassword)
		}
	})
	wantWorking(t)
}

func TestKeePassXCEndedIsNotAnAbsentKey(t *testing.T) {
	s := newKeePassXC(t)
	first := s.serve(keepassPassword)
	empty := s.written()
	l, k := newStore(t), KeyringKeeper{}
	keys := mustOpenKeys(t, l, k)
	putSecret(t, keys, l)
	s.await("to be written", func() bool { return s.written().After(empty) }) // it saves a moment after it has answered
	s.kill(first)
	_, err := OpenKeys(within30s(t), l, k)
	wantKeyring(t, err, KeyringMissing)
	s.serve(keepassPassword)
	if got := mustOpenKeys(t, l, k); got.ID() != keys.ID() {
		t.Error("another key came back")
	}
}

// Its question for the password is on a screen that nobody sees: the caller's time decides.
func TestKeePassXCLockedMakesNoKey(t *testing.T) {
	s := newKeePassXC(t)
	s.serve("")
	ctx, cancel := context.WithTimeout(t.Context(), 8*time.Second)
	defer cancel()
	fresh := newStore(t)
	_, err := OpenKeys(ctx, fresh, KeyringKeeper{})
	var got *KeyringError
	if !errors.As(err, &got) || got.Kind != KeyringLocked && got.Kind != KeyringMissing {
		t.Fatalf("got %v", err)
	}
	t.Log(err)
	if rec, err := fresh.KeyRecord(t.Context()); err != nil || rec.KeyID != "" {
		t.Fatalf("a key was made: %+v, %v", rec, err)
	}
}

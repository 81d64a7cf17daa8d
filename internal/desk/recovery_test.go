package desk_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"crosswalk/internal/desk"
	"crosswalk/internal/sandbox"
	"crosswalk/storage"
)

func TestAReinstalledComputerKeepsItsLinksWithTheRecoveryFile(t *testing.T) {
	b := newBench(t)
	form := desk.Setup{Environment: desk.Custom.Name, BaseURL: b.server.URL, ClientID: "firm", Secret: desk.NewSecret("firm-secret"), Redirects: []string{"http://127.0.0.1/callback"}}
	b.must(b.desk.SetUp(t.Context(), form))
	b.link(sandbox.Strict, bakery)
	file := filepath.Join(t.TempDir(), desk.RecoveryName)
	b.must(b.desk.SaveRecovery(t.Context(), file, desk.NewSecret("four unrelated words here")))
	if err := b.desk.SaveRecovery(t.Context(), file, desk.NewSecret("x")); desk.CauseOf(err) != desk.FileExists {
		t.Errorf("saved over a file: %v", err)
	}
	b.must(b.desk.Close(t.Context()))

	o := b.options()
	o.Keeper = storage.FileKeeper{Dir: t.TempDir()} // a key store that was reset
	d := desk.New(o)
	t.Cleanup(func() { d.Close(context.Background()) })
	b.must(d.Start(t.Context()))
	if s := d.Snapshot(); s.Keys == nil || s.Keys.Cause != desk.KeyMissing {
		t.Fatalf("without the key: %+v", s.Keys)
	}
	if err := d.UseRecovery(t.Context(), file, desk.NewSecret("wrong")); desk.CauseOf(err) != desk.PassphraseWrong {
		t.Errorf("wrong passphrase: %v", err)
	}
	b.must(d.UseRecovery(t.Context(), file, desk.NewSecret("four unrelated words here")))
	if s := d.Snapshot(); s.Keys != nil {
		t.Fatalf("with the key: %+v", s.Keys)
	}
	v, err := d.Verify(t.Context(), d.Snapshot().Links[0].ID)
	b.must(err)
	if v.Cause != desk.Working {
		t.Errorf("verdict %+v", v)
	}
}

func TestAnyOtherFileIsNoRecoveryFile(t *testing.T) {
	b := newBench(t)
	b.practice()
	file := filepath.Join(t.TempDir(), "letter.txt")
	b.must(os.WriteFile(file, []byte("Dear bookkeeper"), 0o600))
	for _, path := range []string{file, file + " that is not there"} {
		if err := b.desk.UseRecovery(t.Context(), path, desk.NewSecret("words")); desk.CauseOf(err) != desk.NotRecovery {
			t.Errorf("%v", err)
		}
	}
}

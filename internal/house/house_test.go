package house

import (
	"log/slog"
	"path/filepath"
	"testing"

	"crosswalk/internal/desk"
)

func TestACertificateFileThatCannotBeUsedIsSaidAtTheStart(t *testing.T) {
	t.Setenv("CROSSWALK_DATA", t.TempDir())
	t.Setenv("CROSSWALK_CA_FILE", filepath.Join(t.TempDir(), "gone.pem"))
	d := Desk(Options{Version: "test", Journal: Journal("test", "", nil, slog.LevelInfo)})
	if err := d.Start(t.Context()); desk.CauseOf(err) != desk.BadCertificate {
		t.Errorf("got %v", err)
	}
	if now := d.Snapshot(); now.Stage != desk.Shut || now.Trouble == nil || now.Trouble.Cause != desk.BadCertificate {
		t.Errorf("snapshot: stage %v, trouble %v", now.Stage, now.Trouble)
	}
}

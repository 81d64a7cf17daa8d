package desk

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"crosswalk/storage"
)

// noteName is the file in the data folder that says how far removing everything has come. It is the first to be written
// and the last to be removed.
const noteName = "removing.json"

// eraseNote is that file.
type eraseNote struct {
	Erased
	Accounts []string `json:"accounts,omitempty"` // of the key store
}

// others are what stands in the data folder beside the databases: the log, and the note of the window that is open.
var others = []string{"log", "window"}

// closeForErase is how long closing may take before files are removed: a renewal that is under way is not interrupted.
const closeForErase = time.Minute

// erase removes keys and files. From its first line on it is gone through to the end.
func (e *eraser) erase(ctx context.Context, before func()) error {
	d, folder := e.desk, e.desk.options.Folder
	e.tell(EraseStep{Stage: Erasing, Done: e.done, Total: e.all})
	var err error
	if e.note.Accounts, err = e.accounts(ctx); err != nil {
		return explain(err)
	}
	e.note.Stage = Erasing
	if err := e.save(); err != nil {
		return explain(err)
	}
	closing, cancel := context.WithTimeout(ctx, closeForErase)
	defer cancel()
	if err := d.Close(closing); err != nil {
		d.options.Log.Warn("close before removing everything", "error", err)
	}
	e.note.Left = nil
	for _, account := range e.note.Accounts {
		if err := d.options.Keeper.Remove(closing, account); err != nil {
			e.note.Left = append(e.note.Left, "the entry “"+storage.KeyringService+"” of the key store")
			break
		}
	}
	if before != nil {
		before()
	}
	e.removeFiles(folder)
	d.change(func(s *Snapshot) { *s = Snapshot{Stage: NotSetUp, Folder: s.Folder} })
	if len(e.note.Left) > 0 {
		return &Trouble{Cause: EraseLeft, Detail: strings.Join(e.note.Left, ", ")}
	}
	return nil
}

// removeFiles removes what stands in the data folder, the note last and only when nothing else is left.
func (e *eraser) removeFiles(folder string) {
	practice := filepath.Join(folder, Practice.Name)
	left, _ := storage.EraseFolder(practice, "gusto.json", "address", "taking-over")
	e.note.Left = append(e.note.Left, left...)
	if left, _ = storage.EraseFolder(folder, others...); len(left) > 0 {
		e.note.Left = append(e.note.Left, left...)
	}
	if len(e.note.Left) > 0 {
		return
	}
	if err := dropNote(folder); err != nil {
		e.note.Left = append(e.note.Left, filepath.Join(folder, noteName))
		return
	}
	os.Remove(folder) // as long as something of somebody else's is in it, it stays
}

// accounts are the entries of the key store: as an earlier try has noted them, or as the database has them.
func (e *eraser) accounts(ctx context.Context) ([]string, error) {
	if e.note.Stage == Erasing {
		return e.note.Accounts, nil
	}
	home, err := e.desk.homeStore()
	if err != nil { // it cannot be opened: what the key store has of it is not known
		return nil, nil
	}
	return storage.Accounts(ctx, home)
}

// readNote gives the note; nil where there is none. One that cannot be read counts as one that was begun.
func readNote(folder string) *eraseNote {
	text, err := os.ReadFile(filepath.Join(folder, noteName))
	if errors.Is(err, fs.ErrNotExist) || folder == "" {
		return nil
	}
	note := &eraseNote{}
	if err != nil || json.Unmarshal(text, note) != nil || note.Stage == "" {
		note = &eraseNote{Erased: Erased{Stage: Revoking}}
	}
	return note
}

// writeNote replaces the note, durably.
func writeNote(folder string, note eraseNote) error {
	text, err := json.Marshal(note)
	if err != nil {
		return err
	}
	part, err := os.CreateTemp(folder, "part-*")
	if err != nil {
		return cannotSave(err)
	}
	defer os.Remove(part.Name())
	_, err = part.Write(text)
	if err = errors.Join(err, part.Sync(), part.Close()); err == nil {
		err = os.Rename(part.Name(), filepath.Join(folder, noteName))
	}
	return cannotSave(err)
}

func dropNote(folder string) error {
	if err := os.Remove(filepath.Join(folder, noteName)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return cannotSave(err)
	}
	return nil
}

func cannotSave(err error) error {
	if err == nil {
		return nil
	}
	return &Trouble{Cause: CannotSave, Detail: err.Error(), Err: err}
}

package storage

import (
	"errors"
	"fmt"
	"time"
)

// Errors that somebody decides on. Compare with errors.Is.
var (
	// ErrNotFound: no such link, grant, profile or secret.
	ErrNotFound = errors.New("not found")
	// ErrConflict: somebody else changed it first; read it again.
	ErrConflict = errors.New("changed by somebody else meanwhile")
	// ErrStale: the pair of that generation has been replaced; read it again.
	ErrStale = errors.New("a newer token pair is stored")
	// ErrSuperseded: the lease was lost, or another pair took the generation.
	ErrSuperseded = errors.New("superseded by another renewal")
	// ErrEnding: the grant is being given up.
	ErrEnding = errors.New("the sign-in is being given up")
	// ErrNeedsReauth: the provider refused the grant; the person has to sign in again.
	ErrNeedsReauth = errors.New("the sign-in has to be done again")
	// ErrTooNew: the database was written by a newer version. See *TooNewError.
	ErrTooNew = errors.New("the database was written by a newer version")
	// ErrDamaged: sealed bytes were changed, cut, or belong to another place.
	ErrDamaged = errors.New("sealed data is damaged or out of place")
	// ErrWrongPassphrase: the key file does not open with this passphrase.
	ErrWrongPassphrase = errors.New("wrong passphrase")
	// ErrKeyAbsent: the key store answered, and has no such key.
	ErrKeyAbsent = errors.New("no key is kept there")
	// ErrSessionOnly: a key of this session only cannot seal a store on disk.
	ErrSessionOnly = errors.New("a key for this session only needs a store in memory")
	// ErrKeysDropped: the data key was given up (Keys.Drop) and has to be had again.
	ErrKeysDropped = errors.New("the data key was dropped")
	// ErrClosed: the store was closed.
	ErrClosed = errors.New("the store is closed")
)

// DuplicateError says that a company is linked already in that environment.
type DuplicateError struct {
	Company string // uuid
	Name    string // as it is linked
	Link    string // the link that exists
	Grant   string // the grant that reaches it
}

func (e *DuplicateError) Error() string { return e.Name + " is linked already" }

// TakenError says that another client has the number.
type TakenError struct {
	Number string
	Client string // the other client's ID
	Name   string // and its name
}

func (e *TakenError) Error() string { return e.Number + " is the number of " + e.Name }

// InUseError says that companies are linked to a client.
type InUseError struct {
	Client string
	Name   string
}

func (e *InUseError) Error() string { return e.Name + " has linked companies" }

// BusyError says that somebody else holds a grant's lease.
type BusyError struct {
	Holder  string
	Until   time.Time
	InDoubt bool // the time has passed and the holder never ended it
}

func (e *BusyError) Error() string { return "being renewed by " + e.Holder }

// TooNewError is the ErrTooNew of one file.
type TooNewError struct {
	Path        string
	Have, Known int // schema versions: in the file, known to this program
}

func (e *TooNewError) Error() string {
	return fmt.Sprintf("%s has schema %d, this program knows %d: %v", e.Path, e.Have, e.Known, ErrTooNew)
}

// Is makes it an ErrTooNew.
func (e *TooNewError) Is(target error) bool { return target == ErrTooNew }

// TamperError says that the history of a link or grant does not fit together.
type TamperError struct {
	Subject string
	Seq     int64 // the first line that does not fit
}

func (e *TamperError) Error() string {
	return fmt.Sprintf("history of %s does not fit together at line %d", e.Subject, e.Seq)
}

// FileKind is what is wrong with a database file.
type FileKind int

// What can be wrong with a database file.
const (
	FileUnusable FileKind = iota // any other reason
	FileDamaged                  // not a database, truncated or corrupted
	FileForeign                  // a database, but of another program
	FileReadOnly
	FileFull // no room on the disk
	FileLocked
	FileUnsafe // the settings that make a write durable could not be had
)

// FileError says that the database file cannot be used, and why. The file is
// left as it is.
type FileError struct {
	Path string
	Kind FileKind
	Err  error
}

func (e *FileError) Error() string { return e.Path + ": " + e.Err.Error() }

func (e *FileError) Unwrap() error { return e.Err }

// FolderError says that a folder is no place for the database: on a network,
// in a synchronized folder, open to other people, or not to be had at all.
type FolderError struct {
	Dir  string
	Kind FolderKind
	What string // the service or file system, by name: "Dropbox", "NFS"; else the reason
	Err  error  // of the system, for FolderUnusable
}

// FolderKind is why a folder is refused.
type FolderKind int

// Why a folder is refused.
const (
	FolderSynced   FolderKind = iota // copied to other computers
	FolderNetwork                    // on another computer
	FolderShared                     // other people of this computer can write there
	FolderUnusable                   // it cannot be made or looked into
)

func (e *FolderError) Error() string {
	switch e.Kind {
	case FolderSynced:
		return e.Dir + " is copied to other computers by " + e.What
	case FolderNetwork:
		return e.Dir + " is on a network file system (" + e.What + ")"
	case FolderUnusable:
		return e.Dir + " cannot be made or looked into (" + e.What + ")"
	}
	return e.Dir + " is open to other people (" + e.What + ")"
}

func (e *FolderError) Unwrap() error { return e.Err }

// UnknownKeyError says that sealed bytes need a key that is not on this ring:
// they are whole, but sealed elsewhere or under a key that was replaced.
type UnknownKeyError struct {
	KeyID string // hexadecimal
}

func (e *UnknownKeyError) Error() string { return "sealed under another key (" + e.KeyID + ")" }

// KeyMissingError says that the store holds sealed data and the place where its
// key was kept does not have it. No new key is made.
type KeyMissingError struct {
	Store string // store id
	Kind  string // the keeper's kind, as pinned in the store
	KeyID string
}

func (e *KeyMissingError) Error() string {
	return "the data key " + e.KeyID + " is missing from the " + e.Kind
}

// KeeperError says that the store's key is kept by another kind of keeper than
// the one given. The choice is changed by Rotate only, never by a hiccup.
type KeeperError struct {
	Pinned, Given string
}

func (e *KeeperError) Error() string {
	return "the data key is kept by the " + e.Pinned + ", not by the " + e.Given
}

// KeyringKind is what went wrong in the computer's key store.
type KeyringKind int

// What can go wrong in the computer's key store.
const (
	KeyringRefused  KeyringKind = iota // it said no, or something unforeseen
	KeyringLocked                      // it is locked and was not unlocked
	KeyringMissing                     // there is none, or nothing answers for it
	KeyringTimedOut                    // no answer in the caller's time
	KeyringTooBig                      // the value does not fit
	KeyringAltered                     // what was written did not read back
)

// KeyringError says that the computer's key store could not be used. It never
// means that a key is absent.
type KeyringError struct {
	Kind KeyringKind
	Op   string // "read", "write", "remove"
	Err  error
}

func (e *KeyringError) Error() string { return e.Op + " key store: " + e.Err.Error() }

func (e *KeyringError) Unwrap() error { return e.Err }

// Package bundle gathers what a person may show to support: verdicts, the doctor's findings, the log, settings and versions.
//
// Rules: the person reads every part before it leaves; no part holds an access, a secret, an EIN or an e-mail address,
// whatever the text came from; names can be replaced by numbers, the same name by the same number in every part.
package bundle

import (
	"archive/zip"
	"context"
	"fmt"
	"io"
	"time"

	"crosswalk/internal/desk"
	"crosswalk/internal/doctor"
	"crosswalk/internal/journal"
)

// Part is one file of a bundle.
type Part struct {
	Name string
	Text string
}

// Options says what a bundle is made like.
type Options struct {
	Pseudonyms bool // names of companies, people, clients and of this computer's account become numbers
}

// Material is what a bundle is made of.
type Material struct {
	Version  string
	At       time.Time
	Now      *desk.Snapshot
	Findings []doctor.Finding
	Settings []Setting
	Setups   []desk.Setup
	Log      []journal.File
	LogAt    string
}

// Setting is one setting, in words.
type Setting struct{ Name, Value string }

// logLimit is how much of the log goes into a bundle.
const logLimit = 512 << 10

// Gather reads what a bundle is made of, all but the doctor's findings. A desk that is shut has less to tell. It blocks
// on the disk. The error is that of ctx.
func Gather(ctx context.Context, d *desk.Desk, j *journal.Journal, version string) (Material, error) {
	m := Material{Version: version, At: d.Now(), Now: d.Snapshot(), Log: j.Recent(logLimit), LogAt: j.Folder()}
	if m.Now.Stage == desk.Shut {
		return m, ctx.Err()
	}
	var err error
	if m.Setups, err = d.Setups(ctx); err != nil {
		m.Settings = append(m.Settings, Setting{"Setups", "could not be read: " + err.Error()})
	}
	if m.Now.Stage != desk.Open {
		return m, ctx.Err()
	}
	m.Settings = append(m.Settings, Setting{"Environment", m.Now.Environment.Label}, Setting{"Address", m.Now.Environment.BaseURL},
		Setting{"API version", m.Now.Environment.APIVersion}, Setting{"Data key kept in", m.Now.Kept}, Setting{"One company for each client", fmt.Sprint(m.Now.OnePerClient)})
	schedule, err := d.Schedule(ctx)
	m.add("Verify on schedule", schedule, err)
	needs, err := d.Needs(ctx)
	m.add("Permissions needed", needs, err)
	hands, err := d.HandsOut(ctx)
	m.add("Hands out access", hands, err)
	unfinished, err := d.Unfinished(ctx)
	m.add("Round that waits since", unfinished, err)
	return m, ctx.Err()
}

// add writes down a setting, or why it could not be read.
func (m *Material) add(name string, value any, err error) {
	text := fmt.Sprint(value)
	if at, ok := value.(time.Time); ok {
		if text = "none"; !at.IsZero() {
			text = at.UTC().Format(time.RFC3339)
		}
	}
	if err != nil {
		text = "could not be read: " + err.Error()
	}
	m.Settings = append(m.Settings, Setting{name, text})
}

// Zip writes the parts, in their order. The error is that of w.
func Zip(w io.Writer, parts []Part, at time.Time) error {
	z := zip.NewWriter(w)
	for _, p := range parts {
		f, err := z.CreateHeader(&zip.FileHeader{Name: p.Name, Method: zip.Deflate, Modified: at})
		if err != nil {
			return fmt.Errorf("write %s: %w", p.Name, err)
		}
		if _, err := io.WriteString(f, p.Text); err != nil {
			return fmt.Errorf("write %s: %w", p.Name, err)
		}
	}
	if err := z.Close(); err != nil {
		return fmt.Errorf("write the bundle: %w", err)
	}
	return nil
}

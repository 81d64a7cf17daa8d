// Package support is the pages that help to find out what is wrong: the doctor, and what may be shown to support.
//
// Rules: what is found is drawn as it was told, in the words of internal/words; nothing leaves this computer, and what
// could is shown whole before it is saved; both pages work while nothing can be opened.
package support

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"crosswalk/internal/bundle"
	"crosswalk/internal/doctor"
	"crosswalk/internal/tongue"
	"crosswalk/ui/kit"
	"crosswalk/ui/page"
)

// Examiner is what these pages ask for. Both methods may block for half a minute, and are called through tasks.
type Examiner interface {
	// Examine examines this computer and tells each finding, on any goroutine, as it comes.
	Examine(ctx context.Context, told func(doctor.Finding)) []doctor.Finding
	// Gather examines this computer and reads what a bundle is made of. The error is that of ctx.
	Gather(ctx context.Context) (bundle.Material, error)
}

// The tasks of these pages, and how long they may take: the key store may wait for its password.
const (
	examineTask = "doctor"
	gatherTask  = "bundle"
	saveTask    = "bundle-save"
	limit       = 3 * time.Minute
)

// wayBack is the link at the top that leads back to where one came from.
func wayBack(text string, back func()) fyne.CanvasObject {
	b := kit.NewButton(kit.Link, text, back).WithIcon(kit.IconLeft)
	b.SetLabel(tongue.F("{text}, go back", "text", text))
	return kit.Row(0, b, kit.Spacer())
}

// Ways lead from one of these pages to the other, and back.
type Ways struct {
	Back           func()
	Doctor, Bundle func()
}

var _, _ page.Page = (*Doctor)(nil), (*Bundle)(nil)

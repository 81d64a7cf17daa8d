package ui

import (
	"context"
	"slices"
	"strings"
	"unicode"

	"fyne.io/fyne/v2"

	"crosswalk/internal/desk"
	"crosswalk/internal/tongue"
	"crosswalk/ui/kit"
)

// needs is what the firm's own work needs of every access.
type needs struct {
	shell *shell
	view  *fyne.Container
	field *kit.Field
	held  *kit.Paragraph
	save  *kit.Button
	known string // as it is kept
}

func newNeeds(s *shell) *needs {
	n := &needs{shell: s, field: kit.NewLines(tongue.L("Permissions that every link has to hold"), 3), held: kit.NewParagraph(kit.Small, "")}
	n.field.SetHint(tongue.L("As Gusto names them, for example payrolls:read. A link that lacks one says so when it is verified next."))
	n.field.OnChanged = func(string) { n.field.SetError(""); n.drawSave() }
	n.save = kit.NewButton(kit.Outline, tongue.L("Save the permissions"), n.submit)
	n.save.SetEnabled(false)
	n.view = kit.Column(10, n.field, n.held, kit.Row(8, n.save))
	return n
}

// draw reads what is kept, unless something is being typed, and says what the links hold.
func (n *needs) draw(s *desk.Snapshot) {
	held := map[string]bool{}
	for _, l := range s.Links {
		for _, scope := range l.Access {
			held[scope] = true
		}
	}
	var all []string
	for scope := range held {
		all = append(all, scope)
	}
	slices.Sort(all)
	n.held.SetText(tongue.F("Your links hold: {names}", "names", strings.Join(all, ", ")))
	if len(all) == 0 {
		n.held.SetText("")
	}
	run(n.shell.tasks, "needs-read", diskLimit, n.shell.desk.Needs, func(scopes []string, err error) {
		if err != nil {
			n.shell.toastError(err)
			return
		}
		untouched := scopeWords(n.field.Text()) == n.known
		n.known = strings.Join(scopes, " ")
		if untouched {
			n.field.SetText(strings.Join(scopes, "\n"))
		}
		n.drawSave()
	})
}

func scopeWords(text string) string { return strings.Join(typedScopes(text), " ") }

// typedScopes are the permissions in a text, each once, in order.
func typedScopes(text string) []string {
	scopes := strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ';' || unicode.IsSpace(r) })
	slices.Sort(scopes)
	return slices.Compact(scopes)
}

func (n *needs) drawSave() { n.save.SetEnabled(scopeWords(n.field.Text()) != n.known) }

// submit keeps them, unless one is nothing that Gusto would name so.
func (n *needs) submit() {
	scopes := typedScopes(n.field.Text())
	for _, scope := range scopes {
		if strings.Trim(scope, "abcdefghijklmnopqrstuvwxyz0123456789_:.-") != "" {
			n.field.SetError(tongue.F("“{scope}” is not how Gusto names a permission: small letters, and a colon before read, write or manage.", "scope", scope))
			return
		}
	}
	n.shell.tasks.cancel("needs-read")
	n.shell.tasks.do("needs-set", diskLimit, func(ctx context.Context) error { return n.shell.desk.SetNeeds(ctx, scopes) }, func(err error) {
		if err != nil {
			n.shell.toastError(err)
			return
		}
		n.known = strings.Join(scopes, " ")
		n.drawSave()
		n.shell.toast(kit.Working, tongue.L("Saved. It counts from the next check of each link."))
	})
}

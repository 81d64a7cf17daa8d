package clients

import (
	"context"
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"

	"fyne.io/fyne/v2"

	"crosswalk/internal/desk"
	"crosswalk/internal/tongue"
	"crosswalk/internal/words"
	"crosswalk/ui/kit"
	"crosswalk/ui/page"
)

// form is the dialog that a client is typed into.
type form struct {
	page   *Page
	client desk.Client // the one that is edited; none when one is added
	fields formFields
	noEIN  *kit.Check
	failed *kit.Banner
	save   *kit.Button
	again  *kit.Button
	dialog *kit.Dialog
}

type formFields struct {
	number, name, ein, group, notes *kit.Field
	tags                            *kit.TagField
}

func (p *Page) askNewClient() { p.openForm(desk.Client{}) }

func (p *Page) askEdit(c desk.Client) { p.openForm(c) }

func (p *Page) openForm(c desk.Client) {
	f := &form{page: p, client: c, failed: kit.NewBanner(kit.Act, "", "")}
	f.failed.Hide()
	f.fields = formFields{
		number: kit.NewField(tongue.L("Number")).Optional(), name: kit.NewField(tongue.L("Name")), group: kit.NewField(tongue.L("Group")).Optional(),
		ein: kit.NewField(tongue.L("EIN")).Optional().WithPlaceholder("12-3456789"), notes: kit.NewLines(tongue.L("Notes"), 3).Optional(),
		tags: kit.NewTagField(tongue.L("Tags"), tongue.L("monthly, nonprofit")),
	}
	f.fields.number.SetText(c.Number)
	f.fields.name.SetText(c.Name)
	f.fields.group.SetText(c.Group)
	f.fields.notes.SetText(c.Notes)
	f.fields.tags.SetTags(c.Tags)
	f.fields.ein.SetHint(tongue.L("It helps to recognize the company. It is kept sealed; the list shows the last four digits."))
	f.noEIN = kit.NewCheck(tongue.L("Remove the EIN that is kept"), func(on bool) { f.fields.ein.SetEnabled(!on) })
	kit.SetVisible(f.noEIN, c.LastFour != "")
	if c.LastFour != "" {
		f.fields.ein.WithPlaceholder("••-•••" + c.LastFour)
		f.fields.ein.SetHint(tongue.F("Empty keeps the one that ends in {lastFour}.", "lastFour", c.LastFour))
	}
	f.show()
}

func (f *form) show() {
	title, verb := tongue.L("Add a client"), tongue.L("Add the client")
	if f.client.ID != "" {
		title, verb = tongue.F("Edit {client}", "client", f.client.Name), tongue.L("Save")
	}
	f.save = kit.NewButton(kit.Primary, verb, func() { f.submit(false) })
	f.again = kit.NewButton(kit.Outline, tongue.L("Add and next"), func() { f.submit(true) })
	kit.SetVisible(f.again, f.client.ID == "")
	body := kit.Column(12, kit.Row(12, kit.Fixed(140, 0, f.fields.number), kit.Grow(f.fields.name)),
		kit.Columns(12, f.fields.ein, f.fields.group), f.noEIN, f.fields.tags, f.fields.notes, f.failed)
	f.dialog = kit.NewDialog(title, body, f.save, kit.NewButton(kit.Outline, tongue.L("Cancel"), nil), f.again)
	f.dialog.Width = 560
	f.dialog.First = f.fields.number.Focusable()
	f.dialog.Show(f.page.window.Canvas())
}

func (f *form) draft() desk.Draft {
	return desk.Draft{
		Number: f.fields.number.Text(), Name: f.fields.name.Text(), Group: f.fields.group.Text(), Notes: f.fields.notes.Text(),
		EIN: f.fields.ein.Text(), NoEIN: f.noEIN.Checked(), Tags: f.fields.tags.Tags(), Tagged: true,
	}
}

// submit keeps what was typed; with next the form stays for another one.
func (f *form) submit(next bool) {
	draft := f.draft()
	f.save.SetEnabled(false)
	for _, field := range []*kit.Field{f.fields.number, f.fields.name, f.fields.ein} {
		field.SetError("")
	}
	f.failed.Hide()
	page.Run(f.page.window, "client", page.KeyLimit, func(ctx context.Context) (desk.Client, error) {
		if f.client.ID == "" {
			return f.page.desk.AddClient(ctx, draft)
		}
		return f.page.desk.EditClient(ctx, f.client.ID, f.client.Rev, draft)
	}, func(c desk.Client, err error) {
		f.save.SetEnabled(true)
		if err != nil {
			f.fail(err)
			return
		}
		f.dialog.Hide()
		if next {
			f.page.askNewClient()
			return
		}
		f.page.window.Toast(kit.Working, tongue.F("{name} is kept.", "name", c.Name))
		f.page.list.SetCurrent(c.ID)
		f.page.showDetails()
	})
}

// fail marks the field that is wrong, or says what else is.
func (f *form) fail(err error) {
	if errors.Is(err, context.Canceled) {
		return
	}
	m := words.ForError(err)
	var buttons []fyne.CanvasObject
	var t *desk.Trouble
	if errors.As(err, &t) {
		buttons = f.page.window.KeyButtons(t)
	}
	if field := f.wrong(err); field != nil {
		field.SetError(sentence(m))
		field.Focus()
		return
	}
	f.failed.Set(page.Tone(m.Tone), m.Title, m.Hint, buttons...)
	f.failed.Show()
}

// wrong is the field that a refusal is about; nil when it is about none of them alone.
func (f *form) wrong(err error) *kit.Field {
	draft := f.draft()
	switch cause := desk.CauseOf(err); {
	case cause == desk.NumberTaken:
		return f.fields.number
	case cause != desk.BadClient:
		return nil
	case strings.TrimSpace(draft.Name) == "":
		return f.fields.name
	case utf8.RuneCountInString(draft.Number) > desk.MaxNumber:
		return f.fields.number
	case draft.EIN != "" && !nineDigits(draft.EIN):
		return f.fields.ein
	}
	return nil
}

func nineDigits(text string) bool {
	digits := 0
	for _, r := range text {
		if unicode.IsDigit(r) {
			digits++
		}
	}
	return digits == 9
}

// sentence is what a field says when it alone is wrong: what exactly, where that is known.
func sentence(m words.Message) string {
	if m.Step == words.NoStep && m.Hint != "" {
		return m.Hint
	}
	return m.Title + "."
}

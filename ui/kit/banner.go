package kit

import "fyne.io/fyne/v2"

// Banner is a block that says how things stand and what to do: icon, bold title,
// text, and buttons.
type Banner struct {
	compound
	back  *Fill
	icon  *Picture
	title *Paragraph
	text  *Paragraph
	acts  *fyne.Container
}

// NewBanner returns a block in a tone. Title and text may be ""; text may hold
// **bold** and [links](key).
func NewBanner(tone Tone, title, text string, buttons ...fyne.CanvasObject) *Banner {
	b := &Banner{
		back: NewFill(tone.Fill()), icon: NewIcon(tone.Icon(), 14, tone.Text()),
		title: NewParagraph(Strong, ""), text: NewParagraph(Body, ""), acts: Wrap(8, 8),
	}
	b.back.Radius = Radius
	words := Column(0, b.title, b.text, Inset(0, 10, 0, 0, b.acts))
	body := Stack(b.back, Inset(12, 10, 12, 10, TopRow(10, Inset(0, 2, 0, 2, b.icon), Grow(words))))
	b.init(b, fyne.AccessibleRoleContainer, "", body)
	b.Set(tone, title, text, buttons...)
	return b
}

// OnLink sets what happens when a link in the text is followed.
func (b *Banner) OnLink(follow func(key string)) *Banner {
	b.text.OnLink = follow
	return b
}

// WithIcon gives the block another icon.
func (b *Banner) WithIcon(icon Icon) *Banner {
	b.icon.SetIcon(icon, b.icon.color)
	return b
}

// Set changes everything that the block says.
func (b *Banner) Set(tone Tone, title, text string, buttons ...fyne.CanvasObject) {
	b.name = joinWords(title, text)
	b.back.Color = tone.Fill()
	b.icon.SetIcon(tone.Icon(), tone.Text())
	b.title.SetText(title)
	b.text.SetText(text)
	for _, p := range []*Paragraph{b.title, b.text} {
		p.SetColor(tone.Text())
		SetVisible(p, p.source != "")
	}
	b.acts.Objects = buttons
	// The inset around the buttons goes with them.
	SetVisible(b.acts, len(buttons) > 0)
	b.Refresh()
}

func joinWords(words ...string) string {
	out := ""
	for _, w := range words {
		if out != "" && w != "" {
			out += ". "
		}
		out += w
	}
	return out
}

package match

import "slices"

// compare gives the score of the likest pair of names, and whether that pair is the same name.
func compare(a, b []name) (best float64, exact bool) {
	for i := range a {
		for j := range b {
			score, same := likeness(&a[i], &b[j])
			if score > best {
				best = score
			}
			exact = exact || same
		}
	}
	return best, exact
}

// The losses of a score.
const (
	otherForm  = 0.03 // LLC here, Inc. there
	otherOrder = 0.02
	misspelled = 0.10 // of the word's weight
	initial    = 0.40 // of the word's weight: "J" for "John"
)

// likeness compares two names. They are the same when their words are, in order, and the legal form does not differ.
func likeness(a, b *name) (score float64, same bool) {
	loss := 0.0
	if a.form != "" && b.form != "" && a.form != b.form {
		loss = otherForm
	}
	if slices.Equal(a.words, b.words) || a.plain == b.plain || a.raw == b.raw {
		return 1 - loss, loss == 0
	}
	p := pair(fuse(a.words, b.words), fuse(b.words, a.words))
	if p.contradicts() {
		return 0, false
	}
	total := p.both + p.left
	if total == 0 {
		return 0, false
	}
	score = p.both/total - loss
	if p.crossed {
		score -= otherOrder
	}
	return score, false
}

// fuse joins two words of a that are one word of b: "East Gate" where b has "Eastgate".
func fuse(a, b []word) []word {
	for i := 0; i+1 < len(a); i++ {
		for _, w := range b {
			if len(w.text) == len(a[i].text)+len(a[i+1].text) && w.text == a[i].text+a[i+1].text {
				return slices.Replace(slices.Clone(a), i, i+2, w)
			}
		}
	}
	return a
}

// pairing is which words of two names go together.
type pairing struct {
	both, left  float64 // the weight of what goes together (less what is lost), and of what is left
	ownPairs    int     // names that go together, letter by letter
	pairs       int     // words that go together and are no fillers
	roughly     int     // pairs that are only nearly the same word
	alone       [2][legal + 1]int
	fillerPairs bool
	crossed     bool
}

// pair finds for each word of one name its like in the other: the same words first, then nearly the same ones.
func pair(a, b []word) pairing {
	var p pairing
	taken := make([]int, len(b)) // 1 + the word of a
	matched := make([]bool, len(a))
	last := -1
	for i, w := range a {
		for j := range b {
			if taken[j] == 0 && b[j].text == w.text {
				taken[j], matched[i] = i+1, true
				p.both += weights[w.class]
				p.count(w.class)
				p.crossed = p.crossed || j < last && w.class != filler
				last = max(last, j)
				break
			}
		}
	}
	for i, w := range a {
		for j := range b {
			if matched[i] || taken[j] != 0 {
				continue
			}
			if loss, ok := nearly(w, b[j], p.ownPairs); ok {
				taken[j], matched[i] = i+1, true
				p.both += weights[w.class] * (1 - loss)
				p.left += weights[w.class] * loss
				p.roughly++
				p.pairs++
			}
		}
	}
	for i, w := range a {
		if !matched[i] {
			p.alone[0][w.class]++
			p.left += weights[w.class] / 2
		}
	}
	for j, w := range b {
		if taken[j] == 0 {
			p.alone[1][w.class]++
			p.left += weights[w.class] / 2
		}
	}
	return p
}

func (p *pairing) count(c class) {
	switch c {
	case own:
		p.ownPairs++
		p.pairs++
	case filler:
		p.fillerPairs = true
	default:
		p.pairs++
	}
}

// contradicts says that a word speaks against its being the same business.
func (p *pairing) contradicts() bool {
	for side := range 2 {
		alone := p.alone[side]
		if alone[own] > 0 || alone[number] > 0 || alone[entity] > 0 {
			return true
		}
		if alone[trade] > 0 && (p.alone[1-side][trade] > 0 || p.ownPairs < 2 || p.roughly > 0 || alone[trade] > 1) {
			return true
		}
	}
	return p.pairs == 0 || p.roughly > 1
}

// nearly says whether two words are probably the same one, and what of its weight that costs. others counts the names
// beside it that are the same letter by letter: with none, a changed letter is more likely another family.
func nearly(a, b word, others int) (loss float64, ok bool) {
	for _, c := range []class{a.class, b.class} {
		if c == number || c == entity || c == filler {
			return 0, false
		}
	}
	x, y := a.text, b.text
	if len(x) > len(y) {
		x, y = y, x
	}
	if len(x) == 1 {
		return initial, others > 0 && x[0] == y[0]
	}
	if len(x) < 5 || x[0] != y[0] || len(y)-len(x) > 1 {
		return 0, false
	}
	slip, at := edit(x, y)
	switch {
	case slip == swapped, slip == doubled:
		return misspelled, true
	case a.class != b.class: // "Elite Fencing" is not "Elite Fenting"
		return 0, false
	case slip == inserted:
		return misspelled, others > 0 && len(x) >= 6 || len(x) >= 8 && at > 2 // "McDonald" is not "MacDonald"
	case slip == replaced:
		return misspelled, others > 0 && len(x) >= 7
	}
	return 0, false
}

// slip is the one mistake that parts two words.
type slip int

const (
	none     slip = iota
	swapped       // two letters changed places
	doubled       // a letter once or twice
	inserted      // a letter more
	replaced      // another letter
	more          // more than one
)

// edit finds the one mistake between two words, the shorter first, and where it is.
func edit(x, y string) (s slip, i int) {
	for i < len(x) && x[i] == y[i] {
		i++
	}
	switch {
	case len(x) == len(y) && i == len(x):
		return none, i
	case len(y) == len(x)+1 && x[i:] == y[i+1:]:
		if i > 0 && y[i] == y[i-1] {
			return doubled, i
		}
		return inserted, i
	case len(x) != len(y):
		return more, i
	case i+1 < len(x) && x[i] == y[i+1] && x[i+1] == y[i] && x[i+2:] == y[i+2:]:
		return swapped, i
	case x[i+1:] == y[i+1:]:
		return replaced, i
	}
	return more, i
}

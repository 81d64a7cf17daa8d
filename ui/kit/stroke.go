package kit

import (
	"image"
	"image/color"
	"math"
	"strconv"
	"strings"
)

// segment is a straight piece of an icon's line, on the icon's grid of 24.
type segment struct{ x1, y1, x2, y2 float64 }

// distance is how far a point is from the segment.
func (s segment) distance(x, y float64) float64 {
	dx, dy := s.x2-s.x1, s.y2-s.y1
	at := 0.0
	if length := dx*dx + dy*dy; length > 0 {
		at = math.Max(0, math.Min(1, ((x-s.x1)*dx+(y-s.y1)*dy)/length))
	}
	return math.Hypot(x-s.x1-at*dx, y-s.y1-at*dy)
}

// strokes draws lines of a width, with round ends and joints, into a square
// picture. Every pixel is covered by how near it is to the nearest segment.
func strokes(lines []segment, size int, width float64, c color.RGBA) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, size, size))
	unit := float64(size) / 24
	for y := range size {
		for x := range size {
			px, py := (float64(x)+0.5)/unit, (float64(y)+0.5)/unit
			nearest := math.Inf(1)
			for _, s := range lines {
				nearest = math.Min(nearest, s.distance(px, py))
			}
			cover := math.Max(0, math.Min(1, width/2-nearest*unit+0.5))
			img.SetRGBA(x, y, mix(c, cover, color.RGBA{}, 0))
		}
	}
	return img
}

// readStrokes returns the lines of the paths in an SVG file of assets/icons.
func readStrokes(svg []byte) []segment {
	var lines []segment
	for _, part := range strings.Split(string(svg), ` d="`)[1:] {
		d, _, _ := strings.Cut(part, `"`)
		p := pen{rest: d}
		p.draw()
		lines = append(lines, p.lines...)
	}
	return lines
}

// pen follows the commands of one path: M, L, H, V, C, A and Z, each also
// relative. That is all that the icons use.
type pen struct {
	rest           string
	x, y           float64
	startX, startY float64
	lines          []segment
}

func (p *pen) draw() {
	command := byte(0)
	for {
		p.rest = strings.TrimLeft(p.rest, " ,")
		if p.rest == "" {
			return
		}
		if c := p.rest[0]; c >= 'A' {
			command = c
			p.rest = p.rest[1:]
		}
		p.follow(command)
		switch command {
		case 'M':
			command = 'L'
		case 'm':
			command = 'l'
		}
	}
}

func (p *pen) follow(command byte) {
	baseX, baseY := 0.0, 0.0
	if command >= 'a' {
		baseX, baseY = p.x, p.y
	}
	switch command {
	case 'M', 'm':
		p.x, p.y = baseX+p.number(), baseY+p.number()
		p.startX, p.startY = p.x, p.y
	case 'L', 'l':
		x := baseX + p.number()
		p.lineTo(x, baseY+p.number())
	case 'H', 'h':
		p.lineTo(baseX+p.number(), p.y)
	case 'V', 'v':
		p.lineTo(p.x, baseY+p.number())
	case 'C', 'c':
		var n [6]float64
		for i := range n {
			n[i] = p.number()
		}
		p.curveTo(baseX+n[0], baseY+n[1], baseX+n[2], baseY+n[3], baseX+n[4], baseY+n[5])
	case 'A', 'a':
		var n [7]float64
		for i := range n {
			n[i] = p.number()
		}
		p.arcTo(n[0], n[3] != 0, n[4] != 0, baseX+n[5], baseY+n[6])
	case 'Z', 'z':
		p.lineTo(p.startX, p.startY)
	default:
		// Not a command of ours: the test of all icons finds it by this.
		p.rest = ""
		p.lineTo(math.NaN(), math.NaN())
	}
}

// number reads the next number; "1-2" and "-.5" are read as SVG has them.
func (p *pen) number() float64 {
	p.rest = strings.TrimLeft(p.rest, " ,")
	end, dot := 0, false
	for end < len(p.rest) {
		c := p.rest[end]
		if c == '.' && dot || c == '-' && end > 0 || c != '-' && c != '.' && (c < '0' || c > '9') {
			break
		}
		dot = dot || c == '.'
		end++
	}
	n, err := strconv.ParseFloat(p.rest[:end], 64)
	if err != nil {
		p.rest = ""
		return math.NaN()
	}
	p.rest = p.rest[end:]
	return n
}

func (p *pen) lineTo(x, y float64) {
	p.lines = append(p.lines, segment{p.x, p.y, x, y})
	p.x, p.y = x, y
}

func (p *pen) curveTo(x1, y1, x2, y2, x3, y3 float64) {
	x0, y0 := p.x, p.y
	for i := 1; i <= 12; i++ {
		t := float64(i) / 12
		u := 1 - t
		p.lineTo(u*u*u*x0+3*u*u*t*x1+3*u*t*t*x2+t*t*t*x3, u*u*u*y0+3*u*u*t*y1+3*u*t*t*y2+t*t*t*y3)
	}
}

// arcTo follows a circle (SVG 2, appendix B.2.4, with both radii the same).
func (p *pen) arcTo(r float64, large, sweep bool, x, y float64) {
	dx, dy := (p.x-x)/2, (p.y-y)/2
	half := math.Hypot(dx, dy)
	r = math.Max(r, half)
	shift := math.Sqrt(math.Max(0, r*r-half*half)) / math.Max(half, 1e-9)
	if large == sweep {
		shift = -shift
	}
	cx, cy := (p.x+x)/2+shift*dy, (p.y+y)/2-shift*dx
	from, to := math.Atan2(p.y-cy, p.x-cx), math.Atan2(y-cy, x-cx)
	turn := to - from
	if sweep && turn <= 0 {
		turn += 2 * math.Pi
	}
	if !sweep && turn >= 0 {
		turn -= 2 * math.Pi
	}
	steps := max(2, int(math.Abs(turn)/(math.Pi/18)))
	for i := 1; i < steps; i++ {
		a := from + turn*float64(i)/float64(steps)
		p.lineTo(cx+r*math.Cos(a), cy+r*math.Sin(a))
	}
	p.lineTo(x, y)
}

//go:build e2e && linux

package stage

import (
	"encoding/binary"
	"fmt"
	"image"
	"os"
	"path/filepath"
	"syscall"
)

// screen is the session's screen memory, seen from outside: no program does any work for being looked at, and
// all are measured alike.
type screen struct {
	memory        []byte // the X server's own, mapped: a file in the format of XWDFile.h
	pixels        int    // where they begin
	line          int    // bytes in one line
	width, height int
}

func openScreen(folder string) (*screen, error) {
	file, err := os.Open(filepath.Join(folder, "Xvfb_screen0"))
	if err != nil {
		return nil, err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return nil, err
	}
	memory, err := syscall.Mmap(int(file.Fd()), 0, int(info.Size()), syscall.PROT_READ, syscall.MAP_SHARED)
	if err != nil {
		return nil, fmt.Errorf("map the screen: %w", err)
	}
	word := func(i int) int { return int(binary.BigEndian.Uint32(memory[4*i:])) }
	// Words 0, 4, 5, 12 and 19 of the header: its size, width, height, bytes per line, the number of colors.
	return &screen{memory: memory, pixels: word(0) + 12*word(19), line: word(12), width: word(4), height: word(5)}, nil
}

func (s *screen) close() { syscall.Munmap(s.memory) } //nolint:errcheck // the process ends anyway

func (s *screen) bounds() image.Rectangle { return image.Rect(0, 0, s.width, s.height) }

// picture copies a part of the screen.
func (s *screen) picture(area image.Rectangle) *image.RGBA {
	area = area.Intersect(s.bounds())
	copied := image.NewRGBA(image.Rect(0, 0, area.Dx(), area.Dy()))
	for y := range area.Dy() {
		from := s.memory[s.pixels+(area.Min.Y+y)*s.line+4*area.Min.X:]
		to := copied.Pix[y*copied.Stride:]
		for i := 0; i < 4*area.Dx(); i += 4 { // blue, green, red, nothing
			to[i], to[i+1], to[i+2], to[i+3] = from[i+2], from[i+1], from[i], 0xFF
		}
	}
	return copied
}

// shows is whether a part of the screen looks exactly so. It costs next to nothing while it does not.
func (s *screen) shows(area image.Rectangle, so *image.RGBA) bool {
	area = area.Intersect(s.bounds())
	for y := range area.Dy() {
		from := s.memory[s.pixels+(area.Min.Y+y)*s.line+4*area.Min.X:]
		want := so.Pix[y*so.Stride:]
		for i := 0; i < 4*area.Dx(); i += 4 { // blue, green, red, nothing
			if from[i] != want[i+2] || from[i+1] != want[i+1] || from[i+2] != want[i] {
				return false
			}
		}
	}
	return true
}

// drawn is whether something with at least three colors is on the screen: a window's first frame, not its
// bare background.
func (s *screen) drawn() bool {
	var seen [2]uint32
	n := 0
	for y := 0; y < s.height; y += 2 {
		row := s.memory[s.pixels+y*s.line : s.pixels+(y+1)*s.line]
		for x := 0; x+4 <= len(row); x += 8 {
			c := binary.LittleEndian.Uint32(row[x:]) & 0xFFFFFF
			if n > 0 && seen[0] == c || n > 1 && seen[1] == c {
				continue
			}
			if n == len(seen) {
				return true
			}
			seen[n] = c
			n++
		}
	}
	return false
}

//go:build e2e && linux

package stage

import (
	"bytes"
	"image"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
)

var notForFiles = regexp.MustCompile(`[^A-Za-z0-9-]+`)

func fileName(name string) string { return strings.Trim(notForFiles.ReplaceAllString(name, "-"), "-") }

// shotPath is where a picture is kept after the test: build/shots of the repository.
func shotPath(name string) string {
	root, err := repository()
	if err != nil {
		root = "."
	}
	return filepath.Join(root, "build", "shots", name+".png")
}

// Shot keeps a picture of the program's window as NAME.png, once three in a row are equal, and fails the test
// when there is next to nothing in it.
//
// Each picture follows a question to the program. It answers between two frames, so whatever it had to draw
// when the first was asked is drawn when the next is answered.
func (a *App) Shot(name string) string {
	a.s.t.Helper()
	a.letGo()
	area := a.area()
	var now *image.RGBA
	equal := 0
	a.s.eventually("the window to rest", func() (bool, string) {
		last := now
		a.Map()
		now = a.s.screen.picture(area)
		if equal++; last == nil || !bytes.Equal(now.Pix, last.Pix) {
			equal = 1
		}
		return equal == 3, "each picture differs from the one before"
	})
	path := shotPath(name)
	if err := save(now, path); err != nil {
		a.s.t.Fatal(err)
	}
	if n := colors(now.Pix); n < 16 {
		a.s.t.Errorf("%s has %d colors in it: the window is blank", path, n)
	}
	return path
}

// letGo takes the mouse into the corner of the screen, where it hovers over nothing.
func (a *App) letGo() {
	a.s.t.Helper()
	a.xdotool("mousemove", "9999", "9999")
}

func save(picture image.Image, path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	var b bytes.Buffer
	quick := png.Encoder{CompressionLevel: png.BestSpeed}
	if err := quick.Encode(&b, picture); err != nil {
		return err
	}
	return os.WriteFile(path, b.Bytes(), 0o644)
}

// pixels is a picture without whatever else the file says.
func pixels(file []byte) []byte {
	img, err := png.Decode(bytes.NewReader(file))
	if err != nil {
		return nil
	}
	switch img := img.(type) {
	case *image.RGBA:
		return img.Pix
	case *image.NRGBA:
		return img.Pix
	default:
		flat := image.NewRGBA(img.Bounds())
		for y := flat.Rect.Min.Y; y < flat.Rect.Max.Y; y++ {
			for x := flat.Rect.Min.X; x < flat.Rect.Max.X; x++ {
				flat.Set(x, y, img.At(x, y))
			}
		}
		return flat.Pix
	}
}

func colors(pix []byte) int {
	seen := map[[3]byte]bool{}
	for i := 0; i+3 < len(pix); i += 4 {
		seen[[3]byte(pix[i:i+3])] = true
	}
	return len(seen)
}

// typeText types through xdotool's standard input.
func (s *Stage) typeText(text string) error {
	cmd := exec.Command("timeout", "60", "xdotool", "type", "--delay", "12", "--file", "-")
	cmd.Env = s.env
	cmd.Stdin = strings.NewReader(text)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pgid: s.group.leader.Process.Pid}
	return cmd.Run()
}

package main

import (
	"bufio"
	"context"
	"crypto/rand"
	"crypto/subtle"
	"io"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// single makes sure that one window stands for a data folder. When there is one already it is asked to come forward,
// and to open file ("" for none), and first is false. Otherwise calls receives the file whenever a later start asks the
// same of this one.
//
// Both sides meet at a loopback port whose address and password stand in a file that only this account can read. A
// file that a killed program left behind leads nowhere, and is replaced. Where no file can be written nobody can be met:
// the window opens all the same, and tells what is wrong with the folder. folder is "" when there is none to use.
func single(ctx context.Context, folder, file string) (first bool, calls <-chan string) {
	note := filepath.Join(folder, "window")
	if folder == "" {
		return true, nil
	}
	if called(ctx, note, file) {
		return false, nil
	}
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return true, nil
	}
	password := rand.Text()
	if err := os.WriteFile(note, []byte(l.Addr().String()+" "+password), 0o600); err != nil {
		l.Close()
		return true, nil
	}
	raised := make(chan string, 8)
	go answer(l, password, raised)
	return true, raised
}

// callTime is how long one side waits for the other.
const callTime = 2 * time.Second

// mostCall is how long a call may be: a password and a path.
const mostCall = 32 << 10

// called asks the window that is noted to come forward, and says whether it answered.
func called(ctx context.Context, note, file string) bool {
	text, err := os.ReadFile(note)
	if err != nil {
		return false
	}
	address, password, ok := strings.Cut(string(text), " ")
	if !ok || !strings.HasPrefix(address, "127.0.0.1:") {
		return false
	}
	conn, err := (&net.Dialer{Timeout: callTime}).DialContext(ctx, "tcp", address)
	if err != nil {
		return false
	}
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(callTime))
	if _, err := conn.Write([]byte(password + strconv.Quote(file) + "\n")); err != nil {
		return false
	}
	reply, err := bufio.NewReader(conn).ReadString('\n')
	return err == nil && reply == "coming\n"
}

// answer lets later starts raise this window; whoever does not know the password is not answered.
func answer(l net.Listener, password string, raised chan<- string) {
	for {
		conn, err := l.Accept()
		if err != nil {
			return
		}
		go func() {
			defer conn.Close()
			conn.SetDeadline(time.Now().Add(callTime))
			line, err := bufio.NewReader(io.LimitReader(conn, mostCall)).ReadString('\n')
			said, quoted, _ := strings.Cut(strings.TrimSpace(line), `"`)
			if err != nil || subtle.ConstantTimeCompare([]byte(said), []byte(password)) != 1 {
				return
			}
			file, _ := strconv.Unquote(`"` + quoted) // without one it comes forward all the same
			select {
			case raised <- file:
			default: // it is coming forward already
			}
			conn.Write([]byte("coming\n"))
		}()
	}
}

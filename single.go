package main

import (
	"bufio"
	"context"
	"crypto/rand"
	"crypto/subtle"
	"net"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// single makes sure that one window stands for a data folder. When there is one already it is asked to come forward,
// and first is false. Otherwise calls receives whenever a later start asks the same of this one.
//
// Both sides meet at a loopback port whose address and password stand in a file that only this account can read. A
// file that a killed program left behind leads nowhere, and is replaced.
func single(ctx context.Context, folder string) (first bool, calls <-chan struct{}, err error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return false, nil, err
	}
	note := filepath.Join(folder, "window")
	if called(ctx, note) {
		return false, nil, nil
	}
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return false, nil, err
	}
	password := rand.Text()
	if err := os.WriteFile(note, []byte(l.Addr().String()+" "+password), 0o600); err != nil {
		return false, nil, err
	}
	raised := make(chan struct{}, 1)
	go answer(l, password, raised)
	return true, raised, nil
}

// callTime is how long one side waits for the other.
const callTime = 2 * time.Second

// called asks the window that is noted to come forward, and says whether it answered.
func called(ctx context.Context, note string) bool {
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
	if _, err := conn.Write([]byte(password + "\n")); err != nil {
		return false
	}
	reply, err := bufio.NewReader(conn).ReadString('\n')
	return err == nil && reply == "coming\n"
}

// answer lets later starts raise this window; whoever does not know the password is not answered.
func answer(l net.Listener, password string, raised chan<- struct{}) {
	for {
		conn, err := l.Accept()
		if err != nil {
			return
		}
		go func() {
			defer conn.Close()
			conn.SetDeadline(time.Now().Add(callTime))
			line, err := bufio.NewReaderSize(conn, 64).ReadString('\n')
			if err != nil || subtle.ConstantTimeCompare([]byte(strings.TrimSpace(line)), []byte(password)) != 1 {
				return
			}
			select {
			case raised <- struct{}{}:
			default: // it is coming forward already
			}
			conn.Write([]byte("coming\n"))
		}()
	}
}

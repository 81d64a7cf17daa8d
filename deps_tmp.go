package main

import (
	_ "filippo.io/age"
	_ "fyne.io/fyne/v2/app"
	_ "fyne.io/fyne/v2/test"
	_ "fyne.io/fyne/v2/widget"
	_ "github.com/chromedp/chromedp"
	_ "github.com/pkg/browser"
	_ "github.com/zalando/go-keyring"
	_ "golang.org/x/crypto/chacha20poly1305"
	_ "golang.org/x/net/http/httpproxy"
	_ "golang.org/x/oauth2"
	_ "golang.org/x/sync/singleflight"
	_ "golang.org/x/sys/unix"
	_ "modernc.org/sqlite"
	_ "github.com/google/uuid"
)

func main() {}

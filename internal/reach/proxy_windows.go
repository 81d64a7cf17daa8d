package reach

import (
	"context"

	"golang.org/x/net/http/httpproxy"
	"golang.org/x/sys/windows/registry"
)

// systemProxy reads what the Windows proxy dialog keeps for this person.
func systemProxy(context.Context) httpproxy.Config {
	k, err := registry.OpenKey(registry.CURRENT_USER, `Software\Microsoft\Windows\CurrentVersion\Internet Settings`, registry.QUERY_VALUE)
	if err != nil {
		return httpproxy.Config{}
	}
	defer k.Close()
	if on, _, err := k.GetIntegerValue("ProxyEnable"); err != nil || on == 0 {
		return httpproxy.Config{}
	}
	server, _, err := k.GetStringValue("ProxyServer")
	if err != nil {
		return httpproxy.Config{}
	}
	except, _, _ := k.GetStringValue("ProxyOverride") // absent means none
	return fromWinINET(server, except)
}

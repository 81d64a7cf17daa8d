package reach

import (
	"strings"

	"golang.org/x/net/http/httpproxy"
)

// The three systems' answers are parsed here and not in the files that ask, so that each can be tested everywhere.

// fromGSettings reads the output of "gsettings list-recursively org.gnome.system.proxy": lines of
// schema, key and a value in GVariant text form.
func fromGSettings(out string) httpproxy.Config {
	v := map[string]string{}
	for line := range strings.Lines(out) {
		f := strings.SplitN(strings.TrimSpace(line), " ", 3)
		if len(f) == 3 {
			v[strings.TrimPrefix(f[0], "org.gnome.system.proxy")+"/"+f[1]] = strings.Trim(f[2], "'")
		}
	}
	if v["/mode"] != "manual" {
		return httpproxy.Config{}
	}
	c := httpproxy.Config{
		HTTPProxy:  hostPort("http", v[".http/host"], v[".http/port"]),
		HTTPSProxy: hostPort("http", v[".https/host"], v[".https/port"]),
		NoProxy:    strings.NewReplacer("[", "", "]", "", "'", "", " ", "", "@as", "").Replace(v["/ignore-hosts"]),
	}
	return orSocks(c, hostPort("socks5", v[".socks/host"], v[".socks/port"]))
}

func orSocks(c httpproxy.Config, socks string) httpproxy.Config {
	if c.HTTPSProxy == "" {
		c.HTTPSProxy = socks
	}
	if c.HTTPProxy == "" {
		c.HTTPProxy = socks
	}
	return c
}

// fromScutil reads the output of macOS's "scutil --proxy".
func fromScutil(out string) httpproxy.Config {
	v := map[string]string{}
	var except []string
	inList := false
	for line := range strings.Lines(out) {
		key, value, ok := strings.Cut(strings.TrimSpace(line), " : ")
		switch {
		case !ok:
			inList = inList && strings.TrimSpace(line) != "}"
		case strings.HasPrefix(value, "<array>"):
			inList = key == "ExceptionsList"
		case inList:
			except = append(except, value)
		default:
			v[key] = value
		}
	}
	on := func(kind, scheme string) string {
		if v[kind+"Enable"] != "1" {
			return ""
		}
		return hostPort(scheme, v[kind+"Proxy"], v[kind+"Port"])
	}
	c := httpproxy.Config{HTTPProxy: on("HTTP", "http"), HTTPSProxy: on("HTTPS", "http"), NoProxy: strings.Join(except, ",")}
	return orSocks(c, on("SOCKS", "socks5"))
}

// fromWinINET reads the two values that Windows keeps for its own proxy dialog: one "host:port" for
// everything, or "http=host:port;https=host:port;socks=host:port"; exceptions are set apart by semicolons.
func fromWinINET(server, except string) httpproxy.Config {
	v := map[string]string{}
	for part := range strings.SplitSeq(server, ";") {
		kind, address, ok := strings.Cut(strings.TrimSpace(part), "=")
		if !ok {
			kind, address = "", kind
		}
		v[strings.ToLower(kind)] = address
	}
	named := func(scheme, address string) string {
		if address == "" || strings.Contains(address, "://") {
			return address
		}
		return scheme + "://" + address
	}
	c := httpproxy.Config{HTTPProxy: named("http", v["http"]), HTTPSProxy: named("http", v["https"])}
	if all := named("http", v[""]); all != "" {
		c.HTTPProxy, c.HTTPSProxy = all, all
	}
	var no []string
	for part := range strings.SplitSeq(except, ";") {
		if part = strings.TrimSpace(part); part != "" && part != "<local>" {
			no = append(no, part)
		}
	}
	c.NoProxy = strings.Join(no, ",")
	return orSocks(c, named("socks5", v["socks"]))
}

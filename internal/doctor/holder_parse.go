package doctor

import (
	"encoding/csv"
	"strconv"
	"strings"
)

// What the systems print is read here and not in the files that ask, so that each can be tested everywhere.

// listeningInode finds in /proc/net/tcp or tcp6 the socket that listens on a port (proc_pid_net(5); 0A is LISTEN).
func listeningInode(table string, port int) string {
	suffix := ":" + strings.ToUpper(strconv.FormatInt(int64(port)|1<<16, 16)[1:])
	for line := range strings.Lines(table) {
		f := strings.Fields(line)
		if len(f) > 9 && f[3] == "0A" && strings.HasSuffix(f[1], suffix) && f[9] != "0" {
			return f[9]
		}
	}
	return ""
}

// fromLsof reads "lsof -nP -iTCP:PORT -sTCP:LISTEN -Fpc": lines that begin with p (process) and c (command).
func fromLsof(out string) (who program) {
	for line := range strings.Lines(out) {
		line = strings.TrimSpace(line)
		switch {
		case strings.HasPrefix(line, "p") && who.process == 0:
			who.process, _ = strconv.Atoi(line[1:])
		case strings.HasPrefix(line, "c") && who.name == "":
			who.name = line[1:]
		}
	}
	return who
}

// fromNetstat reads Windows' "netstat -ano -p TCP": protocol, local and foreign address, state (whose word depends on
// the language; a foreign port 0 does not), process.
func fromNetstat(out string, port int) int {
	suffix := ":" + strconv.Itoa(port)
	for line := range strings.Lines(out) {
		f := strings.Fields(line)
		if len(f) >= 5 && f[0] == "TCP" && strings.HasSuffix(f[1], suffix) && strings.HasSuffix(f[2], ":0") {
			n, _ := strconv.Atoi(f[len(f)-1])
			return n
		}
	}
	return 0
}

// fromTasklist reads Windows' "tasklist /FI … /FO CSV /NH": the image name comes first.
func fromTasklist(out string) string {
	record, err := csv.NewReader(strings.NewReader(strings.TrimSpace(out))).Read()
	if err != nil || len(record) < 2 {
		return ""
	}
	return record[0]
}

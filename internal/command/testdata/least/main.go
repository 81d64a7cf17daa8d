// Command least does the least that a command which verifies one link can do, with the same libraries and none of the
// care: open the database, read a row, get a word from the key store (KEYSTORE) or from a file, ask Gusto (GUSTO) three
// times, write a row that is synced, print. What it takes is what a computer asks for that much, whoever asks.
package main

import (
	"database/sql"
	"encoding/json"
	"errors"
	"io"
	"log"
	"net/http"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"
	"github.com/zalando/go-keyring"
	_ "modernc.org/sqlite"
)

func main() {
	log.SetFlags(0)
	root := &cobra.Command{Use: "least"}
	verify := &cobra.Command{Use: "verify FOLDER COMPANY", Args: cobra.ExactArgs(2), RunE: func(_ *cobra.Command, args []string) error {
		return least(args[0], args[1])
	}}
	root.AddCommand(verify)
	if err := root.Execute(); err != nil {
		log.Fatal(err)
	}
}

func least(folder, company string) error {
	db, err := sql.Open("sqlite", "file:"+filepath.Join(folder, "least.db")+"?_pragma=journal_mode(wal)&_pragma=synchronous(full)")
	if err != nil {
		return err
	}
	db.SetMaxOpenConns(1)
	if _, err := db.Exec(`CREATE TABLE IF NOT EXISTS link (company TEXT PRIMARY KEY, verdict TEXT)`); err != nil {
		return err
	}
	var before string
	if err := db.QueryRow(`SELECT verdict FROM link WHERE company = ?`, company).Scan(&before); err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	if os.Getenv("KEYSTORE") != "" {
		_, err = keyring.Get("least", "least")
	} else {
		_, err = os.ReadFile(filepath.Join(folder, "key"))
	}
	if err != nil {
		return err
	}
	for _, path := range []string{"/v1/token_info", "/v1/companies/" + company, "/v1/companies/" + company + "/admins"} {
		if err := ask(os.Getenv("GUSTO") + path); err != nil {
			return err
		}
	}
	if _, err := db.Exec(`INSERT INTO link VALUES (?, 'working') ON CONFLICT DO UPDATE SET verdict = 'working'`, company); err != nil {
		return err
	}
	if err := json.NewEncoder(os.Stdout).Encode(map[string]any{"company": company, "before": before, "verdict": "working"}); err != nil {
		return err
	}
	return db.Close()
}

func ask(address string) error {
	resp, err := http.Get(address)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		return err
	}
	var reply any
	return json.Unmarshal(text, &reply)
}

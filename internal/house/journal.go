package house

import (
	"io"
	"log/slog"
	"path/filepath"

	"crosswalk/internal/journal"
	"crosswalk/storage"
)

// Journal opens the log and arms the crash file, in the data folder; also, when it is not nil, gets every line as well.
// It can always be used: where the folder is no place for data, or cannot be written, the log goes to also alone.
func Journal(version, folder string, also io.Writer, level slog.Level) *journal.Journal {
	where := folder
	refused := storage.CheckFolder(folder)
	if refused != nil {
		where = ""
	}
	j, err := journal.Open(where, journal.Options{Version: version, Also: also, Level: level})
	if err = firstError(refused, err); err != nil {
		j.Log().Warn("no log file", "error", err)
	}
	return j
}

func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// Places says where the data and the log are, or would be; "" where there is no place for them. Nothing is made.
func Places() (data, log string) {
	data, err := storage.DataDir()
	if err != nil {
		return "", ""
	}
	return data, filepath.Join(data, journal.FolderName)
}

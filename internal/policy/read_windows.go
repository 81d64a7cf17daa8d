package policy

import (
	"errors"

	"golang.org/x/sys/windows/registry"
)

// Place is where the policy of this computer is, below HKEY_LOCAL_MACHINE: group policy writes it.
const Place = `Software\Policies\Crosswalk`

// mostValues is how many values of the registry are looked at.
const mostValues = 200

// Read gives the policy of this computer; it decides nothing where there is none. It blocks on the registry.
func Read() Policy { return readKey(registry.LOCAL_MACHINE, Place) }

func readKey(root registry.Key, path string) Policy {
	where := `HKLM\` + path
	k, err := registry.OpenKey(root, path, registry.QUERY_VALUE|registry.WOW64_64KEY)
	if errors.Is(err, registry.ErrNotExist) {
		return Policy{}
	}
	if err != nil {
		return unreadable(where, err.Error())
	}
	defer k.Close()
	names, err := k.ReadValueNames(mostValues)
	if err != nil && len(names) == 0 {
		if info, statErr := k.Stat(); statErr == nil && info.ValueCount == 0 {
			return Policy{}
		}
		return unreadable(where, err.Error())
	}
	var all []entry
	for _, name := range names {
		all = append(all, entry{name, valueOf(k, name)})
	}
	return parse(where, all)
}

// valueOf reads a value; nil for one of a kind that no policy has.
func valueOf(k registry.Key, name string) any {
	if text, _, err := k.GetStringValue(name); err == nil {
		return text
	}
	if n, _, err := k.GetIntegerValue(name); err == nil {
		return dword(n)
	}
	return nil
}

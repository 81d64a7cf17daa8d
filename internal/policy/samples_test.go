package policy

import (
	"bytes"
	"encoding/xml"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"howett.net/plist"
)

const packaging = "../../packaging/"

func sample(t *testing.T, path string) []byte {
	t.Helper()
	text, err := os.ReadFile(packaging + path)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestTheSamplesAreWithoutFault(t *testing.T) {
	p := readFile(packaging+"policy/policy.json", decodeJSON)
	for _, one := range p.Problems {
		if one.Kind != OpenToOthers { // what a checkout's files may do is not the sample's matter
			t.Error(one)
		}
	}
	var profile struct {
		PayloadContent []struct {
			PayloadContent map[string]struct {
				Forced []struct {
					Settings map[string]any `plist:"mcx_preference_settings"`
				}
			}
		}
	}
	if _, err := plist.Unmarshal(sample(t, "policy/crosswalk.mobileconfig"), &profile); err != nil {
		t.Fatal(err)
	}
	held, err := plist.Marshal(profile.PayloadContent[0].PayloadContent["org.crosswalk.desktop"].Forced[0].Settings, plist.BinaryFormat)
	if err != nil {
		t.Fatal(err)
	}
	entries, err := decodePlist(held)
	if err != nil {
		t.Fatal(err)
	}
	mac := parse("profile", entries)
	for _, key := range Keys() {
		if !bytes.Contains(sample(t, "policy/policy.json"), []byte(`"`+key+`":`)) || !bytes.Contains(sample(t, "policy/crosswalk.mobileconfig"), []byte("<key>"+key+"</key>")) {
			t.Errorf("a sample lacks %s", key)
		}
	}
	if mac.Problems != nil || mac.AutoLock != p.AutoLock || mac.Environment != p.Environment || mac.RedirectPort != p.RedirectPort || mac.Rights != p.Rights || mac.OneCompany != p.OneCompany || mac.Who() != p.Who() {
		t.Errorf("%+v\n%+v", mac, p)
	}
}

func TestGroupPolicyOffersEveryKeyWithItsWords(t *testing.T) {
	var admx struct {
		Policies []struct {
			Name     string `xml:"name,attr"`
			Key      string `xml:"key,attr"`
			Value    string `xml:"valueName,attr"`
			Elements struct {
				Any []struct {
					Value string `xml:"valueName,attr"`
				} `xml:",any"`
			} `xml:"elements"`
		} `xml:"policies>policy"`
	}
	text, words := sample(t, "windows/policy/Crosswalk.admx"), sample(t, "windows/policy/en-US/Crosswalk.adml")
	if err := xml.Unmarshal(text, &admx); err != nil {
		t.Fatal(err)
	}
	var offered []Key
	for _, one := range admx.Policies {
		value := one.Value
		for _, e := range one.Elements.Any {
			value += e.Value
		}
		if one.Key != `Software\Policies\Crosswalk` || value != one.Name {
			t.Errorf("%s is written as %s in %s", one.Name, value, one.Key)
		}
		offered = append(offered, Key(value))
	}
	want := Keys()
	slices.Sort(want)
	slices.Sort(offered)
	if !slices.Equal(offered, want) {
		t.Errorf("offered are %v, read are %v", offered, want)
	}
	var adml struct {
		Strings []struct {
			ID string `xml:"id,attr"`
		} `xml:"resources>stringTable>string"`
		Presentations []struct {
			ID string `xml:"id,attr"`
		} `xml:"resources>presentationTable>presentation"`
	}
	if err := xml.Unmarshal(words, &adml); err != nil {
		t.Fatal(err)
	}
	said := map[string]bool{}
	for _, s := range adml.Strings {
		said["string."+s.ID] = true
	}
	for _, p := range adml.Presentations {
		said["presentation."+p.ID] = true
	}
	for _, ref := range regexp.MustCompile(`\$\(([^)]+)\)`).FindAllStringSubmatch(string(text), -1) {
		if !said[ref[1]] {
			t.Errorf("%s has no words", ref[1])
		}
	}
}

func TestEveryKeyIsDocumented(t *testing.T) {
	text, err := os.ReadFile("../../docs/policies.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range Keys() {
		if !strings.Contains(string(text), "| `"+string(key)+"` |") {
			t.Errorf("%s is not in docs/policies.md", key)
		}
	}
}

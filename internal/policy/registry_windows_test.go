package policy

import (
	"testing"

	"golang.org/x/sys/windows/registry"
)

// The real registry, below the account's own key: writing below HKEY_LOCAL_MACHINE takes an administrator.
func TestTheRealRegistryIsRead(t *testing.T) {
	const path = `Software\Crosswalk policy test`
	k, _, err := registry.CreateKey(registry.CURRENT_USER, path, registry.ALL_ACCESS)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { k.Close(); _ = registry.DeleteKey(registry.CURRENT_USER, path) })
	if p := readKey(registry.CURRENT_USER, path); p.Where != "" || p.Problems != nil {
		t.Errorf("an empty key decides: %+v", p)
	}
	for _, err := range []error{
		k.SetStringValue("Environment", "production"), k.SetDWordValue("RedirectPort", 38517), k.SetDWordValue("AllowExport", 0),
		k.SetDWordValue("OneCompanyPerClient", 1), k.SetStringValue("AllowTokenCommand", "no"), k.SetBinaryValue("Odd", []byte{1}),
		k.SetStringValue("ManagedBy", "Whitfield IT"), k.SetStringValue("ClientSecret", "x"),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	p := readKey(registry.CURRENT_USER, path)
	if p.Environment != decided("production") || p.RedirectPort != decided(38517) || p.Export != decided(false) || p.OneCompany != decided(true) || p.ManagedBy != "Whitfield IT" {
		t.Errorf("%+v", p)
	}
	if !p.TokenCommand.Unclear || len(p.Problems) != 3 {
		t.Errorf("%+v", p.Problems)
	}
	if p := readKey(registry.CURRENT_USER, path+`\none`); p.Where != "" {
		t.Errorf("%+v", p)
	}
}

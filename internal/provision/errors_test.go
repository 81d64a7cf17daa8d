package provision

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"crosswalk/internal/desk"
	"crosswalk/internal/gusto"
	"crosswalk/internal/intake"
	"crosswalk/storage"
)

// refusedWith is the error of a request that Gusto answers like that.
func refusedWith(t testing.TB, status int, body string) error {
	answer := roundTrip(func(*http.Request) (*http.Response, error) {
		return &http.Response{StatusCode: status, Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(strings.NewReader(body))}, nil
	})
	_, err := gusto.New("http://127.0.0.1:1", desk.NewestVersion, &http.Client{Transport: answer}).Provision(t.Context(), gusto.Bearer("x"), gusto.NewCompany{})
	return err
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func TestWhatGustoWantsOtherwiseStandsBesideItsField(t *testing.T) {
	zip1 := intake.AddressField(1, intake.ZIP)
	for name, c := range map[string]struct {
		body string
		want []FieldError
	}{
		"a missing part":           {`{"errors":[{"error_key":"user","category":"missing_parameter","message":"user is required."}]}`, []FieldError{{"", "user is required."}}},
		"as Gusto's documentation": {`{"errors":[{"error_key":"base","category":"invalid_attribute_value","message":"Invalid email address."}]}`, []FieldError{{intake.Email, "Invalid email address."}}},
		"an EIN that is taken":     {`{"errors":[{"error_key":"base","category":"invalid_attribute_value","message":"EIN has already been taken."}]}`, []FieldError{{intake.TaxNumber, "EIN has already been taken."}}},
		"two things in one":        {`{"errors":[{"error_key":"base","message":"Email and EIN belong to others."}]}`, []FieldError{{"", "Email and EIN belong to others."}}},
		"nested": {`{"errors":[{"error_key":"company","category":"nested_errors","errors":[{"error_key":"ein","message":"Bad."},{"error_key":"name","message":"Short."}]},{"error_key":"user","category":"nested_errors","errors":[{"error_key":"phone","message":"Ten digits."}]}]}`,
			[]FieldError{{intake.TaxNumber, "Bad."}, {intake.LegalName, "Short."}, {intake.UserPhone, "Ten digits."}}},
		"nested, one of several": {`{"errors":[{"error_key":"company","category":"nested_errors","errors":[{"error_key":"addresses","category":"nested_errors","metadata":{"index":1},"errors":[{"error_key":"zip","message":"Zip."}]}]}]}`, []FieldError{{zip1, "Zip."}}},
		"an index as text":       {`{"errors":[{"error_key":"addresses","category":"nested_errors","metadata":[{"index":"1"}],"errors":[{"error_key":"zip","message":"Zip."}]}]}`, []FieldError{{zip1, "Zip."}}},
		"a path":                 {`{"errors":[{"error_key":"company.addresses[1].zip","message":"Zip."}]}`, []FieldError{{zip1, "Zip."}}},
		"a path with dots":       {`{"errors":[{"error_key":"company.addresses.1.zip","message":"Zip."}]}`, []FieldError{{zip1, "Zip."}}},
		"an address that is not": {`{"errors":[{"error_key":"company.addresses[7].zip","message":"Zip."}]}`, []FieldError{{intake.Addresses, "Zip."}}},
		"which address, unsaid":  {`{"errors":[{"error_key":"company.addresses.state","message":"State."}]}`, []FieldError{{intake.Addresses, "State."}}},
		"nested_errors":          {`{"errors":[{"error_key":"company","nested_errors":[{"error_key":"states","message":"Two letters."}]}]}`, []FieldError{{intake.States, "Two letters."}}},
		"fields alone":           {`{"errors":[{"error_key":"email","message":"A."},{"error_key":"first_name","message":"B."},{"error_key":"trade_name","message":"C."},{"error_key":"number_employees","message":"D."}]}`, []FieldError{{intake.Email, "A."}, {intake.FirstName, "B."}, {intake.TradeName, "C."}, {intake.Employees, "D."}}},
		"a map of sentences":     {`{"errors":{"ein":["is invalid"],"user.last_name":["is missing"]}}`, []FieldError{{intake.TaxNumber, "is invalid"}, {intake.LastName, "is missing"}}},
		"what nobody knows":      {`{"errors":[{"error_key":"company.payroll_type","category":"invalid_operation","message":"Not for partners."}]}`, []FieldError{{"", "Not for partners."}}},
		"a category alone":       {`{"errors":[{"error_key":"company.ein","category":"invalid_attribute_value"}]}`, []FieldError{{intake.TaxNumber, "invalid attribute value"}}},
		"plain strings":          {`{"errors":["Try later.","Email is odd."]}`, []FieldError{{"", "Try later."}, {intake.Email, "Email is odd."}}},
		"said twice":             {`{"errors":["Once.","Once."]}`, []FieldError{{"", "Once."}}},
		"a bare error":           {`{"error":"No partner."}`, []FieldError{{"", "No partner."}}},
	} {
		err := refusedWith(t, 422, c.body)
		e := judge(desk.Counter{}, gusto.Provisioned{}, err, 2, time.Now())
		if e.State != storage.AttemptRefused || e.Cause != desk.CompanyRefused {
			t.Errorf("%s: %+v", name, e)
		}
		if len(e.Errors) != len(c.want) {
			t.Errorf("%s: got %+v", name, e.Errors)
			continue
		}
		for i := range c.want {
			if e.Errors[i] != c.want[i] {
				t.Errorf("%s: got %+v, want %+v", name, e.Errors[i], c.want[i])
			}
		}
	}
}

// What has no place beside a field is told all the same, whatever was answered.
func FuzzErrorsFindTheirField(f *testing.F) {
	f.Add(422, `{"errors":[{"error_key":"company","category":"nested_errors","errors":[{"error_key":"addresses","metadata":{"index":1},"errors":[{"error_key":"zip","message":"Zip."}]}]}]}`, 2)
	f.Add(422, `{"errors":{"company.addresses[1][2].zip":["x"],"user":{"email":"y"}}}`, 0)
	f.Add(400, `{"error":"x","error_description":"y"}`, 1)
	f.Add(409, `["a","b"]`, 1)
	f.Add(422, ``, 3)
	known := map[intake.Field]bool{"": true, intake.Addresses: true}
	for _, fields := range []map[string]intake.Field{userFields, companyFields} {
		for _, field := range fields {
			known[field] = true
		}
	}
	f.Fuzz(func(t *testing.T, status int, body string, places int) {
		if places < 0 || places > 5 || status < 400 || status > 599 {
			return
		}
		err := refusedWith(t, status, body)
		e := judge(desk.Counter{}, gusto.Provisioned{}, err, places, time.Now())
		if e.State == storage.AttemptCreated || e.State == storage.AttemptWritten || e.Cause == "" {
			t.Fatalf("%d: %+v", status, e)
		}
		if status >= 500 && e.State != storage.AttemptUnknown && e.Cause != desk.CaptivePortal {
			t.Errorf("%d is %s", status, e.State)
		}
		for _, one := range e.Errors {
			index, part, address := one.Field.Address()
			if address && (index >= places || part != intake.Whole && intake.AddressField(index, part) != one.Field) || !address && !known[one.Field] {
				t.Errorf("no form has the field %q", one.Field)
			}
			if one.Message == "" || len(one.Message) > 2000 {
				t.Errorf("%d bytes said", len(one.Message))
			}
		}
		var refused *gusto.Error
		if e.State == storage.AttemptRefused && errors.As(err, &refused) {
			for _, d := range refused.Leaves() {
				said := d.Message == ""
				for _, one := range e.Errors {
					said = said || one.Message == d.Message
				}
				if !said {
					t.Errorf("%q is told nowhere", d.Message)
				}
			}
		}
	})
}

func TestAnEndingIsNeverBetterThanWhatIsKnown(t *testing.T) {
	for name, err := range map[string]error{
		"giving up": context.Canceled, "no time left": context.DeadlineExceeded, "anything": errors.New("anything"),
	} {
		if e := judge(desk.Counter{}, gusto.Provisioned{}, err, 0, time.Now()); e.State != storage.AttemptUnknown || e.Cause != desk.OutcomeUnknown {
			t.Errorf("%s: %+v", name, e)
		}
	}
}

func TestALinkToTheProvidersOwnPlaceGoesWhereThatIsNow(t *testing.T) {
	for _, c := range [][4]string{
		{"http://127.0.0.1:4000/claim_account/x", "http://127.0.0.1:4000", "http://127.0.0.1:5000", "http://127.0.0.1:5000/claim_account/x"},
		{"https://app.gusto.com/claim_account/x", "https://api.gusto.com", "https://api.gusto.com", "https://app.gusto.com/claim_account/x"},
		{"http://127.0.0.1:40001/claim_account/x", "http://127.0.0.1:4000", "http://127.0.0.1:5000", "http://127.0.0.1:40001/claim_account/x"},
	} {
		if got := claimAddress(ownPlace(c[0], c[1]), c[2]); got != c[3] {
			t.Errorf("%s: got %s", c[0], got)
		}
	}
}

package credential_test

import (
	"testing"

	"giamngheo/internal/credential"
	"giamngheo/internal/errs"
)

// TestParty: passkeys belong to a name with https; a number, a name in clear and nothing are refused.
func TestParty(t *testing.T) {
	for address, want := range map[string]credential.Party{
		"https://giamngheo.tinh.gov.vn":        {Host: "giamngheo.tinh.gov.vn", Origin: "https://giamngheo.tinh.gov.vn"},
		"https://GiamNgheo.Tinh.gov.vn:8443/x": {Host: "giamngheo.tinh.gov.vn", Origin: "https://giamngheo.tinh.gov.vn:8443"},
		"http://localhost:9953":                {Host: "localhost", Origin: "http://localhost:9953"},
	} {
		if got, err := credential.PartyOf(address); err != nil || got != want {
			t.Errorf("%s: %+v %v", address, got, err)
		}
	}
	for _, address := range []string{"", "https://10.0.0.5", "https://[::1]:8443", "http://giamngheo.tinh.gov.vn", "giamngheo"} {
		if got, err := credential.PartyOf(address); errs.KindOf(err) != errs.Invalid {
			t.Errorf("%q: %+v %v", address, got, err)
		}
	}
}

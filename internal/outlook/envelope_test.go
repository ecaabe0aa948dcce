package outlook

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"
)

// TestEnvelopes: what is not known is none; what cannot be meant is refused with its line.
func TestEnvelopes(t *testing.T) {
	e, err := ReadEnvelopes(os.DirFS("../../data"))
	if err != nil || !e.Sample || len(e.All) == 0 || e.Of("gnbv-2021-2025", "central_recurrent") != nil {
		t.Fatal(e, err)
	}
	const good = "envelopes: [{programme: p, fund: f, amount: 5, cite: QĐ}, {programme: p, fund: g, amount: null, cite: null}]"
	e, err = ReadEnvelopes(fstest.MapFS{envelopeFile: {Data: []byte(good)}})
	if err != nil || *e.Of("p", "f").Amount != 5 || e.Of("p", "g") != nil || e.Of("q", "f") != nil {
		t.Error(e, err)
	}
	for from, to := range map[string]string{"fund: g": "fund: f", "amount: 5": "amount: -5", "cite: QĐ": "cite: null",
		"programme: p, fund: f": "programm: p"} {
		if _, err := ReadEnvelopes(fstest.MapFS{envelopeFile: {Data: []byte(strings.Replace(good, from, to, 1))}}); err == nil {
			t.Errorf("%s is taken", to)
		}
	}
}

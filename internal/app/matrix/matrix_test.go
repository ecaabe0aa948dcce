package matrix

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"giamngheo/internal/sheet"
)

func TestMeasureAccounts(t *testing.T) {
	path := filepath.Join(t.TempDir(), "m.csv")
	if err := os.WriteFile(path, []byte("a,\"b\",w,g\n1,0,2,x\n2,1,1,x\n,1,3,y\n0,0,2,y\n1,1,-1,y\n"),
		0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		zero                                bool
		accepted, dropped, filled, rejected int64
		h                                   float64
	}{
		{false, 2, 1, 0, 2, 0.5},
		{true, 3, 0, 1, 2, 5.0 / 7},
	} {
		var faults []*sheet.Error
		in := Input{Path: path, K: "1/2", Weight: "w", By: []string{"g"}, ZeroFill: c.zero}
		got, err := Measure(context.Background(), in,
			func(e *sheet.Error) { faults = append(faults, e) }, nil)
		if err != nil {
			t.Fatal(err)
		}
		if got.In != 5 || got.Accepted != c.accepted || got.Dropped != c.dropped || got.Filled != c.filled ||
			got.Rejected != c.rejected {
			t.Errorf("zero %v: account %+v", c.zero, got)
		}
		if got.Ks[0].All.H != c.h {
			t.Errorf("zero %v: H = %v, want %v", c.zero, got.Ks[0].All.H, c.h)
		}
		if len(faults) != 2 || faults[0].Row != 3 || faults[0].Col != 1 || faults[1].Row != 6 || faults[1].Col != 3 {
			t.Errorf("zero %v: faults %v", c.zero, faults)
		}
	}
}

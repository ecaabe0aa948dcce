package transfer_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"giamngheo/internal/app/files"
	"giamngheo/internal/app/register"
	"giamngheo/internal/date"
	"giamngheo/internal/officetest"
	"giamngheo/internal/store/jobs"
)

// saveWaits stores an import of so many households while an officer saves one household after another, and returns how
// long the import took, how many saves it let through, and the longest wait of one.
func saveWaits(tb testing.TB, households int64) (lasted time.Duration, saves int, longest time.Duration) {
	tb.Helper()
	path := filepath.Join(tb.TempDir(), "register.xlsx")
	if _, err := officetest.Tools(tb).Files.Generate(context.Background(),
		files.GenerateInput{Households: households, Year: 2024, Seed: 2, Out: path}, nil); err != nil {
		tb.Fatal(err)
	}
	o := officetest.Demo(tb, 500)
	ctx, department, officer := context.Background(), officetest.SignIn(tb, o, "canbo.so"),
		officetest.SignIn(tb, o, "canbo.xa")
	f, err := os.Open(path)
	if err != nil {
		tb.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	j, err := o.Transfer.Upload(ctx, department, "so-ho.xlsx", f, date.Must(2024, 12, 14))
	if err != nil {
		tb.Fatal(err)
	}
	if done, err := o.Office.WaitJob(ctx, department, j.ID); err != nil || done.State != jobs.Ready {
		tb.Fatal(err, done.Message)
	}
	start := time.Now()
	if err := officetest.Agreed(o, officetest.SignIn(tb, o, "lanhdao"),
		o.Transfer.CommitImport(ctx, department, j.ID, nil, "nhận sổ hộ của tỉnh")); err != nil {
		tb.Fatal(err)
	}
	stored := make(chan error, 1)
	go func() {
		done, err := o.Office.WaitJob(ctx, department, j.ID)
		if err == nil && done.State != jobs.Done {
			err = fmt.Errorf("%s: %s", done.State, done.Message)
		}
		stored <- err
	}()
	for {
		at := time.Now()
		if _, err := o.Register.Save(ctx, officer,
			register.SaveInput{Household: officetest.Fresh(fmt.Sprintf("W-%d", saves))}); err != nil {
			tb.Fatal(err)
		}
		longest = max(longest, time.Since(at))
		saves++
		select {
		case err := <-stored:
			if err != nil {
				tb.Fatal(err)
			}
			return time.Since(start), saves, longest
		default:
		}
	}
}

// TestSavesDuringImport: who saves does not wait for an import, but for a small part of it at most.
func TestSavesDuringImport(t *testing.T) {
	size := int64(6000)
	if testing.Short() { // under the race detector
		size = 2000
	}
	lasted, saves, longest := saveWaits(t, size)
	if saves < 20 || longest > lasted/3 {
		t.Errorf("in %v of an import %d saves, the longest took %v", lasted, saves, longest)
	}
}

// BenchmarkSavesDuringImport states the longest wait of a save during an import of 80,000 households.
func BenchmarkSavesDuringImport(b *testing.B) {
	for b.Loop() {
		lasted, saves, longest := saveWaits(b, 80_000)
		b.ReportMetric(float64(longest.Microseconds())/1000, "ms-longest-save")
		b.ReportMetric(float64(saves), "saves")
		b.ReportMetric(lasted.Seconds(), "s-stored")
		b.ReportMetric(officetest.PeakRSS(), "MB-peak")
	}
}

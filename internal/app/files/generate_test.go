package files_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/xuri/excelize/v2"

	"giamngheo/internal/app/files"
	"giamngheo/internal/errs"
	"giamngheo/internal/generate"
	"giamngheo/internal/officetest"
)

func filesIn(t *testing.T, dir string) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

func TestGenerateFolder(t *testing.T) {
	a, dir := officetest.Tools(t), t.TempDir()
	in := files.GenerateInput{Households: 500, Seed: 3, Out: filepath.Join(dir, "register")}
	var last [2]int64
	if _, err := a.Files.Generate(context.Background(), in, func(done,
		total int64) {
		last = [2]int64{done, total}
	}); err != nil {
		t.Fatal(err)
	}
	if last != [2]int64{500, 500} {
		t.Errorf("progress ended at %v", last)
	}
	if got := filesIn(t, in.Out); !slices.Equal(got, []string{"README.txt", "households.csv", "members.csv"}) {
		t.Errorf("wrote %v", got)
	}
	if _, err := a.Files.Generate(context.Background(), in, nil); errs.KindOf(err) != errs.Conflict {
		t.Errorf("over an existing folder: %v", err)
	}
	before, err := os.ReadFile(filepath.Join(in.Out, "households.csv"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(in.Out, "mine.txt"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	in.Force, in.Seed = true, 4
	if _, err := a.Files.Generate(context.Background(), in, nil); err != nil {
		t.Fatal(err)
	}
	after, err := os.ReadFile(filepath.Join(in.Out, "households.csv"))
	if err != nil || string(after) == string(before) {
		t.Errorf("--force left the old register (%v)", err)
	}
	if got := filesIn(t, in.Out); !slices.Contains(got, "mine.txt") || len(filesIn(t, dir)) != 1 {
		t.Errorf("--force left %v in the folder and %v beside it", got, filesIn(t, dir))
	}
}

func TestGenerateWorkbook(t *testing.T) {
	a, dir := officetest.Tools(t), t.TempDir()
	in := files.GenerateInput{Households: 300, Seed: 3, Out: filepath.Join(dir, "register.xlsx")}
	if _, err := a.Files.Generate(context.Background(), in, nil); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenFile(in.Out)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	if got := f.GetSheetList(); !slices.Equal(got, []string{"LƯU Ý", "households", "members"}) {
		t.Fatalf("sheets %v", got)
	}
	for name, least := range map[string]int{"households": 300, "members": 900} {
		rows, err := f.GetRows(name)
		if err != nil {
			t.Fatal(err)
		}
		if n := len(rows) - 1; n < least || (name == "households" && n != least) {
			t.Errorf("%d rows of %s", n, name)
		}
		for _, row := range rows[1:] {
			if row[len(row)-1] != generate.Label {
				t.Fatalf("%s: a row without its label: %q", name, row)
			}
		}
	}
}

// TestGenerateLeavesNothing: what ends early or cannot be written leaves no file behind.
func TestGenerateLeavesNothing(t *testing.T) {
	a := officetest.Tools(t)
	for name, want := range map[string]errs.Kind{"register": errs.Unavailable, "register.xlsx": errs.Unavailable,
		"no/folder/here": errs.Invalid} {
		dir := t.TempDir()
		ctx, stop := context.WithCancel(context.Background())
		in := files.GenerateInput{Households: 20_000, Seed: 3, Out: filepath.Join(dir, name)}
		_, err := a.Files.Generate(ctx, in, func(_, _ int64) { stop() })
		if errs.KindOf(err) != want {
			t.Errorf("%s: %v", name, err)
		}
		if got := filesIn(t, dir); len(got) != 0 {
			t.Errorf("%s left %v", name, got)
		}
		stop()
	}
}

func TestGenerateTooManyRows(t *testing.T) {
	a, dir := officetest.Tools(t), t.TempDir()
	for _, n := range []int64{335_886, 2_000_000} {
		_, err := a.Files.Generate(context.Background(), files.GenerateInput{Households: n,
			Out: filepath.Join(dir, "r.xlsx")}, nil)
		if errs.KindOf(err) != errs.Invalid {
			t.Errorf("%d households in a workbook: %v", n, err)
		}
	}
}

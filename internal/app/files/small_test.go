package files_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"

	"giamngheo/internal/app/files"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/officetest"
)

// TestSmallFile: of a small file what is taken and what goes back is what came in; a file without households is no
// error, what cannot be read or decided is refused in Vietnamese.
func TestSmallFile(t *testing.T) {
	tools, folder := officetest.Tools(t), t.TempDir()
	write := func(name, households, members string) string {
		path := filepath.Join(folder, name)
		if err := os.Mkdir(path, 0o700); err != nil {
			t.Fatal(err)
		}
		for file, text := range map[string]string{
			"households.csv": "household_code,commune_code,income_per_head\n" + households,
			"members.csv":    "household_code,member_no,full_name,relationship,sex,birth_date\n" + members} {
			if err := os.WriteFile(filepath.Join(path, file), []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		return path
	}
	classify := func(path string, on date.Date, standard string) (*files.Classified, error) {
		var out bytes.Buffer
		return tools.Files.Classify(context.Background(), files.ClassifyInput{Path: path, On: on, Standard: standard,
			Format: "csv", Out: &out}, nil)
	}
	day := date.Must(2024, 10, 15)
	two := write("hai-ho", "H-1,31708,9000000\nH-2,00000,9000000\n",
		"H-1,1,Mẫu Văn An,head,male,1980-05-01\nH-2,1,Mẫu Thị Bé,head,female,1981-05-01\n")
	done, err := classify(two, day, "")
	if err != nil || done.Counts.Households.Accepted != 1 || done.Counts.Households.Rejected != 1 {
		t.Errorf("%+v %v", done, err)
	}
	if done, err = classify(write("rong", "", ""), day, ""); err != nil || done.Counts.Households.Accepted != 0 {
		t.Errorf("nobody: %+v %v", done, err)
	}
	for name, c := range map[string]struct {
		path, standard string
		on             date.Date
		says           string
	}{
		"no standard of the day": {two, "", date.Must(1999, 1, 1), "không có chuẩn nghèo nào có hiệu lực ngày 01/01/1999"},
		"no such standard":       {two, "1999", day, "không có chuẩn nghèo “1999”"},
		"no file":                {filepath.Join(folder, "khong-co"), "", day, "khong-co"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := classify(c.path, c.on, c.standard)
			officetest.Refused(t, err, errs.NotFound, c.says)
		})
	}
}

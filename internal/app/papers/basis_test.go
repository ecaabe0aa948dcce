package papers

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"giamngheo"
	"giamngheo/internal/date"
	"giamngheo/internal/household"
	"giamngheo/internal/library"
)

// TestBases: a paper is based on what is in force on its day, and says where the procedure outlives its period.
func TestBases(t *testing.T) {
	o := &Desk{library: library.New(library.Config{Data: fstest.MapFS{}, Law: lawFolder(t)})}
	for _, c := range []struct {
		on        date.Date
		has, lack string
		marked    bool
	}{
		{date.Must(2024, 12, 10), "07/2021/NĐ-CP", "30/2025", false},
		{date.Must(2025, 2, 24), "30/2025/NĐ-CP", "351/2025", false},
		{date.Must(2025, 12, 31), "72/2025/QH15", "351/2025", false},
		{date.Must(2026, 1, 1), "351/2025/NĐ-CP", "77/2015", true},
		{date.Must(2026, 11, 27), "30/2025/NĐ-CP", "65/2025", true},
		{date.Must(2027, 1, 1), "351/2025/NĐ-CP", "07/2021/NĐ-CP", true},
	} {
		for range 2 { // the law does not change by being read
			lines, mark := o.bases(c.on)
			if !strings.Contains(lines, c.has) || strings.Contains(lines, c.lack) ||
				!strings.HasPrefix(lines, "Căn cứ Luật") || strings.Count(lines, "Căn cứ Căn cứ") > 0 {
				t.Errorf("%s: %s", c.on, lines)
			}
			if (mark != "") != c.marked || c.marked && !strings.Contains(mark, "QĐ 24/2021") {
				t.Errorf("%s: mark %q", c.on, mark)
			}
		}
	}
}

// TestBySex: a year of birth stands in the column of the sex, and in neither where that is not known.
func TestBySex(t *testing.T) {
	for _, c := range []struct {
		sex                household.Sex
		born               string
		man, woman, remark string
	}{
		{household.Male, "1980", "1980", blank, blank},
		{household.Female, "1980", blank, "1980", blank},
		{0, "1980", blank, blank, "Sinh năm 1980; giới tính chưa ghi"},
		{0, "", blank, blank, "Giới tính chưa ghi"},
	} {
		row := map[string]string{"nam_sinh": c.born}
		if bySex(row, c.sex); row["nam"] != c.man || row["nu"] != c.woman || row["ghi_chu"] != c.remark {
			t.Errorf("%v %q: %v", c.sex, c.born, row)
		}
	}
}

func TestDoing(t *testing.T) {
	for want, m := range map[string]household.Member{
		"":                  {},
		"đang đi học":       {Attending: household.AttendsPrimary, Work: household.NotWorking},
		"không có việc làm": {Attending: household.AttendsNone, Work: household.NotWorking},
		"có việc làm":       {Work: household.SelfEmployed},
	} {
		if got := doing(&m); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func lawFolder(t *testing.T) fs.FS {
	t.Helper()
	folder, err := fs.Sub(giamngheo.Law, "law")
	if err != nil {
		t.Fatal(err)
	}
	return folder
}

package programme

import (
	"errors"
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/law"
)

// changed is the shipped data with one text of one file replaced, and the line on which it stood.
func changed(t *testing.T, name, from, to string) (fstest.MapFS, int) {
	t.Helper()
	names, err := fs.Glob(os.DirFS("../../data"), "programme/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	out, line := fstest.MapFS{}, 0
	for _, n := range names {
		b, err := fs.ReadFile(os.DirFS("../../data"), n)
		if err != nil {
			t.Fatal(err)
		}
		if n == "programme/"+name {
			before, after, found := strings.Cut(string(b), from)
			if !found {
				t.Fatalf("%s holds no %q", name, from)
			}
			line = 1 + strings.Count(before, "\n")
			b = []byte(before + to + after)
		}
		out[n] = &fstest.MapFile{Data: b}
	}
	return out, line
}

// TestFaultsAreLocated: each fault is told with its file and line, whether reading or compiling finds it.
func TestFaultsAreLocated(t *testing.T) {
	lib := theLaw(t)
	for _, w := range []struct {
		file, from, to string
		below          int // lines under the replaced text
		want           string
	}{
		{"kinds.yaml", "node: DA4-TDA3", "node: DA4-TDA9", 0, "không có dự án, tiểu dự án “DA4-TDA9”"},
		{"kinds.yaml", "later: [HP1]", "later: [HP9]", 0, "“HP9”"},
		{"kinds.yaml", "code: job_abroad", "code: job_placed", 0, "mã “job_placed” ghi hai lần"},
		{"kinds.yaml", "code: job_abroad", "code: poor", 0, "không trùng tên một nhóm"},
		{"kinds.yaml", "who: (poor || near_poor || newly_escaped) &&", "who: (poor || near_por || newly_escaped) &&", 0,
			"near_por"},
		{"kinds.yaml", "who: (poor || near_poor || newly_escaped) && m.age_months >= working_from",
			"who: |\n      poor &&\n      m.age_months >= true", 2, "biểu thức, cột"},
		{"kinds.yaml", "when: coastal && (near_poor || newly_escaped)", "when: coastal > 1", 0, "biểu thức, cột"},
		{"kinds.yaml", "parameter: job_placement_max,", "parameter: job_placement_most,", 0,
			"không có định mức “job_placement_most”"},
		{"kinds.yaml", "answers: [employment]", "answers: [happiness]", 0, "không có chỉ số thiếu hụt “happiness”"},
		{"kinds.yaml", "statuses: [low_income_worker]", "statuses: [nobody]", 0, "không có đối tượng “nobody”"},
		{"kinds.yaml", "activity: course", "activity: lesson", 0, "không có loại hoạt động “lesson”"},
		{"kinds.yaml", "[local, integrated,", "[bank, integrated,", 0, "không có nguồn vốn “bank”"},
		{"kinds.yaml", "to: household", "to: village", 0, "to phải là"},
		{"kinds.yaml", "once: year", "once: week", 0, "once để trống"},
		{"kinds.yaml", "cost: fee_language", "cost: fee", 0, "“fee” không phải chi tiết"},
		{"kinds.yaml", "type: bool, required: true", "type: maybe, required: true", 0, "type của"},
		{"kinds.yaml", "    most: 1", "    mots: 1", 0, "khóa lạ “mots”"},
		{"kinds.yaml", "most: 1", "most: many", 0, "sai kiểu"},
		{"gnbv-2021-2025.yaml", "parent: DA3", "parent: DA5", 0, "“parent: DA5” chưa có ở trên"},
		{"gnbv-2021-2025.yaml", "to: 2025-02-28", "to: 2025-02-30", 0, "“2025-02-30” không đúng dạng"},
		{"gnbv-2021-2025.yaml", "who: poor && minority", "who: poor && minorty", 0, "minorty"},
		{"gnbv-2021-2025.yaml", "        '94':", "        Sóc Trăng:", 1, "open_in cần hai chữ số"},
		{"gnbv-2021-2025.yaml", "who: coastal", "who: costal", 0, "DA1: biểu thức, cột 1"},
		{"gnbv-2021-2025.yaml", "from: 2025-03-01, confidence", "from: 2025-02-01, confidence", 0,
			"trùng ngày với cơ quan chủ trì trước"},
		{"gnbv-2021-2025.yaml", "spend_until: 2026-12-31", "spend_until: 2025-12-31", 0, "spend_until phải sau to"},
		{"ctmtqg-2026-2035.yaml", "code: HP1-ND02", "code: HP1-ND01", 0, "mã “HP1-ND01” ghi hai lần"},
		{"ctmtqg-2026-2035.yaml", "from: 2026-01-01", "from: 2036-01-01", 0, "from trước to"},
		{"refusals.yaml", "code: twice", "code: thrice", 0, "không có lý do từ chối “thrice”"},
	} {
		data, line := changed(t, w.file, w.from, w.to)
		c, err := ReadCatalogue(data)
		if err == nil {
			_, err = c.Compile(lib, date.Must(2024, 6, 1))
		}
		var faults law.Faults
		if !errors.As(err, &faults) || errs.KindOf(err) != errs.Invalid {
			t.Errorf("%s: %v", w.to, err)
			continue
		}
		found := false
		for _, f := range faults {
			found = found || f.File == "programme/"+w.file && f.Line == line+w.below &&
				strings.Contains(f.Text.VI, w.want) && f.Text.EN != ""
		}
		if !found {
			t.Errorf("%s: no fault “%s” on line %d: %v", w.to, w.want, line+w.below, faults)
		}
	}
}

// TestFaultsDoNotHideOneAnother: two faults of two files come together.
func TestFaultsDoNotHideOneAnother(t *testing.T) {
	data, _ := changed(t, "kinds.yaml", "most: 1", "most: many")
	data["programme/extra.yaml"] = &fstest.MapFile{Data: []byte("kind: []\n")}
	data["programme/void.yaml"] = &fstest.MapFile{}
	_, err := ReadCatalogue(data)
	var faults law.Faults
	if !errors.As(err, &faults) || len(faults) != 3 {
		t.Fatal(err)
	}
	if _, err := ReadCatalogue(fstest.MapFS{}); err == nil {
		t.Error("no refusals, and no complaint")
	}
	data, _ = changed(t, "kinds.yaml", "kinds:", "kinds: [")
	if _, err := ReadCatalogue(data); err == nil || !strings.Contains(err.Error(), "programme/kinds.yaml:") {
		t.Error(err)
	}
}

func FuzzRead(f *testing.F) {
	for _, s := range []string{"kinds: []", "programme: {code: a, nodes: [{code: A}]}",
		"kinds: [{code: a, to: person}]", "- 1", "a: &a [*a]", "funds: [{code: x}]", "refusals: [{}]"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		_, err := ReadCatalogue(fstest.MapFS{"programme/x.yaml": {Data: []byte(s)}})
		var faults law.Faults
		if !errors.As(err, &faults) || len(faults) == 0 {
			t.Fatalf("%q: %v", s, err)
		}
	})
}

package result

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"giamngheo/internal/date"
	"giamngheo/internal/household"
	"giamngheo/internal/law"
	"giamngheo/internal/place"
	"giamngheo/internal/poverty"
	"giamngheo/internal/rule/parse"
)

func standard(t *testing.T, code string) *poverty.Standard {
	t.Helper()
	lib, err := law.Load(os.DirFS("../../law"), parse.New)
	if err != nil {
		t.Fatal(err)
	}
	s, err := poverty.Compile(lib, code, date.Must(2024, 10, 15))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

var odd = household.Household{Code: "H\"1\\\n<ộ>", Commune: "31552", Area: place.Rural,
	IncomePerHead: household.Just(household.Dong(1_000_000)), Internet: household.No,
	Wall: household.Solid, Members: []household.Member{{No: 1, Name: "=Người, Mẫu", Relationship: household.Head,
		Birth: household.BornIn(1970), Sex: household.Male}}}

func encode(t *testing.T, format string, s *poverty.Standard) []byte {
	t.Helper()
	var buf bytes.Buffer
	w, err := NewWriter(format, s, &buf)
	if err != nil {
		t.Fatal(err)
	}
	var e poverty.Explanation
	if err := s.Classifier().Explain(&odd, &e); err != nil {
		t.Fatal(err)
	}
	var p Part
	w.Encode(&p, &odd, &e)
	w.Encode(&p, &odd, &e)
	if err := w.Write(&p); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

// TestLinesAreJSON: every line is JSON of the exchange format, whatever the household's code holds.
func TestLinesAreJSON(t *testing.T) {
	for _, code := range []string{"2022-2025", "2027-2030"} {
		lines := strings.Split(strings.TrimSpace(string(encode(t, "jsonl", standard(t, code)))), "\n")
		if len(lines) != 2 {
			t.Fatalf("%d lines", len(lines))
		}
		var got struct {
			Code           string            `json:"household_code"`
			Class          string            `json:"class"`
			Deprivations   []string          `json:"deprivations"`
			Count          int               `json:"deprivation_count"`
			Unanswered     []string          `json:"unanswered"`
			B2             *int              `json:"b2_score"`
			Basis          string            `json:"income_basis"`
			UndeterminedBy []string          `json:"undetermined_by"`
			Standard       string            `json:"standard"`
			Sample         []json.RawMessage `json:"sample"`
			Trace          []struct {
				Rule   string         `json:"rule"`
				Result *bool          `json:"result"`
				Values map[string]any `json:"values"`
				Cite   string         `json:"cite"`
			} `json:"trace"`
		}
		if err := json.Unmarshal([]byte(lines[0]), &got); err != nil {
			t.Fatal(err, lines[0])
		}
		if got.Code != string(odd.Code) || got.Class != "undetermined" || got.Count != 1 || got.Standard != code ||
			got.B2 != nil || got.Basis != "income" {
			t.Errorf("%+v", got)
		}
		if !slices.Contains(got.UndeterminedBy, "members[1].health_insurance") ||
			!slices.Contains(got.UndeterminedBy, "toilet") || slices.Contains(got.UndeterminedBy, "income_per_head") {
			t.Errorf("undetermined by %v", got.UndeterminedBy)
		}
		if (code == "2027-2030") != (len(got.Sample) > 0) {
			t.Errorf("%s: sample %s", code, got.Sample)
		}
		for _, s := range got.Trace {
			if s.Cite == "" || len(s.Values) == 0 || s.Rule == "" {
				t.Errorf("a step without its article or values: %+v", s)
			}
		}
		if got.Trace[0].Values["members[1].age_months"] != "645–657" {
			t.Errorf("a year of birth: %v", got.Trace[0].Values)
		}
	}
}

func TestTables(t *testing.T) {
	s := standard(t, "2027-2030")
	rows, err := csv.NewReader(bytes.NewReader(encode(t, "csv", s))).ReadAll()
	if err != nil || len(rows) != 3 {
		t.Fatal(rows, err)
	}
	at := func(name string) string { return rows[1][slices.Index(rows[0], name)] }
	if at("class") != "undetermined" || at("telecom") != "1" || at("sanitation") != "" ||
		at("head") != "'=Người, Mẫu" || !strings.HasPrefix(at("note"), "MẪU") {
		t.Errorf("%v", rows[1])
	}
	path := filepath.Join(t.TempDir(), "a.xlsx")
	if err := os.WriteFile(path, encode(t, "xlsx", s), 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	book, err := f.GetRows("Kết quả")
	if err != nil || len(book) != 3 || book[0][0] != "Mã hộ" || book[1][3] != "=Người, Mẫu" ||
		book[1][7] != "Chưa xác định" {
		t.Errorf("%v %v", book, err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := NewWriter("pdf", s, &bytes.Buffer{}); err == nil {
		t.Error("a format that is none")
	}
}

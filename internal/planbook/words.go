package planbook

import (
	"slices"
	"strings"

	"giamngheo/internal/errs"
	"giamngheo/internal/forecast"
	"giamngheo/internal/target"
	"giamngheo/internal/vietnamese"
)

// Choice is one of the words that a plan's file has in English and a workbook in Vietnamese: the one that is written,
// then others that are read.
type Choice struct {
	Code  string
	Words []string
}

// Choices are the words that a column may have.
type Choices []Choice

// The words of the columns. Not to be changed.
var (
	Kinds = Choices{{"change", []string{"thay đổi", "mức giảm", "mức tăng"}},
		{"rate", []string{"tỷ lệ", "tỉ lệ"}}, {"count", []string{"số đếm", "số lượng", "đếm"}}}
	Units = Choices{{"points", []string{"điểm phần trăm", "điểm %", "điểm"}},
		{"percent", []string{"phần trăm", "%", "tỷ lệ phần trăm"}}, {"people", []string{"người", "lao động", "cán bộ"}},
		{"households", []string{"hộ", "hộ gia đình"}}, {"models", []string{"mô hình", "mô hình, dự án", "dự án"}},
		{"number", []string{"số"}}}
	Directions = Choices{{"higher", []string{"tăng", "càng cao càng tốt", "ít nhất", "tối thiểu", "trên", "cao hơn"}},
		{"lower", []string{"giảm", "càng thấp càng tốt", "nhiều nhất", "tối đa", "không quá", "thấp hơn"}},
		{"below", []string{"dưới", "nhỏ hơn", "ít hơn"}}}
	Overs = Choices{{"household", []string{"hộ", "hộ gia đình"}}, {"person", []string{"người", "nhân khẩu"}},
		{"support", []string{"hỗ trợ", "lượt hỗ trợ"}}, {"activity", []string{"hoạt động", "mô hình"}},
		{"report", []string{"báo cáo", "số báo cáo"}}}
	sums = Choices{{"quantity", []string{"số lượng"}}, {"amount", []string{"số tiền"}},
		{"records", []string{"số lượt ghi", "số lượt"}}}
	countedBy = Choices{{"person", []string{"người"}}, {"household", []string{"hộ"}}}
	cohorts   = Choices{{"start", []string{"đầu năm"}}, {"day", []string{"ngày xem"}}}
	cascades  = Choices{{"same", []string{"như nhau", "bằng nhau"}}, {"own", []string{"theo tỷ lệ của từng nơi"}},
		{"proportional", []string{"theo tỷ trọng", "tỷ trọng"}}, {"manual", []string{"giao tay", "nhập tay"}}}
	methods = Choices{{string(forecast.Pace), []string{"theo nhịp", "nhịp độ"}},
		{string(forecast.Trend), []string{"xu hướng"}}, {string(forecast.Last), []string{"số mới nhất", "số gần nhất"}},
		{string(forecast.Review), []string{"theo kỳ rà soát", "rà soát"}}}
	todos = Choices{{string(target.TodoPlanned), []string{"mức kế hoạch"}},
		{string(target.TodoSentence), []string{"câu của kế hoạch"}},
		{string(target.TodoBody), []string{"cơ quan chịu trách nhiệm"}},
		{string(target.TodoReading), []string{"cách đọc"}}}
)

// Word is the Vietnamese word of a code; the code itself where there is none.
func (c Choices) Word(code string) string {
	if i := slices.IndexFunc(c, func(one Choice) bool { return one.Code == code }); i >= 0 {
		return c[i].Words[0]
	}
	return code
}

// Code is the code of a word as people write it; false where it is none.
func (c Choices) Code(word string) (string, bool) {
	plain := vietnamese.Fold(strings.TrimSpace(word))
	for _, one := range c {
		same := func(w string) bool { return vietnamese.Fold(w) == plain }
		if plain == one.Code || slices.ContainsFunc(one.Words, same) {
			return one.Code, true
		}
	}
	return word, false
}

// list are the words to choose from.
func (c Choices) list() string {
	words := make([]string, len(c))
	for i := range c {
		words[i] = c[i].Words[0]
	}
	return strings.Join(words, ", ")
}

// chosen is a column of one of some words.
func chosen[T any](name, title string, c Choices, at func(*T) *string) planColumn[T] {
	return planColumn[T]{name: name, title: title, code: func(r *T) string { return *at(r) },
		get: func(r *T) string { return c.Word(*at(r)) },
		set: func(r *T, s string) errs.Text {
			if s == "" {
				return errs.Text{}
			}
			code, ok := c.Code(s)
			if *at(r) = code; !ok {
				return errs.T("must be one of: %s; not “%s”", c.list(), s)
			}
			return errs.Text{}
		}}
}

// unitColumn is the unit of a part: of a count any word may be one. It is read after the kind; see readPlanRow.
func unitColumn() planColumn[partRow] {
	c := chosen("unit", "Đơn vị tính", Units, func(r *partRow) *string { return &r.p.Unit })
	known := c.set
	c.set = func(r *partRow, s string) errs.Text {
		if why := known(r, s); r.p.Kind != "count" {
			return why
		}
		return errs.Text{}
	}
	return c
}

// todoColumn has what is still to be filled in of a draft, between semicolons.
func todoColumn() planColumn[partRow] {
	return planColumn[partRow]{name: "todo", title: "Còn phải điền",
		get: func(r *partRow) string {
			var out []string
			for _, t := range r.p.Todo {
				out = append(out, todos.Word(string(t)))
			}
			return strings.Join(out, "; ")
		},
		set: func(r *partRow, s string) errs.Text {
			for one := range strings.SplitSeq(s, ";") {
				if one = strings.TrimSpace(one); one == "" {
					continue
				}
				code, ok := todos.Code(one)
				if !ok {
					return errs.T("must be one of: %s; not “%s”", todos.list(), one)
				}
				r.p.Todo = append(r.p.Todo, target.Todo(code))
			}
			return errs.Text{}
		}}
}

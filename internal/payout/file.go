package payout

import (
	"errors"
	"strings"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/listing"
	"giamngheo/internal/reading"
	"giamngheo/internal/vietnamese"
)

// Columns are those of the file that goes to who hands the money out and comes back with the results: the key of a line
// and what became of it. What else stands in the file is passed over.
func Columns() []listing.Heading {
	return []listing.Heading{
		{Name: "key", Says: []string{"Mã dòng", "Mã khoản chi", "key"}, Needs: true},
		{Name: "result", Says: []string{"Kết quả", "Trạng thái", "Tình trạng chi trả", "result"}, Needs: true},
		{Name: "day", Says: []string{"Ngày nhận", "Ngày", "Ngày chi", "Ngày chi trả", "day"}},
		{Name: "receipt", Says: []string{"Chứng từ", "Số chứng từ", "Phiếu chi", "Ký nhận", "receipt"}},
		{Name: "reason", Says: []string{"Lý do", "Lý do không nhận", "reason"}},
		{Name: "person", Says: []string{"Người nhận thay", "Người nhận", "person"}},
		{Name: "paper", Says: []string{"Giấy tờ nhận thay", "Giấy ủy quyền", "paper"}},
	}
}

// results are what people write for a result, folded. Not to be changed.
var results = map[string]LineState{
	"da nhan": Paid, "da chi": Paid, "nhan": Paid, "da chi tra": Paid, "thanh cong": Paid, "x": Paid, "paid": Paid,
	"khong nhan": NotReceived, "chua nhan": NotReceived, "khong nhan duoc": NotReceived, "chua chi": NotReceived,
	"khong thanh cong": NotReceived, "tra lai": NotReceived, "not received": NotReceived,
	"nhan thay": Replaced, "nguoi khac nhan": Replaced, "replaced": Replaced,
}

// reasons are what people write for a reason, folded, beside its title. Not to be changed.
var reasons = map[string]Reason{
	"vang": Absent, "vang mat": Absent, "di vang": Absent, "absent": Absent, "chet": Dead, "da chet": Dead, "mat": Dead,
	"da mat": Dead, "dead": Dead, "chuyen di": Moved, "chuyen noi khac": Moved, "moved": Moved, "tu choi": Refused,
	"khong dong y nhan": Refused, "refused": Refused, "sai nguoi": WrongPerson, "khong dung nguoi": WrongPerson,
	"wrong person": WrongPerson, "rut": Withdrawn, "da rut": Withdrawn, "khoan ho tro da rut": Withdrawn,
}

// Back is a row of a file that was not taken, with why.
type Back struct {
	listing.Line

	Why errs.Text
}

// Read is what a file says: results, rows that come back, and how many rows leave their result open. Every row below the
// headings that is not empty is one of these.
type Read struct {
	Head    listing.Line
	Results []Result
	At      []listing.Line // the row of each result
	Back    []Back
	Open    int
}

// Rows is how many rows the file has.
func (r *Read) Rows() int { return len(r.Results) + len(r.Back) + r.Open }

// ReadFile reads a file that came back for a batch; a row without a day is of the day given. Errors (errs.Invalid): a column is missing.
func ReadFile(batch int64, on date.Date, table []listing.Line) (*Read, error) {
	at, where, err := listing.Headings(table, Columns(), nil)
	if err != nil {
		return nil, err
	}
	out := &Read{Head: table[at]}
	seen := map[int64]bool{}
	for i := at + 1; i < len(table); i++ {
		l := table[i]
		cell := func(name string) string {
			if n, ok := where[name]; ok {
				return l.Cell(n)
			}
			return ""
		}
		if l.Empty() || cell("key") == "" && cell("result") == "" {
			continue // of titles below the table, and of sums, it is no row
		}
		of, support, ok := ReadKey(cell("key"))
		if ok && of == batch && cell("result")+cell("day")+cell("receipt")+cell("reason") == "" {
			out.Open++
			continue
		}
		r, why := result(on, cell)
		r.Support = support
		switch {
		case !ok:
			why = errs.T("there is no line with this key: it was mistyped, or is of another list")
		case of != batch:
			why = errs.T("this line is of payment list no. %d", of)
		case seen[support]:
			why = errs.T("this key stands in the file twice: the first one was taken")
		}
		if why.VI != "" {
			out.Back = append(out.Back, Back{l, why})
			continue
		}
		seen[support] = true
		out.Results, out.At = append(out.Results, r), append(out.At, l)
	}
	return out, nil
}

// result reads what a row says became of its line; why says what cannot be read.
func result(on date.Date, cell func(string) string) (r Result, why errs.Text) {
	r.Day = on
	var ok bool
	if r.State, ok = results[vietnamese.Fold(cell("result"))]; !ok {
		return r, errs.T("“%s” is no result: write đã nhận, không nhận or nhận thay", cell("result"))
	}
	if day := cell("day"); day != "" {
		if r.Day, ok = reading.Day(day); !ok {
			return r, errs.T("“%s” is no day: write it as 15/07/2024", day)
		}
	}
	r.Receipt = cell("receipt")
	if said := cell("reason"); said != "" {
		r.Reason, r.Said = ReadReason(said)
	}
	if r.State == Replaced {
		r.Person, r.Paper = cell("person"), cell("paper")
	}
	if err := r.check(); err != nil {
		var e *errs.Error
		if errors.As(err, &e) {
			return r, e.Text()
		}
	}
	return r, errs.Text{}
}

// ReadReason reads why something was not received; what is none of the reasons is only said.
func ReadReason(said string) (Reason, string) {
	folded := strings.Join(strings.Fields(vietnamese.Fold(said)), " ")
	for _, r := range Reasons() {
		if folded == string(r) || folded == vietnamese.Fold(r.Title().VI) {
			return r, ""
		}
	}
	if r, ok := reasons[folded]; ok {
		return r, ""
	}
	return "", said
}

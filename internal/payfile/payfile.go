// Package payfile is the file that goes to who pays people and comes back with what became of each line: its columns,
// and how what people write into them is read. It decides nothing about a line.
package payfile

import (
	"errors"
	"strings"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/listing"
	"giamngheo/internal/payout"
	"giamngheo/internal/reading"
	"giamngheo/internal/vietnamese"
)

// Columns are those of the file that goes to who hands the money out and comes back with the results: the key of a
// line and what became of it. What else stands in the file is passed over.
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
var results = map[string]payout.LineState{
	"da nhan": payout.Paid, "da chi": payout.Paid, "nhan": payout.Paid, "da chi tra": payout.Paid,
	"thanh cong": payout.Paid, "x": payout.Paid, "paid": payout.Paid,
	"khong nhan": payout.NotReceived, "chua nhan": payout.NotReceived, "khong nhan duoc": payout.NotReceived,
	"chua chi":         payout.NotReceived,
	"khong thanh cong": payout.NotReceived, "tra lai": payout.NotReceived, "not received": payout.NotReceived,
	"nhan thay": payout.Replaced, "nguoi khac nhan": payout.Replaced, "replaced": payout.Replaced,
}

// reasons are what people write for a reason, folded, beside its title. Not to be changed.
var reasons = map[string]payout.Reason{
	"vang": payout.Absent, "vang mat": payout.Absent, "di vang": payout.Absent, "absent": payout.Absent,
	"chet": payout.Dead, "da chet": payout.Dead, "mat": payout.Dead,
	"da mat": payout.Dead, "dead": payout.Dead, "chuyen di": payout.Moved, "chuyen noi khac": payout.Moved,
	"moved": payout.Moved, "tu choi": payout.Refused,
	"khong dong y nhan": payout.Refused, "refused": payout.Refused, "sai nguoi": payout.WrongPerson,
	"khong dung nguoi": payout.WrongPerson,
	"wrong person":     payout.WrongPerson, "rut": payout.Withdrawn, "da rut": payout.Withdrawn,
	"khoan ho tro da rut": payout.Withdrawn,
}

// Back is a row of a file that was not taken, with why.
type Back struct {
	listing.Line

	Why errs.Text
}

// File is what a file says: results, rows that come back, and how many rows leave their result open. Every row below
// the headings that is not empty is one of these.
type File struct {
	Head    listing.Line
	Results []payout.Result
	At      []listing.Line // the row of each result
	Back    []Back
	Open    int
}

// Rows is how many rows the file has.
func (r *File) Rows() int { return len(r.Results) + len(r.Back) + r.Open }

// Read reads a file that came back for a batch; a row without a day is of the day given. Errors (errs.Invalid): a
// column is missing.
func Read(batch int64, on date.Date, table []listing.Line) (*File, error) {
	at, where, err := listing.Headings(table, Columns(), nil)
	if err != nil {
		return nil, err
	}
	out := &File{Head: table[at]}
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
		of, support, ok := payout.ReadKey(cell("key"))
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
func result(on date.Date, cell func(string) string) (r payout.Result, why errs.Text) {
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
	if r.State == payout.Replaced {
		r.Person, r.Paper = cell("person"), cell("paper")
	}
	if err := r.Check(); err != nil {
		var e *errs.Error
		if errors.As(err, &e) {
			return r, e.Text()
		}
	}
	return r, errs.Text{}
}

// ReadReason reads why something was not received; what is none of the reasons is only said.
func ReadReason(said string) (payout.Reason, string) {
	folded := strings.Join(strings.Fields(vietnamese.Fold(said)), " ")
	for _, r := range payout.Reasons() {
		if folded == string(r) || folded == vietnamese.Fold(r.Title().VI) {
			return r, ""
		}
	}
	if r, ok := reasons[folded]; ok {
		return r, ""
	}
	return "", said
}

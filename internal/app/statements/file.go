package statements

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"strings"

	"giamngheo/internal/access"
	"giamngheo/internal/errs"
	"giamngheo/internal/listing"
	"giamngheo/internal/money"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/reading"
	"giamngheo/internal/statement"
	"giamngheo/internal/store/statements"
	"giamngheo/internal/vietnamese"
)

// headings are the columns of a statement, by what the treasury's files write over them.
func headings() []listing.Heading {
	return []listing.Heading{
		{Name: "day", Says: []string{"Ngày hạch toán", "Ngày HT", "Ngày", "Ngày chứng từ", "Ngày giao dịch"},
			Needs: true},
		{Name: "voucher", Says: []string{"Số chứng từ", "Số CT", "Chứng từ", "Số bút toán", "Số giao dịch"},
			Needs: true},
		{Name: "amount", Says: []string{"Số tiền", "Phát sinh nợ", "Ghi nợ", "Số chi", "Chi", "Rút dự toán"},
			Needs: true},
		{Name: "back", Says: []string{"Phát sinh có", "Ghi có", "Nộp trả", "Số nộp trả", "Nộp phục hồi"}},
		{Name: "codes", Says: []string{"Mã ngân sách", "Mục lục ngân sách", "Mã CTMT", "Mã chương trình"}},
		{Name: "content", Says: []string{"Nội dung", "Diễn giải", "Nội dung chi"}},
	}
}

// mostRows is how many rows a statement has at most, with what stands above and below them.
const mostRows = 5000

// Input is a statement as somebody sends it in.
type Input struct {
	Place       place.Code
	Holder      string
	Number      string // of the account; "": the one that is known
	Year, Month int
	Headings    map[string]string // column → what stands over it, where it is called otherwise than usual
}

// Look reads a statement without taking it in. The same rows again are the statement that has them already, and
// nothing changes. It returns its number. Errors: errs.Invalid where it is of another account or month, or cannot
// be read; errs.Forbidden, errs.NotFound.
func (d *Desk) Look(ctx context.Context, a *office.Ask, in Input, name string, src io.Reader) (int64, error) {
	had, account, _, err := d.List(ctx, a, in.Place, in.Holder)
	if err != nil {
		return 0, err
	}
	if err := d.office.PlaceScope(a, access.ReconcileMoney, in.Place); err != nil {
		return 0, err
	}
	if in.Year < 2000 || in.Year > 2100 || in.Month < 1 || in.Month > 12 {
		return 0, errs.New(errs.Invalid, "the month of the statement is missing")
	}
	if in.Number = strings.TrimSpace(in.Number); in.Number == "" {
		in.Number = account.Number
	}
	if n := len(statement.Number(in.Number)); n < 4 || len(in.Number) > 40 {
		return 0, errs.New(errs.Invalid, "the number of the unit’s account at the treasury is missing")
	}
	if account.Number != "" && statement.Number(account.Number) != statement.Number(in.Number) {
		return 0, statement.OfAccount(in.Number, account.Number)
	}
	table, err := office.Table(d.office, src, name, mostRows)
	if err != nil {
		return 0, err
	}
	known := map[string]string{}
	for said, column := range account.Headings {
		known[said] = column
	}
	for column, said := range in.Headings {
		if folded := vietnamese.Fold(strings.TrimSpace(said)); folded != "" {
			known[folded] = column
		}
	}
	all, err := read(table, known, in.Number)
	if err != nil {
		return 0, err
	}
	if err := statement.In(all, in.Year, in.Month); err != nil {
		return 0, err
	}
	hash := hashOf(all)
	for i := range had {
		if v := &had[i]; v.Year == in.Year && v.Month == in.Month && v.State != statements.Replaced {
			if v.Hash == hash {
				return v.ID, nil
			}
			if v.State == statements.Closed {
				return 0, errs.New(errs.Invalid,
					"the month %d/%d is closed already: its statement is not changed any more", in.Month,
					in.Year)
			}
		}
	}
	v := &statements.Statement{Place: in.Place, Holder: in.Holder, Number: in.Number, Year: in.Year, Month: in.Month,
		Hash: hash, State: statements.Looked, By: a.Account, At: d.office.Now()}
	deed := &office.Deed{Action: "statement.look", Kind: "statement", Place: in.Place,
		Note: map[string]string{"rows": office.IDText(int64(len(all)))}}
	err = d.office.Do(ctx, a, deed, func(tx *office.Tx) error {
		if err := statements.SetAccount(ctx, tx, d.province(), &statements.Account{Place: in.Place, Holder: in.Holder,
			Number: in.Number, Headings: known, By: a.Account, At: d.office.Now()}); err != nil {
			return err
		}
		if err := statements.Add(ctx, tx, d.province(), v, all); err != nil {
			return err
		}
		deed.Subject = office.IDText(v.ID)
		tx.Changed(Topic, v.ID)
		return nil
	})
	return v.ID, err
}

func hashOf(all []statement.Row) string {
	text, _ := json.Marshal(all) // of numbers and texts: it does not fail
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

// read reads the rows of a statement. Errors (errs.Invalid): it is of another account, a column is missing, a row
// cannot be read.
func read(table []listing.Line, known map[string]string, account string) (out []statement.Row, err error) {
	at, where, err := listing.Headings(table, headings(), known)
	if err != nil {
		return nil, err
	}
	if err := statement.OfAccount(accountIn(table[:at]), account); err != nil {
		return nil, err
	}
	for i := at + 1; i < len(table); i++ {
		l := &table[i]
		cell := func(name string) string {
			if n, ok := where[name]; ok {
				return l.Cell(n)
			}
			return ""
		}
		if below(cell) {
			continue
		}
		r := statement.Row{No: l.Number, Voucher: cell("voucher"), Codes: cell("codes"), Content: cell("content")}
		var ok bool
		if r.Day, ok = reading.Day(cell("day")); !ok {
			return nil, errs.New(errs.Invalid, "row %d: “%s” is no day: write it as 15/07/2024", l.Number, cell("day"))
		}
		paid, err := amount(cell("amount"))
		if err != nil {
			return nil, errs.New(errs.Invalid, "row %d: “%s” is no whole number of đồng", l.Number, cell("amount"))
		}
		back, err := amount(cell("back"))
		if err != nil {
			return nil, errs.New(errs.Invalid, "row %d: “%s” is no whole number of đồng", l.Number, cell("back"))
		}
		if r.Amount = paid - back; r.Amount == 0 {
			continue
		}
		if office.TooLong(r.Voucher) || office.TooLong(r.Codes) || office.TooLong(r.Content) {
			return nil, errs.New(errs.Invalid, "row %d: a text is longer than 300 letters", l.Number)
		}
		out = append(out, r)
	}
	if len(out) == 0 {
		return nil, errs.New(errs.Invalid, "the file has no row with an amount: is it the right sheet?")
	}
	return out, nil
}

// below reports whether a row stands below the table: a sum, a balance, a signature.
func below(cell func(string) string) bool {
	if cell("voucher") != "" {
		return false
	}
	said := vietnamese.Fold(cell("day"))
	return cell("amount")+cell("back") == "" || strings.HasPrefix(said, "cong") || strings.HasPrefix(said, "tong") ||
		strings.HasPrefix(said, "so du")
}

// amount reads an amount; nothing is 0, and a sign turns it: what came back.
func amount(text string) (money.Dong, error) {
	text = strings.TrimSpace(text)
	if text == "" || text == "-" {
		return 0, nil
	}
	bare, minus := strings.CutPrefix(text, "-")
	n, err := money.Amount(bare)
	if minus {
		n = -n
	}
	return n, err
}

// accountIn is the number of the account that stands above a statement's table, "" where none does.
func accountIn(above []listing.Line) string {
	for i := range above {
		for j, text := range above[i].Cells {
			folded := vietnamese.Fold(text)
			if !strings.Contains(folded, "tai khoan") && !strings.HasPrefix(folded,
				"stk") && !strings.HasPrefix(folded, "tk ") {
				continue
			}
			for _, said := range []string{text, above[i].Cell(j + 1)} {
				if len(statement.Number(said)) >= 4 {
					return numberIn(said)
				}
			}
		}
	}
	return ""
}

// numberIn is an account's number within a text: from its first digit to its last.
func numberIn(text string) string {
	first := strings.IndexAny(text, "0123456789")
	last := strings.LastIndexAny(text, "0123456789")
	return text[first : last+1]
}

// Take takes a statement in that was looked at; an open one of the same month gives it its place, and what was
// answered of the same rows and movements stays answered. Errors: errs.Invalid, errs.Forbidden, errs.NotFound,
// errs.Conflict.
func (d *Desk) Take(ctx context.Context, a *office.Ask, id int64) error {
	deed := &office.Deed{Action: "statement.take", Kind: "statement", Subject: office.IDText(id)}
	return d.office.Do(ctx, a, deed, func(tx *office.Tx) error {
		v, err := d.mine(ctx, tx, a, id)
		if err != nil {
			return err
		}
		deed.Place = v.Place
		if v.State != statements.Looked {
			return errs.New(errs.Conflict, "this statement was taken in already")
		}
		all, err := statements.Of(ctx, tx, d.province(), v.Place, v.Holder)
		if err != nil {
			return err
		}
		for i := range all {
			was := &all[i]
			if was.ID == v.ID || was.Year != v.Year || was.Month != v.Month {
				continue
			}
			switch was.State {
			case statements.Closed:
				return errs.New(errs.Invalid,
					"the month %d/%d is closed already: its statement is not changed any more", v.Month,
					v.Year)
			case statements.Open:
				was.State = statements.Replaced
				if err := statements.Set(ctx, tx, d.province(), was); err != nil {
					return err
				}
				if err := d.keep(ctx, tx, was.ID, v.ID); err != nil {
					return err
				}
			}
		}
		v.State = statements.Open
		tx.Changed(Topic, id)
		return statements.Set(ctx, tx, d.province(), v)
	})
}

// keep keeps what was answered of a statement for the one that takes its place: of movements, and of rows that are the
// same.
func (d *Desk) keep(ctx context.Context, tx *office.Tx, was, now int64) error {
	answers, err := statements.Answers(ctx, tx, d.province(), was)
	if err != nil {
		return err
	}
	before, err := statements.Rows(ctx, tx, d.province(), was)
	if err != nil {
		return err
	}
	after, err := statements.Rows(ctx, tx, d.province(), now)
	if err != nil {
		return err
	}
	subject := map[string]string{}
	for i := range before {
		for j := range after {
			x, y := before[i], after[j]
			if x.No = y.No; x == y {
				one, other := statement.Pair{Row: &before[i]}, statement.Pair{Row: &after[j]}
				subject[one.Subject()] = other.Subject()
				break
			}
		}
	}
	for _, r := range answers {
		if to, ok := subject[r.Subject]; ok {
			r.Subject = to
		} else if strings.HasPrefix(r.Subject, "r") {
			continue
		}
		r.Statement, r.Version = now, 1
		if err := statements.Reply(ctx, tx, d.province(), &r); err != nil {
			return err
		}
	}
	return nil
}

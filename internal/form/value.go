package form

import (
	"math/big"
	"slices"
	"strconv"
	"strings"

	"giamngheo/internal/errs"
	"giamngheo/internal/words"
)

// Absent says why a cell has no value.
type Absent string

// The reasons: nobody has the figure yet; the cell does not concern the unit. That nothing happened is the number 0.
const (
	NotKnown     Absent = "unknown"
	OutsideScope Absent = "outside"
)

// absents are what the reasons are called. Not to be changed.
var absents = map[Absent]errs.Text{NotKnown: errs.T("no figure yet"), OutsideScope: errs.T("does not concern the unit")}

// Title is what the reason is called.
func (a Absent) Title() errs.Text { return absents[a] }

// Value is what a cell says: a number in units of the last decimal of its type, words, or why there is nothing. Its
// zero value is a blank, which is no 0.
type Value struct {
	Known   bool   `json:"k,omitempty"`
	Number  int64  `json:"n,omitempty"`
	Text    string `json:"t,omitempty"`
	Why     Absent `json:"w,omitempty"`
	Missing int    `json:"m,omitempty"` // of a sum: how many of its parts are not known
}

// Blank reports whether nothing is said at all.
func (v Value) Blank() bool { return v == Value{} }

// Of is a known number.
func Of(n int64) Value { return Value{Known: true, Number: n} }

// Most bounds every number: a sum over a province stays far below what an int64 holds. MostLetters bounds what is
// said in a cell.
const (
	Most        = 9_000_000_000_000_000
	MostLetters = 300
)

// Sound refuses what a cell cannot hold. Errors: errs.Invalid.
func (s *Slot) Sound(v Value) error {
	switch {
	case len([]rune(v.Text)) > MostLetters:
		return errs.New(errs.Invalid, "a cell holds at most %d letters", MostLetters)
	case s.Type == Choice && v.Known && !s.offers(v.Text):
		return s.unoffered(v.Text)
	case v.Number > Most || v.Number < -Most, v.Missing != 0, v.Known && v.Why != "", v.Why != "" &&
		absents[v.Why].EN == "",
		!v.Known && (v.Number != 0 || v.Text != ""), s.Type.Said() && v.Number != 0, !s.Type.Said() && v.Text != "":
		return errs.New(errs.Invalid, "the cell “%s, %s” does not hold such a value", s.Row.Title, s.Column.Title)
	}
	return nil
}

// offers reports whether a choice is one of the column's; they are kept as the paper has them, in Vietnamese.
func (s *Slot) offers(text string) bool {
	return slices.ContainsFunc(s.Column.Choices, func(c errs.Text) bool { return c.VI == text })
}

func (s *Slot) unoffered(text string) error {
	var all []string
	for _, c := range s.Column.Choices {
		all = append(all, c.VI)
	}
	return errs.New(errs.Invalid, "“%s” is none of the choices: %s", short(text), strings.Join(all, ", "))
}

// choice reads one of the column's choices, in either language, whatever its capitals.
func (s *Slot) choice(text string) (Value, error) {
	for _, c := range s.Column.Choices {
		if strings.EqualFold(text, c.VI) || strings.EqualFold(text, c.EN) {
			return Value{Known: true, Text: c.VI}, nil
		}
	}
	return Value{}, s.unoffered(text)
}

// Tally says how many of some answers chose what, in the order of the choices: Tốt 60, Khá 30. Missing are those who
// have not chosen.
func (s *Slot) Tally(answers []Value) (out Value) {
	var said []string
	for _, c := range s.Column.Choices {
		n := 0
		for _, v := range answers {
			if v.Known && v.Text == c.VI {
				n++
			}
		}
		if n > 0 {
			said = append(said, c.VI+" "+words.Number(n).In(words.VI))
		}
	}
	for _, v := range answers {
		if !v.Known && v.Why != OutsideScope {
			out.Missing++
		}
	}
	out.Known, out.Text = len(said) > 0, strings.Join(said, ", ")
	return out
}

// ReadValue reads what was typed into a cell, as Vietnamese papers write numbers: 1.234,5; a point that does not divide
// thousands is a decimal point; a percent sign may follow a percentage. Errors: errs.Invalid.
func ReadValue(s *Slot, text string) (Value, error) {
	text = strings.Join(strings.Fields(text), " ")
	if text == "" {
		return Value{}, nil
	}
	for a, title := range absents {
		if text == string(a) || text == title.VI || text == title.EN {
			return Value{Why: a}, nil
		}
	}
	if s.Type == Choice {
		return s.choice(text)
	}
	if s.Type.Said() {
		if len([]rune(text)) > MostLetters {
			return Value{}, errs.New(errs.Invalid, "a cell holds at most %d letters", MostLetters)
		}
		return Value{Known: true, Text: text}, nil
	}
	n, ok := readNumber(text, s.Type)
	if !ok {
		return Value{}, errs.New(errs.Invalid, "“%s” is no %s: write digits, like 1.234 or 12,5", short(text),
			s.Type.Title())
	}
	return Of(n), nil
}

// short is a text that is quoted.
func short(s string) string {
	if r := []rune(s); len(r) > 30 {
		return string(r[:30]) + "…"
	}
	return s
}

var typeTitles = map[Type]errs.Text{Whole: errs.T("whole number"), Decimal: errs.T("number"),
	Percent: errs.T("percentage"),
	Money:   errs.T("amount in đồng"), Words: errs.T("text"), Choice: errs.T("choice")}

// Title is what a type is called.
func (t Type) Title() errs.Text { return typeTitles[t] }

// readNumber reads digits with their thousands and decimals.
func readNumber(text string, t Type) (int64, bool) {
	text = strings.ReplaceAll(strings.NewReplacer(" ", "", "\u00a0", "", "−", "-").Replace(text), "+", "")
	if t == Percent {
		text = strings.TrimSuffix(text, "%")
	}
	minus := strings.HasPrefix(text, "-")
	text = strings.TrimPrefix(text, "-")
	whole, fraction, comma := strings.Cut(text, ",")
	if groups := strings.Split(whole, "."); len(groups) > 1 {
		if !comma && len(groups) == 2 && len(groups[1]) != 3 { // 1.5
			whole, fraction = groups[0], groups[1]
		} else {
			for i, g := range groups {
				if i > 0 && len(g) != 3 || i == 0 && (len(g) == 0 || len(g) > 3) {
					return 0, false
				}
			}
			whole = strings.Join(groups, "")
		}
	}
	fraction = strings.TrimRight(fraction, "0")
	if places := t.Places(); len(fraction) > places {
		return 0, false
	} else if fraction != "" || places > 0 {
		fraction += strings.Repeat("0", places-len(fraction))
	}
	digits := whole + fraction
	if whole == "" || len(digits) > 18 || strings.Trim(digits, "0123456789") != "" {
		return 0, false
	}
	n, err := strconv.ParseInt(digits, 10, 64)
	if err != nil || n > Most {
		return 0, false
	}
	if minus {
		n = -n
	}
	return n, true
}

// Written writes a value as a Vietnamese paper does: 1.234,5; empty where there is none.
func (v Value) Written(t Type) string {
	switch {
	case !v.Known:
		return ""
	case t.Said():
		return v.Text
	}
	n, minus := v.Number, ""
	if n < 0 {
		n, minus = -n, "−"
	}
	places := t.Places()
	if places == 0 {
		return minus + words.Number(n).In(words.VI)
	}
	s := strconv.FormatInt(n%100, 10)
	if len(s) < places {
		s = "0" + s
	}
	if t == Decimal {
		if s = strings.TrimRight(s, "0"); s == "" {
			return minus + words.Number(n/100).In(words.VI)
		}
	}
	return minus + words.Number(n/100).In(words.VI) + "," + s
}

// divide is 100·num/den in hundredths of a percent, half away from 0; false where it cannot be said. Both are in units
// of the same place.
func divide(num, den int64) (int64, bool) {
	if den == 0 {
		return 0, false
	}
	minus := (num < 0) != (den < 0)
	n, d := new(big.Int).Abs(big.NewInt(num)), new(big.Int).Abs(big.NewInt(den))
	n.Add(n.Mul(n, big.NewInt(2*100*100)), d)
	n.Div(n, d.Mul(d, big.NewInt(2)))
	if !n.IsInt64() || n.Int64() > Most {
		return 0, false
	}
	if minus {
		return -n.Int64(), true
	}
	return n.Int64(), true
}

// Values are the values of cells.
type Values map[Key]Value

// Compute fills in the computed cells from the others: a sum takes what is known and says how many parts are missing, a
// ratio needs both.
func (s *Set) Compute(v Values) {
	for _, i := range s.order {
		slot := &s.Slots[i]
		if slot.Kind == Summed {
			v[slot.Key] = s.sum(slot, v)
			continue
		}
		v[slot.Key] = s.ratio(slot, v)
	}
}

func (s *Set) sum(slot *Slot, v Values) (out Value) {
	lacks := 0 // units without a figure in a part: the same ones lack others
	for _, k := range slot.Parts {
		p := v[k]
		switch {
		case p.Known:
			out.Known = true
			out.Number += p.Number
			lacks = max(lacks, p.Missing)
		case p.Why != OutsideScope && !slot.Column.Optional:
			out.Missing++
		}
	}
	out.Missing += lacks
	if out.Number > Most || out.Number < -Most {
		return Value{Missing: out.Missing}
	}
	return out
}

func (s *Set) ratio(slot *Slot, v Values) Value {
	num, den := v[slot.Parts[0]], v[slot.Parts[1]]
	if !num.Known || !den.Known {
		return Value{}
	}
	n, ok := divide(num.Number, den.Number)
	if !ok {
		return Value{}
	}
	return Value{Known: true, Number: n, Missing: max(num.Missing, den.Missing)}
}

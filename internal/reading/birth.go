package reading

import (
	"bytes"
	"math"
	"strconv"
	"strings"

	"giamngheo/internal/date"
	"giamngheo/internal/doubt"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/sheet"
	"giamngheo/internal/vietnamese"
)

// Births is how a column of dates of birth is read.
type Births struct {
	Column   string
	On       date.Date // the day of the review: nobody is born after it
	From1904 bool      // the workbook counts days from 1904
	Answer   doubt.Answer
	Mixed    bool // days and months stand in both orders: where both orders give a day it is doubted
}

// Excel's first days.
var (
	epoch1900 = date.Must(1899, 12, 30)
	epoch1904 = date.Must(1904, 1, 1)
)

// The numbers that are years, and the days that Excel counts for people who may live: from 1910 on. What lies below is
// an age, a year of two digits, or nothing.
const (
	firstYear, lastYear = 1850, 2100
	firstDay            = 3654
	endOfDays           = 80000
)

// mostAge is above any age, in years: where a date of two digits is looked for.
const mostAge = 110

// Read reads a cell: a date in one of many spellings, a month, a year, Excel's day. elder says that the person is no
// child (a head, a spouse, a parent), which decides the century of a year of two digits.
func (b *Births) Read(c *sheet.Cell, text []byte, elder bool) (household.Birth, *doubt.Doubt, *errs.Text) {
	switch c.Kind {
	case sheet.Bool:
		return household.Birth{}, nil, notADate()
	case sheet.Number:
		return b.number(c, text)
	}
	if y, m, d, ok := usual(text); ok && b.Answer != doubt.MonthFirst && !b.Mixed {
		if day, ok := date.Of(y, m, d); ok {
			return household.BornOn(day), nil, nil
		}
	}
	if n, ok := PlainDigits(text); ok {
		return b.digits(n, text)
	}
	return b.written(string(text), elder)
}

func notADate() *errs.Text {
	return wrong(errs.T("not a date: write DD/MM/YYYY, for example 05/09/1980, or the year alone"))
}

// usual reads YYYY-MM-DD and DD/MM/YYYY, whole.
func usual(b []byte) (y, m, d int, ok bool) {
	if len(b) != 10 {
		return 0, 0, 0, false
	}
	four := func(i int) int { return (int(b[i]-'0')*10+int(b[i+1]-'0'))*100 + int(b[i+2]-'0')*10 + int(b[i+3]-'0') }
	two := func(i int) int { return int(b[i]-'0')*10 + int(b[i+1]-'0') }
	seps := [2]int{4, 7}
	if b[2] == '/' {
		seps = [2]int{2, 5}
	}
	for i, c := range b {
		if i == seps[0] || i == seps[1] {
			continue
		}
		if c < '0' || c > '9' {
			return 0, 0, 0, false
		}
	}
	switch {
	case b[4] == '-' && b[7] == '-':
		return four(0), two(5), two(8), true
	case b[2] == '/' && b[5] == '/':
		return four(6), two(3), two(0), true
	}
	return 0, 0, 0, false
}

// number reads what a spreadsheet stores as a number, whatever it shows: a year is a year in a date cell too.
func (b *Births) number(c *sheet.Cell, text []byte) (household.Birth, *doubt.Doubt, *errs.Text) {
	f, err := strconv.ParseFloat(string(text), 64)
	whole := math.Floor(f)
	switch {
	case err != nil || !(f >= 0 && f < 1e9):
		return household.Birth{}, nil, notADate()
	case f == whole && f >= firstYear && f <= lastYear:
		return b.year(int(f), c.Date)
	case f < firstDay || f >= endOfDays:
		return household.Birth{}, nil, b.noDay(f)
	case f-whole >= 0.5: // noon and later: written by a program that lost seconds or counts in another time zone
		day := b.serial(int(whole))
		return household.Birth{}, nil,
			wrong(
				errs.T(
					"the cell holds %s with a time of day so late that the day may be the next, %s: enter the date again", day, day.AddDays(1)))
	}
	day := b.serial(int(whole))
	switch c.Part {
	case sheet.Year:
		born := household.BornIn(day.Year())
		return born, b.doubt(born, day.String(), errs.T("the cell shows a year only, %d", day.Year())), nil
	case sheet.Month:
		born := household.BornInMonth(day.Year(), day.Month())
		return born, b.doubt(born, day.String(), errs.T("the cell shows a month only, %s", born.String())), nil
	}
	if swapped, ok := swap(day); ok && c.Date {
		switch {
		case b.Answer == doubt.MonthFirst:
			return household.BornOn(swapped), nil, nil
		case b.Mixed:
			born := household.BornOn(day)
			return born, b.order(day, swapped), nil
		}
	}
	return household.BornOn(day), nil, nil
}

// order doubts a day whose day and month may have been exchanged.
func (b *Births) order(day, swapped date.Date) *doubt.Doubt {
	return b.doubt(household.BornOn(day), swapped.String(),
		errs.T("read as %s; day and month may have been exchanged (%s): other cells of the column have the month first",
			day, swapped))
}

func (b *Births) doubt(born household.Birth, other string, why errs.Text) *doubt.Doubt {
	return &doubt.Doubt{Column: b.Column, Read: born.String(), Else: other, Reason: why}
}

// swap exchanges day and month; false where that is no other day.
func swap(d date.Date) (date.Date, bool) {
	if d.Day() > 12 || d.Day() == d.Month() {
		return 0, false
	}
	return date.Of(d.Year(), d.Day(), d.Month())
}

func (b *Births) serial(n int) date.Date {
	if b.From1904 {
		return epoch1904.AddDays(n)
	}
	return epoch1900.AddDays(n)
}

// year is a year alone; in a cell that shows dates it is noted.
func (b *Births) year(y int, inDate bool) (household.Birth, *doubt.Doubt, *errs.Text) {
	born := household.BornIn(y)
	if !inDate {
		return born, nil, nil
	}
	day := b.serial(y)
	return born,
		b.doubt(born, day.String(), errs.T("the year %d stands in a cell that shows dates (%s): read as the year", y,
			day)), nil
}

// noDay says what a number that is no day of a living person may be.
func (b *Births) noDay(f float64) *errs.Text {
	if f == math.Floor(f) && f >= 0 && f <= mostAge && !b.On.IsZero() {
		return wrong(errs.T("%d is no date; if it is an age, the year of birth is %d or %d: enter the year", int(f),
			b.On.Year()-int(f)-1, b.On.Year()-int(f)))
	}
	return notADate()
}

// digits reads digits without a sign: a year, Excel's day in a CSV, a day without separators.
func (b *Births) digits(n int64, text []byte) (household.Birth, *doubt.Doubt, *errs.Text) {
	switch {
	case n >= firstYear && n <= lastYear && len(text) == 4:
		return household.BornIn(int(n)), nil, nil
	case len(text) == 5 && n >= firstDay && n < endOfDays:
		born := household.BornOn(b.serial(int(n)))
		return born, b.doubt(born, "", errs.T("the number %d was read as Excel counts days", n)), nil
	case len(text) == 8:
		return b.eight(n)
	}
	return household.Birth{}, nil, b.noDay(float64(n))
}

// eight reads DDMMYYYY or YYYYMMDD, where only one of them is a day of a living person.
func (b *Births) eight(n int64) (household.Birth, *doubt.Doubt, *errs.Text) {
	one, ok1 := b.alive(int(n%10000), int(n/10000%100), int(n/1000000))
	two, ok2 := b.alive(int(n/10000), int(n/100%100), int(n%100))
	if ok1 == ok2 {
		return household.Birth{}, nil, notADate()
	}
	if ok2 {
		one = two
	}
	born := household.BornOn(one)
	return born, b.doubt(born, "", errs.T("the digits %08d were read as %s", n, one)), nil
}

// alive makes a day on which somebody who lives may have been born.
func (b *Births) alive(y, m, d int) (date.Date, bool) {
	day, ok := date.Of(y, m, d)
	return day, ok && y >= 1900 && (b.On.IsZero() || day <= b.On)
}

// months are the names of months, folded.
var months = func() map[string]int {
	m := map[string]int{}
	for i, name := range strings.Fields("january february march april may june july august september october november december") {
		m[name], m[name[:3]] = i+1, i+1
	}
	m["sept"] = 9
	for i, name := range []string{"mot", "hai", "ba", "tu", "nam", "sau", "bay", "tam", "chin", "muoi", "muoi mot",
		"muoi hai"} {
		m["thang "+name] = i + 1
	}
	m["thang gieng"], m["thang chap"] = 1, 12
	for i := 1; i <= 12; i++ {
		for _, word := range []string{"thg", "thang ", "thg ", "th", "t", "thang"} {
			m[word+strconv.Itoa(i)] = i
			if i < 10 {
				m[word+"0"+strconv.Itoa(i)] = i
			}
		}
	}
	return m
}()

// written reads a date with signs or words.
func (b *Births) written(s string, elder bool) (household.Birth, *doubt.Doubt, *errs.Text) {
	s, bad := withoutTime(strings.TrimSpace(asciiDigits(s)))
	if bad != nil {
		return household.Birth{}, nil, bad
	}
	if whole, fraction, ok := strings.Cut(s, "."); ok && len(whole) == 4 && strings.Trim(fraction, "0") == "" && allDigits(whole) {
		return b.digits(int64(number(whole)), []byte(whole)) // 1980.0
	}
	parts, month := fields(s)
	switch {
	case len(parts) == 3:
		return b.three(parts, month, elder)
	case len(parts) == 2:
		return b.two(parts, month)
	}
	return household.Birth{}, nil, notADate()
}

// withoutTime takes a time of day off. A time from noon on, or one of another zone, may belong to another day here.
func withoutTime(s string) (string, *errs.Text) {
	i := strings.IndexByte(s, ':')
	if i < 0 {
		return s, nil
	}
	from := strings.LastIndexAny(s[:i], " T")
	if from < 0 {
		return s, nil
	}
	hour, clock := strings.TrimSpace(s[from+1:i]), strings.ToUpper(s[from+1:])
	midnight := strings.Trim(clock, "0:.Z+") == ""
	h, err := strconv.Atoi(hour)
	if err != nil || h > 23 || h >= 12 || strings.Contains(clock, "PM") || !midnight && strings.ContainsAny(clock, "Z+") {
		return "", wrong(errs.T("the date has a time of day, by which it may be another day here: enter the date alone"))
	}
	return strings.TrimSpace(s[:from]), nil
}

func number(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return -1
	}
	return n
}

// fields splits a date into its parts; month is the one that a word gave, -1 where none did.
func fields(s string) (parts []string, month int) {
	month = -1
	s = strings.NewReplacer("/", " ", "-", " ", ".", " ", ",", " ").Replace(s)
	words := strings.Fields(s)
	for i := 0; i < len(words); i++ {
		key := vietnamese.Fold(words[i])
		if key == "ngay" || key == "nam" && month >= 0 || key == "sinh" {
			continue
		}
		m, ok := months[key]
		if !ok && i+1 < len(words) {
			if m, ok = months[key+" "+vietnamese.Fold(words[i+1])]; ok {
				i++
			}
		}
		if ok {
			if month >= 0 {
				return nil, -1
			}
			month = len(parts)
			parts = append(parts, strconv.Itoa(m))
			continue
		}
		if !allDigits(words[i]) {
			return nil, -1
		}
		parts = append(parts, words[i])
	}
	return parts, month
}

// two reads a month and a year.
func (b *Births) two(parts []string, month int) (household.Birth, *doubt.Doubt, *errs.Text) {
	m, y := parts[0], parts[1]
	if len(m) == 4 || month == 1 {
		m, y = y, m
	}
	if len(y) == 2 && month >= 0 { // Oct-84: which century is not known by the month alone
		year, _, bad := b.century(number(y), false)
		if bad != nil {
			return household.Birth{}, nil, bad
		}
		y = strconv.Itoa(year)
	}
	if len(y) != 4 || len(m) > 2 || number(m) < 1 || number(m) > 12 || number(y) < 1800 {
		return household.Birth{}, nil, notADate()
	}
	return household.BornInMonth(number(y), number(m)), nil, nil
}

// three reads a day, a month and a year.
func (b *Births) three(parts []string, month int, elder bool) (household.Birth, *doubt.Doubt, *errs.Text) {
	d, m, y := 0, 1, 2
	if len(parts[0]) == 4 {
		d, y = 2, 0
	}
	if month >= 0 && month != m { // October 15, 1984
		d, m = m, month
	}
	if len(parts[d]) > 2 || len(parts[m]) > 2 || len(parts[y]) != 4 && len(parts[y]) != 2 {
		return household.Birth{}, nil, notADate()
	}
	year, note := number(parts[y]), (*doubt.Doubt)(nil)
	if len(parts[y]) == 2 {
		var bad *errs.Text
		var only bool
		if year, only, bad = b.century(year, elder); bad != nil {
			return household.Birth{}, nil, bad
		}
		note = &doubt.Doubt{}
		if !only {
			note.Else = strconv.Itoa(year + 100)
		}
	}
	born, other, bad := b.ordered(year, number(parts[m]), number(parts[d]), month >= 0 || len(parts[0]) == 4)
	if bad != nil {
		return household.Birth{}, nil, bad
	}
	if note != nil {
		note = b.doubt(born, note.Else, errs.T("the year of two digits was read as %d", year))
	} else if other != nil {
		note = other
	}
	return born, note, nil
}

// ordered makes the day of a year, month and day that are sure to stand in this order, or may be exchanged.
func (b *Births) ordered(y, m, d int, sure bool) (household.Birth, *doubt.Doubt, *errs.Text) {
	if !sure && b.Answer == doubt.MonthFirst && d <= 12 {
		m, d = d, m
	}
	day, ok := date.Of(y, m, d)
	if !ok {
		if _, other := date.Of(y, d, m); other && !sure && d <= 12 {
			return household.Birth{}, nil, wrong(errs.T("there is no day %04d-%02d-%02d; the month may stand before the day: write DD/MM/YYYY", y, m, d))
		}
		return household.Birth{}, nil, wrong(errs.T("there is no day %04d-%02d-%02d", y, m, d))
	}
	if swapped, may := swap(day); may && b.Mixed && !sure {
		return household.BornOn(day), b.order(day, swapped), nil
	}
	return household.BornOn(day), nil, nil
}

// century finds the year of two digits by the age that the member can have; only is false where a child of the other
// century would
// have been born this year or before and is excluded only because the member is no child.
func (b *Births) century(two int, elder bool) (year int, only bool, bad *errs.Text) {
	now := b.On.Year()
	if b.On.IsZero() {
		now = early(two) + mostAge // nobody knows what is excluded
	}
	late, early := 2000+two, early(two)
	switch {
	case late > now:
		return early, true, nil
	case now-early > mostAge:
		return late, true, nil
	case elder && now-late < 15:
		return early, false, nil
	}
	return 0, false, wrong(errs.T("the year %02d can be %d or %d: write it with four digits", two, early, late))
}

// early is the year of the twentieth century.
func early(two int) int { return 1900 + two }

// Order counts how the days and months of a column stand, to judge it as a whole.
type Order struct {
	cellsLow, cellsHigh          int // cells of dates with the day up to 12, and above
	dayFirst, monthFirst, either int // texts
	examples                     []string
	births                       Births
}

// Learn looks at a cell of the column.
func (o *Order) Learn(c *sheet.Cell, from1904 bool) {
	text := bytes.TrimSpace(c.Value)
	if c.Kind == sheet.Number {
		f, err := strconv.ParseFloat(string(text), 64)
		if err != nil || !c.Date || c.Part != sheet.Day || f < firstDay || f >= endOfDays {
			return
		}
		o.births.From1904 = from1904
		day := o.births.serial(int(f))
		if _, may := swap(day); may {
			o.cellsLow++
			o.example(day.Vietnamese())
		} else if day.Day() > 12 {
			o.cellsHigh++
		}
		return
	}
	parts, month := fields(string(text))
	if len(parts) != 3 || month >= 0 || len(parts[2]) != 4 && len(parts[2]) != 2 || len(parts[0]) > 2 {
		return
	}
	switch first, second := number(parts[0]), number(parts[1]); {
	case first > 12 && second <= 12:
		o.dayFirst++
	case second > 12 && first <= 12:
		o.monthFirst++
		o.example(string(text))
	case first <= 12 && second <= 12 && first != second:
		o.either++
	}
}

func (o *Order) example(s string) {
	if len(o.examples) < 3 {
		o.examples = append(o.examples, s)
	}
}

// fewest is how many date cells make a pattern: three days up to 12 in a row are chance in six of a hundred columns,
// and then every
// text would have to be above 12 too.
const fewest = 3

// Judge says what the column is: a question where a spreadsheet seems to have taken the first number for the month
// throughout, or
// mixed where both orders stand beside each other.
func (o *Order) Judge(column string) (q *doubt.Question, mixed bool) {
	texts := o.monthFirst > 0 && o.dayFirst == 0 && o.cellsHigh == 0
	cells := o.cellsLow >= fewest && o.cellsHigh == 0 && o.dayFirst > 0 && o.either == 0
	if texts || cells {
		return &doubt.Question{Column: column, Answers: []doubt.Answer{doubt.MonthFirst, doubt.AsWritten},
			Cells:    o.cellsLow + o.monthFirst + o.either,
			Examples: o.examples, Must: true,
			Text: errs.T("day and month seem to be exchanged: a spreadsheet with English settings took the first number for the month (%s). Is the month first?",
				strings.Join(o.examples, ", "))}, false
	}
	return nil, o.monthFirst > 0 || o.cellsLow > 0 && o.cellsHigh == 0 && o.dayFirst > 0 && o.either == 0
}

package programme

import (
	"strconv"
	"strings"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
)

// number writes a whole number as Vietnamese does, with points between its thousands.
func number(v int64) string { return grouped(v, '.') }

// comma writes a whole number as English does.
func comma(v int64) string { return grouped(v, ',') }

func grouped(v int64, sep byte) string {
	s := strconv.FormatInt(v, 10)
	var b []byte
	for i := range len(s) {
		if i > 0 && (len(s)-i)%3 == 0 && s[i-1] != '-' {
			b = append(b, sep)
		}
		b = append(b, s[i])
	}
	return string(b)
}

// whole reads a whole number of at most twelve digits, thousands parted by points or spaces or not.
func whole(s string) (int64, bool) {
	s = strings.NewReplacer(".", "", " ", "", "\u00a0", "").Replace(s)
	if s == "" || len(s) > 12 || strings.Trim(s, "0123456789") != "" {
		return 0, false
	}
	v, err := strconv.ParseInt(s, 10, 64)
	return v, err == nil
}

// day reads YYYY-MM-DD or DD/MM/YYYY.
func day(s string) (date.Date, bool) {
	if p := strings.Split(s, "/"); len(p) == 3 && len(p[2]) == 4 {
		s = p[2] + "-" + twoDigits(p[1]) + "-" + twoDigits(p[0])
	}
	d, err := date.Parse(s)
	return d, err == nil && !d.IsZero()
}

func twoDigits(s string) string {
	if len(s) == 1 {
		return "0" + s
	}
	return s
}

func span(from, to date.Date) errs.Text {
	if to.IsZero() {
		return errs.Text{VI: from.Vietnamese() + " –", EN: from.String() + " –"}
	}
	return errs.Text{VI: from.Vietnamese() + " – " + to.Vietnamese(), EN: from.String() + " – " + to.String()}
}

// activityTitle is the kind of activity that a kind of support belongs to.
func (x *checking) activityTitle() errs.Text {
	if a := x.r.catalogue.ActivityKind(x.Kind.Activity); a != nil {
		return a.Name
	}
	return errs.Text{VI: "hoạt động đã ghi", EN: "the one given"}
}

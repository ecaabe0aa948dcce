package programme

import (
	"strconv"
	"strings"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
)

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
		return errs.T("%s –", from)
	}
	return errs.T("%s – %s", from, to)
}

// activityTitle is the kind of activity that a kind of support belongs to.
func (x *checking) activityTitle() errs.Text {
	if a := x.r.catalogue.ActivityKind(x.Kind.Activity); a != nil {
		return a.Name
	}
	return errs.T("the one given")
}

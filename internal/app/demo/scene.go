package demo

import (
	"strings"

	"giamngheo/internal/access"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/generate"
	"giamngheo/internal/generate/tally"
	"giamngheo/internal/law"
	"giamngheo/internal/library"
	"giamngheo/internal/place"
	"giamngheo/internal/review"
	"giamngheo/internal/vietnamese"
	"giamngheo/internal/workday"
)

// Scene is what stands in a demonstration of a province on a day: which reviews are over, and whether one is running.
type Scene struct {
	Province place.Unit
	Day      date.Date
	During   bool   // a yearly review is running
	Pair     [2]int // the years of the reviews that the register grows between
	Last     int    // which of them is the last that is over
}

// Year is the year of the last review that is over.
func (s *Scene) Year() int { return s.Pair[s.Last] }

// SceneOf says what stands in a demonstration. Errors (errs.Invalid): the province is none on the day, or the law and
// the lists of units do not reach the day; they say which days can be.
func SceneOf(l *library.Library, places *place.Registry, province place.Code, day date.Date) (s Scene, err error) {
	s = Scene{Day: day}
	lib, err := l.Law()
	if err != nil {
		return s, err
	}
	if day.Year() > workday.LastReckoned {
		return s, errs.New(errs.Invalid, "the calendar of working days ends with %d: choose a day before it",
			workday.LastReckoned)
	}
	var why errs.Text
	if s.Province, why = place.ProvinceOn(places, province, day); why.EN != "" {
		return s, errs.New(errs.Invalid, "“%s” is no province on %s: %s", province, day, why)
	}
	p := review.NewProcedure(lib)
	var over []review.Campaign // by the day
	for year := firstYear; year <= day.Year(); year++ {
		c, err := p.Campaign(review.Annual, year, 0)
		if err != nil {
			continue // the law has none in this year
		}
		if c.Closes < day {
			over = append(over, c)
		}
		s.During = s.During || day >= c.Opens && day <= c.Closes
	}
	if len(over) == 0 {
		return s, errs.New(errs.Invalid,
			"before %s there is no result of a review by the standard in force: choose a day from then on", firstDay(p))
	}
	return s, s.between(l, p, over)
}

// between chooses the reviews that the register grows between. Errors (errs.Invalid): the last one that is over lies
// after those whose figures are known or assumed.
func (s *Scene) between(l *library.Library, p *review.Procedure, over []review.Campaign) error {
	last := over[len(over)-1].Year
	known := func(year int) bool {
		_, err := tally.TotalsOf(l.Data(), s.Province.Code, year)
		return err == nil
	}
	if !known(last) {
		for !known(last) && last > firstYear {
			last--
		}
		until := date.Must(last+1, 12, 31)
		if next, err := p.Campaign(review.Annual, last+1, 0); err == nil {
			until = next.Closes
		}
		return errs.New(errs.Invalid, "the figures of a demonstration end with the review of %d: choose a day up to %s",
			last, until)
	}
	before := len(over) > 1
	if known(last+1) && (s.During || !before) {
		s.Pair = [2]int{last, last + 1}
	} else {
		s.Pair, s.Last = [2]int{last - 1, last}, 1
	}
	return nil
}

// firstYear is from when on reviews are sought in the law.
const firstYear = 2021

// firstDay is the day after the first review that the law knows.
func firstDay(p *review.Procedure) date.Date {
	for year := firstYear; year < workday.LastReckoned; year++ {
		if c, err := p.Campaign(review.Annual, year, 0); err == nil {
			return c.Closes.AddDays(1)
		}
	}
	return 0
}

// Span is the yearly review of a year. Errors: the law has none.
func Span(lib *law.Library, year int) (opens, closes date.Date, err error) {
	c, err := review.NewProcedure(lib).Campaign(review.Annual, year, 0)
	return c.Opens, c.Closes, err
}

// scene is what stands in this office.
func (o *Desk) scene() (Scene, error) {
	return SceneOf(o.library, o.office.Reg(), o.office.ProvinceCode(), o.office.Day())
}

// Assumed says that the figures of the demonstration are assumed; empty where they follow the official ones.
func (o *Desk) Assumed() errs.Text {
	if o.office.ProvinceCode() == generate.Official {
		return errs.Text{}
	}
	return errs.T("figures are assumed: there are no official figures of %s",
		vietnamese.LowerFirst(o.office.Province().FullName))
}

// Account is one account of the demonstration.
type Account struct {
	Username, FullName string
	Role               access.Role
	Place              place.Code
}

// Accounts are the accounts of the demonstration, one a role that there is on its day. Their people are invented and
// say so.
func (o *Desk) Accounts() []Account {
	return AccountsOf(o.office.Reg(), o.office.ProvinceCode(), o.office.Day())
}

// AccountsOf are the accounts of a province's demonstration on a day.
func AccountsOf(places *place.Registry, province place.Code, day date.Date) (out []Account) {
	home := homeOf(places, province, day)
	commune, _ := places.At(home, day)
	for _, a := range []Account{
		{"canbo.xa", "Cán bộ xã (tài khoản thử)", access.CommuneOfficer, home},
		{"dieutra", "Điều tra viên (tài khoản thử)", access.Enumerator, home},
		{"chutich.xa", "Chủ tịch UBND xã (tài khoản thử)", access.CommuneChair, home},
		{"canbo.huyen", "Cán bộ huyện (tài khoản thử)", access.DistrictOfficer, commune.Parent},
		{"canbo.so", "Cán bộ sở (tài khoản thử)", access.DepartmentOfficer, province},
		{"kehoach", "Cán bộ kế hoạch (tài khoản thử)", access.Planner, province},
		{"ketoan.xa", "Kế toán xã (tài khoản thử)", access.FinanceOfficer, home},
		{"duyet", "Người ký duyệt (tài khoản thử)", access.Approver, province},
		{"lanhdao", "Lãnh đạo tỉnh (tài khoản thử)", access.Leader, province},
		{"thanhtra", "Thanh tra (tài khoản thử)", access.Inspector, province},
		{"quantri", "Quản trị tài khoản (tài khoản thử)", access.Administrator, province},
	} {
		if a.Role != access.DistrictOfficer || a.Place != province { // there are districts
			out = append(out, a)
		}
	}
	return out
}

// homeOf is the commune in which the demonstration's local people work.
func homeOf(places *place.Registry, province place.Code, day date.Date) place.Code {
	if province == generate.Official {
		return "31708"
	}
	return generate.Home(places, province, day)
}

// Password is the password of every account of Sóc Trăng's demonstration, which is written on its sign-in page.
const Password = "mot ngay nang dep o Soc Trang"

// PasswordOf is the password of every account of a province's demonstration: it names the province.
func PasswordOf(province place.Unit) string {
	words := strings.Fields(vietnamese.Fold(province.Name))
	for i, w := range words {
		words[i] = vietnamese.UpperFirst(w)
	}
	return "mot ngay nang dep o " + strings.Join(words, " ")
}

// Password is the password of every account here.
func (o *Desk) Password() string { return PasswordOf(o.office.Province()) }

// households are as many as a demonstration has where nobody says how many.
func (s *Scene) households(l *library.Library) (int64, error) {
	t, err := tally.TotalsOf(l.Data(), s.Province.Code, s.Pair[1])
	return t.Households, err
}

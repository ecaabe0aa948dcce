package surveys

import (
	"giamngheo/internal/cause"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/law"
	"giamngheo/internal/office"
	"giamngheo/internal/poverty"
	"giamngheo/internal/review"
)

// Before is what a household was before the review, beside what its answers come to now.
type Before struct {
	Class      poverty.Class // recognised, or calculated from the answers of then where nobody recognised it
	Recognised bool          // by a decision
	Turn       errs.Text     // from which class to which and why; empty where the class is the same
}

// before compares the class of a household's answers with the one it had, by the law's trace of both. The answers of
// then count on the day of the ages of the review that recognised it; where there was none, on those of this one.
func (o *Desk) before(lib *law.Library, v *Survey) (b Before, err error) {
	std, err := o.standardBefore(lib, v)
	if err != nil {
		return b, err
	}
	was, err := cause.NewSide(std, v.Base)
	if err != nil {
		return b, err
	}
	b.Class, b.Recognised = was.Found.Class, review.Low(v.Item.Was.Class)
	if b.Recognised {
		b.Class = v.Item.Was.Class
	}
	now := &cause.Side{Standard: v.Standard, Record: v.Record, Found: v.Explanation}
	if b.Class == now.Found.Class {
		return b, nil
	}
	before, after := v.titleOf(b.Class), v.titleOf(now.Found.Class)
	if !b.Recognised {
		before = errs.T("%s (as calculated from the register)", before)
	}
	if was.Found.Class != b.Class {
		before = errs.T("%s (by decision; the answers of then come to %s)", before, v.titleOf(was.Found.Class))
	}
	causes := cause.Of(was, now)
	if len(causes) == 0 {
		b.Turn = errs.T("last time %s → now %s", before, after)
		return b, nil
	}
	b.Turn = errs.T("last time %s → now %s, because %s", before, after, errs.Join("; ", causes))
	return b, nil
}

// titleOf is a class's name as it stands within a sentence.
func (v *Survey) titleOf(c poverty.Class) errs.Text {
	return errs.InSentence(v.Standard.ClassTitle(c))
}

// standardBefore is the standard on the day of the ages of the review that recognised a household; the survey's own
// where nothing did, or where another standard was in force then.
func (o *Desk) standardBefore(lib *law.Library, v *Survey) (*poverty.Standard, error) {
	year := v.Item.Was.Year
	if year == 0 || year >= v.List.Campaign.Year {
		return v.Standard, nil
	}
	p, err := o.reviews.Procedure()
	if err != nil {
		return nil, err
	}
	c, err := p.Campaign(review.Annual, year, 0)
	if err != nil {
		return v.Standard, office.IgnoreNotFound(err) // no law of reviews for that year: its ages are not known
	}
	if on, ok := lib.StandardOn(c.Closes); !ok || on.Code != v.Standard.Code {
		return v.Standard, nil
	}
	return o.standardOn(lib, v.Standard.Code, c.Closes)
}

// standardOn compiles a standard for a day and keeps it.
func (o *Desk) standardOn(lib *law.Library, code string, on date.Date) (*poverty.Standard, error) {
	key := on.String() + code
	if had, ok := o.standards.Load(key); ok {
		return had.(*poverty.Standard), nil
	}
	std, err := poverty.Compile(lib, code, on)
	if err == nil {
		o.standards.Store(key, std)
	}
	return std, err
}

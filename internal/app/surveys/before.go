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
// then count by the law and on the day of the ages of the review that recognised it; where there was none, by those of
// this one.
func (o *Desk) before(v *Survey) (b Before, err error) {
	lib, err := o.library.Law()
	if err != nil {
		return b, err
	}
	std, err := o.standardBefore(lib, v)
	if err != nil {
		return b, err
	}
	record := v.Began.Clone()
	o.book.Complete(record, std.On) // its line is the commune's of then
	was, err := cause.NewSide(std, record)
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
	causes, err := o.causes(lib, was, now)
	if len(causes) == 0 || err != nil {
		b.Turn = errs.T("last time %s → now %s", before, after)
		return b, err
	}
	b.Turn = errs.T("last time %s → now %s, because %s", before, after, errs.Join("; ", causes))
	return b, nil
}

// causes are what made another class, by one law or across two.
func (o *Desk) causes(lib *law.Library, was, now *cause.Side) ([]errs.Text, error) {
	if was.Standard.Code == now.Standard.Code {
		return cause.Of(was, now), nil
	}
	old, err := o.standardOn(lib, was.Standard.Code, now.Standard.On)
	if err != nil {
		return nil, err
	}
	return cause.Across(was, now, old)
}

// titleOf is a class's name as it stands within a sentence.
func (v *Survey) titleOf(c poverty.Class) errs.Text {
	return errs.InSentence(v.Standard.ClassTitle(c))
}

// standardBefore is the standard on the day of the ages of the review that recognised a household; the survey's own
// where nothing did.
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
	on, ok := lib.StandardOn(c.Closes)
	if !ok {
		return v.Standard, nil
	}
	return o.standardOn(lib, on.Code, c.Closes)
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

package exports

import (
	"context"
	"strings"

	"giamngheo/internal/app/book"
	"giamngheo/internal/arrange"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/poverty"
	"giamngheo/internal/review"
	"giamngheo/internal/sheet"
	"giamngheo/internal/store/households"
	"giamngheo/internal/store/reviews"
)

// derived are the columns of an export that are not entered but follow from what is: an import passes them over and
// says so (arrange.Shown). What is recognised is asked of the decisions on the export's day, what is calculated of the
// register's answers (doc/notions.md).
type derived struct {
	o       *Desk
	view    *book.View
	decided map[int64]review.Recognition // those in force on the day, by household
	papers  map[int64]*reviews.Decision
}

// derivedTitles are their headings. Not to be changed.
var derivedTitles = []string{"Tên xã", "Diện công nhận", "Số quyết định", "Ngày quyết định",
	"Mới thoát nghèo đến ngày", "Kết quả tính theo câu trả lời", "Số chỉ số thiếu hụt", "Chỉ số thiếu hụt"}

// derive finds out what decisions say of households on a day (zero: today).
func (o *Desk) derive(ctx context.Context, ids []int64, on date.Date) (*derived, error) {
	d := &derived{o: o, decided: map[int64]review.Recognition{}, papers: map[int64]*reviews.Decision{}}
	var err error
	if d.view, err = o.book.ViewOn(ctx, on); err != nil {
		return nil, err
	}
	if on.IsZero() {
		on = o.office.Day()
	}
	s, release, err := o.book.Standings(ctx, on)
	if err != nil {
		return nil, err
	}
	defer release()
	for _, id := range ids {
		if r := s.InForce(id); r != nil {
			d.decided[id] = *r
		}
	}
	return d, nil
}

// heads are the headings.
func (d *derived) heads() (out []household.Column) {
	for _, title := range derivedTitles {
		out = append(out, household.Column{Name: title, Title: arrange.Shown(title)})
	}
	return out
}

// cells are what follows for one household.
func (d *derived) cells(ctx context.Context, v *households.Version) ([]sheet.Out, error) {
	r, err := d.view.Classify(&v.Household)
	if err != nil {
		return nil, err
	}
	least, greatest := r.Count()
	count := sheet.NumberCell(int64(least))
	if greatest != least {
		count = sheet.TextCell(errs.T("%d to %d", least, greatest).VI)
	}
	var lacks []string
	for i := range d.view.Std.Indicators {
		if r.Deprived>>i&1 == 1 {
			lacks = append(lacks, d.view.Std.Indicators[i].Title.VI)
		}
	}
	as, err := d.recognised(ctx, v.ID)
	return []sheet.Out{sheet.TextCell(d.o.office.Unit(v.Household.Commune).FullName), sheet.TextCell(as.class),
		sheet.TextCell(as.number), sheet.TextCell(as.day.Vietnamese()), sheet.TextCell(as.newly.Vietnamese()),
		sheet.TextCell(d.view.Std.ClassTitle(r.Class).VI), count, sheet.TextCell(strings.Join(lacks, "; "))}, err
}

// recognised is what a household is recognised as, since when, with the number and the day of the decision, and the last
// day on which it is newly escaped; empty what there is not.
type recognised struct {
	class, number    string
	from, day, newly date.Date
}

// recognised finds out what a household is recognised as.
func (d *derived) recognised(ctx context.Context, id int64) (as recognised, err error) {
	r, ok := d.decided[id]
	if !ok {
		return as, nil
	}
	as = recognised{class: d.view.Std.ClassTitle(r.Class).VI, from: r.From, newly: r.Newly}
	paper, known := d.papers[r.Decision]
	if !known && r.Decision != 0 {
		paper, err = reviews.FindDecision(ctx, d.o.office.Reader(), string(d.o.office.ProvinceCode()), r.Decision)
		if errs.KindOf(err) == errs.NotFound {
			paper, err = nil, nil
		}
		d.papers[r.Decision] = paper
	}
	if paper == nil {
		return as, err
	}
	as.number, as.day = paper.Number, paper.Day
	if r.Class == poverty.None && paper.EscapeNumber != "" {
		as.number = paper.EscapeNumber
	}
	return as, nil
}

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
	"Kết quả tính theo câu trả lời", "Số chỉ số thiếu hụt", "Chỉ số thiếu hụt"}

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
	recognised, number, day, err := d.recognised(ctx, v.ID)
	return []sheet.Out{sheet.TextCell(d.o.office.Unit(v.Household.Commune).FullName), sheet.TextCell(recognised),
		sheet.TextCell(number), sheet.TextCell(day), sheet.TextCell(d.view.Std.ClassTitle(r.Class).VI), count,
		sheet.TextCell(strings.Join(lacks, "; "))}, err
}

// recognised is what a household is recognised as, with the number and the day of the decision.
func (d *derived) recognised(ctx context.Context, id int64) (class, number, day string, err error) {
	r, ok := d.decided[id]
	if !ok {
		return "", "", "", nil
	}
	paper, known := d.papers[r.Decision]
	if !known && r.Decision != 0 {
		paper, err = reviews.FindDecision(ctx, d.o.office.Reader(), string(d.o.office.ProvinceCode()), r.Decision)
		if errs.KindOf(err) == errs.NotFound {
			paper, err = nil, nil
		}
		d.papers[r.Decision] = paper
	}
	if paper == nil {
		return d.view.Std.ClassTitle(r.Class).VI, "", "", err
	}
	number = paper.Number
	if r.Class == poverty.None && paper.EscapeNumber != "" {
		number = paper.EscapeNumber
	}
	return d.view.Std.ClassTitle(r.Class).VI, number, paper.Day.Vietnamese(), err
}

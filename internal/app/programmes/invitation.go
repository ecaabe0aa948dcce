package programmes

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"

	"giamngheo/internal/access"
	"giamngheo/internal/household"
	"giamngheo/internal/office"
	"giamngheo/internal/sheet"
)

// Invitations prepares the list of whom a sub-project is for – or of those left out – as a workbook, in the plan's
// order of priority; without citizen numbers. It is on the record. Errors: errs.Forbidden, errs.NotFound, errs.Invalid.
func (o *Desk) Invitations(ctx context.Context, a *office.Ask,
	q BeneficiaryQuery) (write func(io.Writer) error, err error) {
	shown, hits, err := o.beneficiaries(ctx, a, access.ExportHouseholds, &q)
	if err != nil {
		return nil, err
	}
	deed := &office.Deed{Action: "beneficiary.export", Kind: "place", Subject: string(q.Place), Place: q.Place,
		Note: map[string]string{"node": q.Node, "day": q.On.String(), "rows": strconv.Itoa(len(hits)),
			"left_out": strconv.FormatBool(q.LeftOut)}}
	if err := o.office.Do(ctx, a, deed, nil); err != nil {
		return nil, err
	}
	return func(w io.Writer) error { return o.writeInvitations(w, shown, hits) }, nil
}

func (o *Desk) writeInvitations(w io.Writer, s *BeneficiariesShown, hits []Beneficiary) error {
	book := sheet.NewWriter(w)
	name, title := "Danh sách mời", "Danh sách đối tượng"
	if s.Query.LeftOut {
		name, title = "Không thuộc đối tượng", "Danh sách không thuộc đối tượng"
	}
	if o.office.Demo() {
		title = "DỮ LIỆU GIẢ LẬP – " + title
	}
	if err := book.Sheet(name, sheet.Options{Widths: []float64{6, 28, 10, 14, 24, 26, 8, 44, 60, 44, 12},
		FreezeRows: 2}); err != nil {
		return err
	}
	var head []sheet.Out
	for _, h := range []string{"STT", "Họ và tên", "Năm sinh", "Mã hộ", "Ấp, khóm", "Xã", "Ưu tiên", "Nhóm ưu tiên",
		"Vì sao", "Căn cứ", "Đã hỗ trợ trong năm"} {
		head = append(head, sheet.HeadCell(h))
	}
	if err := errors.Join(book.Row([]sheet.Out{sheet.HeadCell(fmt.Sprintf("%s – %s: %s – %s, ngày %s", title,
		s.Node.Label.VI, s.Node.Name.VI, s.Place.FullName, s.Query.On.Vietnamese()))}), book.Row(head)); err != nil {
		return err
	}
	for i := range hits {
		b := &hits[i]
		who, born, priority := b.Head, sheet.Out{}, sheet.Out{}
		if b.Member != 0 {
			who, born = b.Person, yearCell(b.Born)
		}
		if b.Verdict.Priority > 0 {
			priority = sheet.NumberCell(int64(b.Verdict.Priority))
		}
		if err := book.Row([]sheet.Out{sheet.NumberCell(int64(i + 1)), sheet.TextCell(who), born,
			sheet.TextCell(b.Code), sheet.TextCell(b.Hamlet), sheet.TextCell(o.office.Unit(b.Commune).FullName),
			priority,
			sheet.TextCell(b.Verdict.PriorityText.VI), sheet.TextCell(b.Verdict.Reason.VI),
			sheet.TextCell(b.Verdict.Cite), sheet.NumberCell(int64(b.Given))}); err != nil {
			return err
		}
	}
	return book.Close()
}

func yearCell(b household.Birth) sheet.Out {
	if !b.Known() {
		return sheet.Out{}
	}
	return sheet.NumberCell(int64(b.Earliest.Year()))
}

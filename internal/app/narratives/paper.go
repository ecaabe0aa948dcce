package narratives

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"

	"giamngheo/internal/app/papers"
	"giamngheo/internal/errs"
	"giamngheo/internal/generate"
	"giamngheo/internal/narrative"
	"giamngheo/internal/office"
	"giamngheo/internal/paper"
)

// Write writes the report of a round in words as a Word document, with an annex that says of every figure where it is
// from, by the template that the office has put in. Web is the office's public address, "" where none is set. The
// reading is on the record. Errors (errs.NotFound): nothing was written yet.
func (d *Desk) Write(ctx context.Context, a *office.Ask, round int64, w io.Writer) error {
	s, err := d.Text(ctx, a, round)
	if err != nil {
		return err
	}
	if s.Text == nil {
		return errs.New(errs.NotFound, "nothing was written yet")
	}
	docx, err := d.papers.InUse(ctx, papers.WordsPaper)
	if err != nil {
		return err
	}
	t, err := paper.Parse(docx)
	if err != nil {
		return err
	}
	web, err := d.papers.PublicAddress(ctx)
	if err != nil {
		return err
	}
	d.office.Saw(a, office.Deed{Action: "report.text.export", Kind: "report", Subject: office.IDText(s.Report.ID),
		Place: d.office.ProvinceCode()})
	return t.Fill(w, d.data(s, web))
}

func (d *Desk) data(s *Shown, web string) paper.Data {
	day, number, signer := d.office.Day(), "", ""
	if v := s.Report.Content.Signed; v != nil && s.Signed {
		day, number, signer = v.Signed, v.Document, v.Signer
	}
	f := map[string]string{"co_quan": strings.ToUpper(s.Place.FullName), "tinh": s.Place.FullName,
		"noi": s.Place.Spoken(), "so": number, "nguoi_ky": signer, "ngay": fmt.Sprintf("%02d", day.Day()),
		"thang": fmt.Sprintf("%02d", day.Month()), "nam": strconv.Itoa(day.Year()), "ve": s.Text.About,
		"ngay_chot": s.Round.Dues.CutOff.Vietnamese(), "lan": strconv.Itoa(s.Report.Content.Version), "mau": d.notes(s)}
	out := paper.Data{Fields: f, Lists: map[string]paper.List{}, Inner: map[string][]map[string]paper.List{}}
	for i := range s.Text.Sections {
		section := &s.Text.Sections[i]
		var paragraphs paper.List
		for _, p := range section.Paragraphs {
			paragraphs = append(paragraphs, map[string]string{"chu": s.Text.Plain(s.Book, p)})
		}
		if len(paragraphs) == 0 {
			paragraphs = paper.List{{"chu": " "}} // a table has a row
		}
		out.Lists["muc"] = append(out.Lists["muc"], map[string]string{"ten": blank(section.Head)})
		out.Inner["muc"] = append(out.Inner["muc"], map[string]paper.List{"doan": paragraphs})
	}
	for i := range s.Sources {
		v := &s.Sources[i]
		from, open := v.From, "ngoài hệ thống"
		if v.Fact != nil {
			from, open = definition(v.Fact), fmt.Sprintf("%s/rounds/%d/whole", web, s.Round.ID)
		}
		out.Lists["ng"] = append(out.Lists["ng"], map[string]string{"stt": strconv.Itoa(v.No), "gia_tri": v.Text,
			"cau": v.Sentence, "nguon": from, "mo": open})
	}
	return out
}

// blank keeps an empty value from becoming a row of dots.
func blank(s string) string {
	if s == "" {
		return " "
	}
	return s
}

// definition says what a figure is: its row, its column, its form.
func definition(f *narrative.Fact) string {
	out := f.Row.VI
	if f.Unit.VI != "" {
		out += " (" + f.Unit.VI + ")"
	}
	if f.Under.VI != "" {
		out += ", cột “" + f.Under.VI + "”"
	}
	if f.Paper == "" {
		return out + ", tổng hợp của đợt báo cáo"
	}
	if n := f.Lacks(); n > 0 {
		return fmt.Sprintf("%s, %s; thiếu số liệu của %d đơn vị", out, f.Paper, n)
	}
	return out + ", " + f.Paper
}

// notes are what stands under the paper.
func (d *Desk) notes(s *Shown) string {
	var out []string
	if s.Template != nil && s.Template.Sample {
		out = append(out, s.Template.Note.VI)
	}
	if n := len(s.Faults); n > 0 && !s.Signed {
		out = append(out, fmt.Sprintf("BẢN THẢO: còn %d chỗ phải xem lại trước khi ký.", n))
	} else if !s.Signed {
		out = append(out, "BẢN THẢO: chưa ký.")
	}
	if d.office.Demo() {
		out = append(out, generate.Label+": bản minh họa, không có người thật.")
	}
	return strings.Join(out, " ")
}

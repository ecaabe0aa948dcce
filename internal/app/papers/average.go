package papers

import (
	"bytes"
	"context"
	"fmt"
	"strings"

	"giamngheo/internal/app/averages"
	"giamngheo/internal/average"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/paper"
	"giamngheo/internal/store/households"
	"giamngheo/internal/vietnamese"
)

// The papers that answer a request for average living standard.
const (
	averageDecision = "mstb-quyet-dinh"
	averageRefusal  = "mstb-tu-choi"
)

// AveragePaper writes what answers a request for average living standard: the decision or the written refusal; name is
// that of the paper. Errors: errs.NotFound; errs.Conflict where the request is not answered.
func (o *Desk) AveragePaper(ctx context.Context, a *office.Ask, id int64) (name string, docx []byte, err error) {
	r, err := o.averages.Request(ctx, a, id)
	if err != nil {
		return "", nil, err
	}
	switch r.Stage {
	case average.Recognised:
		name = averageDecision
	case average.Refused:
		name = averageRefusal
	default:
		return "", nil, errs.New(errs.Conflict, "the request is not answered yet: it waits for %s", r.Stage.Title())
	}
	file, err := o.TemplateFile(ctx, a, name)
	if err != nil {
		return "", nil, err
	}
	t, err := paper.Parse(file)
	if err != nil {
		return "", nil, err
	}
	d, err := o.averageData(ctx, r)
	if err != nil {
		return "", nil, err
	}
	var b bytes.Buffer
	o.office.Saw(a, office.Deed{Action: "paper.write", Kind: "household", Subject: office.IDText(r.Household),
		Place: r.Unit.Code})
	err = t.Fill(&b, d)
	return name, b.Bytes(), err
}

// averageData are the fields of an answer, of its own day.
func (o *Desk) averageData(ctx context.Context, r *averages.Shown) (paper.Data, error) {
	last := r.Last()
	v, err := households.Find(ctx, o.office.Reader(), r.Province, r.Household)
	if err != nil {
		return paper.Data{}, err
	}
	d := paper.Data{Fields: o.placed(r, last.Day), Lists: map[string]paper.List{}}
	for key, said := range map[string]string{"so": last.Number, "nguoi_ky": last.Signer, "chu_ho": r.Head,
		"ap": r.Hamlet, "ma_ho": r.Code, "so_khau": fmt.Sprint(len(v.Household.Members)),
		"ngay_nhan": r.Received.Vietnamese(), "hieu_luc": last.Day.Vietnamese(), "ly_do": sentence(last.Reason)} {
		d.Fields[key] = said
	}
	for i := range v.Household.Members {
		d.Lists["tv"] = append(d.Lists["tv"], o.member(&v.Household.Members[i]))
	}
	return d, nil
}

// placed are the fields of every paper of a commune on a day.
func (o *Desk) placed(r *averages.Shown, on date.Date) map[string]string {
	name := r.Unit.FullName
	bases, mark := o.bases(on)
	return map[string]string{"xa": name, "xa_hoa": strings.ToUpper(name), "tinh": o.office.Province().FullName,
		"co_quan": strings.ToUpper(name), "noi": r.Unit.Name, "ngay": fmt.Sprintf("%02d", on.Day()),
		"thang": fmt.Sprintf("%02d", on.Month()), "nam": fmt.Sprint(on.Year()), "mau": sampleNote + mark,
		"can_cu_phap_ly": bases, "cap_tren": o.above(r.Unit.Code, on), "xa_thuong": vietnamese.LowerFirst(name),
		"tinh_thuong": vietnamese.LowerFirst(o.office.Province().FullName)}
}

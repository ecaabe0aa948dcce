package papers

import (
	"context"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"giamngheo/internal/access"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/paper"
	"giamngheo/internal/review"
	"giamngheo/internal/store/reviews"
)

// PaperKind is one of the papers that the office writes.
type PaperKind struct {
	Name  string
	Title errs.Text
	Stage review.Stage // from which stage of a list on it can be written
}

// paperKinds are the papers in the order of the procedure. Not to be changed.
var paperKinds = []PaperKind{
	{"de-nghi-01", errs.T("Request (form 01)"), review.Listing},
	{"de-nghi-04", errs.T("Request of escape (form 04)"), review.Listing},
	{"bien-ban-hop", errs.T("Minutes of the meeting (two sets)"), review.Meeting},
	{"niem-yet", errs.T("Posting list"), review.Posting},
	{"quyet-dinh-02", errs.T("Decision (form 02)"), review.Deciding},
	{"chung-nhan", errs.T("Certificates"), review.Certifying},
	{"tu-choi", errs.T("Written refusals"), review.Certifying},
	{"bao-cao", errs.T("Covering report"), review.Listing},
	{averageDecision, errs.T("Decision on average living standard"), review.Stages}, // of no list
	{averageRefusal, errs.T("Refusal of average living standard"), review.Stages},
	{PlanPaper, errs.T("The year's plan with its results"), review.Stages}, // of no list
	{WordsPaper, errs.T("Report in words"), review.Stages},                 // of no list
}

// PaperKinds lists the papers.
func (o *Desk) PaperKinds() []PaperKind { return paperKinds }

// TemplateShown is a paper's template: the shipped one, or the office's own.
type TemplateShown struct {
	PaperKind
	Own    bool
	File   string
	By     string
	Fields []string
}

// Templates lists the templates of the papers.
func (o *Desk) Templates(ctx context.Context, a *office.Ask) (out []TemplateShown, err error) {
	if !o.office.May(a, access.ViewReviews) {
		return nil, office.Forbidden()
	}
	own, err := reviews.Templates(ctx, o.office.Reader(), string(o.office.ProvinceCode()))
	if err != nil {
		return nil, err
	}
	for _, k := range paperKinds {
		t := TemplateShown{PaperKind: k}
		shipped, err := o.ShippedTemplate(k.Name)
		if err != nil {
			return nil, err
		}
		p, err := paper.Parse(shipped)
		if err != nil {
			return nil, err
		}
		t.Fields = p.Fields()
		if i := slices.IndexFunc(own, func(v reviews.Template) bool { return v.Name == k.Name }); i >= 0 {
			t.Own, t.File, t.By = true, own[i].File, o.office.NameOf(ctx, own[i].By)
		}
		out = append(out, t)
	}
	return out, nil
}

// ShippedTemplate returns the template (.docx) of a paper that the program ships with. Errors (errs.NotFound): no such
// paper.
func (o *Desk) ShippedTemplate(name string) ([]byte, error) {
	if !slices.ContainsFunc(paperKinds, func(k PaperKind) bool { return k.Name == name }) {
		return nil, errs.New(errs.NotFound, "there is no such paper")
	}
	return fs.ReadFile(o.library.Data(), "paper/"+name+".docx")
}

// TemplateFile returns the template of a paper in use, to be changed in Word.
func (o *Desk) TemplateFile(ctx context.Context, a *office.Ask, name string) ([]byte, error) {
	if !o.office.May(a, access.ViewReviews) {
		return nil, office.Forbidden()
	}
	return o.InUse(ctx, name)
}

// InUse returns the template of a paper in use: the office's own, or the shipped one. Errors: errs.NotFound.
func (o *Desk) InUse(ctx context.Context, name string) ([]byte, error) {
	shipped, err := o.ShippedTemplate(name)
	if err != nil {
		return nil, err
	}
	own, err := reviews.Templates(ctx, o.office.Reader(), string(o.office.ProvinceCode()))
	if i := slices.IndexFunc(own, func(v reviews.Template) bool { return v.Name == name }); i >= 0 {
		return own[i].Docx, err
	}
	return shipped, err
}

// mostTemplate is how large a template may be.
const mostTemplate = 2 << 20

// SetTemplate puts an office's own template in the place of the one before; an empty one brings the shipped one back.
// Errors (errs.Invalid): no Word document, a field that the paper does not have.
func (o *Desk) SetTemplate(ctx context.Context, a *office.Ask, name, file string, docx []byte) error {
	if !o.office.May(a, access.AnnounceReviews) {
		return office.Forbidden()
	}
	shipped, err := o.ShippedTemplate(name)
	if err != nil {
		return err
	}
	if len(docx) > mostTemplate {
		return errs.New(errs.Invalid, "the template is larger than 2 MB")
	}
	if len(docx) > 0 {
		if err := checkTemplate(shipped, docx); err != nil {
			return err
		}
	}
	deed := &office.Deed{Action: "paper.template", Kind: "paper", Subject: name, Place: o.office.ProvinceCode(),
		Note: map[string]string{"bytes": fmt.Sprint(len(docx))}}
	return o.office.Do(ctx, a, deed, func(tx *office.Tx) error {
		return reviews.SetTemplate(ctx, tx, string(o.office.ProvinceCode()),
			&reviews.Template{Name: name, File: file, Docx: docx, At: o.office.Now(), By: a.Account})
	})
}

func checkTemplate(shipped, docx []byte) error {
	had, err := paper.Parse(shipped)
	if err != nil {
		return err
	}
	t, err := paper.Parse(docx)
	if err != nil {
		return err
	}
	var unknown []string
	for _, f := range t.Fields() {
		if !slices.Contains(had.Fields(), f) && !slices.Contains(common, f) {
			unknown = append(unknown, "{{"+f+"}}")
		}
	}
	if len(unknown) > 0 {
		return errs.New(errs.Invalid, "fields that this paper does not have: %s; there are: %s",
			strings.Join(unknown, ", "), strings.Join(had.Fields(), ", "))
	}
	return nil
}

// common are the fields that every paper has.
var common = []string{"xa", "xa_hoa", "tinh", "co_quan", "noi", "ngay", "thang", "nam", "dot", "dot_thuong", "mau",
	"so", "nguoi_ky", "xa_thuong", "tinh_thuong", "can_cu_phap_ly", "cap_tren"}

// sampleNote stands under every paper: the annexed forms were not read.
const sampleNote = "MẪU tham khảo theo thể thức Nghị định 30/2020/NĐ-CP; đối chiếu phụ lục Quyết định 24/2021/QĐ-TTg trước khi dùng chính thức."

// The papers that belong to no review: a plan with its results, and the report of a round in words.
const (
	PlanPaper  = "ke-hoach"
	WordsPaper = "bao-cao-loi"
)

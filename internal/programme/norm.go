package programme

import (
	"math"

	"giamngheo/internal/household"
)

const (
	greatestAmount   = 1_000_000_000_000 // a thousand billion đồng: more is a slip of the pen
	greatestQuantity = 1_000_000_000
)

// sums checks quantity, amount and fund for what cannot be.
func (x *checking) sums() {
	s, k := x.Support, x.Kind
	switch {
	case s.Quantity <= 0 || s.Quantity > greatestQuantity:
		x.add(BadQuantity, "", "số lượng phải từ 1 ("+k.Unit.VI+"); hãy sửa số lượng", "the quantity must be 1 or more ("+k.Unit.EN+"); change it")
	case k.Most > 0 && s.Quantity > k.Most:
		x.add(BadQuantity, "", "mỗi bản ghi nhiều nhất "+number(k.Most)+" "+k.Unit.VI+"; hãy sửa số lượng hoặc tách bản ghi", "one record holds "+comma(k.Most)+" "+k.Unit.EN+" at most; change the quantity or part the record")
	}
	if s.Amount < 0 || s.Amount > greatestAmount {
		x.add(BadAmount, "", "số tiền không được âm và không quá "+number(greatestAmount)+" đồng; hãy sửa số tiền", "the amount must not be below zero nor above "+comma(greatestAmount)+" đồng; change it")
	}
	if k.Paid && s.Amount == 0 && s.Details[goodsName] == "" {
		x.add(BadAmount, "", "phải ghi số tiền, hoặc tên hàng hóa đã cấp; hãy điền một trong hai", "give the amount, or the goods that were handed out")
	}
	x.parts()
	x.source()
}

// goodsName is the detail that tells what was handed out instead of money.
const goodsName = "goods_name"

// parts refuses parts that do not make up the amount.
func (x *checking) parts() {
	var sum int64
	parts := false
	for _, d := range x.Kind.DetailsOn(x.Support.Day) {
		if !d.Part {
			continue
		}
		parts = true
		if v, ok := whole(x.Support.Details[d.Code]); ok {
			sum += v
		}
	}
	if parts && sum != int64(x.Support.Amount) {
		x.add(BadAmount, "", "các khoản chi cộng lại là "+number(sum)+" đồng, khác số tiền "+number(int64(x.Support.Amount))+" đồng; hãy sửa cho khớp",
			"the parts make up "+comma(sum)+" đồng and not the amount of "+comma(int64(x.Support.Amount))+" đồng; make them agree")
	}
}

func (x *checking) source() {
	s, k := x.Support, x.Kind
	allowed := len(k.Sources) == 0
	for _, code := range k.Sources {
		allowed = allowed || code == s.Source
	}
	switch {
	case s.Source == "" && s.Amount > 0:
		x.add(BadSource, "", "có tiền thì phải ghi nguồn vốn; hãy chọn nguồn", "money needs its fund; choose one")
	case s.Source == "":
	case x.r.catalogue.Fund(s.Source) == nil:
		x.add(BadSource, "", "không có nguồn vốn “"+s.Source+"”; hãy chọn một nguồn trong danh mục", "there is no fund “"+s.Source+"”; choose one of the list")
	case !allowed:
		x.add(BadSource, k.SourceCite, "“"+k.Name.VI+"” không được chi từ nguồn “"+x.r.catalogue.Fund(s.Source).Name.VI+"”; hãy chọn nguồn khác", "“"+k.Name.EN+"” may not be paid from “"+x.r.catalogue.Fund(s.Source).Name.EN+"”; choose another fund")
	}
}

// under reports whether a norm holds under the programme of the support.
func (x *checking) under(n *normRule) bool {
	return n.Programme == "" || n.Programme == x.programmeCode()
}

// norms checks the amount and its parts against what may be paid at most.
func (x *checking) norms() {
	done := map[string]bool{}
	for i := range x.k.norms {
		n := &x.k.norms[i]
		if done[n.Of] || !x.under(n) {
			continue
		}
		done[n.Of] = true
		if paid := x.paid(n.Of); paid > 0 {
			x.norm(n.Of, paid)
		}
	}
}

// paid is what was paid of the amount or of one of its parts.
func (x *checking) paid(of string) int64 {
	if of == "" {
		return int64(x.Support.Amount)
	}
	v, _ := whole(x.Support.Details[of])
	return v
}

// norm checks one sum against the first norm that is the receiver's.
func (x *checking) norm(of string, paid int64) {
	var last *normRule
	for i := range x.k.norms {
		n := &x.k.norms[i]
		if n.Of != of || !x.under(n) {
			continue
		}
		last = n
		if n.when == nil || x.is.holds(n.when) == household.Yes {
			x.against(n, paid)
			return
		}
	}
	x.add(NoNorm, last.cite, "không có định mức “"+last.Title.VI+"” cho người này ("+x.Support.Facts.Text().VI+") nên chưa biết có được chi "+number(paid)+" đồng không; hãy bỏ số tiền, hoặc ghi lý do và văn bản",
		"there is no norm “"+last.Title.EN+"” for this receiver ("+x.Support.Facts.Text().EN+"), so that it is not known whether "+comma(paid)+" đồng may be paid; leave the money out, or give the reason and the document")
}

func (x *checking) against(n *normRule, paid int64) {
	if !n.known {
		x.add(NormUnknown, n.cite, "định mức “"+n.Title.VI+"” ngày "+x.Support.Day.Vietnamese()+" chưa được điền, nên chưa đối chiếu được "+number(paid)+" đồng; hãy nhờ cơ quan tài chính điền định mức, hoặc ghi lý do và văn bản",
			"the norm “"+n.Title.EN+"” of "+x.Support.Day.String()+" has not been filled in, so that "+comma(paid)+" đồng cannot be checked; have it filled in, or give the reason and the document")
		return
	}
	most, ok := x.most(n)
	if !ok {
		d := find(x.Kind.Details, func(d *Detail) bool { return d.Code == n.Times })
		x.add(MissingDetail, n.cite, "thiếu “"+d.Title.VI+"” để đối chiếu định mức “"+n.Title.VI+"”; hãy điền", "“"+d.Title.EN+"” is needed to check the norm “"+n.Title.EN+"”; fill it in")
		return
	}
	if paid > most {
		x.add(OverNorm, n.cite, number(paid)+" đồng vượt định mức “"+n.Title.VI+"”: tối đa "+number(most)+" đồng; hãy sửa số tiền, hoặc người có quyền ghi lý do",
			comma(paid)+" đồng is over the norm “"+n.Title.EN+"”: "+comma(most)+" đồng at most; change the amount, or who may gives the reason")
	}
}

// most is what a norm lets be paid; false where the detail that it multiplies is missing.
func (x *checking) most(n *normRule) (int64, bool) {
	times := x.Support.Quantity
	if n.Times != "" {
		v, ok := whole(x.Support.Details[n.Times])
		if !ok {
			return 0, false
		}
		times = v
	}
	if n.Per == "support" {
		times = 1
	}
	most := int64(math.MaxInt64)
	if times <= 0 || n.value <= most/times {
		most = n.value * max(times, 0)
	}
	if n.Per == "percent_of_cost" {
		most /= 100
	}
	return most, true
}

// activity checks the course, model or event that the support belongs to.
func (x *checking) activity() {
	s, a := x.Support, x.Activity
	if s.Activity == 0 && x.Kind.Activity == "" {
		return
	}
	if s.Activity == 0 || a == nil {
		x.add(NoActivity, "", "“"+x.Kind.Name.VI+"” phải thuộc một hoạt động đã lập ("+x.activityTitle().VI+"); hãy lập hoặc chọn hoạt động", "“"+x.Kind.Name.EN+"” belongs to an activity ("+x.activityTitle().EN+"); make or choose it")
		return
	}
	node := x.r.catalogue.Node(a.Node)
	if x.Kind.Activity != "" && a.Kind != x.Kind.Activity || node == nil || x.node != nil && a.Node != x.node.Code {
		x.add(NoActivity, "", "hoạt động “"+a.Title+"” không thuộc tiểu dự án hoặc loại hoạt động của “"+x.Kind.Name.VI+"”; hãy chọn hoạt động khác", "the activity “"+a.Title+"” is not of the sub-project or kind of “"+x.Kind.Name.EN+"”; choose another")
		return
	}
	switch a.State {
	case Running:
	case Planned, Approved:
		x.add(NotApproved, "", "hoạt động “"+a.Title+"” "+a.State.Title().VI+", chưa thực hiện; hãy chuyển sang “"+Running.Title().VI+"” trước", "the activity “"+a.Title+"” is "+a.State.Title().EN+" and not running; start it first")
	default:
		x.add(ActivityClosed, "", "hoạt động “"+a.Title+"” "+a.State.Title().VI+"; hãy mở lại nếu ghi thiếu, hoặc chọn hoạt động khác", "the activity “"+a.Title+"” is "+a.State.Title().EN+"; open it again if a record is missing, or choose another")
	}
	if a.Places > 0 && s.Quantity > a.Places-x.Taken {
		x.add(ActivityFull, "", "hoạt động “"+a.Title+"” có "+number(a.Places)+" chỗ, đã ghi "+number(x.Taken)+"; không ghi thêm "+number(s.Quantity)+" được; hãy chọn hoạt động khác hoặc điều chỉnh kế hoạch", "the activity “"+a.Title+"” has "+comma(a.Places)+" places of which "+comma(x.Taken)+" are taken; "+comma(s.Quantity)+" more do not fit; choose another or change its plan")
	}
	if s.Day < a.From || !a.To.IsZero() && s.Day > a.To {
		days := span(a.From, a.To)
		x.add(ActivityDay, "", "ngày "+s.Day.Vietnamese()+" ở ngoài thời gian của hoạt động ("+days.VI+"); hãy sửa ngày, hoặc ghi lý do", "the day "+s.Day.String()+" lies outside the activity ("+days.EN+"); change it, or give the reason")
	}
}

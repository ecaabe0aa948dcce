package e2e_test

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"giamngheo/internal/app/demo"
)

// send fills in a form by the names of its fields and presses one of its buttons.
func (p *tab) send(form, button string, fields ...string) {
	p.t.Helper()
	for i := 0; i < len(fields); i += 2 {
		p.fill(form+` [name="`+fields[i]+`"]`, fields[i+1])
	}
	eval[bool](p, `document.querySelectorAll("main details").forEach(d => d.open = true); window.__sent = true; true`)
	eval[bool](p, `document.querySelector(`+quote(form+" "+button)+`).click(); true`) // what opened has moved it
	p.wait(`!window.__sent`)
}

// TestCheck takes one commune from where to look first to a closed check: planned, announced, found, answered,
// concluded, recommended; the money comes back by the ledger, and only then is it closed.
func TestCheck(t *testing.T) {
	inspector, unit, finance := newTab(t, base), newTab(t, base), newTab(t, base)
	inspector.signIn("thanhtra", demo.Password)
	unit.signIn("canbo.xa", demo.Password)
	finance.signIn("ketoan.xa", demo.Password)
	step := func(p *tab, step string, fields ...string) {
		t.Helper()
		p.send(`form:has(button[value="`+step+`"])`, `button[value="`+step+`"]`, fields...)
		if said := p.text(".alert-danger[role=alert], [data-said=error]"); said != "" {
			t.Fatalf("%s: %s", step, said)
		}
	}

	inspector.open("/inspection/places/31708")
	inspector.look("check-1-reasons")
	inspector.click(`a[href^="/inspection/plan/new?unit=31708"]`)
	inspector.wait(`document.querySelector("#n-lead")`)
	inspector.send(`main form:has(#n-lead)`, `button.btn-primary`, "lead", "thanhtra", "month", "12",
		"subject", "Kiểm tra chi trả và hồ sơ hộ (MẪU)")
	inspector.wait(`location.pathname.startsWith("/inspection/visits/")`)
	at := eval[string](inspector, `location.pathname`)
	unit.open(at)
	if status := eval[int](unit, `performance.getEntriesByType("navigation")[0].responseStatus`); status != 404 {
		t.Errorf("the commune knows of a visit before it is announced: %d", status)
	}
	step(inspector, "declare")
	today := eval[string](inspector, `document.body.textContent.match(/ngày làm việc (\d\d\/\d\d\/\d{4})/)[1]`)
	step(inspector, "announce", "from", today, "content", "Danh sách chi trả quý IV (MẪU)",
		"reason", "có phản ánh của người dân, cần kiểm tra ngay")
	unit.open(at)
	unit.waitText("main", "Danh sách chi trả quý IV")
	step(inspector, "go_out")
	inspector.look("check-2-field")

	step(inspector, "draw", "kind", "payments", "n", "4", "year", "2024",
		"text", "Kết quả xổ số Sóc Trăng ngày 18/12/2024: 123456 (MẪU)")
	inspector.waitText("#sample-1", "dòng chưa kiểm tra")
	eval[bool](inspector,
		`document.querySelectorAll('#sample-1 select').forEach(e => e.value = "right"); true`)
	step(inspector, "look", "look.1", "wrong", "wrong.1", "1.000", "saw.1", "thiếu chữ ký người nhận (MẪU)")
	inspector.waitText("#sample-1", "1 khoản có sai, tổng 1.000 đồng")
	inspector.look("check-2-sample")
	finance.open("/money?place=31708&year=2024")
	finance.click(`main a[href^="/money/lines/"]`)
	finance.wait(`document.querySelector("input[name=kind][value=refund]")`)
	line := finance.url()
	paid := eval[string](finance,
		`[...document.querySelectorAll("main tr")].find(e => e.textContent.includes("Thanh toán\n") || /^\s*\d+\s+\S+\s+Thanh toán/.test(e.textContent)).textContent.match(/\d+/)[0]`)
	step(inspector, "find", "text", "Chi sai đối tượng (MẪU)", "article", "Quyết định 24/2021/QĐ-TTg", "kind0", "payment",
		"link0", paid, "kind1", "household", "link1", some(t, 5).Code, "severity", "2", "amount", "1.500.000")
	step(inspector, "draft")
	unit.open(at)
	eval[bool](unit, `document.querySelector('input[name="r.1"][value="agree"]').checked = true; true`)
	step(unit, "reply", "content", "Xã nhận thiếu sót (MẪU)")
	inspector.open(at)
	document := eval[string](inspector, `document.querySelector('#conclude [name="document"] option:nth-child(2)').value`)
	step(inspector, "conclude", "content", "Kết luận kiểm tra (MẪU)", "document", document)
	step(inspector, "recommend", "what", "Thu hồi số tiền chi sai (MẪU)", "finding", "1", "amount", "1.500.000")
	inspector.look("check-3-recommended")
	unit.open(at)
	step(unit, "claim", "reason", "Đã nộp lại (MẪU)")
	inspector.open(at)
	step(inspector, "verify")
	if eval[bool](inspector, `!!document.querySelector('button[value="close_rec"]')`) {
		t.Error("a recommendation can be closed before its money is back")
	}

	finance.do(chromedp.Navigate(line))
	finance.send(`form:has(input[name=kind][value=refund])`, `button.btn-primary`, "amount", "1.500.000", "voucher", "NT-KT-01")
	finance.wait(`document.querySelector(".alert-success")`)
	number := eval[string](finance, `[...document.querySelectorAll("main tr")].find(e => e.textContent.includes("NT-KT-01"))?.textContent.match(/\d+/)[0] ?? ""`)
	if number == "" {
		t.Fatal(finance.text("main"))
	}
	inspector.open(at)
	step(inspector, "recover", "movement", number)
	step(inspector, "close_rec")
	inspector.waitText("main p strong", "Đã kết thúc")
	inspector.look("check-4-closed")
	inspector.open("/inspection/recommendations?state=all")
	inspector.waitText("main", "Thu hồi số tiền chi sai (MẪU)")
	if strings.Contains(inspector.text("main"), "%!") {
		t.Error(inspector.text("main"))
	}
}

package e2e_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"giamngheo/internal/app/demo"
)

// TestResident: an officer prints a household's letter; the household opens its own page with it, reads what it is, and
// complains; the commune answers, and the answer is read by the code. Nobody else's name is on any of these pages.
func TestResident(t *testing.T) {
	item := some(t, 12)
	v, err := anOffice.Book.Peek(context.Background(), as(t, "canbo.xa"), item.ID)
	if err != nil {
		t.Fatal(err)
	}
	head := v.Household.Head()
	born := fmt.Sprint(head.Birth.Earliest.Year())

	officer := newTab(t, base)
	officer.signIn("canbo.xa", demo.Password)
	officer.open(fmt.Sprintf("/households/%d/letters", item.ID))
	officer.click(`main form[action$="/letters"] button`)
	officer.wait(`document.querySelector(".own-address")`)
	officer.look("resident-1-letter")
	address := strings.TrimSpace(officer.text(".own-address"))
	path := address[strings.Index(address, "/toi/"):]

	p := newTab(t, base)
	p.do(chromedp.EmulateViewport(390, 844))
	p.open(path)
	p.look("resident-2-door")
	p.fill("#year", "1800")
	p.click("main form button")
	p.wait(`document.querySelector("#said")`)
	if strings.Contains(p.text("main"), head.Name) {
		t.Error("a wrong year tells who it is")
	}
	p.fill("#year", born)
	p.click("main form button")
	p.waitText("main", head.Name)
	p.fits("a household's own page")
	p.look("resident-3-own-390")
	if others := p.problems(); len(others) > 0 {
		t.Error(others)
	}

	p.click(`main a[href*="/cong-khai/gop-y?kind=complaint"]`)
	p.wait(`document.querySelector("#v-text")`)
	if kind := eval[string](p, `document.querySelector("#v-kind").value + " " + document.querySelector("#v-place").value`); kind != "complaint 31708" {
		t.Errorf("the form begins with %q", kind)
	}
	p.look("resident-4-complaint-390")
	p.fill("#v-text", "Nhà tôi bị dột từ mùa mưa, đề nghị xem lại (MẪU)")
	p.click("main form button")
	p.wait(`document.querySelector("#code")`)
	p.fits("the receipt of a complaint")
	code := strings.TrimSpace(p.text("#code"))

	officer.open("/feedback")
	officer.wait(`document.querySelector("#feedback")`)
	officer.open(eval[string](officer,
		`[...document.querySelectorAll("#feedback a[data-row]")].sort((a, b) => Number(b.textContent) - Number(a.textContent))[0].getAttribute("href")`))
	officer.waitText("main", "bị dột")
	officer.fill("#f-text", "Xã sẽ phúc tra trong tuần này (MẪU)")
	officer.click(`button[value="answer"]`)
	officer.waitText("main", "phúc tra trong tuần này")

	p.open("/cong-khai/gop-y/theo-doi")
	p.fill("#v-code", code)
	p.click("main form button")
	p.waitText(".answer", "phúc tra trong tuần này")
	p.look("resident-5-answer-390")
	if text := p.text("body"); strings.Contains(text, head.Name) || strings.Contains(text, item.Code) {
		t.Error("the answer's page tells who complained")
	}
}

package e2e_test

import (
	"strings"
	"testing"

	"giamngheo/internal/app/demo"
)

// TestReportWords: in the report in words a figure is put in with a button and stands as a chip; a typed number is
// marked; what was written survives the page, and the chip still names its cell.
func TestReportWords(t *testing.T) {
	p := newTab(t, base)
	p.signIn("kehoach", demo.Password)
	p.open("/rounds/2/words")
	p.wait(`document.querySelectorAll(".prose").length > 10`)
	if eval[bool](p, `[...document.querySelectorAll("#read p")].some(e => e.textContent.includes("[["))`) {
		t.Error("a mark is shown to the reader")
	}
	write := func(js string) {
		t.Helper()
		eval[bool](p, `(() => {
			const box = [...document.querySelectorAll(".prose")].find(b => b.textContent.startsWith("Nguyên nhân"));
			box.focus(); getSelection().selectAllChildren(box); getSelection().collapseToEnd(); `+js+`; return true; })()`)
	}
	write(`getSelection().selectAllChildren(box); document.execCommand("insertText", false, "Nguyên nhân: thiếu 7 cán bộ, còn ")`)
	eval[bool](p, `document.activeElement.blur(); document.querySelector('#facts button').click(); true`)
	p.wait(`[...document.querySelectorAll("textarea[data-prose]")].some(a => a.value === "Nguyên nhân: thiếu 7 cán bộ, còn [[ROUND/units/all]]")`)
	write(`document.execCommand("insertText", false, " đơn vị.")`)
	p.click("#write button.btn-primary")
	p.waitText("#read", "Nguyên nhân: thiếu 7 cán bộ, còn 108 đơn vị.")
	p.waitText("#read", "“7”")
	p.wait(`[...document.querySelectorAll(".prose")].some(b => b.textContent === "Nguyên nhân: thiếu 7 cán bộ, còn 108 đơn vị." && b.querySelector(".fact[contenteditable=false]"))`)
	p.click(`#read a.fact[href$="B01/ho_ngheo/thuc_hien"]`)
	p.wait(`location.pathname === "/rounds/2/whole" && document.getElementById("B01/ho_ngheo/thuc_hien")`)
	if problems := p.problems(); len(problems) > 0 {
		t.Error(problems)
	}
}

// TestReportCells: a block from Excel is pasted over cells, what is typed is saved by itself, and Enter goes down.
func TestReportCells(t *testing.T) {
	p := newTab(t, base)
	p.signIn("canbo.xa", demo.Password)
	p.open("/rounds/3")
	p.wait(`document.querySelector('form[data-save] input[name^="v."]')`)
	estimates := `[...document.querySelectorAll('input[name^="v."][name$="/uoc"]')]`
	if n := eval[int](p, estimates+".length"); n < 3 {
		t.Fatalf("%d cells of estimates", n)
	}
	eval[bool](p, `(() => { const at = `+estimates+`[0], d = new DataTransfer(); d.setData("text", "1.000.000\tkhông có\n2.000.000\n3.500.000\n"); at.focus();
		at.dispatchEvent(new ClipboardEvent("paste", { clipboardData: d, bubbles: true, cancelable: true })); return true; })()`)
	p.wait(`document.querySelector("[data-saved]").textContent.trim() === document.querySelector("[data-saved]").dataset.saved`)
	if kept := eval[int](p, `Object.keys(sessionStorage).filter(k => k.startsWith("draft:")).length`); kept != 0 {
		t.Errorf("%d drafts are kept of what is saved: leaving would ask", kept)
	}
	// a key sent by the driver would submit the form as well, which a person's does not
	eval[bool](p, `(() => { const at = `+estimates+`[0]; at.focus();
		return at.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true })); })()`)
	if !eval[bool](p, `document.activeElement === `+estimates+`[1]`) {
		t.Error("Enter does not go to the cell below")
	}
	if eval[bool](p, `(() => { const s = document.createElement("select"); s.name = "v.x";
		document.querySelector("table[data-cells] td").append(s);
		return !s.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowDown", bubbles: true, cancelable: true })); })()`) {
		t.Error("arrows do not choose in a list of choices")
	}
	p.open("/rounds/3")
	p.wait(estimates + ".length")
	if got := eval[string](p, estimates+`.slice(0, 3).map(e => e.value).join(" ")`); got != "1.000.000 2.000.000 3.500.000" {
		t.Errorf("saved by itself: %q", got)
	}
	if got := eval[string](p, estimates+`[0].closest("tr").querySelector('[name$="/kho_khan"]').value`); got != "không có" {
		t.Errorf("the cell beside: %q", got)
	}
	if problems := p.problems(); len(problems) > 0 || strings.Contains(p.text("main"), "%!") {
		t.Error(problems)
	}
}

package e2e_test

import (
	"testing"

	"giamngheo/internal/app/demo"
)

// TestTask: a chairman gives a task, the officer hands it on, who has it cannot say that it is done without evidence,
// and the chairman confirms it.
func TestTask(t *testing.T) {
	chair, officer, finance := newTab(t, base), newTab(t, base), newTab(t, base)
	chair.signIn("chutich.xa", demo.Password)
	officer.signIn("canbo.xa", demo.Password)
	finance.signIn("ketoan.xa", demo.Password)
	person := func(p *tab, css, name string) string {
		t.Helper()
		return eval[string](p, `[...document.querySelectorAll("`+css+` option")].find(o => o.textContent.includes("`+name+`")).value`)
	}

	chair.open("/tasks/new?place=31708")
	chair.send(`main form[method=post]`, `button.btn-primary`, "text", "Lập danh sách chi trả quý I/2025 (MẪU)",
		"to", person(chair, "#k-to", "Cán bộ xã"), "due", "27/12/2024")
	chair.wait(`location.pathname.startsWith("/tasks/") && location.pathname !== "/tasks/new"`)
	at := eval[string](chair, `location.pathname`)

	officer.open("/work")
	officer.waitText("main", "Lập danh sách chi trả quý I/2025 (MẪU)")
	officer.open(at)
	officer.look("task-1-given")
	officer.send(`form:has(#a-to)`, `button`, "to", person(officer, "#a-to", "Kế toán xã"),
		"words", "Kế toán giữ danh sách (MẪU)")
	officer.waitText("main", "Kế toán xã")

	finance.open("/work")
	finance.waitText("main", "Lập danh sách chi trả quý I/2025 (MẪU)")
	finance.open(at)
	finance.send(`form:has(button[value="take"])`, `button[value="take"]`)
	if eval[bool](finance, `!!document.querySelector('button[value="claim"]')`) {
		t.Error("it is said to be done without evidence")
	}
	finance.send(`form:has([name="path"])`, `button[value="prove"]`, "path", "/money/batches")
	finance.waitText("main", "/money/batches")
	finance.send(`form:has(button[value="claim"])`, `button[value="claim"]`)
	if eval[bool](finance, `!!document.querySelector('button[value="confirm"]')`) {
		t.Error("who did it confirms it")
	}
	chair.open(at)
	chair.send(`form:has(button[value="confirm"])`, `button[value="confirm"]`)
	chair.look("task-2-confirmed")
	finance.open("/work")
	finance.wait(`!document.querySelector("main").textContent.includes("Lập danh sách chi trả quý I/2025 (MẪU)")`)
}

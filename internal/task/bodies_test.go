package task_test

import (
	"os"
	"testing"
	"testing/fstest"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/task"
)

// TestBodies: who has the work of a body on its last day and on the next one; of a body that has not ended it is itself. A file
// that names a body twice, or nobody after it, is refused.
func TestBodies(t *testing.T) {
	b, err := task.ReadBodies(os.DirFS("../../data"))
	if err != nil {
		t.Fatal(err)
	}
	labour := errs.Text{VI: "Sở Lao động - Thương binh và Xã hội"}
	for _, c := range []struct {
		body errs.Text
		day  date.Date
		want string
	}{{labour, date.Must(2025, 2, 28), labour.VI}, {labour, date.Must(2025, 3, 1), "Sở Nông nghiệp và Môi trường"},
		{errs.Text{VI: "Ủy ban nhân dân cấp huyện"}, date.Must(2025, 7, 1), "Ủy ban nhân dân cấp xã"},
		{errs.Text{VI: "Sở Y tế"}, date.Must(2026, 1, 1), "Sở Y tế"}} {
		if now, by := b.On(c.body, c.day); now.VI != c.want || (by != nil) != (c.want != c.body.VI) {
			t.Errorf("%s on %s: %s %v", c.body.VI, c.day, now.VI, by)
		}
	}
	if b.Role(labour) != "department_officer" || b.Role(errs.Text{VI: "Sở Y tế"}) != "" {
		t.Error("who acts for a body")
	}
	const one = "  - {body: {vi: A}, last: 2025-02-28, next: {vi: B}, confidence: low}\n"
	for text, ok := range map[string]bool{"successors:\n" + one: true, "successors:\n" + one + one: false, "": false,
		"successors:\n  - {body: {vi: A}, last: 2025-02-28, next: {vi: A}, confidence: low}\n": false,
		"successors:\n  - {body: {vi: A}, next: {vi: B}, confidence: low}\n":                   false,
		"successors:\n  - {body: {vi: A}, last: x, next: {vi: B}, confidence: low}\n":          false,
		"successors:\n  - {body: {vi: A}, lst: x}\n":                                           false} {
		_, err := task.ReadBodies(fstest.MapFS{"task/bodies.yaml": {Data: []byte(text)}})
		if (err == nil) != ok {
			t.Errorf("%q: %v", text, err)
		}
	}
}

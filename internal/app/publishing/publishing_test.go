package publishing_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"giamngheo/internal/app/publishing"
	"giamngheo/internal/demotest"
	"giamngheo/internal/errs"
	"giamngheo/internal/officetest"
	"giamngheo/internal/publication"
	"giamngheo/internal/store"
)

func TestMain(m *testing.M) { os.Exit(demotest.Main(m)) }

// TestTwoPersons: who prepares a publication does not approve it; it is public from its day on and no day has a
// second; a correction takes its place and is audited with it; what is withdrawn stays visible without its
// figures.
func TestTwoPersons(t *testing.T) {
	o, ctx := officetest.Demo(t, 3000), context.Background()
	officer, approver := officetest.SignIn(t, o, "canbo.so"), officetest.SignIn(t, o, "duyet")
	day := o.Office.Day()
	all, err := o.Publishing.All(ctx, officer)
	if err != nil {
		t.Fatal(err)
	}
	var waits, out publishing.Shown
	for _, p := range all {
		if p.State == publication.Prepared {
			waits = p
		}
		if p.Series == publication.Households && p.State == publication.Public {
			out = p
		}
	}
	if waits.ID == 0 || out.ID == 0 {
		t.Fatalf("the demonstration has %+v", all)
	}
	if err := o.Publishing.Step(ctx, officer, waits.ID, publication.Approve, day, ""); errs.KindOf(err) != errs.Forbidden {
		t.Errorf("who may not approve: %v", err)
	}
	if err := o.Publishing.Step(ctx, approver, waits.ID, publication.Approve, 0, ""); errs.KindOf(err) != errs.Invalid {
		t.Errorf("without a day: %v", err)
	}
	if err := o.Publishing.Step(ctx, approver, waits.ID, publication.Refuse, 0, ""); errs.KindOf(err) != errs.Invalid {
		t.Errorf("refused without a reason: %v", err)
	}
	if err := o.Publishing.Step(ctx, approver, waits.ID, publication.Approve, day.AddDays(3), ""); err != nil {
		t.Fatal(err)
	}
	seen := func(id int64) string {
		t.Helper()
		k, err := o.Public.Known(ctx)
		if err != nil {
			t.Fatal(err)
		}
		p := k.Find(id)
		switch {
		case p == nil:
			return "nothing"
		case p.Withdrawn != "":
			return "withdrawn, " + map[bool]string{true: "without", false: "with"}[k.Contents[id] == nil] + " figures"
		case p.Replaced != 0:
			return "replaced"
		}
		return "public"
	}
	if s := seen(waits.ID); s != "nothing" {
		t.Errorf("before its day: %s", s)
	}
	in := publishing.Input{Series: publication.Households, Year: day.Year(), Form: publication.Form{Units: "district",
		Groups: "two"}}
	for _, year := range must(o.Publishing.Years(ctx)) {
		in.Year = max(in.Year-1, year)
		break
	}
	if _, err := o.Publishing.Prepare(ctx, officer, in); errs.KindOf(err) != errs.Conflict {
		t.Errorf("a second of one period: %v", err)
	}
	if _, err := o.Publishing.Prepare(ctx, approver, in); errs.KindOf(err) != errs.Forbidden {
		t.Errorf("who may not prepare: %v", err)
	}
	content, err := o.Publishing.Find(ctx, officer, out.ID)
	if err != nil {
		t.Fatal(err)
	}
	in.Corrects = out.ID
	if len(content.Content.Tables[0].Rows) > 20 { // the same form, so that both are audited cell by cell
		in.Form = publication.Form{Units: "commune", Groups: "all"}
	}
	id, err := o.Publishing.Prepare(ctx, officer, in)
	if err != nil {
		t.Fatal(err)
	}
	if err := o.Publishing.Step(ctx, approver, id, publication.Approve, day, ""); err != nil {
		t.Fatal(err)
	}
	if a, b := seen(out.ID), seen(id); a != "replaced" || b != "public" {
		t.Errorf("corrected: %s, the correction: %s", a, b)
	}
	if err := o.Publishing.Step(ctx, approver, id, publication.Withdraw, 0, "Sai nguồn số liệu"); err != nil {
		t.Fatal(err)
	}
	if s := seen(id); s != "withdrawn, without figures" {
		t.Errorf("withdrawn: %s", s)
	}
	if s := seen(out.ID); s != "public" {
		t.Errorf("after its correction was withdrawn: %s", s)
	}
	if err := o.Publishing.Step(ctx, approver, id, publication.Approve, day, ""); errs.KindOf(err) != errs.Conflict {
		t.Errorf("withdrawn and approved again: %v", err)
	}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// TestAudit: everything that is public is audited from what was kept of it; a hidden cell that is shown, a pattern
// that protects nothing and a changed content are found.
func TestAudit(t *testing.T) {
	ctx := context.Background()
	o, st := officetest.DemoAt(t, filepath.Join(t.TempDir(), "office.db"), 3000)
	n, err := publishing.AuditStore(ctx, st)
	if err != nil || n < 3 {
		t.Fatalf("%d publications: %v", n, err)
	}
	officer := officetest.SignIn(t, o, "canbo.so")
	var id int64
	var content *publication.Content
	for _, p := range must(o.Publishing.All(ctx, officer)) {
		if p.Series == publication.Households && p.State == publication.Public {
			id, content = p.ID, must(o.Publishing.Find(ctx, officer, p.ID)).Content
		}
	}
	change := func(c *publication.Content, hash string) error {
		text, right, err := c.Freeze()
		if err != nil {
			t.Fatal(err)
		}
		if hash == "" {
			hash = right
		}
		err = st.Write(ctx, func(tx *store.Tx) error {
			_, err := tx.Exec(ctx, `UPDATE publication SET content = $1, hash = $2 WHERE province = $3 AND id = $4`,
				string(text), hash, "94", id)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		_, err = publishing.AuditStore(ctx, st)
		return err
	}
	content.Name += " (sửa)"
	if err := change(content, strings.Repeat("0", 64)); errs.KindOf(err) != errs.Invalid {
		t.Errorf("a changed content: %v", err)
	}
	if err := change(content, ""); err != nil {
		t.Errorf("a content with its own hash: %v", err)
	}
	one := int64(1)
	content.Tables[0].Rows[0].Cells[0] = &one
	if err := change(content, ""); errs.KindOf(err) != errs.Invalid {
		t.Errorf("a count that is not the office’s: %v", err)
	}
}

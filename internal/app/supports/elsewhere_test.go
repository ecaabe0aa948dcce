package supports_test

import (
	"context"
	"testing"

	"giamngheo/internal/app/supports"
	"giamngheo/internal/errs"
	"giamngheo/internal/officetest"
	"giamngheo/internal/poverty"
)

// TestOthersActivities: a support is under an activity of its own commune or of a unit above; of another commune's
// nobody is told that it exists, and the same of a support that is corrected. What stands elsewhere is as what stands
// nowhere.
func TestOthersActivities(t *testing.T) {
	o := officetest.Demo(t, 3358)
	ctx := context.Background()
	officer, department := officetest.SignIn(t, o, "canbo.xa"), officetest.SignIn(t, o, "canbo.so")
	theirs := officetest.DemoActivity(o)
	theirs.Place = "31534"
	made, err := o.Activities.SaveActivity(ctx, department, theirs)
	if err != nil {
		t.Fatal(err)
	}
	id, _, member := officetest.AHousehold(t, o, officer, poverty.None, 0)
	text := func(activity, replaces int64) string {
		in := officetest.Job(id, member, o.Office.Day())
		in.Activity, in.Replaces = activity, replaces
		_, record := o.Supports.RecordSupport(ctx, officer, in)
		_, check := o.Supports.CheckSupport(ctx, officer, in)
		for _, err := range []error{record, check} {
			if errs.KindOf(err) != errs.NotFound {
				t.Errorf("activity %d, in place of %d: %v", activity, replaces, err)
			}
		}
		return record.Error() + check.Error()
	}
	if elsewhere, nowhere := text(made.ID, 0), text(987654321, 0); elsewhere != nowhere {
		t.Errorf("an activity elsewhere: %s\nnowhere: %s", elsewhere, nowhere)
	}
	all, err := o.Supports.Supports(ctx, department, supports.SupportQuery{Place: "94", Limit: 100})
	if err != nil {
		t.Fatal(err)
	}
	for i := range all.Items {
		if s := &all.Items[i]; s.Household != id {
			own := s.ID
			if elsewhere, nowhere := text(0, own), text(0, 987654321); elsewhere != nowhere {
				t.Errorf("a support elsewhere: %s\nnowhere: %s", elsewhere, nowhere)
			}
			return
		}
	}
	t.Fatal("nobody else has a support")
}

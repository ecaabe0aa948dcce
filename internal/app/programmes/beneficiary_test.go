package programmes_test

import (
	"context"
	"strings"
	"testing"

	"giamngheo/internal/app/programmes"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/officetest"
)

// TestBeneficiariesTellNoHealth: the plan's order puts a disabled person first, and no text tells why.
func TestBeneficiariesTellNoHealth(t *testing.T) {
	o := officetest.Demo(t, 3358)
	ctx := context.Background()
	department := officetest.SignIn(t, o, "canbo.so")
	first, err := o.Programmes.Beneficiaries(ctx, department, programmes.BeneficiaryQuery{Node: "DA4-TDA1", Limit: 500})
	if err != nil {
		t.Fatal(err)
	}
	disabled, sorted := 0, 0
	for page := 0; page*500 < first.Eligible; page++ {
		l, err := o.Programmes.Beneficiaries(ctx, department,
			programmes.BeneficiaryQuery{Node: "DA4-TDA1", Offset: page * 500, Limit: 500})
		if err != nil {
			t.Fatal(err)
		}
		for _, b := range l.Items {
			for _, text := range []string{b.Verdict.Reason.VI, b.Verdict.PriorityText.VI} {
				if strings.Contains(text, "khuyết tật") {
					t.Fatalf("it is told: %s", text)
				}
			}
			if b.Verdict.Health {
				v, err := o.Book.Peek(ctx, department, b.ID)
				if err != nil {
					t.Fatal(err)
				}
				if v.Household.Member(b.Member).Disability != household.Yes || b.Verdict.Priority != 0 ||
					b.Verdict.PriorityText.VI == "" {
					t.Errorf("%+v", b.Verdict)
				}
				disabled++
			}
			if b.Verdict.Priority == 0 && b.Verdict.PriorityText.VI == "" {
				sorted++ // who has no priority
			} else if sorted > 0 {
				t.Fatalf("somebody with a priority after %d without", sorted)
			}
		}
	}
	if disabled == 0 {
		t.Error("nobody of the register is disabled: nothing was looked at")
	}
	for _, p := range first.Priorities {
		_, err := o.Programmes.Beneficiaries(ctx, department,
			programmes.BeneficiaryQuery{Node: "DA4-TDA1", Priority: p.Number, Limit: 1})
		if p.Health != (errs.KindOf(err) == errs.Invalid && err != nil) {
			t.Errorf("priority %d (%s): %v", p.Number, p.Title.VI, err)
		}
	}
}

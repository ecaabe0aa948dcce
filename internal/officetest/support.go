package officetest

import (
	"context"
	"testing"

	"giamngheo/internal/app"
	"giamngheo/internal/app/supports"
	"giamngheo/internal/date"
	"giamngheo/internal/office"
	"giamngheo/internal/poverty"
	"giamngheo/internal/programme"
	"giamngheo/internal/snapshot"
	supportrows "giamngheo/internal/store/supports"
)

// AHousehold finds a household that an actor sees in a class, without supports, with a grown member.
func AHousehold(t testing.TB, o *app.Desks, a *office.Ask, class poverty.Class,
	skip int) (id int64, code string, member int) {
	t.Helper()
	for _, it := range List(t, o, a, snapshot.Query{Classes: []poverty.Class{class}, Sort: "code"}) {
		if had, err := o.Supports.SupportsOf(context.Background(), a, it.ID); err != nil || len(had) > 0 {
			continue
		}
		v, err := o.Book.Peek(context.Background(), a, it.ID)
		if err != nil {
			t.Fatal(err)
		}
		for i := range v.Household.Members {
			m := &v.Household.Members[i]
			if least, _ := m.Birth.Months(o.Office.Day()); least >= 20*12 {
				if skip--; skip < 0 {
					return it.ID, it.Code, m.No
				}
				break
			}
		}
	}
	t.Fatal("no such household")
	return 0, "", 0
}

// DemoActivity is a course of one place in the officer's commune.
func DemoActivity(o *app.Desks) supportrows.Activity {
	return supportrows.Activity{Activity: programme.Activity{Node: "DA4-TDA1", Kind: "course", Title: "Lớp thử",
		Place: "31708", From: o.Office.Day().AddDays(-5), To: o.Office.Day().AddDays(30), Lead: "UBND xã", Quantity: 1,
		Unit: "học viên", Places: 1,
		Source: "central_recurrent"}}
}

// Job is the support of a member who was placed in a job on a day.
func Job(id int64, member int, day date.Date) supports.SupportInput {
	return supports.SupportInput{Support: programme.Support{Kind: "job_placed", Household: id, Member: member, Day: day,
		Quantity: 1, Amount: 400_000, Source: "central_recurrent",
		Details: map[string]string{"employer": "Công ty", "contract_date": day.String(), "paid_elsewhere": "no"}}}
}

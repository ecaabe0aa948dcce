package office_test

import (
	"bytes"
	"context"
	"testing"

	"giamngheo/internal/officetest"
	"giamngheo/internal/store/jobs"
)

// TestCancelReady: a file that was looked at is given up when its person says so, also in the moment in which the job that
// looked at it has not gone yet.
func TestCancelReady(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	officer := s.As("canbo.xa")
	j, err := s.Transfer.Upload(ctx, officer, "sổ.xlsx", bytes.NewReader(officetest.RegisterBook(t,
		"household_code,commune_code,hamlet\nH-72,31708,Ấp Một", "household_code,member_no,full_name,relationship\n"+
			"H-72,1,Lâm Văn Mẫu,head")), s.Now())
	if err != nil {
		t.Fatal(err)
	}
	if j, err = s.Office.WaitJob(ctx, officer, j.ID); err != nil || j.State != jobs.Ready {
		t.Fatal(j, err)
	}
	s.Office.StillRuns(j.ID)
	if err := s.Office.CancelJob(ctx, officer, j.ID); err != nil {
		t.Fatal(err)
	}
	if j, err = s.Office.Job(ctx, officer, j.ID); err != nil || j.State != jobs.Cancelled {
		t.Errorf("%s: %v", j.State, err)
	}
}

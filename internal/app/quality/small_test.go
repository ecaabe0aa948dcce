package quality_test

import (
	"context"
	"testing"

	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/officetest"
	"giamngheo/internal/poverty"
)

// TestRights: who sees, answers, draws and verifies in Thạnh Phú.
func TestRights(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	const commune = officetest.ThanhPhu
	for name, c := range map[string]struct {
		do   func(*office.Ask) error
		want string
	}{
		"sees": {func(a *office.Ask) error { _, err := s.Quality.ReviewQuality(ctx, a, s.Running, commune); return err },
			`may: canbo.xa canbo.xa2 dieutra dieutra2 chutich.xa canbo.huyen canbo.so canbo.so2 kehoach kehoach2
				duyet duyet.huyen lanhdao thanhtra thanhtra.huyen
				forbidden:`},
		"draws": {func(a *office.Ask) error { return s.Quality.DrawSample(ctx, a, s.Running, commune) },
			`may: thanhtra thanhtra.huyen
				forbidden: canbo.xa canbo.xa2 dieutra dieutra2 chutich.xa canbo.huyen canbo.so canbo.so2 kehoach
				kehoach2 duyet duyet.huyen lanhdao`},
		"verifies": {func(a *office.Ask) error {
			return s.Quality.VerifySample(ctx, a, s.Running, commune, s.ID("H-11"), poverty.Undetermined, "")
		}, `may: thanhtra thanhtra.huyen
			forbidden: canbo.xa canbo.xa2 dieutra dieutra2 chutich.xa canbo.huyen canbo.so canbo.so2 kehoach
			kehoach2 duyet duyet.huyen lanhdao`},
	} {
		t.Run(name, func(t *testing.T) { s.Rights(t, c.want, c.do) })
	}
}

// TestSmallSample: nothing is drawn of what nobody has surveyed, and a household outside the sample is not verified;
// what is refused leaves no deed.
func TestSmallSample(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	inspector, since := s.As("thanhtra"), s.Seq()
	q, err := s.Quality.ReviewQuality(ctx, inspector, s.Running, officetest.ThanhPhu)
	if err != nil || len(q.Flags) != 0 || q.Open != 0 || q.Sample != nil || !q.MayInspect {
		t.Fatalf("%+v %v", q, err)
	}
	officetest.Refused(t, s.Quality.DrawSample(ctx, inspector, s.Running, officetest.ThanhPhu), errs.Invalid,
		"chưa có hộ nào khảo sát xong")
	officetest.Refused(t, s.Quality.VerifySample(ctx, inspector, s.Running, officetest.ThanhPhu, s.ID("H-11"),
		poverty.Poor, ""), errs.NotFound, "không tìm thấy")
	officetest.Refused(t, s.Quality.VerifySample(ctx, inspector, s.Running, officetest.ThanhPhu, s.ID("H-11"),
		poverty.Undetermined, ""), errs.Invalid, "chọn")
	if d := s.Deeds(since); len(d) > 1 { // at most that it was looked at
		t.Errorf("%+v", d)
	}
}

package signals_test

import (
	"context"
	"os"
	"slices"
	"testing"
	"time"

	"giamngheo/internal/app/checkdemo"
	"giamngheo/internal/app/signals"
	"giamngheo/internal/demotest"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/officetest"
	"giamngheo/internal/place"
	"giamngheo/internal/signal"
)

func TestMain(m *testing.M) { os.Exit(demotest.Main(m)) }

var ctx = context.Background()

// TestPlanted: all communes of the demonstration in which faults were planted rank above the median.
func TestPlanted(t *testing.T) {
	o := officetest.Demo(t, 2000)
	board, err := o.Signals.Board(ctx, officetest.SignIn(t, o, "thanhtra"))
	if err != nil {
		t.Fatal(err)
	}
	communes := slices.DeleteFunc(
		slices.Clone(o.Office.CommunesOf("94", o.Office.Day())),
		func(c place.Code) bool { return c == "31708" },
	)
	planted := checkdemo.FaultsIn(communes)
	if len(planted) != checkdemo.Planted || len(board) != len(communes)+1 {
		t.Fatalf("%d planted in %d communes", len(planted), len(board))
	}
	median := board[len(board)/2].Points
	for i := range board {
		b := &board[i]
		if i > 0 && board[i-1].Points < b.Points {
			t.Errorf("%s stands behind %s", b.Unit.Code, board[i-1].Unit.Code)
		}
		if slices.Contains(planted, b.Unit.Code) && (i >= len(board)/2 || b.Points <= median) {
			t.Errorf(
				"%s is %d. of %d with %d points (the median has %d): %s",
				b.Unit.FullName,
				i+1,
				len(board),
				b.Points,
				median,
				b.Addition(),
			)
		}
	}
}

// TestBoard: who may look, and where; secret signals are in no score of who does not inspect, nor in that of an
// inspector
// of elsewhere.
func TestBoard(t *testing.T) {
	s := officetest.Small(t)
	s.Rights(
		t,
		"may: canbo.huyen huyen.longphu canbo.so canbo.so2 kehoach kehoach2 duyet duyet.huyen lanhdao lanhdao.huyen thanhtra thanhtra.huyen forbidden: canbo.xa canbo.xa2 canbo.ngocdong canbo.longphu dieutra dieutra2 dieutra.ngocdong chutich.xa chutich.ngocdong ketoan.xa ketoan.so quantri quantri2",
		func(a *office.Ask) error { _, err := s.Signals.Board(ctx, a); return err },
	)
	secret := func(who string) (n, of int) {
		t.Helper()
		board, err := s.Signals.Board(ctx, s.As(who))
		if err != nil {
			t.Fatal(err)
		}
		for i := range board {
			for _, term := range board[i].Terms {
				if term.Secret {
					n++
				}
			}
		}
		return n, len(board)
	}
	for _, who := range []string{"canbo.huyen", "canbo.so", "kehoach", "duyet", "lanhdao"} {
		if n, _ := secret(who); n != 0 {
			t.Errorf("%s sees %d secret signals", who, n)
		}
		if p, err := s.Signals.One(ctx, s.As(who), officetest.ThanhPhu); err != nil ||
			slices.ContainsFunc(p.Terms, isSecret) {
			t.Errorf("%s: %+v %v", who, p, err)
		}
	}
	if n, of := secret("thanhtra"); n != of || of != 108 && of != 109 {
		t.Errorf("the inspector sees %d secret signals of %d communes", n, of)
	}
	if n, of := secret("thanhtra.huyen"); n != of || of > 20 {
		t.Errorf("the district's inspector sees %d secret signals of %d communes", n, of)
	}
	whole, err := s.Signals.Whole(ctx)
	if err != nil || slices.ContainsFunc(whole[0].Terms, isSecret) {
		t.Errorf("units are chosen by secret signals: %v", err)
	}
	if _, err := s.Signals.One(ctx, s.As("thanhtra.huyen"), officetest.LongPhu); errs.KindOf(err) != errs.NotFound {
		t.Errorf("another district: %v", err)
	}
	if _, err := s.Signals.One(ctx, s.As("thanhtra"), "947"); errs.KindOf(err) != errs.Invalid {
		t.Errorf("a district: %v", err)
	}
}

func isSecret(t signal.Term) bool { return t.Secret }

// BenchmarkBoard is where to look first over all communes, when one of the things on which it rests has changed.
func BenchmarkBoard(b *testing.B) {
	o := officetest.Demo(b, 335_886)
	a := officetest.SignIn(b, o, "thanhtra")
	began := time.Now()
	if _, err := o.Signals.Board(ctx, a); err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(time.Since(began).Milliseconds()), "first-ms")
	for b.Loop() {
		for _, topic := range []office.Topic{office.TopicHousehold, office.TopicSupport, office.TopicList, office.TopicMoney,
			office.TopicReport, signals.Checks} {
			o.Office.Tell(topic)
		}
		if _, err := o.Signals.Board(ctx, a); err != nil {
			b.Fatal(err)
		}
	}
}

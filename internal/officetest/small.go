package officetest

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"giamngheo/internal/access"
	"giamngheo/internal/app"
	"giamngheo/internal/app/demo"
	"giamngheo/internal/audit"
	"giamngheo/internal/date"
	"giamngheo/internal/demotest"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/review"
	"giamngheo/internal/store"
	accountrows "giamngheo/internal/store/accounts"
	"giamngheo/internal/store/households"
)

// The communes of the small office: two of one district (947), one of another (946).
const (
	ThanhPhu place.Code = "31708"
	NgocDong place.Code = "31711"
	LongPhu  place.Code = "31669"
)

// SmallHamlet is a hamlet of the small office: how many of its households are of each class, in the order in which
// they are entered.
type SmallHamlet struct {
	Commune                                     place.Code
	Hamlet                                      string
	Poor, NearPoor, Average, None, Undetermined int
}

// SmallHamlets are the hamlets of the small office. Its households are H-01 to H-30 in this order: H-01 to H-03 are
// the poor ones of Ấp Một, H-04 and H-05 its near-poor ones, and so on. Not to be changed.
var SmallHamlets = []SmallHamlet{
	{ThanhPhu, "Ấp Một", 3, 2, 1, 3, 1}, // H-01 … H-10
	{ThanhPhu, "Ấp Hai", 2, 2, 0, 2, 0}, // H-11 … H-16
	{NgocDong, "Ấp Ba", 2, 3, 1, 2, 0},  // H-17 … H-24
	{LongPhu, "Ấp Bốn", 1, 1, 0, 4, 0},  // H-25 … H-30
}

// SmallDay is the working day of the small office.
func SmallDay() date.Date { return demo.ReviewDay() }

// SmallOffice is an office of thirty households that one can count by hand, made through the use cases:
//
//   - three communes in two districts, four hamlets (SmallHamlets), a head and a child of 2010 in each household; the
//     heads of H-03, H-06 … are Khmer, the others Kinh; odd ones are men, and they are born in 1966 to 1995;
//   - the result of 2023 is known: 8 poor and 8 near-poor households;
//   - the monthly review of September 2024 in Ngọc Đông is finished (Finished): H-23, which asked for it, was found
//     near-poor, and H-18, which asked to be poor no more, still poor, so that today 8 are poor and 9 near-poor;
//   - the yearly review of 2024 runs in Thạnh Phú (Running): Ấp Một's list is open, Ấp Hai's households are surveyed;
//   - H-01 was placed in a job, and a course of two places runs in Thạnh Phú (Course);
//   - two people or more of each role (SmallPeople), who have the password of the demonstration.
//
// It has no plan's shares and no reported figures. Every household says that it is a sample.
type SmallOffice struct {
	*app.Desks
	*Clock
	Store             *store.Store
	Finished, Running int64 // campaigns
	Course            int64 // an activity
	t                 testing.TB
}

// SmallPerson is an account of the small office.
type SmallPerson struct {
	Username string
	Role     access.Role
	Place    place.Code
}

// SmallPeople are the accounts; the first of each role is called as in the demonstration. Not to be changed.
var SmallPeople = []SmallPerson{
	{"canbo.xa", access.CommuneOfficer, ThanhPhu}, {"canbo.xa2", access.CommuneOfficer, ThanhPhu},
	{"canbo.ngocdong", access.CommuneOfficer, NgocDong}, {"canbo.longphu", access.CommuneOfficer, LongPhu},
	{"dieutra", access.Enumerator, ThanhPhu}, {"dieutra2", access.Enumerator, ThanhPhu},
	{"dieutra.ngocdong", access.Enumerator, NgocDong},
	{"chutich.xa", access.CommuneChair, ThanhPhu}, {"chutich.ngocdong", access.CommuneChair, NgocDong},
	{"canbo.huyen", access.DistrictOfficer, "947"}, {"huyen.longphu", access.DistrictOfficer, "946"},
	{"canbo.so", access.DepartmentOfficer, "94"}, {"canbo.so2", access.DepartmentOfficer, "94"},
	{"kehoach", access.Planner, "94"}, {"kehoach2", access.Planner, "94"},
	{"ketoan.xa", access.FinanceOfficer, ThanhPhu}, {"ketoan.so", access.FinanceOfficer, "94"},
	{"duyet", access.Approver, "94"}, {"duyet.huyen", access.Approver, "947"},
	{"lanhdao", access.Leader, "94"}, {"lanhdao.huyen", access.Leader, "946"},
	{"thanhtra", access.Inspector, "94"}, {"thanhtra.huyen", access.Inspector, "947"},
	{"quantri", access.Administrator, "94"}, {"quantri2", access.Administrator, "94"},
}

// smallFile is the database of the small office, made once in a test's program.
var smallFile struct {
	mu   sync.Mutex
	made []byte
}

// Small opens the small office on SQLite in the test's folder; it is closed when the test ends. The first one in a
// test's program takes a second, the others a twentieth.
func Small(t testing.TB) *SmallOffice {
	t.Helper()
	smallFile.mu.Lock()
	defer smallFile.mu.Unlock()
	path := filepath.Join(t.TempDir(), "office.db")
	if smallFile.made == nil {
		first := filepath.Join(t.TempDir(), "first.db")
		s := openSmall(t, first)
		s.fill()
		if err := errors.Join(s.Close(), s.Store.Close()); err != nil {
			t.Fatal(err)
		}
		var err error
		if smallFile.made, err = os.ReadFile(first); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(path, smallFile.made, 0o600); err != nil {
		t.Fatal(err)
	}
	return openSmall(t, path).ready()
}

// SmallOn makes the small office in an empty database: a path, or a postgres:// URL. Small is faster on SQLite.
func SmallOn(t testing.TB, target string) *SmallOffice {
	t.Helper()
	s := openSmall(t, target)
	s.fill()
	return s.ready()
}

// Second opens another office on the same database, as a second server does; it is closed with the test.
func (s *SmallOffice) Second(t testing.TB) *app.Desks {
	t.Helper()
	other, err := demotest.Office(s.Store, office.Config{Day: s.Now, Now: s.Office.Now, Files: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := other.Close(); err != nil {
			t.Error(err)
		}
	})
	return other
}

// openSmall opens an office whose day and time are those of a clock.
func openSmall(t testing.TB, target string) *SmallOffice {
	t.Helper()
	st, err := demotest.Store(target)
	if err != nil {
		t.Fatal(err)
	}
	s := &SmallOffice{Clock: &Clock{}, Store: st, t: t}
	s.Set(SmallDay())
	s.Desks, err = demotest.Office(st, office.Config{Day: s.Now, Now: s.moment(),
		Files: filepath.Join(t.TempDir(), "files")})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// ready finds the campaigns, and closes the office when the test ends.
func (s *SmallOffice) ready() *SmallOffice {
	s.t.Helper()
	s.t.Cleanup(func() {
		if err := errors.Join(s.Close(), s.Store.Close()); err != nil {
			s.t.Error(err)
		}
	})
	campaigns, err := s.Reviews.Campaigns(context.Background(), s.As("canbo.so"))
	s.must(err)
	for _, c := range campaigns {
		if c.Kind == review.Annual {
			s.Running = c.ID
		} else {
			s.Finished = c.ID
		}
	}
	s.Course = 1
	return s
}

func (s *SmallOffice) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

// moment is the time: half past eight in the morning of the working day, a little later each time it is asked.
func (s *SmallOffice) moment() func() time.Time {
	var asked atomic.Int64
	return func() time.Time {
		d := s.Now()
		return time.Date(d.Year(), time.Month(d.Month()), d.Day(), 1, 30, 0, 0, time.UTC).
			Add(time.Duration(asked.Add(1)) * time.Millisecond)
	}
}

// As is somebody of SmallPeople, signed in a moment ago.
func (s *SmallOffice) As(username string) *office.Ask {
	s.t.Helper()
	acc, err := accountrows.FindByName(context.Background(), s.Office.Reader(), username)
	s.must(err)
	return &office.Ask{Account: acc.ID, Username: acc.Username, FullName: acc.FullName, Grants: s.Office.GrantsOf(acc),
		From: "10.0.0.9", Stage: office.StageIn, Fresh: s.Office.Now()}
}

// Drive is a driver of the running review.
func (s *SmallOffice) Drive() *Driver {
	d := newDriver(s.t, s.Desks, s.Clock, s.Running)
	s.know(d)
	return d
}

// List is the list of a hamlet in the running review.
func (s *SmallOffice) List(hamlet string) int64 {
	s.t.Helper()
	for _, l := range s.Drive().Lists(s.As("canbo.so")) {
		if l.Hamlet == hamlet {
			return l.ID
		}
	}
	s.t.Fatalf("%s has no list", hamlet)
	return 0
}

// ID is the id of a household of the small office.
func (s *SmallOffice) ID(code household.ID) int64 {
	s.t.Helper()
	id := s.Book.View().Snap.ByCode(string(code))
	if id == 0 {
		s.t.Fatalf("there is no household %s", code)
	}
	return id
}

// Version is the household of a code as it is now.
func (s *SmallOffice) Version(code household.ID) *households.Version {
	s.t.Helper()
	v, err := households.Find(context.Background(), s.Office.Reader(), "94", s.ID(code))
	if err != nil {
		s.t.Fatal(err)
	}
	return v
}

// Seq is the number of the last entry of the record of deeds.
func (s *SmallOffice) Seq() int64 {
	s.t.Helper()
	last, err := s.Office.Entries(context.Background(), store.AuditQuery{Province: "94", Limit: 1})
	if err != nil || len(last) != 1 {
		s.t.Fatal(last, err)
	}
	return last[0].Seq
}

// Deeds are the entries of the record of deeds since a number, the oldest first. What was only read is written a
// moment later and may be among them or not.
func (s *SmallOffice) Deeds(since int64) (out []audit.Entry) {
	s.t.Helper()
	entries, err := s.Office.Entries(context.Background(), store.AuditQuery{Province: "94", Limit: 500})
	if err != nil {
		s.t.Fatal(err)
	}
	for _, e := range slices.Backward(entries) {
		if e.Seq > since {
			out = append(out, e)
		}
	}
	return out
}

// Read are all entries of the record of deeds since a number, those of what was only read too, of which it waits for
// none: it closes the office.
func (s *SmallOffice) Read(since int64) []audit.Entry {
	s.t.Helper()
	s.must(s.Close())
	return s.Deeds(since)
}

// Hears gathers the ids of the changes of a topic.
func (s *SmallOffice) Hears(topic office.Topic) *Heard {
	h := &Heard{}
	s.Office.On(topic, func(ids []int64) {
		h.Times++
		h.IDs = append(h.IDs, ids...)
	})
	return h
}

// Heard is what a hearer of the change feed was told: how often, and of which ids. It is told before the use case
// returns.
type Heard struct {
	Times int
	IDs   []int64
}

// Rights fails unless exactly those of SmallPeople may do something whom the text names, as "may: names forbidden:
// names"; for everybody else it does not exist. Who may do it may yet be told that the input is wrong: that is how one
// asks without doing it.
func (s *SmallOffice) Rights(t testing.TB, want string, do func(*office.Ask) error) {
	t.Helper()
	may, forbidden := []string{"may:"}, []string{"forbidden:"}
	for _, p := range SmallPeople {
		switch err := do(s.As(p.Username)); {
		case err == nil, errs.KindOf(err) == errs.Invalid, errs.KindOf(err) == errs.Conflict:
			may = append(may, p.Username)
		case errs.KindOf(err) == errs.Forbidden:
			forbidden = append(forbidden, p.Username)
		case errs.KindOf(err) != errs.NotFound:
			t.Errorf("%s: %v", p.Username, err)
		}
	}
	if got := strings.Join(append(may, forbidden...), " "); got != strings.Join(strings.Fields(want), " ") {
		t.Errorf("the rights are\n%s", got)
	}
}

// Refused fails unless an error is of a kind and says something in Vietnamese.
func Refused(t testing.TB, err error, kind errs.Kind, says string) {
	t.Helper()
	if err == nil || says == "" || errs.KindOf(err) != kind || !strings.Contains(err.Error(), says) {
		t.Errorf("it ends with %v (kind %d); it should be refused (kind %d) with “%s”", err, errs.KindOf(err), kind,
			says)
	}
}

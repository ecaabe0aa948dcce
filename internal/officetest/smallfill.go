package officetest

import (
	"context"
	"fmt"

	"giamngheo/internal/access"
	"giamngheo/internal/app/accounts"
	"giamngheo/internal/app/demo"
	"giamngheo/internal/app/register"
	"giamngheo/internal/app/reviews"
	"giamngheo/internal/date"
	"giamngheo/internal/household"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/poverty"
	"giamngheo/internal/programme"
	"giamngheo/internal/review"
	"giamngheo/internal/store/supports"
	"giamngheo/internal/vietnamese"
)

// fill does in an empty office what SmallOffice says, through the use cases and on the days on which it happened.
func (s *SmallOffice) fill() {
	s.t.Helper()
	ctx := context.Background()
	s.people(ctx)
	s.households(ctx)
	s.finish(ctx)
	s.Set(SmallDay())
	s.begin(ctx)
	s.support(ctx)
}

func (s *SmallOffice) people(ctx context.Context) {
	s.t.Helper()
	s.Set(date.Must(2023, 12, 1))
	hash, err := s.Accounts.HashPassword(ctx, demo.Password)
	s.must(err)
	for _, p := range SmallPeople {
		_, _, err := s.Accounts.EnterAccount(ctx, &office.Ask{Username: "demo", From: "cli"},
			accounts.NewAccount{Username: p.Username, FullName: p.Username + " (tài khoản mẫu)",
				Password: demo.Password, Hash: hash,
				Grants: []access.Grant{{Role: p.Role, Place: p.Place, From: date.Must(2023, 1, 1)}}})
		s.must(err)
	}
}

// households enters the register as it was at the end of 2023, and takes over the result of that year.
func (s *SmallOffice) households(ctx context.Context) {
	s.t.Helper()
	s.Set(date.Must(2023, 12, 14))
	officers := map[place.Code]*office.Ask{}
	for _, p := range SmallPeople {
		if p.Role == access.CommuneOfficer {
			officers[p.Place] = s.As(p.Username)
		}
	}
	n := 0
	for _, h := range SmallHamlets {
		for _, of := range []struct {
			class poverty.Class
			n     int
		}{{poverty.Poor, h.Poor}, {poverty.NearPoor, h.NearPoor}, {poverty.AverageLivingStandard, h.Average},
			{poverty.None, h.None}, {poverty.Undetermined, h.Undetermined}} {
			for range of.n {
				n++
				one := SmallHousehold(n, of.class)
				one.Commune, one.Hamlet = h.Commune, h.Hamlet
				_, err := s.Register.Save(ctx, officers[h.Commune], register.SaveInput{Household: one,
					Confirmed: []string{"0/hamlet/hamlet/" + vietnamese.Spelling(one.Hamlet)}})
				s.must(err)
			}
		}
	}
	_, err := s.Results.AdoptReview(ctx, s.As("canbo.so"), 2023, s.Now(), "QĐ 1/2023 (MẪU)")
	s.must(err)
}

// given are the given names of the heads of the households, in their order.
var given = [...]string{"An", "Bé", "Cường", "Diệu", "Đạt", "Giang", "Hải", "Iến", "Kiên", "Liễu", "Minh", "Nga",
	"Oanh", "Phúc", "Quyên", "Rạng", "Sang", "Thảo", "Ut", "Vân", "Xuyên", "Yến", "Bảo", "Chi", "Duy", "Em", "Gấm",
	"Hoa", "Khải", "Lệ"}

// SmallHousehold is the n-th household of the small office (from 1 on), of a class: a head and a child of 2010.
func SmallHousehold(n int, class poverty.Class) *household.Household {
	sex, second, title := household.Male, "0", "Văn"
	if n%2 == 0 {
		sex, second, title = household.Female, "1", "Thị"
	}
	year, people := 1965+n, household.Kinh
	if n%3 == 0 {
		people = household.Khmer
	}
	h := &household.Household{Code: household.ID(fmt.Sprintf("H-%02d", n)), Address: "số nhà mẫu",
		FloorArea: just(60.0), Wall: household.Solid, Pillar: household.Solid, Roof: household.Solid,
		Water: household.Tap, Toilet: household.Septic, Internet: household.Yes, InformationMeans: household.Yes,
		Members: []household.Member{
			{No: 1, Name: "Mẫu " + title + " " + given[(n-1)%len(given)], Relationship: household.Head, Sex: sex,
				Birth:     household.BornOn(date.Must(year, 3, 2)),
				CitizenID: fmt.Sprintf("097%s%02d%06d", second, year%100, n), Ethnicity: people,
				AbleToWork: household.Yes, WantsWork: household.Yes, Work: household.WageContract,
				SocialAllowance: household.No, Disability: household.No, PersonOfMerit: household.No,
				HealthInsurance: household.Yes, Attending: household.AttendsNone,
				Qualification: household.QualifiedUpperSecondary, InTraining: household.No},
			{No: 2, Name: "Mẫu Thị Con " + given[(n-1)%len(given)], Relationship: household.Child,
				Sex: household.Female, Birth: household.BornOn(date.Must(2010, 5, 6)), Ethnicity: people,
				AbleToWork: household.No, WantsWork: household.No, Work: household.NotWorking,
				SocialAllowance: household.No, Disability: household.No, PersonOfMerit: household.No,
				HealthInsurance: household.Yes, Attending: household.AttendsLowerSecondary,
				Qualification: household.QualifiedPrimary, InTraining: household.No, Stunted: household.No,
				Underweight: household.No}}}
	switch class {
	case poverty.Poor: // deprived of sanitation, telecommunication and means of information
		h.IncomePerHead, h.Toilet = just(household.Dong(900_000)), household.ToiletNone
		h.Internet, h.InformationMeans = household.No, household.No
	case poverty.NearPoor: // of the last two
		h.IncomePerHead, h.Internet, h.InformationMeans = just(household.Dong(1_200_000)), household.No, household.No
	case poverty.AverageLivingStandard:
		h.IncomePerHead = just(household.Dong(2_000_000))
	case poverty.None:
		h.IncomePerHead = just(household.Dong(5_000_000))
	}
	return h
}

func just[T any](v T) household.Maybe[T] { return household.Just(v) }

// finish carries the monthly review of September 2024 in Ngọc Đông through.
func (s *SmallOffice) finish(ctx context.Context) {
	s.t.Helper()
	s.Set(date.Must(2024, 9, 17))
	officer := s.As("canbo.ngocdong")
	opened, err := s.Reviews.OpenReview(ctx, officer, reviews.OpenReviewInput{Kind: review.Monthly, Year: 2024,
		Month: 9, Place: NgocDong})
	s.must(err)
	for _, of := range []struct {
		code   household.ID
		source review.Source
	}{{"H-23", review.Request01}, {"H-18", review.Request04}} {
		_, err := s.Reviews.Request(ctx, officer, opened.Campaign.ID, of.code, of.source, s.Now())
		s.must(err)
	}
	d := newDriver(s.t, s.Desks, s.Clock, opened.Campaign.ID)
	d.who = reviewers{"canbo.ngocdong", "chutich.ngocdong", "dieutra.ngocdong", "canbo.huyen"}
	d.first, d.closed, d.decided = s.Now(), date.Must(2024, 9, 23), date.Must(2024, 9, 25)
	s.know(d)
	d.To(review.Finished)
}

// know has a driver know everybody, who then need not sign in.
func (s *SmallOffice) know(d *Driver) {
	d.asks = map[signed]*office.Ask{}
	for _, p := range SmallPeople {
		d.asks[signed{d.o, p.Username}] = s.As(p.Username)
	}
}

// begin begins the yearly review in Thạnh Phú and closes one of its two lists, whose households are then surveyed.
func (s *SmallOffice) begin(ctx context.Context) {
	s.t.Helper()
	officer := s.As("canbo.xa")
	opened, err := s.Reviews.OpenReview(ctx, officer, reviews.OpenReviewInput{Kind: review.Annual, Year: 2024,
		Place: ThanhPhu})
	s.must(err)
	shown, err := s.Reviews.Campaign(ctx, officer, opened.Campaign.ID, "")
	s.must(err)
	for _, l := range shown.Lists {
		if l.Hamlet == "Ấp Hai" {
			s.must(s.Reviews.TakeStep(ctx, officer, l.ID, review.Event{Step: review.CloseList, Day: s.Now()}))
		}
	}
}

// support records a support and an activity.
func (s *SmallOffice) support(ctx context.Context) {
	s.t.Helper()
	department := s.As("canbo.so")
	_, err := s.Supports.RecordSupport(ctx, department, Job(s.ID("H-01"), 1, date.Must(2024, 6, 3)))
	s.must(err)
	course, err := s.Activities.SaveActivity(ctx, department, supports.Activity{Activity: programme.Activity{
		Node: "DA4-TDA1", Kind: "course", Title: "Lớp mẫu", Place: ThanhPhu, From: date.Must(2024, 9, 2),
		To: date.Must(2024, 11, 29), Lead: "UBND xã", Quantity: 2, Unit: "học viên", Places: 2,
		Source: "central_recurrent"}})
	s.must(err)
	for _, to := range []programme.ActivityState{programme.Approved, programme.Running} {
		s.must(s.Activities.MoveActivity(ctx, department, course.ID, to, ""))
	}
}

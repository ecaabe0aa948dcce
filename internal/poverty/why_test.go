package poverty

import (
	"strings"
	"testing"

	"giamngheo/internal/date"
	"giamngheo/internal/household"
	"giamngheo/internal/place"
)

// lacking is a household of the country without so many of four answers: water, toilet, internet, means of information.
func lacking(n int) household.Household {
	h := household.Household{Code: "H", Area: place.Rural, IncomePerHead: household.Just(household.Dong(1_203_000)),
		Wall: household.Solid, Pillar: household.Solid, Roof: household.Solid, FloorArea: household.Just(100.0),
		Water: household.Tap, Toilet: household.Septic, Internet: household.Yes, InformationMeans: household.Yes,
		Members: []household.Member{{No: 1, Name: "Thạch Thị A", Relationship: household.Head,
			Birth: household.BornOn(date.Must(1970, 1, 1)),
			Sex:   household.Female, Work: household.SelfEmployed, SocialAllowance: household.No,
			HealthInsurance: household.Yes,
			Attending:       household.AttendsNone, Qualification: household.QualifiedNone, InTraining: household.No}}}
	for i, lack := range []func(){func() { h.Water = household.WaterOther }, func() { h.Toilet = household.ToiletNone },
		func() { h.Internet = household.No }, func() { h.InformationMeans = household.No }} {
		if i < n {
			lack()
		}
	}
	return h
}

// TestReason: the sentence of every class, in the three languages, with units, comparisons and what is to be filled in.
func TestReason(t *testing.T) {
	const basis = " Căn cứ: chuẩn nghèo đa chiều giai đoạn 2022-2025, Nghị định 07/2021/NĐ-CP, Điều 3 khoản 2"
	const declared = "; theo thu nhập khai, chưa chấm B1."
	urban := lacking(0)
	urban.Area, urban.IncomePerHead = place.Urban, household.Just(household.Dong(2_500_000))
	rich := lacking(1)
	rich.IncomePerHead = household.Just(household.Dong(5_000_000))
	scored := lacking(2)
	scored.IncomePerHead, scored.B1Score = household.Maybe[household.Dong]{}, household.Just(130.5)
	open := lacking(2)
	open.Internet, open.Members[0].HealthInsurance, open.Members[0].Birth = household.Unknown, household.Unknown,
		household.BornIn(1993)
	nothing := household.Household{Code: "H", Area: place.Rural}
	for name, c := range map[string]struct {
		h      household.Household
		vi     string
		en, km string // are in the sentence
	}{
		"poor": {lacking(3),
			"Hộ nghèo: thu nhập bình quân 1.203.000 đồng/người/tháng, không quá mức chuẩn nghèo về thu nhập 1.500.000 đồng (khu vực nông thôn); " +
				"thiếu hụt 3 chỉ số (từ 3 trở lên là nghèo): nguồn nước sinh hoạt, nhà tiêu hợp vệ sinh, sử dụng dịch vụ viễn thông" + declared + basis + " điểm a.",
			"income per head 1,203,000 đồng per person per month, not above the income poverty line 1,500,000 đồng (rural area); deprived in 3 indicators (3 or more are poor)",
			"ចំណូលជាមធ្យម 1.203.000 ដុង/នាក់/ខែ, មិនលើសបន្ទាត់ក្រីក្រផ្នែកចំណូល 1.500.000 ដុង (តំបន់ជនបទ); ខ្វះខាត 3 សូចនាករ"},
		"near-poor": {lacking(2),
			"Hộ cận nghèo: thu nhập bình quân 1.203.000 đồng/người/tháng, không quá mức chuẩn nghèo về thu nhập 1.500.000 đồng (khu vực nông thôn); " +
				"thiếu hụt 2 chỉ số (từ 3 trở lên mới là nghèo): nguồn nước sinh hoạt, nhà tiêu hợp vệ sinh" +
				declared + basis + " điểm b.", "only 3 or more are poor", "គ្រួសារជិតក្រីក្រ:"},
		"near-poor without deprivations": {lacking(0),
			"Hộ cận nghèo: thu nhập bình quân 1.203.000 đồng/người/tháng, không quá mức chuẩn nghèo về thu nhập 1.500.000 đồng (khu vực nông thôn); " +
				"không thiếu hụt chỉ số nào (từ 3 trở lên mới là nghèo)" + declared + basis + " điểm b.",
			"deprived in none of the indicators", "មិនខ្វះខាត"},
		"average": {urban,
			"Hộ có mức sống trung bình: thu nhập bình quân 2.500.000 đồng/người/tháng, cao hơn mức chuẩn nghèo về thu nhập 2.000.000 đồng (khu vực thành thị), " +
				"không quá mức trần của hộ có mức sống trung bình 3.000.000 đồng (khu vực thành thị)." + basis +
				" điểm c.", "above the income poverty line 2,000,000 đồng (urban area)", "ខ្ពស់ជាង"},
		"none": {rich,
			"Không thuộc diện: thu nhập bình quân 5.000.000 đồng/người/tháng, cao hơn mức chuẩn nghèo về thu nhập 1.500.000 đồng (khu vực nông thôn), " +
				"cao hơn mức trần của hộ có mức sống trung bình 2.250.000 đồng (khu vực nông thôn); thiếu hụt: nguồn nước sinh hoạt." + basis + ".", "deprived in: water source", "ខ្វះខាត៖"},
		"by score": {scored, "Hộ cận nghèo: điểm B1 130,5, không quá ngưỡng điểm B1 140 (khu vực nông thôn); " +
			"thiếu hụt 2 chỉ số (từ 3 trở lên mới là nghèo): nguồn nước sinh hoạt, nhà tiêu hợp vệ sinh." + basis +
			" điểm b.", "B1 points 130.5, not above the B1 line 140 (rural area)", "ពិន្ទុ B1 130,5"},
		"undetermined": {open,
			"Chưa xác định: thu nhập bình quân 1.203.000 đồng/người/tháng, không quá mức chuẩn nghèo về thu nhập 1.500.000 đồng (khu vực nông thôn); " +
				"thiếu hụt 2–5 chỉ số (từ 3 trở lên mới là nghèo): nguồn nước sinh hoạt, nhà tiêu hợp vệ sinh; cần ghi: sử dụng internet; Thạch Thị A: ngày sinh, có bảo hiểm y tế." + basis + " điểm a.",
			"to be filled in: uses internet; Thạch Thị A: birth date, health insurance", "ត្រូវបំពេញ៖"},
		"nothing is known": {nothing, "", "to be filled in: ", "ត្រូវបំពេញ៖"},
	} {
		t.Run(name, func(t *testing.T) {
			s := compiled(t, review)
			var e Explanation
			if err := s.Classifier().Explain(&c.h, &e); err != nil {
				t.Fatal(err)
			}
			got := s.Reason(&c.h, &e)
			if c.vi != "" && got.VI != c.vi {
				t.Errorf("got  %s\nwant %s", got.VI, c.vi)
			}
			if !strings.Contains(got.EN, c.en) {
				t.Errorf("%s\nlacks %s", got.EN, c.en)
			}
			if !strings.Contains(got.KM, c.km) {
				t.Errorf("%s\nlacks %s", got.KM, c.km)
			}
			for _, in := range []string{got.VI, got.EN, got.KM} {
				if strings.ContainsAny(in, "_[]&|=") {
					t.Errorf("a word of programs: %s", in)
				}
			}
		})
	}
}

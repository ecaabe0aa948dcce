package book_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"giamngheo/internal/access"
	"giamngheo/internal/app/register"
	"giamngheo/internal/date"
	"giamngheo/internal/household"
	"giamngheo/internal/office"
	"giamngheo/internal/officetest"
	"giamngheo/internal/poverty"
	"giamngheo/internal/question"
)

// TestNumbersTell: whose a citizen number is that somebody types is told to who may open numbers there, or within one's
// own commune, and is on the record; everybody else learns that it is held, and whom to ask.
func TestNumbersTell(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	since := s.Seq()
	two := s.As("dieutra") // an enumerator of two communes
	two.Grants = append(two.Grants, access.Grant{Role: access.Enumerator, Place: officetest.NgocDong,
		From: date.Must(2023, 1, 1)})
	h02, h17 := s.Version("H-02").Household.Head(), s.Version("H-17").Household.Head()
	var told []string
	for name, c := range map[string]struct {
		by    *office.Ask
		whose *household.Member
		at    household.ID // where it is told
	}{
		"opens numbers everywhere":        {s.As("canbo.so"), h17, "H-17"},
		"inspects":                        {s.As("thanhtra"), h02, "H-02"},
		"opens numbers of the district":   {s.As("canbo.huyen"), h17, "H-17"},
		"of another district":             {s.As("huyen.longphu"), h17, ""},
		"opens numbers of the commune":    {s.As("canbo.xa"), h02, "H-02"},
		"of another commune":              {s.As("canbo.xa"), h17, ""},
		"enumerates in the commune":       {s.As("dieutra"), h02, "H-02"},
		"enumerates in another":           {s.As("dieutra"), h17, ""},
		"enumerates in two":               {two, h02, ""},
		"sees all households, no numbers": {s.As("kehoach"), h17, ""},
		"leads":                           {s.As("lanhdao"), h02, ""},
	} {
		for as, typed := range map[string]string{"the same name": whose(c.whose), "another name": "Mẫu Người Khác"} {
			h := officetest.SmallHousehold(31, poverty.None)
			h.Members[0].Name, h.Members[0].CitizenID = typed, c.whose.CitizenID
			asked, err := s.Book.Numbers(ctx, c.by, h, nil, 0)
			if err != nil || len(asked) != 1 || asked[0].Other != (as == "another name") {
				t.Fatalf("%s, %s: %+v %v", name, as, asked, err)
			}
			says := asked[0].Text.VI
			if c.at != "" {
				told = append(told, c.by.Username+" "+office.IDText(s.ID(c.at)))
			}
			switch code := strings.Contains(says, "H-"); {
			case c.at != "" && (!strings.Contains(says, string(c.at)) ||
				asked[0].Other && !strings.Contains(says, c.whose.Name)):
				t.Errorf("%s, %s: it is not told: %s", name, as, says)
			case c.at == "" && (code || asked[0].Other && strings.Contains(says, c.whose.Name)):
				t.Errorf("%s, %s: it is told: %s", name, as, says)
			case c.at == "" && !strings.Contains(says, "cán bộ xã"):
				t.Errorf("%s, %s: whom to ask is not said: %s", name, as, says)
			}
		}
	}
	var deeds []string
	for _, e := range s.Read(since) {
		if e.Action == "household.number" {
			deeds = append(deeds, e.Who+" "+e.Subject)
		}
	}
	if strings.Join(deeds, ", ") != strings.Join(told, ", ") {
		t.Errorf("on the record are %q, told were %q", deeds, told)
	}
}

func whose(m *household.Member) string { return strings.ToUpper(m.Name) }

// TestNumberInForm: the question of a form tells no stranger's household.
func TestNumberInForm(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	h := officetest.SmallHousehold(31, poverty.None)
	h.Commune, h.Hamlet = officetest.ThanhPhu, "Ấp Một"
	h.Members[0].CitizenID = s.Version("H-17").Household.Head().CitizenID
	h.Members[0].Birth = s.Version("H-17").Household.Head().Birth
	for _, who := range []string{"canbo.xa", "dieutra"} {
		_, err := s.Register.Save(ctx, s.As(who), register.SaveInput{Household: h})
		var asked question.Questions
		if !errors.As(err, &asked) || len(asked) != 1 || !strings.Contains(asked[0].Text.VI, "đã có người khác tên giữ") {
			t.Errorf("%s: %v", who, err)
		}
	}
}

package snapshot_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"giamngheo/internal/date"
	"giamngheo/internal/household"
	"giamngheo/internal/place"
	"giamngheo/internal/poverty"
	"giamngheo/internal/snapshot"
	"giamngheo/internal/vietnamese"
)

var day = date.Must(2024, 12, 14)

func row(id int64, commune, head string, members ...household.Member) snapshot.Row {
	h := &household.Household{Code: household.ID(fmt.Sprintf("H-%d", id)), Commune: place.Code(commune), Hamlet: "Ấp " +
		commune,
		Members: append([]household.Member{{No: 1, Name: head, Relationship: household.Head}}, members...)}
	return snapshot.Row{ID: id, Version: 1, State: 1, Household: h}
}

func heads(p snapshot.Page) (out []string) {
	for _, i := range p.Items {
		out = append(out, i.Head)
	}
	return out
}

func TestSearch(t *testing.T) {
	s := snapshot.New(day)
	s.Put(row(1, "31708", "Đặng Thị Ước", household.Member{No: 2, Name: "Lý Văn Tèo", CitizenID: "099180000001"}),
		row(2, "31708", "Đặng Văn Ánh"),
		row(3, "31711", "Thạch Đang"), row(4, "31708", "Nguyễn Văn Đăng"))
	all := []place.Code{"31708", "31711"}
	for text, want := range map[string][]string{
		// by given name, in Vietnamese order
		"dang":         {"Đặng Văn Ánh", "Thạch Đang", "Nguyễn Văn Đăng", "Đặng Thị Ước"},
		"ĐẶNG":         {"Đặng Văn Ánh", "Thạch Đang", "Nguyễn Văn Đăng", "Đặng Thị Ước"},
		"van dang":     {"Đặng Văn Ánh", "Nguyễn Văn Đăng"},
		"teo":          {"Đặng Thị Ước"},
		"ang":          nil, // a word begins so, or it does not
		"dang teo":     nil, // of one person, not of two in a household
		"099180000001": {"Đặng Thị Ước"}, "099 180 000 001": {"Đặng Thị Ước"}, "99180000001": nil,
		"h-3": {"Thạch Đang"}, "!!!": nil,
	} {
		if d := cmp.Diff(want, heads(s.Find(snapshot.Query{Communes: all, Text: text, Number: true, Limit: 9}))); d != "" {
			t.Errorf("%q: %s", text, d)
		}
	}
	if p := s.Find(snapshot.Query{Text: "dang", Limit: 9}); p.Total != 0 {
		t.Error("found without a commune to look in")
	}
	if p := s.Find(snapshot.Query{Communes: []place.Code{"31711"}, Text: "dang", Limit: 9}); p.Total != 1 {
		t.Error(p)
	}
	if p := s.Find(snapshot.Query{Communes: all, Offset: 1 << 40, Limit: 30}); p.Total != 4 || len(p.Items) != 0 {
		t.Error("a page beyond the last", p)
	}
}

// TestPages: pages put together are the whole list, in order and without overlap, whatever the order asked for.
func TestPages(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := snapshot.New(day)
		n := rapid.IntRange(1, 120).Draw(t, "n")
		for i := range n {
			r := row(int64(i+1), rapid.SampledFrom([]string{"31708", "31711"}).Draw(t, "commune"),
				rapid.SampledFrom([]string{"Lê An", "Lý Ân", "Đỗ Ấn", "Đo An", ""}).Draw(t, "head"))
			r.Household.IncomePerHead = household.Just(household.Dong(rapid.IntRange(0, 3).Draw(t, "income")))
			s.Put(r)
		}
		q := snapshot.Query{Communes: []place.Code{"31708", "31711"},
			Sort: rapid.SampledFrom([]string{"", "code", "income", "deprivations", "hamlet", "commune", "size"}).Draw(t,
				"sort"), Down: rapid.Bool().Draw(t, "down")}
		want := s.IDs(q)
		var got []int64
		q.Limit = rapid.IntRange(1, 40).Draw(t, "limit")
		for q.Offset = 0; q.Offset < n; q.Offset += q.Limit {
			for _, i := range s.Find(q).Items {
				got = append(got, i.ID)
			}
		}
		if !slices.Equal(got, want) || len(want) != n {
			t.Fatalf("%v, not %v", got, want)
		}
	})
}

// TestSearchProperty: a search finds exactly the households in which one member's name has a word beginning with each
// word of the text – asked of a plain loop.
func TestSearchProperty(t *testing.T) {
	names := []string{"Đặng Văn An", "Dương Anh", "Thạch Thị Ân", "Lý Văn Đặng", "Anh Văn", "Nguyễn"}
	rapid.Check(t, func(t *rapid.T) {
		s := snapshot.New(day)
		var rows []snapshot.Row
		for i := range rapid.IntRange(1, 30).Draw(t, "n") {
			r := row(int64(i+1), "31708", rapid.SampledFrom(names).Draw(t, "head"),
				household.Member{No: 2, Name: rapid.SampledFrom(names).Draw(t, "member")})
			rows = append(rows, r)
		}
		s.Put(rows...)
		text := rapid.SampledFrom([]string{"an", "dang", "van an", "d a", "thi", "anh v", "ng", "dang dang"}).Draw(t,
			"text")
		want := 0
		for _, r := range rows {
			found := false
			for _, m := range r.Household.Members {
				all := true
				for _, w := range strings.Fields(text) {
					all = all && slices.ContainsFunc(strings.Fields(vietnamese.Fold(m.Name)),
						func(have string) bool { return strings.HasPrefix(have, w) })
				}
				found = found || all
			}
			if found {
				want++
			}
		}
		found := s.Find(snapshot.Query{Communes: []place.Code{"31708"}, Text: text})
		if found.Near && (found.Total == 0 || want > 0) {
			t.Fatalf("%q: %d nearly, of %d", text, found.Total, want)
		}
		if !found.Near && found.Total != want {
			t.Fatalf("%q: %d, not %d", text, found.Total, want)
		}
	})
}

// TestCompaction: replacing households again and again does not let memory grow, and loses nothing.
func TestCompaction(t *testing.T) {
	s, want := snapshot.New(day), snapshot.New(day)
	for round := range 6 {
		for i := range 600 {
			r := row(int64(i+1), "31708", fmt.Sprintf("Lê Thị %d", round), household.Member{No: 2, Name: "Con"},
				household.Member{No: 3, Name: "Cháu"})
			r.Version = int64(round + 1)
			s.Put(r)
			if round == 5 {
				want.Put(r)
			}
		}
	}
	if d := s.Differs(want); d != "" {
		t.Error(d)
	}
	old := row(1, "31708", "Bản cũ")
	s.Put(old)
	if d := s.Differs(want); d != "" {
		t.Errorf("an older version was taken: %s", d)
	}
}

func TestPairs(t *testing.T) {
	born := household.BornOn(date.Must(1980, 1, 2))
	s := snapshot.New(day)
	s.Put(row(1, "31708", "A", household.Member{No: 2, Name: "Trần Văn Hai", Birth: born, CitizenID: "099080000001"}),
		row(2, "31711", "B", household.Member{No: 2, Name: "Người Khác", CitizenID: "099080000001"}),
		row(3, "31708", "C", household.Member{No: 2, Name: "TRẦN VĂN HAI", Birth: born}),
		row(4, "31711", "D", household.Member{No: 2, Name: "Trần Văn Hai", Birth: born}))
	got := snapshot.Pairs(s)
	member := func(id int64) snapshot.Member { return snapshot.Member{Household: id, Index: 1, No: 2} }
	want := []snapshot.Pair{{By: snapshot.ByNumber, One: member(1), Two: member(2)},
		{By: snapshot.ByBirth, One: member(1), Two: member(3)}}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	if m := s.SameNumber("099080000001", 1); len(m) != 1 || m[0].Household != 2 {
		t.Error(m)
	}
	anywhere := func(string) bool { return true }
	if m := s.Likely(&household.Member{Name: "tran van hai", Birth: born}, 1, anywhere); len(m) != 2 {
		t.Error(m)
	}
	if m := s.Likely(&household.Member{Name: "tran van hai", Birth: born, CitizenID: "1"}, 9, anywhere); len(m) != 2 {
		t.Errorf("of two numbers: %v", m)
	}
	for name, change := range map[string]func(*snapshot.Row){
		"closed":          func(r *snapshot.Row) { r.State = 2 },
		"left":            func(r *snapshot.Row) { r.Household.Members = r.Household.Members[:1] },
		"moved":           func(r *snapshot.Row) { r.Household.Commune = "31711" },
		"another number":  func(r *snapshot.Row) { r.Household.Members[1].CitizenID = "099080000003" },
		"another name":    func(r *snapshot.Row) { r.Household.Members[1].Name = "Trần Văn Ba" },
		"under another n": func(r *snapshot.Row) { r.Household.Members[1].No = 3 },
	} {
		for i := range want {
			r := row(want[i].Two.Household, "31708", "C", household.Member{No: 2, Name: "Trần Văn Hai", Birth: born})
			if r.Version = 2; i == 0 {
				r.Household.Members[1].CitizenID = "099080000001"
			}
			s.Put(r)
			if !snapshot.Stands(s, &want[i]) {
				t.Errorf("%+v does not stand", want[i])
			}
			change(&r)
			s.Put(r)
			stays := i == 0 && (name == "moved" || name == "another name")
			if snapshot.Stands(s, &want[i]) != stays {
				t.Errorf("%s: %+v stands: %v", name, want[i], !stays)
			}
		}
	}
}

// TestNobodyHides: many who cannot be somebody – with numbers, in other communes, closed, of versions before – hide
// nobody who may.
func TestNobodyHides(t *testing.T) {
	s := snapshot.New(day)
	born := household.BornOn(date.Must(1980, 1, 2))
	put := func(id int64, commune, number string, state uint8) {
		r := row(id, commune, "A", household.Member{No: 2, Name: "Trần Văn Hai", Birth: born, CitizenID: number})
		r.State = state
		s.Put(r)
		r.Version++
		s.Put(r)
	}
	for id := int64(1); id <= 12; id++ {
		put(id, "31708", fmt.Sprintf("0990800000%02d", id), 1)
		put(100+id, "31711", "", 1)
		put(200+id, "31708", "", 2)
	}
	for id := int64(301); id <= 303; id++ {
		put(id, "31708", "", 1)
	}
	here := func(commune string) bool { return commune == "31708" }
	if m := s.Likely(&household.Member{Name: "tran van hai", Birth: born, CitizenID: "1"}, 0, here); len(m) != 3 {
		t.Errorf("%v", m)
	}
	between := 0
	for _, p := range snapshot.Pairs(s) {
		if p.One.Household > 300 && p.Two.Household > 300 {
			between++
		}
	}
	if between != 3 {
		t.Errorf("%d pairs of those without a number", between)
	}
}

func TestGroupsAndMembers(t *testing.T) {
	s := snapshot.New(day)
	child := household.Member{No: 2, Name: "Bé", Birth: household.BornOn(date.Must(2015, 1, 1)), Sex: household.Female,
		Ethnicity: household.Khmer}
	one := row(1, "31708", "Mẹ", child)
	one.Household.Members[0].Ethnicity, one.Household.Members[0].Sex = household.Khmer, household.Female
	one.Result = poverty.Result{Class: poverty.Poor, Deprived: 0b111}
	s.Put(one, row(2, "31708", "Ông"))
	for name, c := range map[string]struct {
		q    snapshot.Query
		want int
	}{
		"minority": {snapshot.Query{Groups: snapshot.Minority | snapshot.FemaleHead | snapshot.Children}, 1},
		"elderly":  {snapshot.Query{Groups: snapshot.Elderly}, 0},
		"girl": {snapshot.Query{Member: snapshot.MemberQuery{Age: true, From: 0, To: 15, Sex: household.Female}},
			1},
		"boy":    {snapshot.Query{Member: snapshot.MemberQuery{Age: true, From: 0, To: 15, Sex: household.Male}}, 0},
		"poor":   {snapshot.Query{Classes: []poverty.Class{poverty.Poor}, Deprived: 0b101, Count: []int{3}}, 1},
		"closed": {snapshot.Query{States: []uint8{2}}, 0},
	} {
		c.q.Communes = []place.Code{"31708"}
		if got := s.Find(c.q).Total; got != c.want {
			t.Errorf("%s: %d", name, got)
		}
	}
}

// TestMatch: a search finds the end of a code and words of an address, says what answered, and lists those first that
// more than their address answers for.
func TestMatch(t *testing.T) {
	s := snapshot.New(day)
	tuan := row(1, "31708", "Lê Văn Tuấn", household.Member{No: 2, Name: "Kiên Hữu An", CitizenID: "099180000001"})
	tuan.Household.Code, tuan.Household.Address, tuan.Household.Phone = "31708-000167", "Số 12 đường Phú Lợi", "0912 345 678"
	phu := row(2, "31708", "Thạch Phú")
	phu.Household.Code, phu.Household.Address = "31708-001670", "Tổ 4"
	s.Put(tuan, phu)
	for text, want := range map[string][]snapshot.Match{
		"tuan": {snapshot.MatchedHead}, "huu an": {snapshot.MatchedMember}, "0167": {snapshot.MatchedCode},
		"167": {snapshot.MatchedCode}, "67": nil, "31708": {snapshot.MatchedCode, snapshot.MatchedCode},
		"099180000001": {snapshot.MatchedNumber}, "0912345678": {snapshot.MatchedPhone}, "duong phu loi": {snapshot.MatchedAddress},
		"so 12": {snapshot.MatchedAddress}, "phu": {snapshot.MatchedHead, snapshot.MatchedAddress}, "ong phu": nil, "": {0, 0},
	} {
		for _, down := range []bool{false, true} {
			var got []snapshot.Match
			q := snapshot.Query{Communes: []place.Code{"31708"}, Text: text, Number: true, Down: down}
			for q.Limit = 1; q.Offset < 3; q.Offset++ { // a page each
				for _, i := range s.Find(q).Items {
					got = append(got, i.Match)
				}
			}
			if !slices.Equal(got, want) {
				t.Errorf("%q: %v, not %v", text, got, want)
			}
		}
	}
	s.Put(snapshot.Row{ID: 1, Version: 2, State: 1, Household: phu.Household})
	if p := s.Find(snapshot.Query{Communes: []place.Code{"31708"}, Text: "phu loi"}); p.Total != 0 {
		t.Error("found by an address that it has no more")
	}
}

// TestHamletOrder: hamlets stand in Vietnamese order, numbers by their value.
func TestHamletOrder(t *testing.T) {
	s := snapshot.New(day)
	want := []string{"Ấp Đại Ân", "Ấp Tắc Gồng", "Ấp Tân Bình", "Ấp Thạnh Thành", "Khóm 2", "Khóm 10"}
	for i, h := range []int{3, 5, 0, 2, 4, 1} {
		r := row(int64(i+1), "31708", "Lý An")
		r.Household.Hamlet = want[h]
		s.Put(r)
	}
	var got []string
	for _, i := range s.Find(snapshot.Query{Communes: []place.Code{"31708"}, Sort: "hamlet"}).Items {
		got = append(got, i.Hamlet)
	}
	if !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}

// TestSameHead: a household whose head has the name of another's is found where they share the telephone, the address
// or the hamlet, in one commune.
func TestSameHead(t *testing.T) {
	s := snapshot.New(day)
	of := map[int64]*household.Household{}
	put := func(id int64, commune, hamlet, head, address, phone string) {
		r := row(id, commune, head)
		r.Household.Hamlet, r.Household.Address, r.Household.Phone = hamlet, address, phone
		s.Put(r)
		of[id] = r.Household
	}
	put(1, "31708", "Ấp Một", "Thạch Sơn", "Số 5", "0912345678")
	put(2, "31708", "ẤP MỘT", "THẠCH SON", "số 5", "")
	put(3, "31708", "Ấp Hai", "Thạch Sơn", "Số 5", "0912 345 678")
	put(4, "31708", "Ấp Hai", "Thạch Sơn", "Số 5", "")
	put(5, "31711", "Ấp Một", "Thạch Sơn", "Số 5", "0912345678")
	put(6, "31708", "Ấp Một", "Thạch Sang", "Số 5", "0912345678")
	head := func(id int64) snapshot.Member { return snapshot.Member{Household: id, No: 1} }
	want := []snapshot.Member{head(2), head(3)}
	if got := snapshot.SameHead(s, 1, of[1]); !slices.Equal(got, want) {
		t.Errorf("%+v", got)
	}
	if got := snapshot.SameHead(s, 6, of[6]); got != nil {
		t.Errorf("%+v", got)
	}
	pairs := []snapshot.Pair{{By: snapshot.ByHead, One: head(1), Two: head(2)}, {By: snapshot.ByHead, One: head(1),
		Two: head(3)}, {By: snapshot.ByHead, One: head(3), Two: head(4)}}
	if got := snapshot.HeadPairs(s); !slices.Equal(got, pairs) {
		t.Errorf("%+v", got)
	}
	r := row(4, "31708", "Thạch Sơn") // in the hamlet alone
	r.Household.Hamlet, r.Version = "Ấp Hai", 2
	for i, birth := range []household.Birth{household.BornIn(1960), household.BornOn(date.Must(1960, 5, 1)),
		household.BornIn(1961)} {
		r.Household.Members[0].Birth = birth
		of[3].Members[0].Birth = household.BornOn(date.Must(1960, 5, 1))
		s.Put(r, snapshot.Row{ID: 3, Version: 2, State: 1, Household: of[3]})
		if got := snapshot.Stands(s, &pairs[2]); got != (i < 2) {
			t.Errorf("born %s: stands %v", birth, got)
		}
	}
	r.Household.Members[0].Relationship = household.Child // nobody is the head any more
	r.Household.Members[0].Birth, r.Version = household.BornIn(1960), 3
	if s.Put(r); snapshot.Stands(s, &pairs[2]) {
		t.Error("a pair of heads without a head stands")
	}
}

// TestManyAlike: how many share a name hides nobody who shares more: of twenty households of one hamlet whose heads have
// one name, those who have one telephone are found, and of those with two numbers none for the hamlet alone.
func TestManyAlike(t *testing.T) {
	s := snapshot.New(day)
	for id := int64(1); id <= 20; id++ {
		r := row(id, "31708", "Thạch Sơn")
		r.Household.Hamlet, r.Household.Members[0].CitizenID = "Ấp Một", fmt.Sprintf("0990800000%02d", id)
		if id >= 19 {
			r.Household.Phone = "0912345678"
		}
		s.Put(r)
	}
	if got := snapshot.HeadPairs(s); len(got) != 1 || got[0].One.Household != 19 || got[0].Two.Household != 20 {
		t.Errorf("%+v", got)
	}
	for id := int64(1); id <= 20; id++ { // without numbers
		r := row(id, "31708", "Thạch Sơn", household.Member{No: 2, Name: "Con Một", Birth: household.BornOn(date.Must(2010, 1, 1))})
		r.Household.Hamlet, r.Version = "Ấp Một", 2
		if id >= 19 {
			r.Household.Phone = "0912345678"
		}
		s.Put(r)
	}
	with := map[int64]int{}
	for _, p := range snapshot.HeadPairs(s) {
		with[p.One.Household]++
		with[p.Two.Household]++
	}
	if len(with) != 20 || with[20] < 9 {
		t.Errorf("households with how many others: %v", with)
	}
	r := row(20, "31708", "Thạch Sơn")
	r.Household.Hamlet, r.Household.Phone = "Ấp Một", "0912345678"
	if got := snapshot.SameHead(s, 20, r.Household); len(got) != 9 || got[8].Household != 19 {
		t.Errorf("%+v", got)
	}
	if got := snapshot.Pairs(s); len(got) != 8*20-36 {
		t.Errorf("%d pairs of children", len(got))
	}
}

// TestLastNumber: the greatest number that a commune's codes had is told, whatever other codes there are, and stays when
// its household has another code or is no more.
func TestLastNumber(t *testing.T) {
	s := snapshot.New(day)
	version := int64(0)
	put := func(code string, state uint8) {
		version++
		r := row(1, "31711", "A")
		r.Household.Code, r.Version, r.State = household.ID(code), version, state
		s.Put(r)
	}
	for _, c := range []struct {
		code   string
		state  uint8
		last   int64
		digits int
	}{{"31708-000007", 1, 7, 6}, {"31708-7", 1, 7, 6}, {"31708-0012", 3, 12, 4}, {"31708-3", 1, 12, 4}, {"31708-", 1, 12, 4},
		{"31708-12a", 1, 12, 4}, {"31708-9999999999", 1, 12, 4}, {"H31708-99", 1, 12, 4}, {"3170a-99", 1, 12, 4},
		{"31711-000099", 1, 12, 4}, {"317080000013", 1, 12, 4}, {"31708-00013", 1, 13, 5}} {
		put(c.code, c.state)
		if last, digits := snapshot.LastNumber(s, "31708-"); last != c.last || digits != c.digits {
			t.Errorf("after %s: %d with %d digits", c.code, last, digits)
		}
	}
}

package shift

import (
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"giamngheo/internal/date"
	"giamngheo/internal/money"
	"giamngheo/internal/place"
)

const million = money.Million

func shipped(t *testing.T) *Rules {
	t.Helper()
	r, err := Read(os.DirFS("../../data"))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// at is a commune's line of a node: of 2024, of the centre's recurrent money.
func at(id int64, node, commune, district string) Line {
	project, _, _ := strings.Cut(node, "-")
	return Line{Line: money.Line{ID: id, Node: node, Fund: "central_recurrent", Origin: 2024, Year: 2024,
		Kind: money.AtPlace, Holder: commune, Place: place.Code(commune)}, Use: "recurrent",
		Programme: "gnbv-2021-2025", Project: project, District: place.Code(district)}
}

func spares(l Line, unspent money.Dong) Standing {
	return Standing{l, Figures{Line: l.ID, A: 1000 * million, K: 500 * million, Unspent: unspent, Method: "pace"}}
}

func lacks(l Line, by money.Dong) Standing {
	return Standing{l, Figures{Line: l.ID, A: 1000 * million, K: 500 * million, C: 1000*million + by, Method: "pace"}}
}

// TestJudge: the nearest kind of transfers that is so, or the rule that forbids it.
func TestJudge(t *testing.T) {
	r := shipped(t)
	from := at(1, "DA3-TDA1", "31708", "947")
	other := func(change func(*Line)) Line {
		l := at(2, "DA3-TDA1", "31711", "947")
		change(&l)
		return l
	}
	for _, c := range []struct {
		to   Line
		want string
	}{
		{other(func(l *Line) { l.Holder, l.Node = "31708", "DA3-TDA2" }), "unit_project"},
		{other(func(*Line) {}), "node_district"},
		{other(func(l *Line) { l.Holder, l.Node, l.Project = "31708", "DA2", "DA2" }), "unit"},
		{other(func(l *Line) { l.District = "946" }), "node"},
		{other(func(l *Line) { l.District, l.Node = "946", "DA3-TDA2" }), "project"},
		{other(func(l *Line) { l.Node, l.Project = "DA2", "DA2" }), "programme"},
		{other(func(l *Line) { l.Fund, l.Use = "central_investment", "investment" }), "!use"},
		{other(func(l *Line) { l.Fund = "local" }), "!fund"},
		{other(func(l *Line) { l.Origin = 2023 }), "!origin"},
		{other(func(l *Line) { l.Year = 2025 }), "!origin"},
		{other(func(l *Line) { l.Programme = "ctmtqg-2026-2035" }), "!programme"},
		{other(func(l *Line) { l.Kind = money.AtBody }), "node_district"},
	} {
		kind, far, bar := r.Judge(&from, &c.to)
		got := "none"
		if bar != nil {
			got = "!" + bar.Code
		} else if kind != nil {
			got = kind.Code
			if &r.Allowed[far] != kind {
				t.Errorf("%s is not at %d", got, far)
			}
		}
		if got != c.want {
			t.Errorf("to %+v: %s, not %s", c.to, got, c.want)
		}
	}
	r.Allowed = r.Allowed[:1]
	to := other(func(*Line) {})
	if kind, _, bar := r.Judge(&from, &to); kind != nil || bar != nil {
		t.Errorf("no kind is so, but %v %v", kind, bar)
	}
}

// TestFigures: what is needed is the greatest of what is promised and accepted, what is planned, what waits to be paid;
// what is spared is neither needed nor forecast to be spent.
func TestFigures(t *testing.T) {
	for name, c := range map[string]struct {
		f                   Figures
		needs, lacks, spare money.Dong
		whys                int
	}{
		"nothing is known":      {Figures{A: 100, K: 40, Unspent: 30, Method: "pace"}, 40, 0, 30, 0},
		"no forecast":           {Figures{A: 100, K: 40, Unspent: 30}, 40, 0, 0, 0},
		"promised":              {Figures{A: 100, K: 40, C: 80, Unspent: 30, Method: "pace"}, 80, 0, 20, 0},
		"promised beyond":       {Figures{A: 100, K: 40, C: 130, Unspent: 30, Method: "pace"}, 130, 30, 0, 1},
		"accepted beyond":       {Figures{A: 100, K: 40, C: 95, Short: 9, Unspent: 30, Method: "pace"}, 104, 4, 0, 1},
		"planned":               {Figures{A: 100, K: 40, Planned: 90, Unspent: 30, Method: "pace"}, 90, 0, 10, 0},
		"planned beyond":        {Figures{A: 100, K: 40, Planned: 190, Activities: 2, Unspent: 30, Method: "pace"}, 190, 90, 0, 1},
		"lists wait":            {Figures{A: 100, K: 40, Listed: 70, Unspent: 30, Method: "pace"}, 110, 10, 0, 1},
		"three sides of a work": {Figures{A: 100, K: 40, C: 120, Planned: 120, Listed: 70}, 120, 20, 0, 3},
	} {
		if c.f.Needs() != c.needs || c.f.Lacks() != c.lacks || c.f.Spare() != c.spare || len(c.f.Whys()) != c.whys {
			t.Errorf("%s: needs %d lacks %d spare %d %v", name, c.f.Needs(), c.f.Lacks(), c.f.Spare(), c.f.Whys())
		}
	}
}

// TestPropose: the nearest money goes first, the rest from farther; what forbids the other money is named.
func TestPropose(t *testing.T) {
	r := shipped(t)
	investment := spares(at(4, "DA1", "31708", "947"), 400*million)
	investment.Fund, investment.Use = "central_investment", "investment"
	lines := []Standing{
		spares(at(1, "DA2", "31711", "947"), 120*million+700_000),
		spares(at(2, "DA2", "31669", "946"), 300*million),
		investment,
		lacks(at(3, "DA2", "31708", "947"), 500*million-300_000),
		spares(at(5, "DA2", "31672", "946"), 5*million),
	}
	want := []Move{{From: 2, To: 3, Amount: 300 * million, Rule: "node"},
		{From: 1, To: 3, Amount: 120 * million, Rule: "node_district"}}
	for range 20 {
		rand.Shuffle(len(lines), func(i, j int) { lines[i], lines[j] = lines[j], lines[i] })
		p := r.Propose(lines)
		if !slices.Equal(p.Moves, want) || p.Moved != 420*million || p.Small != 5*million || p.Rest != 0 ||
			p.Spare != 825*million+700_000 || p.Lacks != 500*million-300_000 {
			t.Fatalf("%+v", p)
		}
		if len(p.Unmet) != 1 || p.Unmet[0].Left != 80*million-300_000 || len(p.Unmet[0].Bars) != 1 ||
			p.Unmet[0].Bars[0].Rule.Code != "use" || p.Unmet[0].Bars[0].Sum != 400*million {
			t.Fatalf("%+v", p.Unmet)
		}
	}
	r.Most = 1
	if p := r.Propose(lines); len(p.Moves) != 1 || p.Rest != 1 || p.Other != 120*million || p.Moved != 300*million {
		t.Errorf("%+v", p)
	}
}

// TestProposeHolds: nobody gives more than is spared, nobody gets a whole unit more than lacks, no move is against a
// rule or below the least.
func TestProposeHolds(t *testing.T) {
	r, seed := shipped(t), rand.New(rand.NewPCG(6, 16))
	r.Most = mostProposals
	for range 300 {
		var lines []Standing
		by := map[int64]*Standing{}
		for id := range int64(2 + seed.IntN(20)) {
			l := at(id+1, []string{"DA2", "DA3-TDA1", "DA3-TDA2"}[seed.IntN(3)], []string{"31708", "31711", "31669"}[seed.IntN(3)], "947")
			if seed.IntN(4) == 0 {
				l.Fund, l.Use = "local", ""
			}
			if seed.IntN(2) == 0 {
				lines = append(lines, spares(l, money.Dong(seed.Int64N(int64(400*million)))))
			} else {
				lines = append(lines, lacks(l, money.Dong(seed.Int64N(int64(400*million)))))
			}
		}
		for i := range lines {
			by[lines[i].ID] = &lines[i]
		}
		gone, come, sum := map[int64]money.Dong{}, map[int64]money.Dong{}, money.Dong(0)
		p := r.Propose(lines)
		for _, m := range p.Moves {
			gone[m.From], come[m.To], sum = gone[m.From]+m.Amount, come[m.To]+m.Amount, sum+m.Amount
			kind, _, _ := r.Judge(&by[m.From].Line, &by[m.To].Line)
			if kind == nil || kind.Code != m.Rule || m.Amount < r.Least || m.Amount%r.Round != 0 {
				t.Fatalf("%+v", m)
			}
		}
		for id, s := range by {
			if gone[id] > s.Spare() || come[id] >= s.Lacks()+r.Round {
				t.Fatalf("of %+v goes %d, to it comes %d", s, gone[id], come[id])
			}
		}
		if sum != p.Moved {
			t.Fatal(sum, p.Moved)
		}
	}
}

// TestRead: a file that cannot be meant is refused with what is wrong.
func TestRead(t *testing.T) {
	text, err := os.ReadFile("../../data/money/transfer.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ from, to, says string }{
		{"sample: true", "sampel: true", "sampel"},
		{"round_to: 1000000", "round_to: 0", "round_to"},
		{"most: 20", "most: 900", "most from 1 to 200"},
		{"differs: [fund]", "differs: [money]", "money"},
		{"code: unit\n", "code: node\n", "twice"},
		{"until: null", "until: 31-12", "MM-DD"},
		{"decider: null", "decider: {en: Somebody}", "decider"},
	} {
		changed := strings.Replace(string(text), c.from, c.to, 1)
		_, err := Read(fstest.MapFS{"money/transfer.yaml": {Data: []byte(changed)}})
		if changed == string(text) || err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", c.to, err)
		}
	}
	r := shipped(t)
	if k := r.Kind("node"); k == nil || k.Decider != nil || k.Over(date.Must(2024, 12, 31)) || r.Kind("khong") != nil {
		t.Errorf("%+v", k)
	}
	if k := (Allowed{Until: "11-15"}); !k.Over(date.Must(2024, 11, 16)) || k.Over(date.Must(2024, 11, 15)) {
		t.Error("the last day to decide")
	}
}

// TestProposeMany: of more lines than are looked at the greatest are, and all are added up.
func TestProposeMany(t *testing.T) {
	r := shipped(t)
	var lines []Standing
	for i := range int64(200) {
		lines = append(lines, spares(at(2*i+1, "DA2", "31711", "947"), money.Dong(20+i)*million),
			lacks(at(2*i+2, "DA2", "31708", "947"), money.Dong(20+i)*million))
	}
	p := r.Propose(lines)
	if want := money.Dong(200*20+199*100) * million; p.Spare != want || p.Lacks != want || len(p.Moves) != r.Most ||
		p.Moved+p.Other+p.Small+left(p) != money.Dong(60*219-59*30)*million {
		t.Errorf("%d %d %d moves of %d, %d beyond, %d small, %d left", p.Spare, p.Lacks, len(p.Moves), p.Moved, p.Other,
			p.Small, left(p))
	}
}

// left is what the lines that are told of still lack, beyond what goes in moves that are not shown.
func left(p *Proposal) (sum money.Dong) {
	for i := range p.Unmet {
		sum += p.Unmet[i].Left
	}
	return sum - p.Other - p.Small
}

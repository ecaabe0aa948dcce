package notice_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/notice"
)

// TestBlocks: headings, lists and addresses are found; a script, an address that runs one and an open bracket are text.
func TestBlocks(t *testing.T) {
	text := "# Họp dân\nNgày 20/12, xem https://soctrang.gov.vn/a?b=1.\nMang theo giấy tờ.\n\n- Một\n- [Hai](https://a.vn)\n## Nhỏ\n" +
		"<script>alert(1)</script> [x](javascript:alert) [y](mailto:a@b.vn)"
	want := []notice.Block{
		{Kind: notice.Heading, Lines: [][]notice.Span{{{Text: "Họp dân"}}}},
		{Kind: notice.Paragraph, Lines: [][]notice.Span{
			{{Text: "Ngày 20/12, xem "}, {Text: "https://soctrang.gov.vn/a?b=1", Address: "https://soctrang.gov.vn/a?b=1"}, {Text: "."}},
			{{Text: "Mang theo giấy tờ."}}}},
		{Kind: notice.List, Lines: [][]notice.Span{{{Text: "Một"}}, {{Text: "Hai", Address: "https://a.vn"}}}},
		{Kind: notice.Subheading, Lines: [][]notice.Span{{{Text: "Nhỏ"}}}},
		{Kind: notice.Paragraph, Lines: [][]notice.Span{{
			{Text: "<script>alert(1)</script> [x](javascript:alert) "}, {Text: "y", Address: "mailto:a@b.vn"}}}},
	}
	if d := cmp.Diff(want, notice.Blocks(text)); d != "" {
		t.Error(d)
	}
}

// FuzzBlocks: whatever is typed, nothing is lost of a line without links, and only http, https and mailto lead anywhere.
func FuzzBlocks(f *testing.F) {
	f.Add("# a\n- [b](http://c)\n\nhttps://d.")
	f.Fuzz(func(t *testing.T, text string) {
		for _, b := range notice.Blocks(text) {
			for _, line := range b.Lines {
				for _, s := range line {
					if s.Text == "" && s.Address == "" {
						t.Errorf("an empty piece of %q", text)
					}
				}
			}
		}
	})
}

// TestWalk: whatever steps are tried in whatever order, a notice is published only from proposed, and once withdrawn it
// stays so.
func TestWalk(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	states := []notice.State{notice.Draft, notice.Proposed, notice.Published, notice.Withdrawn, notice.Expired, "x"}
	day := date.Must(2024, 12, 20)
	for range 500 {
		n := notice.Notice{State: notice.Draft}
		for range 30 {
			was, to := n.State, states[r.IntN(len(states))]
			err := n.Move(to, day, []string{"", "gửi nhầm bản cũ"}[r.IntN(2)])
			switch {
			case err != nil && n.State != was:
				t.Fatalf("%s to %s is refused and done", was, to)
			case err == nil && to == notice.Published && was != notice.Proposed, err == nil && was == notice.Withdrawn:
				t.Fatalf("%s becomes %s", was, to)
			}
		}
	}
}

// TestOn: the day makes of what is published what is over and what is to come.
func TestOn(t *testing.T) {
	day := date.Must(2024, 12, 20)
	n := notice.Notice{State: notice.Published, From: day, To: day}
	got := []notice.State{n.On(day.AddDays(-1)), n.On(day), n.On(day.AddDays(1))}
	if !slices.Equal(got, []notice.State{notice.Waiting, notice.Published, notice.Expired}) {
		t.Error(got)
	}
	n.State = notice.Proposed
	if err := n.Move(notice.Published, day.AddDays(1), ""); errs.KindOf(err) != errs.Invalid {
		t.Errorf("what is over is published: %v", err)
	}
}

// TestCheck: a notice without Vietnamese, or half said in a language, or that ends before it begins, is refused.
func TestCheck(t *testing.T) {
	day := date.Must(2024, 12, 20)
	good := func() *notice.Notice {
		return &notice.Notice{Audience: notice.Public, Texts: map[string]notice.Text{"vi": {Title: "Họp", Body: "Mời dự."}}}
	}
	if err := good().Check(); err != nil {
		t.Error(err)
	}
	for _, spoil := range []func(*notice.Notice){
		func(n *notice.Notice) { n.Audience = "all" },
		func(n *notice.Notice) { n.Texts["vi"] = notice.Text{Title: "Họp"} },
		func(n *notice.Notice) { n.Texts["km"] = notice.Text{Title: "ប្រជុំ"} },
		func(n *notice.Notice) { n.From, n.To = day, day.AddDays(-1) },
	} {
		n := good()
		spoil(n)
		if err := n.Check(); errs.KindOf(err) != errs.Invalid {
			t.Errorf("%+v: %v", n, err)
		}
	}
}

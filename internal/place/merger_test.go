package place

import (
	"testing"

	"giamngheo/internal/date"
)

func TestMerger(t *testing.T) {
	r := load(t)
	on := date.Must(2024, 11, 1)
	before, ok := r.At("31708", on.AddDays(-1))
	if !ok {
		t.Fatal("no 31708")
	}
	siblings := r.Children(before.Parent, on.AddDays(-1))
	other := siblings[0].Code
	if other == before.Code {
		other = siblings[1].Code
	}
	m := Merger{On: on, From: []Code{before.Code, other}, To: before.Code, Name: "Thử Nghiệm", Type: "Xã", Basis: "MẪU"}
	if err := r.Check(m); err != nil {
		t.Fatal(err)
	}
	w := r.With([]Merger{m})
	if u, _ := w.At(before.Code, on); u.FullName != "Xã Thử Nghiệm" || u.Parent != before.Parent {
		t.Errorf("after: %+v", u)
	}
	if u, _ := w.At(before.Code, on.AddDays(-1)); u.FullName != before.FullName {
		t.Errorf("before: %+v", u)
	}
	if _, ok := w.At(other, on); ok {
		t.Error("the merged commune still is")
	}
	if n := len(w.Children(before.Parent, on)); n != len(siblings)-1 {
		t.Errorf("%d communes in the district, were %d", n, len(siblings))
	}
	if to, why := w.Target(other, on.AddDays(-1), on); to != before.Code {
		t.Errorf("%s goes to %q: %s", other, to, why.VI)
	}
	if _, ok := r.At(other, on); !ok {
		t.Error("the registry itself was changed")
	}
	for name, bad := range map[string]Merger{
		"no name":  {On: on, From: m.From, To: m.To, Type: "Xã"},
		"a type":   {On: on, From: m.From, To: m.To, Name: "X", Type: "Huyện"},
		"old code": {On: on, From: []Code{"99999"}, To: "99999", Name: "X", Type: "Xã"},
		"in use":   {On: on, From: []Code{before.Code}, To: other, Name: "X", Type: "Xã"},
	} {
		if r.Check(bad) == nil {
			t.Error(name)
		}
	}
}

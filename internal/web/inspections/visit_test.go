package inspections

import (
	"testing"

	"giamngheo/internal/app/inspections"
	"giamngheo/internal/inspection"
	store "giamngheo/internal/store/inspections"
)

// TestTypedAgain: what was typed of a sample and of a checklist and refused stands in the form again; what another person
// wrote meanwhile is not typed over.
func TestTypedAgain(t *testing.T) {
	of := inspection.Sample{No: 2, Kind: inspection.OfPayments, Rows: []inspection.SampleRow{{ID: 1},
		{ID: 2, Result: inspection.LookRight, Note: "đủ chứng từ"}, {ID: 3, Result: inspection.LookWrong, Note: "thiếu", Wrong: 5}}}
	p := &visitPage{Of: "look", Values: map[string]string{"no": "2", "look.1": "wrong", "saw.1": "thiếu chữ ký", "wrong.1": "1 triệu",
		"look.2": "wrong", "saw.2": ""}, Shown: &inspections.Shown{Visit: &store.Visit{Content: &inspection.Visit{
		Checks: map[string]inspection.Answer{"b": {Result: "yes", Note: "có"}}}}}}
	if r := p.Sampled(of).Row(0); r.Result != inspection.LookWrong || r.Note != "thiếu chữ ký" || r.WrongTyped != "1 triệu" {
		t.Errorf("what was typed is lost: %+v", r)
	}
	if r := p.Sampled(of).Row(1); r.Result != inspection.LookWrong || r.Note != "đủ chứng từ" {
		t.Errorf("a row that is corrected: %+v", r)
	}
	if r := p.Sampled(of).Row(2); r.SampleRow != of.Rows[2] || r.WrongTyped != "" {
		t.Errorf("a row of which nothing was typed: %+v", r)
	}
	other := of
	other.No = 1
	if r := p.Sampled(other).Row(0); r.Result != "" || r.WrongTyped != "" {
		t.Errorf("typed of another sample: %+v", r)
	}
	p.Overtaken = true
	if r := p.Sampled(of).Row(0); r.Result != inspection.LookWrong {
		t.Errorf("overtaken, and what was typed is lost: %+v", r)
	}
	if r := p.Sampled(of).Row(1); r.SampleRow != of.Rows[1] {
		t.Errorf("what another one wrote meanwhile is typed over: %+v", r)
	}
	p.Of, p.Values = "check", map[string]string{"q.a": "no", "note.a": "chưa có", "q.b": "no"}
	if a := p.Answer("a"); a.Result != "no" || a.Note != "chưa có" {
		t.Errorf("%+v", a)
	}
	if a := p.Answer("b"); a.Result != "yes" || a.Note != "có" {
		t.Errorf("what another one answered meanwhile is typed over: %+v", a)
	}
	p.Overtaken = false
	if a := p.Answer("b"); a.Result != "no" || a.Note != "có" {
		t.Errorf("%+v", a)
	}
}

package contribution_test

import (
	"strings"
	"testing"

	"giamngheo/internal/contribution"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/money"
	"giamngheo/internal/place"
)

func labour() contribution.Contribution {
	return contribution.Contribution{Place: "31708", Node: "DA2", Day: date.Must(2024, 5, 1), Source: contribution.Community,
		Name: "Nhân dân ấp", Form: contribution.Labour, Quantity: 120, Price: 250_000, Basis: "Đơn giá ngày công (MẪU)",
		Content: "Làm đường"}
}

// TestSettle: the value is quantity times price; what cannot be is refused with what to do.
func TestSettle(t *testing.T) {
	today := date.Must(2024, 12, 1)
	c := labour()
	if err := c.Settle(today); err != nil || c.Value != 30_000_000 || c.Unit != "ngày công" || c.Fund() != "" {
		t.Fatalf("%+v %v", c, err)
	}
	cash := labour()
	cash.Form, cash.Quantity, cash.Price, cash.Source, cash.Basis = contribution.Cash, 9_000_000, 7, contribution.Enterprise, ""
	if err := cash.Settle(today); err != nil || cash.Value != 9_000_000 || cash.Fund() != "mobilised" {
		t.Errorf("%+v %v", cash, err)
	}
	for says, change := range map[string]func(*contribution.Contribution){
		"nguồn nào":           func(c *contribution.Contribution) { c.Source = "moon" },
		"tín dụng":            func(c *contribution.Contribution) { c.Form = contribution.Credit },
		"của ai và để làm gì": func(c *contribution.Contribution) { c.Content = "" },
		"đơn vị tính":         func(c *contribution.Contribution) { c.Form = contribution.Goods },
		"trước năm 2000":      func(c *contribution.Contribution) { c.Day = date.Must(1999, 12, 31) },
		"sau hôm nay":         func(c *contribution.Contribution) { c.Day = today.AddDays(1) },
		"số lượng":            func(c *contribution.Contribution) { c.Quantity = -5 },
		"đơn giá":             func(c *contribution.Contribution) { c.Price = 0 },
		"căn cứ":              func(c *contribution.Contribution) { c.Basis = "x" },
		"9.000.000.000.000":   func(c *contribution.Contribution) { c.Quantity, c.Price = 1_000_000_000, money.Most },
		"khoản thanh toán":    func(c *contribution.Contribution) { c.Form, c.Item = contribution.Cash, 3 },
	} {
		c := labour()
		change(&c)
		if err := c.Settle(today); errs.KindOf(err) != errs.Invalid || !strings.Contains(strings.ToLower(err.Error()), strings.ToLower(says)) {
			t.Errorf("%q: %v", says, err)
		}
	}
}

// TestTable: by source and by unit the sums are the whole, and quantities of land and labour are added up in their own
// units; what another programme pays stands apart and is of the share.
func TestTable(t *testing.T) {
	var all []contribution.Part
	for i, at := range []place.Code{"31708", "31711", "31708"} {
		c := labour()
		c.Place, c.Quantity = at, int64(10*(i+1))
		if i == 2 {
			c.Source, c.Form = contribution.Programme, contribution.Cash
			c.Quantity = 5_000_000
		}
		if err := c.Settle(date.Must(2024, 12, 1)); err != nil {
			t.Fatal(err)
		}
		all = append(all, contribution.Part{Place: c.Place, Source: c.Source, Form: c.Form, N: 1, Value: c.Value,
			Quantity: c.Quantity})
	}
	all = append(all, contribution.Part{Place: "31552", Source: contribution.Abroad, Form: contribution.Goods, Ended: 2})
	tab := contribution.Tabulate(all, func(c place.Code) place.Code { return c })
	var sources, units money.Dong
	for _, s := range tab.Sources {
		sources += s.Value
	}
	for _, s := range tab.Units {
		units += s.Value
	}
	if tab.All.Value != 12_500_000 || sources != units || sources != tab.All.Value || tab.All.Beside != 5_000_000 ||
		tab.All.Quantity[contribution.Labour] != 30 || tab.All.Of[contribution.Labour] != 7_500_000 || len(tab.Codes) != 2 ||
		tab.All.N != 3 || tab.Sources[contribution.Abroad] != nil {
		t.Errorf("%+v, %d by source, %d by unit", tab.All, sources, units)
	}
	if got := tab.Share(87_500_000); got != "12,50 %" {
		t.Error(got)
	}
}

// TestFits: what is paid and brought of an item is at most its value.
func TestFits(t *testing.T) {
	item := &money.Item{Title: "Cống", Value: 100}
	if err := contribution.Fits(item, 60, 30, 10); err != nil {
		t.Error(err)
	}
	if err := contribution.Fits(item, 60, 30, 11); errs.KindOf(err) != errs.Invalid || !strings.Contains(err.Error(), "nhiều nhất 10") {
		t.Error(err)
	}
}

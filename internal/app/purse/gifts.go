package purse

import (
	"giamngheo/internal/contribution"
	"giamngheo/internal/date"
	"giamngheo/internal/place"
	"giamngheo/internal/store/contributions"
)

// gifts are what was given in 2024 beside the State's budgets, all of it invented: in goods, land and work, and by
// another programme. None of it is money of the ledger, whose totals are the published ones.
func (m *demoMoney) gifts(home place.Code) error {
	if home == "" {
		return nil
	}
	for _, c := range []contribution.Contribution{
		{Day: date.Must(sharedYear, 4, 12), Source: contribution.Community, Name: "Nhân dân ấp (MẪU)",
			Form: contribution.Labour, Quantity: 120, Price: 250_000, Basis: "Đơn giá ngày công (MẪU)",
			Content: "Đắp nền chuồng của mô hình nuôi bò (MẪU)"},
		{Day: date.Must(sharedYear, 5, 6), Source: contribution.Person, Name: "Các hộ hiến đất (MẪU)",
			Form: contribution.Land, Quantity: 300, Price: 450_000, Basis: "Bảng giá đất của tỉnh (MẪU)",
			Content: "Mở rộng đường vào khu sản xuất (MẪU)"},
		{Day: date.Must(sharedYear, 6, 20), Source: contribution.Enterprise, Name: "Doanh nghiệp MẪU",
			Form: contribution.Goods, Quantity: 200, Unit: "bao thức ăn", Price: 320_000, Basis: "Hóa đơn (MẪU)",
			Content: "Thức ăn chăn nuôi cho hộ tham gia mô hình (MẪU)"},
		{Day: date.Must(sharedYear, 8, 15), Source: contribution.Programme, Name: "Chương trình nông thôn mới (MẪU)",
			Form: contribution.Cash, Quantity: 180_000_000, Content: "Đường vào khu sản xuất, phần chương trình khác chi (MẪU)"},
	} {
		if c.Day > m.day {
			continue
		}
		c.Place, c.Node = home, sharedNode
		if err := c.Settle(m.day); err != nil {
			return err
		}
		row := &contributions.Contribution{Contribution: c, At: m.o.Now()}
		if err := contributions.Add(m.ctx, m.tx, string(m.o.ProvinceCode()), row); err != nil {
			return err
		}
	}
	return nil
}

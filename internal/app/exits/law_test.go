package exits

import (
	"testing"

	"giamngheo"
	"giamngheo/internal/date"
	"giamngheo/internal/library"
)

// TestCardPrice: the price of a card is 4.5 % of the base salary of the day, twelve times, in the law and in the costs.
func TestCardPrice(t *testing.T) {
	lib, err := library.New(library.Config{Data: giamngheo.Data, Law: giamngheo.Law}).Law()
	if err != nil {
		t.Fatal(err)
	}
	at := func(name string, day date.Date) int64 {
		for _, p := range lib.Parameters {
			if v, ok := p.At(day); ok && p.Name == name {
				return v.Value.(int64)
			}
		}
		return 0
	}
	for day, want := range map[date.Date]int64{date.Must(2023, 6, 30): 804_600, date.Must(2023, 7, 1): 972_000,
		date.Must(2024, 6, 30): 972_000,
		date.Must(2024, 7, 1):  1_263_600, date.Must(2026, 6, 30): 1_263_600, date.Must(2026, 7, 1): 1_366_200} {
		price := at("insurance_card_price", day)
		if price != want || price != at("base_salary", day)*at("health_insurance_permille", day)*12/1000 {
			t.Errorf("%s: %d, want %d", day, price, want)
		}
	}
}

package sheet

import "giamngheo/internal/date"

// TextCell is a cell with a text.
func TextCell(s string) Out { return Out{Kind: Text, Text: s} }

// HeadCell is a cell of a table's head.
func HeadCell(s string) Out { return Out{Kind: Text, Style: Header, Text: s} }

// NumberCell is a cell with a whole number.
func NumberCell(n int64) Out { return Out{Kind: Number, Number: float64(n)} }

// DayCell is a cell with a day, from March 1900 on.
func DayCell(d date.Date) Out {
	return Out{Kind: Number, Style: DateStyle, Number: float64(d.Sub(date.Must(1899, 12, 30)))}
}

// RateCell is a cell with a share in per cent, rounded to two decimals; empty where it is of nothing.
func RateCell(part, of int64) Out {
	if of == 0 {
		return Out{}
	}
	return Out{Kind: Number, Number: float64(int64(float64(part)/float64(of)*10000+0.5)) / 100}
}

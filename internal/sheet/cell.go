package sheet

func TextCell(s string) Out { return Out{Kind: Text, Text: s} }

func HeadCell(s string) Out { return Out{Kind: Text, Style: Header, Text: s} }

func NumberCell(n int64) Out { return Out{Kind: Number, Number: float64(n)} }

func RateCell(part, of int64) Out {
	if of == 0 {
		return Out{}
	}
	return Out{Kind: Number, Number: float64(int64(float64(part)/float64(of)*10000+0.5)) / 100}
}

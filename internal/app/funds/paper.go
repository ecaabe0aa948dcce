package funds

// Papers are what a movement cites: its document, its contract, its voucher.
func (e *Entry) Papers() string {
	said := ""
	for _, s := range []string{e.Document, e.Contract, e.Voucher} {
		if s != "" && said != "" {
			said += "; "
		}
		said += s
	}
	return said
}

// CodesText are the budget's codes of a line; what is not known is left to be filled in, and says that it is a sample.
func (v *Account) CodesText() string {
	said := ""
	for _, s := range []string{v.Codes.Chapter, v.Codes.Category, v.Codes.Programme} {
		if s == "" {
			s = "……"
		}
		said += s + " · "
	}
	said = said[:len(said)-len(" · ")]
	if v.Codes.Chapter == "" || v.Codes.Category == "" || v.Codes.Programme == "" {
		said += " (MẪU: chưa biết)"
	}
	return said
}

package date

// MonthsBefore returns the day's number n months earlier as a packed date that may not exist (31 February): it is only
// to be compared with. Before the first year it is the least date that there is.
func (d Date) MonthsBefore(n int) Date {
	m := d.Year()*12 + d.Month() - 1 - n
	if m < 12 {
		return 1
	}
	return pack(m/12, m%12+1, d.Day())
}

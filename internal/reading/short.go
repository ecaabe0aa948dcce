package reading

// Short keeps a message short however long the cell is that it names.
func Short(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}

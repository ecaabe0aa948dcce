package parts

// Chip is a filter in force, with the address of the list without it.
type Chip struct{ Text, Without string }

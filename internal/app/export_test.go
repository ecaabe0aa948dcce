package app

import "giamngheo/internal/date"

// ShownOn is the day whose register is in memory.
func (d *Desks) ShownOn() date.Date { return d.Book.View().On }

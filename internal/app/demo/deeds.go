package demo

import (
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
)

// Deeds are the deeds of this room, as the record of deeds calls them. Not to be changed.
var Deeds = office.Titles{
	"demo.fill":     errs.T("filled with synthetic data"),
	"demo.day":      errs.T("moved the demonstration's day on"),
	"demo.money":    errs.T("recorded synthetic money"),
	"demo.supports": errs.T("recorded synthetic supports"),
}

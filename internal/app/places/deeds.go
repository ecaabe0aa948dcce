package places

import (
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
)

// Deeds are the deeds of this room, as the record of deeds calls them. Not to be changed.
var Deeds = office.Titles{
	"place.propose":  errs.T("merger proposed"),
	"place.decide":   errs.T("merger decided"),
	"place.map":      errs.T("boundaries of the map loaded"),
	"place.map_drop": errs.T("boundaries of the map taken away"),
}

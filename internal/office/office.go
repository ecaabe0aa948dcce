package office

import (
	"log/slog"
	"time"

	"giamngheo/internal/date"
	"giamngheo/internal/exchange"
	"giamngheo/internal/place"
)

// Day is the office's working day.
func (o *Office) Day() date.Date {
	if o.cfg.Day != nil {
		return o.cfg.Day()
	}
	return DayOf(o.now())
}

// Now is the time.
func (o *Office) Now() time.Time { return o.now() }

// Demo reports whether the office is the demonstration.
func (o *Office) Demo() bool { return o.cfg.Demo }

// ProvinceCode is the code of the province whose register this is.
func (o *Office) ProvinceCode() place.Code { return o.cfg.Province }

// Log is where what goes wrong is written, without personal data.
func (o *Office) Log() *slog.Logger { return o.cfg.Log }

// During reports whether the demonstration stands in the midst of the yearly review.
func (o *Office) During() bool { return o.cfg.During }

// Folder is where the office keeps its sealed files.
func (o *Office) Folder() string { return o.cfg.Files }

// Province is the province whose register this is.
func (o *Office) Province() place.Unit {
	u, _ := o.Reg().At(o.ProvinceCode(), o.Day())
	return u
}

// Places is the registry of units.
func (o *Office) Places() *place.Registry { return o.Reg() }

// SetPlaces takes a registry into use.
func (o *Office) SetPlaces(r *place.Registry) {
	o.registry.Store(r)
	o.communs.Clear()
}

func (o *Office) Reg() *place.Registry { return o.registry.Load() }

// Codes are the code lists.
func (o *Office) Codes() *exchange.Codes { return o.codes }

// Ready says why the office cannot serve, nil where it can.
func (o *Office) Ready() error { return o.store.Broken() }

package allocations

import (
	"context"
	"maps"

	"giamngheo/internal/office"
	"giamngheo/internal/place"
	rows "giamngheo/internal/store/allocations"
)

// Prepared is what a proposal of a place's money would be made of, without an allocation: for what is taken over from
// elsewhere, and the demonstration. Assumed are values of columns where nothing is known, with the reason.
func (d *Desk) Prepared(ctx context.Context, a *office.Ask, in *In, of place.Code, assumed map[string]string,
	reason string) (*rows.Content, error) {
	n, err := d.norms.Find(ctx, in.Norm, in.NormVersion)
	if err != nil {
		return nil, err
	}
	c := &rows.Content{Norm: n.Ref, Pool: int64(in.Pool), Day: in.Day, Map: in.Map, From: rows.ByRegister}
	if c.Units, err = d.units(n.Set, of, in.Map); err != nil {
		return nil, err
	}
	if err := d.Fill(ctx, a, c, n.Set); err != nil {
		return nil, err
	}
	for i := range c.Units {
		for column, value := range maps.All(assumed) {
			if c.Units[i].Cells[column].Value == "" {
				c.Units[i].Cells[column] = rows.Cell{Value: value, By: rows.ByHand, Reason: reason}
			}
		}
	}
	return c, freeze(c)
}

// Enter writes an allocation that came about elsewhere, as it stands.
func (d *Desk) Enter(ctx context.Context, by *office.Ask, action string, v *rows.Allocation, c *rows.Content) error {
	deed := &office.Deed{Action: action, Kind: "allocation", Place: d.office.ProvinceCode()}
	return d.office.Do(ctx, by, deed, func(tx *office.Tx) error {
		v.Province, v.Recorded = d.province(), d.office.Now()
		if err := rows.Add(ctx, tx, v); err != nil {
			return err
		}
		deed.Subject = office.IDText(v.ID)
		tx.Changed(Topic, v.ID)
		return rows.AddVersion(ctx, tx, v.Province, v.ID, &rows.Version{Version: v.Version, Deed: "allocation.decide",
			Content: *c, RecordedBy: v.DecidedBy, Recorded: v.Recorded})
	})
}

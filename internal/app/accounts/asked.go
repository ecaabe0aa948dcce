package accounts

import (
	"context"
	"encoding/json"

	"giamngheo/internal/access"
	"giamngheo/internal/date"
	"giamngheo/internal/office"
)

// askedSetting has since when each role is asked for one-time codes in this office: a day by role, as JSON.
const askedSetting = "codes_asked_since"

// beginAsking finds out since when roles are asked for one-time codes. For those that are asked for the first time – the
// office is new, or the program newer – that is today: the days of grace begin then, also for accounts of years ago.
// What is kept delays nothing: a day that is still to come is today, and where it cannot be read there are no days of
// grace.
func (o *Desk) beginAsking(ctx context.Context) {
	o.asked = map[access.Role]date.Date{}
	text, err := o.office.Setting(ctx, askedSetting)
	if err == nil && text != "" {
		err = json.Unmarshal([]byte(text), &o.asked)
	}
	if err != nil {
		o.asked = nil
		o.office.Log().Error("since when roles are asked for one-time codes cannot be read", "err", err)
		return
	}
	fresh := false
	for _, role := range o.duties.SecondFactor.Roles {
		if today := o.office.Day(); o.asked[role].IsZero() || o.asked[role] > today {
			o.asked[role], fresh = today, true
		}
	}
	if fresh {
		err = o.keepAsked(ctx)
	}
	if err != nil { // the office may be one that only reads: the grace begins when it writes again
		o.office.Log().Warn("since when roles are asked for one-time codes was not kept", "err", err)
	}
}

func (o *Desk) keepAsked(ctx context.Context) error {
	kept, err := json.Marshal(o.asked)
	if err != nil {
		return err
	}
	return o.office.Keep(ctx, office.KeepAsked, func(tx *office.Tx) error {
		return tx.SetSetting(ctx, askedSetting, string(kept))
	})
}

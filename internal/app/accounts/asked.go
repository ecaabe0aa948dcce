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
func (o *Desk) beginAsking(ctx context.Context) {
	o.asked = map[access.Role]date.Date{}
	text, err := o.office.Setting(ctx, askedSetting)
	if err == nil && text != "" {
		err = json.Unmarshal([]byte(text), &o.asked)
	}
	fresh := false
	for _, role := range o.duties.SecondFactor.Roles {
		if o.asked[role].IsZero() {
			o.asked[role], fresh = o.office.Day(), true
		}
	}
	if fresh && err == nil {
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

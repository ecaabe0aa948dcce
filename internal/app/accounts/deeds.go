package accounts

import (
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
)

// Deeds are the deeds of this room, as the record of deeds calls them. Not to be changed.
var Deeds = office.Titles{
	"session.begin":            errs.T("signed in"),
	"session.end":              errs.T("signed out"),
	"session.refused":          errs.T("sign-in refused"),
	"session.turned_away":      errs.T("request refused"),
	"session.turned_away_more": errs.T("further requests refused within the hour"),
	"session.code":             errs.T("one-time code"),
	"session.recovery_code":    errs.T("recovery code"),
	"account.create":           errs.T("account created"),
	"account.reset":            errs.T("password reset"),
	"account.password":         errs.T("password changed"),
	"account.grant":            errs.T("role granted"),
	"account.revoke":           errs.T("role ended"),
	"account.disable":          errs.T("account disabled"),
	"account.enable":           errs.T("account enabled"),
	"account.totp_on":          errs.T("one-time codes on"),
	"account.totp_off":         errs.T("one-time codes off"),
}

package tasks

import (
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
)

// Deeds are the deeds of this room, as the record of deeds calls them. Not to be changed.
var Deeds = office.Titles{
	"task.make":   errs.T("task made"),
	"task.assign": errs.T("task given to a person"),
	"task.step":   errs.T("step of a task taken"),
	"task.open":   errs.T("file of a task opened"),
	"task.export": errs.T("table of tasks exported"),
}

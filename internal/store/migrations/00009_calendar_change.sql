-- +goose Up
-- What an office changed of the calendar of rest days, with its source. Of a day the last change that was not undone holds;
-- kind is rest, worked, ordinary, or noticed: the list of the day's year is whole.
CREATE TABLE calendar_change (
  province      TEXT    NOT NULL,
  id            INTEGER NOT NULL,
  day           TEXT    NOT NULL,
  kind          TEXT    NOT NULL,
  title         TEXT    NOT NULL,
  source_number TEXT    NOT NULL,
  source_day    TEXT    NOT NULL,
  set_by        INTEGER NOT NULL,
  set_at        INTEGER NOT NULL,
  undone_by     INTEGER NOT NULL,
  undone_at     INTEGER NOT NULL,
  PRIMARY KEY (province, id)
) STRICT, WITHOUT ROWID;

-- +goose Down
DROP TABLE calendar_change;

-- Alerts of money that somebody put aside until a day, with the reason and how grave it was then. A row is never changed:
-- the last of a line's alert holds; one that ended it stands after it.

-- +goose Up
CREATE TABLE money_snooze (
  province    TEXT    NOT NULL,
  line        INTEGER NOT NULL,
  rule        TEXT    NOT NULL,
  version     INTEGER NOT NULL,
  year        INTEGER NOT NULL,
  until_day   TEXT    NOT NULL,
  ended       INTEGER NOT NULL,
  reason      TEXT    NOT NULL,
  light       TEXT    NOT NULL,
  left_over   INTEGER NOT NULL,
  recorded_by INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL,
  PRIMARY KEY (province, line, rule, version)
) STRICT, WITHOUT ROWID;
CREATE INDEX money_snooze_year ON money_snooze (province, year, line, rule, version);

-- +goose Down
DROP TABLE money_snooze;

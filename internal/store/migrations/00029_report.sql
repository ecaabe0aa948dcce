-- Rounds of reports: what is asked of which units, the report of each unit with its events, and what the office knew of
-- each when it was counted. Events are only added.

-- +goose Up
CREATE TABLE report_round (
  province  TEXT    NOT NULL,
  id        INTEGER NOT NULL,
  state     TEXT    NOT NULL,
  content   TEXT    NOT NULL,
  version   INTEGER NOT NULL,
  opened_by INTEGER NOT NULL,
  opened_at INTEGER NOT NULL,
  PRIMARY KEY (province, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE report (
  province       TEXT    NOT NULL,
  id             INTEGER NOT NULL,
  round          INTEGER NOT NULL,
  unit           TEXT    NOT NULL,
  state          TEXT    NOT NULL,
  seq            INTEGER NOT NULL,
  summary        TEXT    NOT NULL,
  sealed_content BLOB    NOT NULL,
  PRIMARY KEY (province, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX report_unit ON report (province, round, unit);

CREATE TABLE report_event (
  province      TEXT    NOT NULL,
  report        INTEGER NOT NULL,
  seq           INTEGER NOT NULL,
  at            INTEGER NOT NULL,
  account       INTEGER NOT NULL,
  step          TEXT    NOT NULL,
  sealed_detail BLOB    NOT NULL,
  PRIMARY KEY (province, report, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE report_known (
  province   TEXT    NOT NULL,
  round      INTEGER NOT NULL,
  unit       TEXT    NOT NULL,
  as_of      TEXT    NOT NULL,
  content    TEXT    NOT NULL,
  counted_at INTEGER NOT NULL,
  PRIMARY KEY (province, round, unit)
) STRICT, WITHOUT ROWID;

-- +goose Down
DROP TABLE report_known;
DROP TABLE report_event;
DROP TABLE report;
DROP TABLE report_round;

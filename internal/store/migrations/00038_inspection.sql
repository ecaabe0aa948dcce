-- Checks of localities: plans with their draws, visits with their events, and which recoveries of the ledger were counted for
-- which recommendation. Plans, events and recoveries are only added.

-- +goose Up
CREATE TABLE inspection_plan (
  province    TEXT    NOT NULL,
  year        INTEGER NOT NULL,
  document    INTEGER NOT NULL,
  content     TEXT    NOT NULL,
  recorded_by INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL,
  PRIMARY KEY (province, year)
) STRICT, WITHOUT ROWID;

CREATE TABLE inspection_visit (
  province       TEXT    NOT NULL,
  id             INTEGER NOT NULL,
  year           INTEGER NOT NULL,
  unit           TEXT    NOT NULL,
  state          TEXT    NOT NULL,
  seq            INTEGER NOT NULL,
  summary        TEXT    NOT NULL,
  sealed_content BLOB    NOT NULL,
  PRIMARY KEY (province, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE inspection_event (
  province      TEXT    NOT NULL,
  visit         INTEGER NOT NULL,
  seq           INTEGER NOT NULL,
  at            INTEGER NOT NULL,
  account       INTEGER NOT NULL,
  step          TEXT    NOT NULL,
  sealed_detail BLOB    NOT NULL,
  PRIMARY KEY (province, visit, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE inspection_refund (
  province TEXT    NOT NULL,
  movement INTEGER NOT NULL,
  visit    INTEGER NOT NULL,
  rec      INTEGER NOT NULL,
  PRIMARY KEY (province, movement)
) STRICT, WITHOUT ROWID;

-- +goose Down
DROP TABLE inspection_refund;
DROP TABLE inspection_event;
DROP TABLE inspection_visit;
DROP TABLE inspection_plan;

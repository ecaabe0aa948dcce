-- Submissions of transfers of money between lines. A version holds what is proposed whole, with the figures by which; it
-- is added and never changed. The row says which version holds and how far the submission has come.

-- +goose Up
CREATE TABLE money_shift (
  province    TEXT    NOT NULL,
  id          INTEGER NOT NULL,
  place       TEXT    NOT NULL,
  year        INTEGER NOT NULL,
  title       TEXT    NOT NULL,
  state       TEXT    NOT NULL,
  version     INTEGER NOT NULL,
  proposed_by INTEGER NOT NULL,
  document    INTEGER NOT NULL,
  decided_by  INTEGER NOT NULL,
  decided_day TEXT    NOT NULL,
  recorded_by INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL,
  PRIMARY KEY (province, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX money_shift_state ON money_shift (province, state, id);

CREATE TABLE money_shift_change (
  province    TEXT    NOT NULL,
  shift       INTEGER NOT NULL,
  version     INTEGER NOT NULL,
  deed        TEXT    NOT NULL,
  reason      TEXT    NOT NULL,
  content     TEXT    NOT NULL,
  recorded_by INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL,
  PRIMARY KEY (province, shift, version)
) STRICT, WITHOUT ROWID;

-- +goose Down
DROP TABLE money_shift_change;
DROP TABLE money_shift;

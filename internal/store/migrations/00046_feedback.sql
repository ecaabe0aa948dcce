-- What residents ask, complain of and report, and what became of it.

-- +goose Up
CREATE TABLE feedback (
  province      TEXT    NOT NULL,
  id            INTEGER NOT NULL,
  code_hash     TEXT    NOT NULL,
  version       INTEGER NOT NULL,
  kind          TEXT    NOT NULL,
  state         TEXT    NOT NULL,
  place         TEXT    NOT NULL,
  unit          TEXT    NOT NULL,
  received      TEXT    NOT NULL,
  received_at   INTEGER NOT NULL,
  due           TEXT    NOT NULL,
  handler       INTEGER NOT NULL,
  list          INTEGER NOT NULL,
  sealed_detail BLOB    NOT NULL,
  PRIMARY KEY (province, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX feedback_code ON feedback (province, code_hash);
CREATE INDEX feedback_unit ON feedback (province, unit, state, id);
CREATE INDEX feedback_state ON feedback (province, state, id);
CREATE TABLE feedback_event (
  province      TEXT    NOT NULL,
  feedback      INTEGER NOT NULL,
  seq           INTEGER NOT NULL,
  step          TEXT    NOT NULL,
  unit          TEXT    NOT NULL,
  by_account    INTEGER NOT NULL,
  at            INTEGER NOT NULL,
  sealed_detail BLOB    NOT NULL,
  PRIMARY KEY (province, feedback, seq)
) STRICT, WITHOUT ROWID;

-- +goose Down
DROP TABLE feedback_event;
DROP TABLE feedback;

-- Lists by which people are paid, with what became of each line; which movement of money was for which batch.

-- +goose Up
CREATE TABLE batch (
  province    TEXT    NOT NULL,
  id          INTEGER NOT NULL,
  activity    INTEGER NOT NULL,
  line        INTEGER NOT NULL,
  place       TEXT    NOT NULL,
  title       TEXT    NOT NULL,
  day         TEXT    NOT NULL,
  year        INTEGER NOT NULL,
  way         TEXT    NOT NULL,
  payer       TEXT    NOT NULL,
  document    INTEGER NOT NULL,
  state       TEXT    NOT NULL,
  note        TEXT    NOT NULL,
  author      INTEGER NOT NULL,
  approver    INTEGER NOT NULL,
  sender      INTEGER NOT NULL,
  reconciler  INTEGER NOT NULL,
  version     INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL,
  PRIMARY KEY (province, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX batch_year ON batch (province, year, id);
CREATE INDEX batch_state ON batch (province, state, id);
CREATE INDEX batch_activity ON batch (province, activity, id);

CREATE TABLE batch_line (
  province      TEXT    NOT NULL,
  batch         INTEGER NOT NULL,
  support       INTEGER NOT NULL,
  household     INTEGER NOT NULL,
  commune       TEXT    NOT NULL,
  amount        INTEGER NOT NULL,
  state         TEXT    NOT NULL,
  day           TEXT    NOT NULL,
  recovered     INTEGER NOT NULL,
  sealed_detail BLOB    NOT NULL,
  PRIMARY KEY (province, batch, support)
) STRICT, WITHOUT ROWID;
CREATE INDEX batch_line_support ON batch_line (province, support);
CREATE INDEX batch_line_household ON batch_line (province, household);
CREATE INDEX batch_line_state ON batch_line (province, state, batch);

CREATE TABLE batch_movement (
  province TEXT    NOT NULL,
  movement INTEGER NOT NULL,
  batch    INTEGER NOT NULL,
  support  INTEGER NOT NULL,
  PRIMARY KEY (province, movement)
) STRICT, WITHOUT ROWID;
CREATE INDEX batch_movement_batch ON batch_movement (province, batch, movement);

CREATE INDEX support_replaced ON support (province, replaced_by);

-- +goose Down
DROP INDEX support_replaced;
DROP TABLE batch_movement;
DROP TABLE batch_line;
DROP TABLE batch;

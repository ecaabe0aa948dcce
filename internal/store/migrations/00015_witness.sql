-- +goose Up
-- What witnesses the rows: of each row that people decide on, a signature of what it holds with the number of the entry in the
-- record of deeds under which it was written; and a signed head over the sums of all of them and the ends of the record.
CREATE TABLE row_seal (
  tab       TEXT    NOT NULL,
  row_key   TEXT    NOT NULL,
  entry     INTEGER NOT NULL,
  signature BLOB    NOT NULL,
  PRIMARY KEY (tab, row_key)
) STRICT, WITHOUT ROWID;

CREATE TABLE seal_head (
  name      TEXT NOT NULL PRIMARY KEY,
  body      TEXT NOT NULL,
  signature BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- That nothing was signed yet: a start that is cut off now is no theft of the head.
INSERT INTO seal_head (name, body, signature) VALUES ('begun', '', CAST('' AS BLOB));

-- The record is read by place and by kind, the newest first.
CREATE INDEX audit_place ON audit (province, place, seq);
CREATE INDEX audit_kind ON audit (province, kind, seq);

-- +goose Down
DROP INDEX audit_kind;
DROP INDEX audit_place;
DROP TABLE seal_head;
DROP TABLE row_seal;

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

-- +goose Down
DROP TABLE seal_head;
DROP TABLE row_seal;

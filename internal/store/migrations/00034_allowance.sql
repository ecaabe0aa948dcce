-- How much of what is bounded is left: until when an allowance is not full again, by the hash of whose it is.
-- What is over holds nobody back and is dropped.

-- +goose Up
CREATE TABLE allowance (
  name     TEXT    NOT NULL PRIMARY KEY,
  until_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX allowance_until ON allowance (until_at);

-- +goose Down
DROP TABLE allowance;

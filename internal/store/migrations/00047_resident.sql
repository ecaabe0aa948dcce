-- The keys that open residents' own pages, by their hashes.

-- +goose Up
CREATE TABLE resident_key (
  province   TEXT    NOT NULL,
  id         INTEGER NOT NULL,
  token_hash TEXT    NOT NULL,
  household  INTEGER NOT NULL,
  issued_by  INTEGER NOT NULL,
  issued_at  INTEGER NOT NULL,
  until_day  TEXT    NOT NULL,
  revoked_by INTEGER NOT NULL,
  revoked_at INTEGER NOT NULL,
  reason     TEXT    NOT NULL,
  PRIMARY KEY (province, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX resident_key_token ON resident_key (province, token_hash);
CREATE INDEX resident_key_household ON resident_key (province, household);

-- +goose Down
DROP TABLE resident_key;

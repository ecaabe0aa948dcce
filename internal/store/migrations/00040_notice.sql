-- What an office tells: written by one person, published by another.

-- +goose Up
CREATE TABLE notice (
  province    TEXT    NOT NULL,
  id          INTEGER NOT NULL,
  version     INTEGER NOT NULL,
  state       TEXT    NOT NULL,
  audience    TEXT    NOT NULL,
  place       TEXT    NOT NULL,
  pinned      INTEGER NOT NULL,
  from_day    TEXT    NOT NULL,
  to_day      TEXT    NOT NULL,
  texts       TEXT    NOT NULL,
  written_by  INTEGER NOT NULL,
  written_at  INTEGER NOT NULL,
  proposed_by INTEGER NOT NULL,
  decided_by  INTEGER NOT NULL,
  decided_at  INTEGER NOT NULL,
  reason      TEXT    NOT NULL,
  PRIMARY KEY (province, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX notice_state ON notice (province, state, audience, from_day, id);

-- +goose Down
DROP TABLE notice;

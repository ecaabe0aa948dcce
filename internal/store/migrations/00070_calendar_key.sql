-- The secret address under which a person's own calendar program reads their deadlines: only its hash is kept.

-- +goose Up
CREATE TABLE calendar_key (
  account INTEGER NOT NULL PRIMARY KEY REFERENCES account (id),
  hash    TEXT    NOT NULL UNIQUE,
  made_at INTEGER NOT NULL
) STRICT;

-- +goose Down
DROP TABLE calendar_key;

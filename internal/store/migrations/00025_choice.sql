-- How people like their own lists and files.

-- +goose Up
CREATE TABLE account_choice (
  account INTEGER NOT NULL REFERENCES account (id),
  name    TEXT    NOT NULL,
  value   TEXT    NOT NULL,
  PRIMARY KEY (account, name)
) STRICT, WITHOUT ROWID;

-- +goose Down
DROP TABLE account_choice;

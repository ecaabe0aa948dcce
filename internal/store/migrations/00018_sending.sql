-- +goose Up
-- Filled-in forms that were sent: a form that is sent again with its key is no second deed. Kept for a day.
CREATE TABLE sending (
  province TEXT    NOT NULL,
  id       TEXT    NOT NULL, -- the key that the form's page gave it
  account  INTEGER NOT NULL,
  form     TEXT    NOT NULL, -- the address to which it was sent
  content  BLOB    NOT NULL, -- the digest of what was sent
  at       INTEGER NOT NULL,
  answer   TEXT    NOT NULL, -- what was answered; empty: the server has not told
  PRIMARY KEY (province, id)
) STRICT, WITHOUT ROWID;

-- +goose Down
DROP TABLE sending;

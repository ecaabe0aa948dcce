-- How many households each account was shown on a day, and whether inspectors were told that they were many.

-- +goose Up
CREATE TABLE reading_day (
  province   TEXT    NOT NULL,
  day        TEXT    NOT NULL,
  account    INTEGER NOT NULL,
  households INTEGER NOT NULL,
  told       INTEGER NOT NULL,
  PRIMARY KEY (province, day, account)
) STRICT, WITHOUT ROWID;

-- +goose Down
DROP TABLE reading_day;

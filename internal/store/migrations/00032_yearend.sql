-- What is to become of what lines of money have left at a year's end.

-- +goose Up
CREATE TABLE yearend_choice (
  province    TEXT    NOT NULL,
  line        INTEGER NOT NULL,
  version     INTEGER NOT NULL,
  choice      TEXT    NOT NULL,
  ground      TEXT    NOT NULL,
  document    INTEGER NOT NULL,
  note        TEXT    NOT NULL,
  recorded_by INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL,
  PRIMARY KEY (province, line, version)
) STRICT, WITHOUT ROWID;

-- +goose Down
DROP TABLE yearend_choice;

-- What the province tells the nation: a sheet a review, with its cells. NULL is what is not told.

-- +goose Up
CREATE TABLE cell_sheet (
  province TEXT    NOT NULL,
  review   INTEGER NOT NULL,
  stage    TEXT    NOT NULL,
  on_day   TEXT    NOT NULL,
  head     TEXT    NOT NULL,
  made_at  INTEGER NOT NULL,
  PRIMARY KEY (province, review, stage)
) STRICT, WITHOUT ROWID;
CREATE TABLE cell (
  province TEXT    NOT NULL,
  review   INTEGER NOT NULL,
  stage    TEXT    NOT NULL,
  n        INTEGER NOT NULL,
  unit     TEXT    NOT NULL,
  area     INTEGER NOT NULL,
  class    TEXT    NOT NULL,
  households INTEGER, people INTEGER, minority INTEGER, minority_people INTEGER,
  open INTEGER, stays INTEGER, went INTEGER, lost INTEGER, came INTEGER, gained INTEGER,
  measured INTEGER, mpi_poor INTEGER, m0 INTEGER,
  d00 INTEGER, d01 INTEGER, d02 INTEGER, d03 INTEGER, d04 INTEGER, d05 INTEGER, d06 INTEGER, d07 INTEGER,
  d08 INTEGER, d09 INTEGER, d10 INTEGER, d11 INTEGER, d12 INTEGER, d13 INTEGER, d14 INTEGER, d15 INTEGER,
  PRIMARY KEY (province, review, stage, n)
) STRICT, WITHOUT ROWID;

-- +goose Down
DROP TABLE cell;
DROP TABLE cell_sheet;

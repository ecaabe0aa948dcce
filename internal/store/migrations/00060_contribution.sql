-- What was mobilised beside the State's budgets – in money, goods, land, days of work, credit – and what other
-- programmes paid for the same purpose. A row is never changed: a mistake is ended by a row of contribution_end.

-- +goose Up
CREATE TABLE contribution (
  province      TEXT    NOT NULL,
  id            INTEGER NOT NULL,
  place         TEXT    NOT NULL,
  node          TEXT    NOT NULL,
  year          INTEGER NOT NULL,
  day           TEXT    NOT NULL,
  source        TEXT    NOT NULL,
  form          TEXT    NOT NULL,
  quantity      INTEGER NOT NULL,
  unit          TEXT    NOT NULL,
  price         INTEGER NOT NULL,
  value         INTEGER NOT NULL,
  basis         TEXT    NOT NULL,
  content       TEXT    NOT NULL,
  contract      INTEGER NOT NULL,
  item          INTEGER NOT NULL,
  movement      INTEGER NOT NULL,
  recorded_by   INTEGER NOT NULL,
  recorded_at   INTEGER NOT NULL,
  sealed_detail BLOB    NOT NULL,
  PRIMARY KEY (province, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX contribution_year ON contribution (province, year, id);
CREATE INDEX contribution_contract ON contribution (province, contract, id) WHERE contract <> 0;
CREATE INDEX contribution_movement ON contribution (province, movement) WHERE movement <> 0;

CREATE TABLE contribution_end (
  province     TEXT    NOT NULL,
  contribution INTEGER NOT NULL,
  reason       TEXT    NOT NULL,
  recorded_by  INTEGER NOT NULL,
  recorded_at  INTEGER NOT NULL,
  PRIMARY KEY (province, contribution)
) STRICT, WITHOUT ROWID;

-- +goose Down
DROP TABLE contribution_end;
DROP TABLE contribution;

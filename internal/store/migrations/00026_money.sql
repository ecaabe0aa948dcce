-- Documents that are cited, and the money: lines, what moved between them, contracts, what was accepted of them. Lines,
-- movements, contracts and what was accepted are never changed: a movement is taken back by another.

-- +goose Up
CREATE TABLE document (
  province     TEXT    NOT NULL,
  id           INTEGER NOT NULL,
  direction    TEXT    NOT NULL,
  kind         TEXT    NOT NULL,
  issuer       TEXT    NOT NULL,
  issuer_key   TEXT    NOT NULL,
  series       TEXT    NOT NULL,
  year         INTEGER NOT NULL,
  number       TEXT    NOT NULL,
  day          TEXT    NOT NULL,
  place        TEXT    NOT NULL,
  signer       TEXT    NOT NULL,
  signer_title TEXT    NOT NULL,
  abstract     TEXT    NOT NULL,
  state        TEXT    NOT NULL,
  version      INTEGER NOT NULL,
  recorded_by  INTEGER NOT NULL,
  recorded_at  INTEGER NOT NULL,
  PRIMARY KEY (province, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX document_number ON document (province, issuer_key, series, year, number);

CREATE TABLE money_line (
  province    TEXT    NOT NULL,
  id          INTEGER NOT NULL,
  node        TEXT    NOT NULL,
  fund        TEXT    NOT NULL,
  origin_year INTEGER NOT NULL,
  year        INTEGER NOT NULL,
  holder_kind TEXT    NOT NULL,
  holder      TEXT    NOT NULL,
  place       TEXT    NOT NULL,
  parent      INTEGER NOT NULL,
  chapter     TEXT    NOT NULL,
  category    TEXT    NOT NULL,
  programme_code TEXT NOT NULL,
  recorded_by INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL,
  PRIMARY KEY (province, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX money_line_of ON money_line (province, node, fund, origin_year, year, holder_kind, holder);

CREATE TABLE money_movement (
  province    TEXT    NOT NULL,
  id          INTEGER NOT NULL,
  kind        TEXT    NOT NULL,
  day         TEXT    NOT NULL,
  from_line   INTEGER NOT NULL,
  to_line     INTEGER NOT NULL,
  amount      INTEGER NOT NULL,
  recovers    INTEGER NOT NULL,
  document    INTEGER NOT NULL,
  contract    INTEGER NOT NULL,
  item        INTEGER NOT NULL,
  voucher     TEXT    NOT NULL,
  reverses    INTEGER NOT NULL,
  reason      TEXT    NOT NULL,
  recorded_by INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL,
  PRIMARY KEY (province, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX money_movement_from ON money_movement (province, from_line, id);
CREATE INDEX money_movement_to ON money_movement (province, to_line, id);
CREATE INDEX money_movement_contract ON money_movement (province, contract, id);

CREATE TABLE money_contract (
  province    TEXT    NOT NULL,
  id          INTEGER NOT NULL,
  number      TEXT    NOT NULL,
  partner     TEXT    NOT NULL,
  title       TEXT    NOT NULL,
  place       TEXT    NOT NULL,
  node        TEXT    NOT NULL,
  day         TEXT    NOT NULL,
  end_day     TEXT    NOT NULL,
  value       INTEGER NOT NULL,
  recorded_by INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL,
  PRIMARY KEY (province, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE money_item (
  province    TEXT    NOT NULL,
  id          INTEGER NOT NULL,
  contract    INTEGER NOT NULL,
  day         TEXT    NOT NULL,
  title       TEXT    NOT NULL,
  value       INTEGER NOT NULL,
  recorded_by INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL,
  PRIMARY KEY (province, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX money_item_contract ON money_item (province, contract, id);

-- +goose Down
DROP TABLE money_item;
DROP TABLE money_contract;
DROP TABLE money_movement;
DROP TABLE money_line;
DROP TABLE document;

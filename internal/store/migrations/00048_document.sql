-- Of documents: how long they hold, who may see them, their relations, and the numbers that were reserved.

-- +goose Up
ALTER TABLE document ADD COLUMN from_day TEXT NOT NULL DEFAULT '';
ALTER TABLE document ADD COLUMN to_day TEXT NOT NULL DEFAULT '';
ALTER TABLE document ADD COLUMN visibility TEXT NOT NULL DEFAULT 'internal';
CREATE TABLE document_relation (
  province    TEXT    NOT NULL,
  document    INTEGER NOT NULL,
  other       INTEGER NOT NULL,
  kind        TEXT    NOT NULL,
  recorded_by INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL,
  PRIMARY KEY (province, document, other, kind)
) STRICT, WITHOUT ROWID;
CREATE INDEX document_relation_other ON document_relation (province, other);
CREATE TABLE reserved_number (
  province    TEXT    NOT NULL,
  issuer_key  TEXT    NOT NULL,
  series      TEXT    NOT NULL,
  year        INTEGER NOT NULL,
  number      INTEGER NOT NULL,
  issuer      TEXT    NOT NULL,
  place       TEXT    NOT NULL,
  state       TEXT    NOT NULL,
  about       TEXT    NOT NULL,
  document    INTEGER NOT NULL,
  reason      TEXT    NOT NULL,
  reserved_by INTEGER NOT NULL,
  reserved_at INTEGER NOT NULL,
  PRIMARY KEY (province, issuer_key, series, year, number)
) STRICT, WITHOUT ROWID;

-- +goose Down
DROP TABLE reserved_number;
DROP TABLE document_relation;
ALTER TABLE document DROP COLUMN visibility;
ALTER TABLE document DROP COLUMN to_day;
ALTER TABLE document DROP COLUMN from_day;

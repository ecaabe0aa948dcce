-- What an office tells and what it is asked: notices, feedback, the keys of residents' own pages; and of documents their
-- relations, the numbers that were reserved, how long they hold and who may see them.

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

CREATE TABLE feedback (
  province      TEXT    NOT NULL,
  id            INTEGER NOT NULL,
  code_hash     TEXT    NOT NULL,
  version       INTEGER NOT NULL,
  kind          TEXT    NOT NULL,
  state         TEXT    NOT NULL,
  place         TEXT    NOT NULL,
  unit          TEXT    NOT NULL,
  received      TEXT    NOT NULL,
  received_at   INTEGER NOT NULL,
  due           TEXT    NOT NULL,
  handler       INTEGER NOT NULL,
  list          INTEGER NOT NULL,
  sealed_detail BLOB    NOT NULL,
  PRIMARY KEY (province, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX feedback_code ON feedback (province, code_hash);
CREATE INDEX feedback_unit ON feedback (province, unit, state, id);
CREATE TABLE feedback_event (
  province      TEXT    NOT NULL,
  feedback      INTEGER NOT NULL,
  seq           INTEGER NOT NULL,
  step          TEXT    NOT NULL,
  unit          TEXT    NOT NULL,
  by_account    INTEGER NOT NULL,
  at            INTEGER NOT NULL,
  sealed_detail BLOB    NOT NULL,
  PRIMARY KEY (province, feedback, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE resident_key (
  province   TEXT    NOT NULL,
  id         INTEGER NOT NULL,
  token_hash TEXT    NOT NULL,
  household  INTEGER NOT NULL,
  issued_by  INTEGER NOT NULL,
  issued_at  INTEGER NOT NULL,
  until_day  TEXT    NOT NULL,
  revoked_by INTEGER NOT NULL,
  revoked_at INTEGER NOT NULL,
  reason     TEXT    NOT NULL,
  PRIMARY KEY (province, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX resident_key_token ON resident_key (province, token_hash);
CREATE INDEX resident_key_household ON resident_key (province, household);

CREATE TABLE material (
  province   TEXT    NOT NULL,
  id         INTEGER NOT NULL,
  version    INTEGER NOT NULL,
  state      TEXT    NOT NULL,
  place      TEXT    NOT NULL,
  kind       TEXT    NOT NULL,
  language   TEXT    NOT NULL,
  title      TEXT    NOT NULL,
  text       TEXT    NOT NULL,
  licence    TEXT    NOT NULL,
  rights     TEXT    NOT NULL,
  written_by INTEGER NOT NULL,
  written_at INTEGER NOT NULL,
  PRIMARY KEY (province, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX material_state ON material (province, state, id);

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
DROP TABLE material;
DROP TABLE resident_key;
DROP TABLE feedback_event;
DROP TABLE feedback;
DROP TABLE notice;

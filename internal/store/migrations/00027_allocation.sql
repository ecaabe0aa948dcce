-- Norms by which money is shared out, and allocations of a line's money by them. Versions of both are added and never
-- changed; an allocation's row says which of its versions holds and how far it has come.

-- +goose Up
CREATE TABLE norm_set (
  province    TEXT    NOT NULL,
  code        TEXT    NOT NULL,
  version     INTEGER NOT NULL,
  content     TEXT    NOT NULL,
  hash        TEXT    NOT NULL,
  document    INTEGER NOT NULL,
  note        TEXT    NOT NULL,
  recorded_by INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL,
  PRIMARY KEY (province, code, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE allocation (
  province    TEXT    NOT NULL,
  id          INTEGER NOT NULL,
  line        INTEGER NOT NULL,
  title       TEXT    NOT NULL,
  state       TEXT    NOT NULL,
  version     INTEGER NOT NULL,
  proposal    INTEGER NOT NULL,
  replaces    INTEGER NOT NULL,
  proposed_by INTEGER NOT NULL,
  document    INTEGER NOT NULL,
  decided_by  INTEGER NOT NULL,
  decided_day TEXT    NOT NULL,
  recorded_by INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL,
  PRIMARY KEY (province, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX allocation_state ON allocation (province, state, id);
CREATE INDEX allocation_document ON allocation (province, document, id);

CREATE TABLE allocation_change (
  province    TEXT    NOT NULL,
  allocation  INTEGER NOT NULL,
  version     INTEGER NOT NULL,
  deed        TEXT    NOT NULL,
  reason      TEXT    NOT NULL,
  content     TEXT    NOT NULL,
  recorded_by INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL,
  PRIMARY KEY (province, allocation, version)
) STRICT, WITHOUT ROWID;

-- +goose Down
DROP TABLE allocation_change;
DROP TABLE allocation;
DROP TABLE norm_set;

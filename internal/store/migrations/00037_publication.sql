-- What is public: each publication as it was frozen, and what became of it. Neither is ever changed.

-- +goose Up
CREATE TABLE publication (
  province      TEXT    NOT NULL,
  id            INTEGER NOT NULL,
  series        TEXT    NOT NULL,
  period        TEXT    NOT NULL,
  as_of         TEXT    NOT NULL,
  corrects      INTEGER NOT NULL,
  content       TEXT    NOT NULL,
  hash          TEXT    NOT NULL,
  prepared_by   INTEGER NOT NULL,
  prepared_at   INTEGER NOT NULL,
  sealed_values BLOB    NOT NULL,
  PRIMARY KEY (province, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE publication_step (
  province    TEXT    NOT NULL,
  publication INTEGER NOT NULL,
  n           INTEGER NOT NULL,
  step        TEXT    NOT NULL,
  from_day    TEXT    NOT NULL,
  reason      TEXT    NOT NULL,
  account     INTEGER NOT NULL,
  at          INTEGER NOT NULL,
  PRIMARY KEY (province, publication, n)
) STRICT, WITHOUT ROWID;
-- How often public pages were asked for on a day: nothing is known of who asked.
CREATE TABLE visit_count (
  province TEXT    NOT NULL,
  day      TEXT    NOT NULL,
  page     TEXT    NOT NULL,
  visits   INTEGER NOT NULL,
  PRIMARY KEY (province, day, page)
) STRICT, WITHOUT ROWID;

-- +goose Down
DROP TABLE visit_count;
DROP TABLE publication_step;
DROP TABLE publication;

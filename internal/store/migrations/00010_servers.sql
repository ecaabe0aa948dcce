-- +goose Up
-- The programs that have the database open: each says that it is there; one that has said nothing for a while is gone.
CREATE TABLE server (
  province TEXT    NOT NULL,
  id       TEXT    NOT NULL,
  host     TEXT    NOT NULL,
  version  TEXT    NOT NULL,
  law      TEXT    NOT NULL,
  started  INTEGER NOT NULL,
  seen     INTEGER NOT NULL,
  PRIMARY KEY (province, id)
) STRICT, WITHOUT ROWID;

-- Who runs a job, until when unless he says so again, and that its person wants it to end.
ALTER TABLE job ADD COLUMN owner TEXT NOT NULL DEFAULT '';
ALTER TABLE job ADD COLUMN lease INTEGER NOT NULL DEFAULT 0;
ALTER TABLE job ADD COLUMN cancel INTEGER NOT NULL DEFAULT 0;

-- The office's own files in pieces, sealed, where several servers must find them.
CREATE TABLE file_piece (
  province     TEXT    NOT NULL,
  name         TEXT    NOT NULL,
  n            INTEGER NOT NULL,
  at           INTEGER NOT NULL,
  sealed_piece BLOB    NOT NULL,
  PRIMARY KEY (province, name, n)
) STRICT, WITHOUT ROWID;

-- +goose Down
DROP TABLE file_piece;
ALTER TABLE job DROP COLUMN cancel;
ALTER TABLE job DROP COLUMN lease;
ALTER TABLE job DROP COLUMN owner;
DROP TABLE server;

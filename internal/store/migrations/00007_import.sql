-- Imports on their way into the register: what a file holds is laid down here first, in short transactions, each row as it will
-- stand in household (was: the version that it follows, 0 for a new household). One short transaction decides an import;
-- from then on its rows are the register's, and are moved there, after a stop too. What was not decided is thrown away.

-- +goose Up
CREATE TABLE import_batch (
    province TEXT    NOT NULL,
    job      INTEGER NOT NULL,
    decided  INTEGER NOT NULL,
    PRIMARY KEY (province, job)
) STRICT, WITHOUT ROWID;

CREATE TABLE import_row (
    province      TEXT    NOT NULL,
    job           INTEGER NOT NULL,
    seq           INTEGER NOT NULL,
    was           INTEGER NOT NULL,
    id            INTEGER NOT NULL,
    code          TEXT    NOT NULL,
    commune       TEXT    NOT NULL,
    state         INTEGER NOT NULL,
    version       INTEGER NOT NULL,
    valid_from    TEXT    NOT NULL,
    recorded_at   INTEGER NOT NULL,
    recorded_by   INTEGER NOT NULL,
    deed          TEXT    NOT NULL,
    class         INTEGER NOT NULL,
    prior         INTEGER NOT NULL,
    sealed_record BLOB    NOT NULL,
    PRIMARY KEY (province, job, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX import_row_household ON import_row (province, id, version);
CREATE INDEX import_row_code ON import_row (province, code);

-- +goose Up
-- What an import wrote: the version that each household got, and the one that it followed (0 for a new household), so
-- that it can be taken back where nothing changed since.
CREATE TABLE import_written (
    province TEXT    NOT NULL,
    job      INTEGER NOT NULL,
    id       INTEGER NOT NULL,
    version  INTEGER NOT NULL,
    was      INTEGER NOT NULL,
    PRIMARY KEY (province, job, id)
) STRICT, WITHOUT ROWID;

-- +goose Down
DROP TABLE import_written;

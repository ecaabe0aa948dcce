-- A household's class in the review before is read from its recognitions; this column was written and never read.

-- +goose Up
ALTER TABLE household DROP COLUMN prior;
ALTER TABLE household_version DROP COLUMN prior;
ALTER TABLE import_row DROP COLUMN prior;

-- +goose Down
ALTER TABLE household ADD COLUMN prior INTEGER NOT NULL DEFAULT 0;
ALTER TABLE household_version ADD COLUMN prior INTEGER NOT NULL DEFAULT 0;
ALTER TABLE import_row ADD COLUMN prior INTEGER NOT NULL DEFAULT 0;

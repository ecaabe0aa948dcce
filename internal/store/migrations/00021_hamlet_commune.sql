-- +goose Up
-- A commune's list is read with every household that is written.
CREATE INDEX hamlet_commune ON hamlet (province, commune, id);

-- +goose Down
DROP INDEX hamlet_commune;

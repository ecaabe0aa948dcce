-- Until when a temporary password opens the page where it is changed; 0 where it has no end.

-- +goose Up
ALTER TABLE account ADD COLUMN temporary_until INTEGER NOT NULL DEFAULT 0;

-- +goose Down
ALTER TABLE account DROP COLUMN temporary_until;

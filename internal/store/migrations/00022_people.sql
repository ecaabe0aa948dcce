-- People in bulk: an account's telephone, sealed; and how a role was before somebody ended it, so that it can be had again.

-- +goose Up
ALTER TABLE account ADD COLUMN sealed_phone BLOB;
ALTER TABLE account_role ADD COLUMN was_to TEXT NOT NULL DEFAULT '';
ALTER TABLE account_role ADD COLUMN ended_at INTEGER NOT NULL DEFAULT 0;

-- +goose Down
ALTER TABLE account DROP COLUMN sealed_phone;
ALTER TABLE account_role DROP COLUMN was_to;
ALTER TABLE account_role DROP COLUMN ended_at;

-- What was taken back of the ledger is asked for by what it takes back: a recovery that settles a recommendation.

-- +goose Up
CREATE INDEX money_movement_reverses ON money_movement (province, reverses) WHERE reverses > 0;

-- +goose Down
DROP INDEX money_movement_reverses;

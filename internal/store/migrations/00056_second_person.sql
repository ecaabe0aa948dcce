-- What waits for a second person is found by its place, by its state, and by who proposed it.

-- +goose Up
CREATE INDEX proposal_open ON proposal (province, state, id);
CREATE INDEX proposal_place ON proposal (province, state, place, id);
CREATE INDEX proposal_by ON proposal (province, proposed_by, id);

-- +goose Down
DROP INDEX proposal_by;
DROP INDEX proposal_place;
DROP INDEX proposal_open;

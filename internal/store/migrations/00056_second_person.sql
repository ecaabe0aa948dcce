-- What waits for a second person is found by its place and by who proposed it.

-- +goose Up
CREATE INDEX proposal_place ON proposal (province, state, place, id);
CREATE INDEX proposal_by ON proposal (province, proposed_by, id);

-- +goose Down
DROP INDEX proposal_by;
DROP INDEX proposal_place;

-- +goose Up
-- How form B was filled in since it was last filed (JSON of review.Sitting; "" where nothing was): from the first answer on, and
-- how long it took from one answer to the next. What is filed unopened or in seconds is seen by it.
ALTER TABLE review_item ADD COLUMN sitting TEXT NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE review_item DROP COLUMN sitting;

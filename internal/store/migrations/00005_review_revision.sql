-- The forms of a review count their changes, and remember at which change each answer was given last: nobody's answer is
-- written over by one who has not seen it.

-- +goose Up
ALTER TABLE review_item ADD COLUMN revision INTEGER NOT NULL DEFAULT 1;
ALTER TABLE review_item ADD COLUMN answered TEXT NOT NULL DEFAULT '';

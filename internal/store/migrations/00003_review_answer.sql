-- Answers to what the checks of a commune's review have found: kept, the newest counts.

-- +goose Up
CREATE TABLE review_answer (
    province    TEXT    NOT NULL,
    id          INTEGER NOT NULL,
    campaign    INTEGER NOT NULL,
    commune     TEXT    NOT NULL,
    code        TEXT    NOT NULL,
    at          INTEGER NOT NULL,
    account     INTEGER NOT NULL,
    sealed_text BLOB    NOT NULL,
    PRIMARY KEY (province, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX review_answer_commune ON review_answer (province, campaign, commune);

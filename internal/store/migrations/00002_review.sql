-- The review of households: campaigns, a list a hamlet, its households with the forms filled in, its events, what decisions
-- recognised, and the results kept as they were announced. Events and recognitions are only ever added.

-- +goose Up
CREATE TABLE campaign (
    province  TEXT    NOT NULL,
    id        INTEGER NOT NULL,
    kind      TEXT    NOT NULL,
    year      INTEGER NOT NULL,
    month     INTEGER NOT NULL,
    opens     TEXT    NOT NULL,
    closes    TEXT    NOT NULL,
    standard  TEXT    NOT NULL,
    state     TEXT    NOT NULL,
    opened_by INTEGER NOT NULL,
    opened_at INTEGER NOT NULL,
    PRIMARY KEY (province, id),
    UNIQUE (province, kind, year, month)
) STRICT, WITHOUT ROWID;

CREATE TABLE campaign_commune (
    province  TEXT    NOT NULL,
    campaign  INTEGER NOT NULL,
    commune   TEXT    NOT NULL,
    opened_by INTEGER NOT NULL,
    opened_at INTEGER NOT NULL,
    PRIMARY KEY (province, campaign, commune)
) STRICT, WITHOUT ROWID;

CREATE TABLE review_list (
    province     TEXT    NOT NULL,
    id           INTEGER NOT NULL,
    campaign     INTEGER NOT NULL,
    commune      TEXT    NOT NULL,
    hamlet       TEXT    NOT NULL,
    stage        INTEGER NOT NULL,
    due          TEXT    NOT NULL,
    households   INTEGER NOT NULL,
    surveyed     INTEGER NOT NULL,
    poor         INTEGER NOT NULL,
    near_poor    INTEGER NOT NULL,
    undetermined INTEGER NOT NULL,
    complaints   INTEGER NOT NULL,
    enumerator   INTEGER NOT NULL,
    seq          INTEGER NOT NULL,
    PRIMARY KEY (province, id),
    UNIQUE (province, campaign, commune, hamlet)
) STRICT, WITHOUT ROWID;

CREATE TABLE review_item (
    province      TEXT    NOT NULL,
    campaign      INTEGER NOT NULL,
    household     INTEGER NOT NULL,
    list          INTEGER NOT NULL,
    done          INTEGER NOT NULL,
    version       INTEGER NOT NULL,
    sealed_record BLOB    NOT NULL,
    PRIMARY KEY (province, campaign, household)
) STRICT, WITHOUT ROWID;
CREATE INDEX review_item_list ON review_item (province, list);

CREATE TABLE review_event (
    province      TEXT    NOT NULL,
    list          INTEGER NOT NULL,
    seq           INTEGER NOT NULL,
    at            INTEGER NOT NULL,
    account       INTEGER NOT NULL,
    step          TEXT    NOT NULL,
    household     INTEGER NOT NULL,
    sealed_detail BLOB    NOT NULL,
    PRIMARY KEY (province, list, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE decision (
    province      TEXT    NOT NULL,
    id            INTEGER NOT NULL,
    campaign      INTEGER NOT NULL,
    commune       TEXT    NOT NULL,
    year          INTEGER NOT NULL,
    number        TEXT    NOT NULL,
    escape_number TEXT    NOT NULL,
    day           TEXT    NOT NULL,
    signer        TEXT    NOT NULL,
    note          TEXT    NOT NULL,
    recorded_by   INTEGER NOT NULL,
    recorded_at   INTEGER NOT NULL,
    PRIMARY KEY (province, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE recognition (
    province    TEXT    NOT NULL,
    id          INTEGER NOT NULL,
    household   INTEGER NOT NULL,
    year        INTEGER NOT NULL,
    commune     TEXT    NOT NULL,
    class       INTEGER NOT NULL,
    was         INTEGER NOT NULL,
    people      INTEGER NOT NULL,
    from_day    TEXT    NOT NULL,
    to_day      TEXT    NOT NULL,
    newly_until TEXT    NOT NULL,
    decision    INTEGER NOT NULL,
    superseded  INTEGER NOT NULL,
    PRIMARY KEY (province, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX recognition_household ON recognition (province, household);

CREATE TABLE certificate (
    province    TEXT    NOT NULL,
    token       TEXT    NOT NULL,
    number      TEXT    NOT NULL,
    household   INTEGER NOT NULL,
    recognition INTEGER NOT NULL,
    issued      TEXT    NOT NULL,
    PRIMARY KEY (province, token),
    UNIQUE (province, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE review_result (
    province TEXT    NOT NULL,
    year     INTEGER NOT NULL,
    stage    TEXT    NOT NULL,
    at       INTEGER NOT NULL,
    account  INTEGER NOT NULL,
    figures  TEXT    NOT NULL,
    PRIMARY KEY (province, year, stage, at)
) STRICT, WITHOUT ROWID;

CREATE TABLE review_sample (
    province   TEXT    NOT NULL,
    campaign   INTEGER NOT NULL,
    commune    TEXT    NOT NULL,
    seed       TEXT    NOT NULL,
    population INTEGER NOT NULL,
    households TEXT    NOT NULL,
    results    TEXT    NOT NULL,
    drawn_by   INTEGER NOT NULL,
    drawn_at   INTEGER NOT NULL,
    PRIMARY KEY (province, campaign, commune)
) STRICT, WITHOUT ROWID;

CREATE TABLE paper_template (
    province TEXT    NOT NULL,
    name     TEXT    NOT NULL,
    docx     TEXT    NOT NULL,
    file     TEXT    NOT NULL,
    at       INTEGER NOT NULL,
    account  INTEGER NOT NULL,
    PRIMARY KEY (province, name)
) STRICT, WITHOUT ROWID;

-- The programme and the plan: plans in versions, shares of their targets by place, figures that departments report, activities
-- with their documents, supports given, exit plans. Plans, shares, figures and supports are superseded, never overwritten.

-- +goose Up
CREATE TABLE plan (
    province    TEXT    NOT NULL,
    year        INTEGER NOT NULL,
    version     INTEGER NOT NULL,
    number      TEXT    NOT NULL,
    content     TEXT    NOT NULL,
    reason      TEXT    NOT NULL,
    recorded_by INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    PRIMARY KEY (province, year, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE plan_share (
    province    TEXT    NOT NULL,
    year        INTEGER NOT NULL,
    part        TEXT    NOT NULL,
    version     INTEGER NOT NULL,
    rule        TEXT    NOT NULL,
    shares      TEXT    NOT NULL,
    reason      TEXT    NOT NULL,
    recorded_by INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    PRIMARY KEY (province, year, part, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE reported_figure (
    province    TEXT    NOT NULL,
    id          INTEGER NOT NULL,
    figure      TEXT    NOT NULL,
    place       TEXT    NOT NULL,
    as_of       TEXT    NOT NULL,
    numerator   INTEGER NOT NULL,
    denominator INTEGER NOT NULL,
    value       TEXT    NOT NULL,
    source      TEXT    NOT NULL,
    note        TEXT    NOT NULL,
    superseded  INTEGER NOT NULL,
    recorded_by INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    PRIMARY KEY (province, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE activity (
    province  TEXT    NOT NULL,
    id        INTEGER NOT NULL,
    node      TEXT    NOT NULL,
    kind      TEXT    NOT NULL,
    title     TEXT    NOT NULL,
    place     TEXT    NOT NULL,
    from_day  TEXT    NOT NULL,
    to_day    TEXT    NOT NULL,
    lead      TEXT    NOT NULL,
    quantity  INTEGER NOT NULL,
    unit      TEXT    NOT NULL,
    places    INTEGER NOT NULL,
    money     INTEGER NOT NULL,
    source    TEXT    NOT NULL,
    state     INTEGER NOT NULL,
    revolving INTEGER NOT NULL,
    returned  INTEGER NOT NULL,
    note      TEXT    NOT NULL,
    version   INTEGER NOT NULL,
    recorded_by INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    PRIMARY KEY (province, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE attachment (
    province       TEXT    NOT NULL,
    id             INTEGER NOT NULL,
    kind           TEXT    NOT NULL,
    subject        INTEGER NOT NULL,
    name           TEXT    NOT NULL,
    media          TEXT    NOT NULL,
    size           INTEGER NOT NULL,
    added_by       INTEGER NOT NULL,
    added_at       INTEGER NOT NULL,
    sealed_content BLOB    NOT NULL,
    PRIMARY KEY (province, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX attachment_subject ON attachment (province, kind, subject);

CREATE TABLE support (
    province      TEXT    NOT NULL,
    id            INTEGER NOT NULL,
    kind          TEXT    NOT NULL,
    household     INTEGER NOT NULL,
    member        INTEGER NOT NULL,
    commune       TEXT    NOT NULL,
    day           TEXT    NOT NULL,
    quantity      INTEGER NOT NULL,
    amount        INTEGER NOT NULL,
    source        TEXT    NOT NULL,
    activity      INTEGER NOT NULL,
    state         INTEGER NOT NULL,
    replaced_by   INTEGER NOT NULL,
    recorded_by   INTEGER NOT NULL,
    recorded_at   INTEGER NOT NULL,
    ended_by      INTEGER NOT NULL,
    ended_at      INTEGER NOT NULL,
    sealed_detail BLOB    NOT NULL,
    PRIMARY KEY (province, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX support_household ON support (province, household);
CREATE INDEX support_activity ON support (province, activity);

CREATE TABLE exit_plan (
    province      TEXT    NOT NULL,
    household     INTEGER NOT NULL,
    version       INTEGER NOT NULL,
    commune       TEXT    NOT NULL,
    state         TEXT    NOT NULL,
    due           TEXT    NOT NULL,
    cost          INTEGER NOT NULL,
    recorded_by   INTEGER NOT NULL,
    recorded_at   INTEGER NOT NULL,
    sealed_detail BLOB    NOT NULL,
    PRIMARY KEY (province, household, version)
) STRICT, WITHOUT ROWID;
CREATE INDEX exit_plan_commune ON exit_plan (province, commune);

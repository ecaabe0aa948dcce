-- The office: accounts, households with their history, the record of deeds, jobs. Written once for both engines: the
-- program reads INTEGER as BIGINT and BLOB as BYTEA where the engine is PostgreSQL, and leaves out STRICT and WITHOUT ROWID.
-- Times are microseconds of UTC since 1970; days are YYYY-MM-DD. Every key of what belongs to a place begins with its
-- province. Columns named sealed_* hold values encrypted by the vault.

-- +goose Up
CREATE TABLE setting (
    name  TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE counter (
    province TEXT    NOT NULL,
    name     TEXT    NOT NULL,
    value    INTEGER NOT NULL,
    PRIMARY KEY (province, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE account (
    id          INTEGER NOT NULL PRIMARY KEY,
    username    TEXT    NOT NULL UNIQUE,
    full_name   TEXT    NOT NULL,
    password    TEXT    NOT NULL,
    must_change INTEGER NOT NULL DEFAULT 0,
    sealed_totp BLOB,
    totp_step   INTEGER NOT NULL DEFAULT 0,
    recovery    TEXT    NOT NULL DEFAULT '',
    demo        INTEGER NOT NULL DEFAULT 0,
    disabled_at INTEGER NOT NULL DEFAULT 0,
    created_at  INTEGER NOT NULL,
    version     INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE TABLE account_role (
    id         INTEGER NOT NULL PRIMARY KEY,
    account    INTEGER NOT NULL REFERENCES account (id),
    role       TEXT    NOT NULL,
    place      TEXT    NOT NULL,
    from_day   TEXT    NOT NULL,
    to_day     TEXT    NOT NULL DEFAULT '',
    granted_by INTEGER NOT NULL,
    granted_at INTEGER NOT NULL
) STRICT;
CREATE INDEX account_role_account ON account_role (account);

CREATE TABLE session (
    token      TEXT    NOT NULL PRIMARY KEY,
    id         INTEGER NOT NULL UNIQUE,
    account    INTEGER NOT NULL REFERENCES account (id),
    stage      TEXT    NOT NULL,
    address    TEXT    NOT NULL,
    agent      TEXT    NOT NULL,
    created_at INTEGER NOT NULL,
    seen_at    INTEGER NOT NULL,
    fresh_at   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX session_account ON session (account);

CREATE TABLE review (
    province TEXT    NOT NULL,
    year     INTEGER NOT NULL,
    on_day   TEXT    NOT NULL,
    standard TEXT    NOT NULL,
    state    TEXT    NOT NULL,
    note     TEXT    NOT NULL DEFAULT '',
    PRIMARY KEY (province, year)
) STRICT, WITHOUT ROWID;

CREATE TABLE household (
    province      TEXT    NOT NULL,
    id            INTEGER NOT NULL,
    code          TEXT    NOT NULL,
    commune       TEXT    NOT NULL,
    state         INTEGER NOT NULL,
    version       INTEGER NOT NULL,
    valid_from    TEXT    NOT NULL,
    recorded_at   INTEGER NOT NULL,
    recorded_by   INTEGER NOT NULL,
    deed          TEXT    NOT NULL,
    class         INTEGER NOT NULL,
    prior         INTEGER NOT NULL,
    sealed_record BLOB    NOT NULL,
    PRIMARY KEY (province, id),
    UNIQUE (province, code)
) STRICT, WITHOUT ROWID;

CREATE TABLE household_version (
    province      TEXT    NOT NULL,
    id            INTEGER NOT NULL,
    version       INTEGER NOT NULL,
    code          TEXT    NOT NULL,
    commune       TEXT    NOT NULL,
    state         INTEGER NOT NULL,
    valid_from    TEXT    NOT NULL,
    valid_to      TEXT    NOT NULL,
    recorded_at   INTEGER NOT NULL,
    recorded_by   INTEGER NOT NULL,
    deed          TEXT    NOT NULL,
    class         INTEGER NOT NULL,
    prior         INTEGER NOT NULL,
    sealed_record BLOB    NOT NULL,
    PRIMARY KEY (province, id, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE audit (
    province      TEXT    NOT NULL,
    seq           INTEGER NOT NULL,
    at            INTEGER NOT NULL,
    account       INTEGER NOT NULL,
    who           TEXT    NOT NULL,
    origin        TEXT    NOT NULL,
    action        TEXT    NOT NULL,
    kind          TEXT    NOT NULL,
    subject       TEXT    NOT NULL,
    place         TEXT    NOT NULL,
    sealed_detail BLOB    NOT NULL,
    hash          BLOB    NOT NULL,
    PRIMARY KEY (province, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX audit_subject ON audit (province, kind, subject, seq);

CREATE TABLE audit_head (
    province TEXT    NOT NULL PRIMARY KEY,
    seq      INTEGER NOT NULL,
    hash     BLOB    NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE duplicate (
    province   TEXT    NOT NULL,
    id         INTEGER NOT NULL,
    kind       TEXT    NOT NULL,
    one        INTEGER NOT NULL,
    one_member INTEGER NOT NULL,
    two        INTEGER NOT NULL,
    two_member INTEGER NOT NULL,
    state      TEXT    NOT NULL,
    found_at   INTEGER NOT NULL,
    decided_at INTEGER NOT NULL DEFAULT 0,
    decided_by INTEGER NOT NULL DEFAULT 0,
    reason     TEXT    NOT NULL DEFAULT '',
    PRIMARY KEY (province, id),
    UNIQUE (province, kind, one, one_member, two, two_member)
) STRICT, WITHOUT ROWID;

CREATE TABLE job (
    province    TEXT    NOT NULL,
    id          INTEGER NOT NULL,
    kind        TEXT    NOT NULL,
    account     INTEGER NOT NULL,
    state       TEXT    NOT NULL,
    done        INTEGER NOT NULL DEFAULT 0,
    total       INTEGER NOT NULL DEFAULT 0,
    input       TEXT    NOT NULL,
    result      TEXT    NOT NULL DEFAULT '',
    message     TEXT    NOT NULL DEFAULT '',
    file        TEXT    NOT NULL DEFAULT '',
    out_file    TEXT    NOT NULL DEFAULT '',
    created_at  INTEGER NOT NULL,
    finished_at INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (province, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE column_match (
    account INTEGER NOT NULL REFERENCES account (id),
    headers TEXT    NOT NULL,
    matched TEXT    NOT NULL,
    used_at INTEGER NOT NULL,
    PRIMARY KEY (account, headers)
) STRICT, WITHOUT ROWID;

CREATE TABLE place_change (
    province    TEXT    NOT NULL,
    id          INTEGER NOT NULL,
    on_day      TEXT    NOT NULL,
    state       TEXT    NOT NULL,
    basis       TEXT    NOT NULL,
    units       TEXT    NOT NULL,
    recorded_by INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    decided_by  INTEGER NOT NULL DEFAULT 0,
    decided_at  INTEGER NOT NULL DEFAULT 0,
    reason      TEXT    NOT NULL DEFAULT '',
    PRIMARY KEY (province, id)
) STRICT, WITHOUT ROWID;

-- The statements of the treasury that the ledger of money is held against, month by month, with what is said of each
-- difference; and the accounts of which they are.

-- +goose Up
CREATE TABLE treasury_account (
  province    TEXT    NOT NULL,
  place       TEXT    NOT NULL,
  holder      TEXT    NOT NULL,
  number      TEXT    NOT NULL,
  headings    TEXT    NOT NULL,
  recorded_by INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL,
  PRIMARY KEY (province, place, holder)
) STRICT, WITHOUT ROWID;

CREATE TABLE statement (
  province    TEXT    NOT NULL,
  id          INTEGER NOT NULL,
  place       TEXT    NOT NULL,
  holder      TEXT    NOT NULL,
  number      TEXT    NOT NULL,
  year        INTEGER NOT NULL,
  month       INTEGER NOT NULL,
  hash        TEXT    NOT NULL,
  state       TEXT    NOT NULL,
  version     INTEGER NOT NULL,
  recorded_by INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL,
  closed_by   INTEGER NOT NULL,
  PRIMARY KEY (province, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX statement_of ON statement (province, place, holder, id);
CREATE INDEX statement_state ON statement (province, state, id);

CREATE TABLE statement_row (
  province  TEXT    NOT NULL,
  statement INTEGER NOT NULL,
  row       INTEGER NOT NULL,
  day       TEXT    NOT NULL,
  voucher   TEXT    NOT NULL,
  codes     TEXT    NOT NULL,
  amount    INTEGER NOT NULL,
  content   TEXT    NOT NULL,
  PRIMARY KEY (province, statement, row)
) STRICT, WITHOUT ROWID;

CREATE TABLE statement_answer (
  province    TEXT    NOT NULL,
  statement   INTEGER NOT NULL,
  subject     TEXT    NOT NULL,
  version     INTEGER NOT NULL,
  owner       TEXT    NOT NULL,
  answer      TEXT    NOT NULL,
  answered_by INTEGER NOT NULL,
  answered_at INTEGER NOT NULL,
  PRIMARY KEY (province, statement, subject, version)
) STRICT, WITHOUT ROWID;

-- +goose Down
DROP TABLE statement_answer;
DROP TABLE statement_row;
DROP TABLE statement;
DROP TABLE treasury_account;

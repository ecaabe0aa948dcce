-- Who signs in with an account of another program's: its issuer and subject, of one account of the office's each.

-- +goose Up
CREATE TABLE sso_link (
  province TEXT    NOT NULL,
  id       INTEGER NOT NULL,
  account  INTEGER NOT NULL,
  issuer   TEXT    NOT NULL,
  subject  TEXT    NOT NULL,
  made_by  INTEGER NOT NULL,
  made_at  INTEGER NOT NULL,
  PRIMARY KEY (province, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX sso_link_subject ON sso_link (issuer, subject);
CREATE INDEX sso_link_account ON sso_link (account, id);

-- +goose Down
DROP TABLE sso_link;

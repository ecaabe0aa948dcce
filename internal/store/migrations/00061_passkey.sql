-- Passkeys of accounts – the key itself is sealed – and the questions to them that are not answered yet.

-- +goose Up
CREATE TABLE passkey (
  province      TEXT    NOT NULL,
  id            INTEGER NOT NULL,
  account       INTEGER NOT NULL,
  credential    TEXT    NOT NULL,
  host          TEXT    NOT NULL,
  name          TEXT    NOT NULL,
  made_at       INTEGER NOT NULL,
  used_at       INTEGER NOT NULL,
  doubted_at    INTEGER NOT NULL,
  sealed_record BLOB    NOT NULL,
  PRIMARY KEY (province, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX passkey_credential ON passkey (credential);
CREATE INDEX passkey_account ON passkey (account, id);

CREATE TABLE passkey_asked (
  id      TEXT    NOT NULL PRIMARY KEY,
  purpose TEXT    NOT NULL,
  account INTEGER NOT NULL,
  session INTEGER NOT NULL,
  until   INTEGER NOT NULL,
  data    TEXT    NOT NULL
) STRICT, WITHOUT ROWID;

-- +goose Down
DROP TABLE passkey_asked;
DROP TABLE passkey;

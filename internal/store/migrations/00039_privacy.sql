-- What persons ask of those who keep their data, and breaches. What is in them is sealed.

-- +goose Up
CREATE TABLE privacy_case (
  province       TEXT    NOT NULL,
  id             INTEGER NOT NULL,
  kind           TEXT    NOT NULL,
  state          TEXT    NOT NULL,
  place          TEXT    NOT NULL,
  household      INTEGER NOT NULL,
  version        INTEGER NOT NULL,
  opened_by      INTEGER NOT NULL,
  opened_at      INTEGER NOT NULL,
  sealed_content BLOB    NOT NULL,
  PRIMARY KEY (province, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX privacy_case_kind ON privacy_case (province, kind, id);

-- +goose Down
DROP TABLE privacy_case;

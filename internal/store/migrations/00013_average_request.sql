-- +goose Up
-- Requests to be recognised as of average living standard, each as it stands; its steps lie in the sealed part. Open says
-- whether something is left to do.
CREATE TABLE average_request (
  province       TEXT    NOT NULL,
  id             INTEGER NOT NULL,
  household      INTEGER NOT NULL,
  commune        TEXT    NOT NULL,
  stage          TEXT    NOT NULL,
  open           INTEGER NOT NULL,
  received       TEXT    NOT NULL,
  version        INTEGER NOT NULL,
  sealed_request BLOB    NOT NULL,
  PRIMARY KEY (province, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX average_request_open ON average_request (province, open, id);
CREATE INDEX average_request_household ON average_request (province, household, id);

-- +goose Down
DROP TABLE average_request;

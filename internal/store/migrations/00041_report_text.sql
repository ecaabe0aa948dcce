-- The report of a round in words: every saving is a row of its own, the last one counts.

-- +goose Up
CREATE TABLE report_text (
  province       TEXT    NOT NULL,
  report         INTEGER NOT NULL,
  n              INTEGER NOT NULL,
  account        INTEGER NOT NULL,
  at             INTEGER NOT NULL,
  sealed_content BLOB    NOT NULL,
  PRIMARY KEY (province, report, n)
) STRICT, WITHOUT ROWID;

-- +goose Down
DROP TABLE report_text;

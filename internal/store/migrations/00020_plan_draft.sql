-- +goose Up
-- Drafts of a year's plan, which is not in force: every change is a further version. left_out is what was not carried into
-- it, as JSON; state is open, in_force (it became the plan) or dropped.
CREATE TABLE plan_draft (
  province    TEXT    NOT NULL,
  year        INTEGER NOT NULL,
  version     INTEGER NOT NULL,
  state       TEXT    NOT NULL,
  content     TEXT    NOT NULL,
  left_out    TEXT    NOT NULL,
  reason      TEXT    NOT NULL,
  recorded_by INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL,
  PRIMARY KEY (province, year, version)
) STRICT, WITHOUT ROWID;

-- +goose Down
DROP TABLE plan_draft;

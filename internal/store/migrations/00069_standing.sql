-- Who acts in the stead of whom, from and to. The roles stay those of the absent: nothing of them is copied, so that who loses
-- a role cannot be stood in for with it.

-- +goose Up
CREATE TABLE standing (
  id       INTEGER NOT NULL PRIMARY KEY,
  absent   INTEGER NOT NULL REFERENCES account (id),
  deputy   INTEGER NOT NULL REFERENCES account (id),
  from_day TEXT    NOT NULL,
  to_day   TEXT    NOT NULL,
  why      TEXT    NOT NULL,
  paper    TEXT    NOT NULL,
  named_by INTEGER NOT NULL,
  named_at INTEGER NOT NULL,
  ended_by INTEGER NOT NULL,
  ended_at INTEGER NOT NULL
) STRICT;
CREATE INDEX standing_absent ON standing (absent, id);
CREATE INDEX standing_deputy ON standing (deputy, id);

-- +goose Down
DROP TABLE standing;

-- What somebody has to do: tasks of a plan once somebody has done something about them, and those that were made by hand.

-- +goose Up
CREATE TABLE task (
  province  TEXT    NOT NULL,
  id        INTEGER NOT NULL,
  version   INTEGER NOT NULL,
  plan_year INTEGER NOT NULL,
  plan_task TEXT    NOT NULL,
  place     TEXT    NOT NULL,
  text      TEXT    NOT NULL,
  source    TEXT    NOT NULL,
  due       TEXT    NOT NULL,
  state     TEXT    NOT NULL,
  assignee  INTEGER NOT NULL,
  given_by  INTEGER NOT NULL,
  claimer   INTEGER NOT NULL,
  waits     TEXT    NOT NULL,
  waits_for INTEGER NOT NULL,
  why       TEXT    NOT NULL,
  evidence  INTEGER NOT NULL,
  made_by   INTEGER NOT NULL,
  made_at   INTEGER NOT NULL,
  since     INTEGER NOT NULL,
  PRIMARY KEY (province, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX task_state ON task (province, state, id);
CREATE INDEX task_assignee ON task (province, assignee, state, id);
CREATE INDEX task_waits ON task (province, waits_for, state);
CREATE UNIQUE INDEX task_plan ON task (province, plan_year, plan_task) WHERE plan_task <> '';
CREATE TABLE task_event (
  province TEXT    NOT NULL,
  task     INTEGER NOT NULL,
  seq      INTEGER NOT NULL,
  step     TEXT    NOT NULL,
  made_by  INTEGER NOT NULL,
  made_at  INTEGER NOT NULL,
  day      TEXT    NOT NULL,
  to_whom  INTEGER NOT NULL,
  words    TEXT    NOT NULL,
  waits    TEXT    NOT NULL,
  waits_for INTEGER NOT NULL,
  kind     TEXT    NOT NULL,
  subject  INTEGER NOT NULL,
  path     TEXT    NOT NULL,
  PRIMARY KEY (province, task, seq)
) STRICT, WITHOUT ROWID;

-- +goose Down
DROP TABLE task_event;
DROP TABLE task;

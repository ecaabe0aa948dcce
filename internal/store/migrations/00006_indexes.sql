-- Indexes that carry the order of what is read by them, so that no statement sorts, or reads all of a province for one
-- household, list, commune or document. The test of every statement's plan says which statements may.

-- +goose Up
DROP INDEX support_household;
CREATE INDEX support_household ON support (province, household, day, id);
DROP INDEX support_activity;
CREATE INDEX support_activity ON support (province, activity, day, id);
DROP INDEX review_item_list;
CREATE INDEX review_item_list ON review_item (province, list, household);
DROP INDEX review_answer_commune;
CREATE INDEX review_answer_commune ON review_answer (province, campaign, commune, id);
DROP INDEX exit_plan_commune;
CREATE INDEX exit_plan_commune ON exit_plan (province, commune, household, version);
DROP INDEX attachment_subject;
CREATE INDEX attachment_subject ON attachment (province, kind, subject, id);
CREATE INDEX certificate_household ON certificate (province, household, issued, number);
CREATE INDEX duplicate_state ON duplicate (province, state, id);
CREATE INDEX job_account ON job (province, account, id);
CREATE INDEX job_state ON job (state, province, id);
CREATE INDEX reported_figure_of ON reported_figure (province, figure, place, as_of);
CREATE INDEX recognition_year ON recognition (province, year);

-- schema 60
DELETE FROM allowance WHERE name = $1
DELETE FROM allowance WHERE until_at <= $1
DELETE FROM attachment WHERE province = $1 AND id = $2 RETURNING *
DELETE FROM boundary WHERE province = $1 AND layer = $2 RETURNING *
DELETE FROM cell WHERE province = $1 AND review = $2 AND stage = $3 RETURNING *
DELETE FROM cell_sheet WHERE province = $1 AND review = $2 AND stage = $3 RETURNING *
DELETE FROM change WHERE province = $1 AND at < $2 AND seq < (SELECT MAX(seq) FROM change WHERE province = $1)
DELETE FROM document_relation WHERE province = $1 AND document = $2 AND other = $3 AND kind = $4 RETURNING *
DELETE FROM file_piece WHERE province = $1 AND at < $2
DELETE FROM file_piece WHERE province = $1 AND name = $2
DELETE FROM import_batch WHERE province = $1 AND job = $2
DELETE FROM paper_template WHERE province = $1 AND name = $2 RETURNING *
DELETE FROM reading_day WHERE province = $1 AND day = $2
DELETE FROM review_item WHERE province = $1 AND campaign = $2 AND household = $3 RETURNING *
DELETE FROM review_sample WHERE province = $1 AND campaign = $2 AND commune = $3 AND $4 > 0 RETURNING *
DELETE FROM sending WHERE province = $1 AND at < $2
DELETE FROM server WHERE province = $1 AND (id = $2 OR seen < $3)
DELETE FROM session WHERE account = $1 AND id <> $2
DELETE FROM session WHERE account = $1 AND id = $2
DELETE FROM session WHERE seen_at < $1 OR created_at < $2
INSERT INTO account (id, username, full_name, password, must_change, temporary_until, demo, created_at, sealed_phone) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING *
INSERT INTO account_choice (account, name, value) VALUES ($1, $2, $3) ON CONFLICT (account, name) DO UPDATE SET value = excluded.value
INSERT INTO account_role (id, account, role, place, from_day, to_day, granted_by, granted_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING *
INSERT INTO activity (province, id, node, kind, title, place, from_day, to_day, lead, quantity, unit, places, money, source, state, revolving, returned, note, version, recorded_by, recorded_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)
INSERT INTO activity (province, id, node, kind, title, place, from_day, to_day, lead, quantity, unit, places, money, source, state, revolving, returned, note, version, recorded_by, recorded_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21) RETURNING *
INSERT INTO allocation (province, id, line, title, state, version, proposal, replaces, proposed_by, document, decided_by, decided_day, recorded_by, recorded_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
INSERT INTO allocation (province, id, line, title, state, version, proposal, replaces, proposed_by, document, decided_by, decided_day, recorded_by, recorded_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) RETURNING *
INSERT INTO allocation_change (province, allocation, content, version, deed, reason, recorded_by, recorded_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
INSERT INTO allocation_change (province, allocation, content, version, deed, reason, recorded_by, recorded_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING *
INSERT INTO allowance (name, until_at) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET until_at = excluded.until_at
INSERT INTO attachment (province, id, kind, subject, name, media, size, added_by, added_at, sealed_content) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
INSERT INTO attachment (province, id, kind, subject, name, media, size, added_by, added_at, sealed_content) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING *
INSERT INTO audit (province, seq, at, account, who, origin, action, kind, subject, place, sealed_detail, hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
INSERT INTO audit_head (province, seq, hash) VALUES ($1, $2, $3) ON CONFLICT (province) DO UPDATE SET seq = excluded.seq, hash = excluded.hash
INSERT INTO average_request (province, id, household, commune, version, stage, open, received, sealed_request) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
INSERT INTO average_request (province, id, household, commune, version, stage, open, received, sealed_request) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING *
INSERT INTO batch (id, activity, line, place, title, day, way, payer, document, state, note, author, approver, sender, reconciler, version, recorded_at, year, province) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
INSERT INTO batch (id, activity, line, place, title, day, way, payer, document, state, note, author, approver, sender, reconciler, version, recorded_at, year, province) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19) RETURNING *
INSERT INTO batch_line (batch, support, household, commune, amount, state, day, recovered, sealed_detail, province) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
INSERT INTO batch_line (batch, support, household, commune, amount, state, day, recovered, sealed_detail, province) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING *
INSERT INTO batch_movement (movement, batch, support, province) VALUES ($1, $2, $3, $4)
INSERT INTO batch_movement (movement, batch, support, province) VALUES ($1, $2, $3, $4) RETURNING *
INSERT INTO boundary (province, layer, on_day, file, source, units, drawing, set_by, set_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (province, layer) DO UPDATE SET on_day = excluded.on_day, file = excluded.file, source = excluded.source, units = excluded.units, drawing = excluded.drawing, set_by = excluded.set_by, set_at = excluded.set_at RETURNING *
INSERT INTO calendar_change (province, id, day, kind, title, source_number, source_day, set_by, set_at, undone_by, undone_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
INSERT INTO calendar_change (province, id, day, kind, title, source_number, source_day, set_by, set_at, undone_by, undone_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) RETURNING *
INSERT INTO campaign (province, id, kind, year, month, opens, closes, standard, state, opened_by, opened_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
INSERT INTO campaign (province, id, kind, year, month, opens, closes, standard, state, opened_by, opened_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) RETURNING *
INSERT INTO campaign_commune (province, campaign, commune, opened_by, opened_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING RETURNING *
INSERT INTO cell (province, review, stage, n, unit, area, class, households, people, minority, minority_people, open, stays, went, lost, came, gained, measured, mpi_poor, m0, d00, d01, d02, d03, d04, d05, d06, d07, d08, d09, d10, d11, d12, d13, d14, d15) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36) RETURNING *
INSERT INTO cell_sheet (province, review, stage, on_day, head, made_at) VALUES ($1, $2, $3, $4, $5, $6)
INSERT INTO cell_sheet (province, review, stage, on_day, head, made_at) VALUES ($1, $2, $3, $4, $5, $6) RETURNING *
INSERT INTO certificate (province, token, number, household, recognition, issued) VALUES ($1, $2, $3, $4, $5, $6)
INSERT INTO certificate (province, token, number, household, recognition, issued) VALUES ($1, $2, $3, $4, $5, $6) RETURNING *
INSERT INTO change (province, seq, origin, topic, ids, at) VALUES ($1, COALESCE((SELECT MAX(seq) FROM change WHERE province = $1), 0) + 1, $2, $3, $4, $5) RETURNING seq
INSERT INTO column_match (account, headers, matched, used_at) VALUES ($1, $2, $3, $4) ON CONFLICT (account, headers) DO UPDATE SET matched = excluded.matched, used_at = excluded.used_at
INSERT INTO contribution (id, place, node, day, source, form, quantity, unit, price, value, basis, content, contract, item, movement, recorded_by, recorded_at, sealed_detail, year, province) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)
INSERT INTO contribution (id, place, node, day, source, form, quantity, unit, price, value, basis, content, contract, item, movement, recorded_by, recorded_at, sealed_detail, year, province) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20) RETURNING *
INSERT INTO contribution_end (province, contribution, reason, recorded_by, recorded_at) VALUES ($1, $2, $3, $4, $5)
INSERT INTO contribution_end (province, contribution, reason, recorded_by, recorded_at) VALUES ($1, $2, $3, $4, $5) RETURNING *
INSERT INTO counter (province, name, value) VALUES ($1, $2, $3) ON CONFLICT (province, name) DO UPDATE SET value = counter.value + excluded.value RETURNING value
INSERT INTO decision (province, id, campaign, commune, year, number, escape_number, day, signer, note, recorded_by, recorded_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
INSERT INTO decision (province, id, campaign, commune, year, number, escape_number, day, signer, note, recorded_by, recorded_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) RETURNING *
INSERT INTO document (province, id, direction, kind, issuer, series, year, number, day, place, signer, signer_title, abstract, state, version, recorded_by, recorded_at, from_day, to_day, visibility, issuer_key) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)
INSERT INTO document (province, id, direction, kind, issuer, series, year, number, day, place, signer, signer_title, abstract, state, version, recorded_by, recorded_at, from_day, to_day, visibility, issuer_key) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21) RETURNING *
INSERT INTO document_relation (province, document, other, kind, recorded_by, recorded_at) VALUES ($1, $2, $3, $4, $5, $6)
INSERT INTO document_relation (province, document, other, kind, recorded_by, recorded_at) VALUES ($1, $2, $3, $4, $5, $6) RETURNING *
INSERT INTO duplicate (province, id, kind, one, one_member, two, two_member, state, found_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING *
INSERT INTO exit_plan (province, household, version, commune, state, due, cost, recorded_by, recorded_at, sealed_detail) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
INSERT INTO exit_plan (province, household, version, commune, state, due, cost, recorded_by, recorded_at, sealed_detail) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING *
INSERT INTO feedback (province, id, code_hash, version, kind, state, place, unit, received, received_at, due, handler, list, sealed_detail) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
INSERT INTO feedback (province, id, code_hash, version, kind, state, place, unit, received, received_at, due, handler, list, sealed_detail) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) RETURNING *
INSERT INTO feedback_event (province, feedback, seq, step, unit, by_account, at, sealed_detail) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
INSERT INTO feedback_event (province, feedback, seq, step, unit, by_account, at, sealed_detail) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING *
INSERT INTO file_piece (province, name, n, at, sealed_piece) VALUES ($1, $2, $3, $4, $5)
INSERT INTO hamlet (province, id, commune, name, from_day, until_day, became, source, set_by, set_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
INSERT INTO hamlet (province, id, commune, name, from_day, until_day, became, source, set_by, set_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING *
INSERT INTO household (province, recorded_at, recorded_by, id, version, code, commune, state, valid_from, deed, class, sealed_record) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
INSERT INTO household (province, recorded_at, recorded_by, id, version, code, commune, state, valid_from, deed, class, sealed_record) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) RETURNING *
INSERT INTO household_version (province, id, version, code, commune, state, valid_from, valid_to, recorded_at, recorded_by, deed, class, sealed_record) SELECT province, id, version, code, commune, state, valid_from, $1, recorded_at, recorded_by, deed, class, sealed_record FROM household WHERE province = $2 AND id = $3 AND version = $4 RETURNING *
INSERT INTO household_version (province, recorded_at, recorded_by, id, version, code, commune, state, valid_from, deed, class, sealed_record, valid_to) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) RETURNING *
INSERT INTO import_batch (province, job, decided) VALUES ($1, $2, 0)
INSERT INTO import_row (province, job, seq, was, id, code, commune, state, version, valid_from, recorded_at, recorded_by, deed, class, sealed_record) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
INSERT INTO inspection_event (province, visit, seq, at, account, step, sealed_detail) VALUES ($1, $2, $3, $4, $5, $6, $7)
INSERT INTO inspection_event (province, visit, seq, at, account, step, sealed_detail) VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING *
INSERT INTO inspection_plan (province, year, document, content, recorded_by, recorded_at) VALUES ($1, $2, $3, $4, $5, $6)
INSERT INTO inspection_plan (province, year, document, content, recorded_by, recorded_at) VALUES ($1, $2, $3, $4, $5, $6) RETURNING *
INSERT INTO inspection_refund (province, movement, visit, rec) VALUES ($1, $2, $3, $4)
INSERT INTO inspection_refund (province, movement, visit, rec) VALUES ($1, $2, $3, $4) RETURNING *
INSERT INTO inspection_visit (province, id, year, unit, state, seq, summary, sealed_content) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
INSERT INTO inspection_visit (province, id, year, unit, state, seq, summary, sealed_content) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING *
INSERT INTO job (province, id, kind, account, state, input, file, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
INSERT INTO money_contract (id, number, partner, title, place, node, day, end_day, value, province, recorded_by, recorded_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
INSERT INTO money_contract (id, number, partner, title, place, node, day, end_day, value, province, recorded_by, recorded_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) RETURNING *
INSERT INTO money_item (id, contract, day, title, value, province, recorded_by, recorded_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
INSERT INTO money_item (id, contract, day, title, value, province, recorded_by, recorded_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING *
INSERT INTO money_line (id, node, fund, origin_year, year, holder_kind, holder, place, parent, chapter, category, programme_code, province, recorded_by, recorded_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
INSERT INTO money_line (id, node, fund, origin_year, year, holder_kind, holder, place, parent, chapter, category, programme_code, province, recorded_by, recorded_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) RETURNING *
INSERT INTO money_movement (id, kind, day, from_line, to_line, amount, recovers, document, contract, item, voucher, reverses, reason, recorded_by, recorded_at, province) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
INSERT INTO money_movement (id, kind, day, from_line, to_line, amount, recovers, document, contract, item, voucher, reverses, reason, recorded_by, recorded_at, province) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) RETURNING *
INSERT INTO norm_set (province, code, version, content, hash, document, note, recorded_by, recorded_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
INSERT INTO norm_set (province, code, version, content, hash, document, note, recorded_by, recorded_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING *
INSERT INTO notice (province, id, version, state, audience, place, pinned, from_day, to_day, texts, written_by, written_at, proposed_by, decided_by, decided_at, reason) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
INSERT INTO notice (province, id, version, state, audience, place, pinned, from_day, to_day, texts, written_by, written_at, proposed_by, decided_by, decided_at, reason) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) RETURNING *
INSERT INTO paper_template (province, name, docx, file, at, account) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (province, name) DO UPDATE SET docx = excluded.docx, file = excluded.file, at = excluded.at, account = excluded.account RETURNING *
INSERT INTO place_change (province, id, on_day, state, basis, units, recorded_by, recorded_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING *
INSERT INTO plan (province, year, version, number, content, reason, recorded_by, recorded_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
INSERT INTO plan (province, year, version, number, content, reason, recorded_by, recorded_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING *
INSERT INTO plan_draft (province, year, version, state, content, left_out, reason, recorded_by, recorded_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
INSERT INTO plan_draft (province, year, version, state, content, left_out, reason, recorded_by, recorded_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING *
INSERT INTO plan_share (province, year, part, version, rule, shares, reason, recorded_by, recorded_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
INSERT INTO plan_share (province, year, part, version, rule, shares, reason, recorded_by, recorded_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING *
INSERT INTO privacy_case (province, id, kind, state, place, household, version, opened_by, opened_at, sealed_content) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
INSERT INTO privacy_case (province, id, kind, state, place, household, version, opened_by, opened_at, sealed_content) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING *
INSERT INTO proposal (province, id, kind, place, subject, state, proposed_by, proposed_at, decided_by, decided_at, sealed_detail) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) RETURNING *
INSERT INTO publication (province, id, series, period, as_of, corrects, content, hash, prepared_by, prepared_at, sealed_values) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
INSERT INTO publication (province, id, series, period, as_of, corrects, content, hash, prepared_by, prepared_at, sealed_values) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) RETURNING *
INSERT INTO publication_step (province, publication, n, step, from_day, reason, account, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
INSERT INTO publication_step (province, publication, n, step, from_day, reason, account, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING *
INSERT INTO reading_day (province, day, account, households, told) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (province, day, account) DO UPDATE SET households = excluded.households, told = excluded.told
INSERT INTO recognition (province, id, household, year, commune, class, was, people, from_day, to_day, newly_until, decision, superseded) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
INSERT INTO recognition (province, id, household, year, commune, class, was, people, from_day, to_day, newly_until, decision, superseded) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) RETURNING *
INSERT INTO report (province, id, round, unit, state, seq, summary, sealed_content) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
INSERT INTO report (province, id, round, unit, state, seq, summary, sealed_content) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING *
INSERT INTO report_event (province, report, seq, at, account, step, sealed_detail) VALUES ($1, $2, $3, $4, $5, $6, $7)
INSERT INTO report_event (province, report, seq, at, account, step, sealed_detail) VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING *
INSERT INTO report_known (province, round, unit, as_of, content, counted_at) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (province, round, unit) DO UPDATE SET as_of = excluded.as_of, content = excluded.content, counted_at = excluded.counted_at RETURNING *
INSERT INTO report_round (province, id, state, content, version, opened_by, opened_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
INSERT INTO report_round (province, id, state, content, version, opened_by, opened_at) VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING *
INSERT INTO report_text (province, report, n, account, at, sealed_content) VALUES ($1, $2, $3, $4, $5, $6)
INSERT INTO report_text (province, report, n, account, at, sealed_content) VALUES ($1, $2, $3, $4, $5, $6) RETURNING *
INSERT INTO reported_figure (province, id, figure, place, as_of, numerator, denominator, value, source, note, superseded, recorded_by, recorded_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, $11, $12) RETURNING *
INSERT INTO reserved_number (province, issuer_key, series, year, number, issuer, place, state, about, document, reason, reserved_by, reserved_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
INSERT INTO reserved_number (province, issuer_key, series, year, number, issuer, place, state, about, document, reason, reserved_by, reserved_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) RETURNING *
INSERT INTO resident_key (province, id, token_hash, household, issued_by, issued_at, until_day, revoked_by, revoked_at, reason) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
INSERT INTO resident_key (province, id, token_hash, household, issued_by, issued_at, until_day, revoked_by, revoked_at, reason) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING *
INSERT INTO review (province, year, on_day, standard, state, note) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (province, year) DO UPDATE SET on_day = excluded.on_day, standard = excluded.standard, state = excluded.state, note = excluded.note RETURNING *
INSERT INTO review_answer (province, id, campaign, commune, code, at, account, sealed_text) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
INSERT INTO review_answer (province, id, campaign, commune, code, at, account, sealed_text) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING *
INSERT INTO review_event (province, list, seq, at, account, step, household, sealed_detail) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
INSERT INTO review_event (province, list, seq, at, account, step, household, sealed_detail) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING *
INSERT INTO review_item (province, campaign, household, list, done, version, revision, sealed_record) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING *
INSERT INTO review_list (province, id, campaign, commune, hamlet, stage, due, households, surveyed, poor, near_poor, undetermined, complaints, enumerator, seq) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
INSERT INTO review_list (province, id, campaign, commune, hamlet, stage, due, households, surveyed, poor, near_poor, undetermined, complaints, enumerator, seq) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) RETURNING *
INSERT INTO review_result (province, year, stage, at, account, figures) VALUES ($1, $2, $3, $4, $5, $6)
INSERT INTO review_result (province, year, stage, at, account, figures) VALUES ($1, $2, $3, $4, $5, $6) RETURNING *
INSERT INTO review_sample (province, campaign, commune, seed, population, households, results, drawn_by, drawn_at) SELECT province, campaign, $1, seed, population, households, results, drawn_by, drawn_at FROM review_sample WHERE province = $2 AND campaign = $3 AND commune = $4 ON CONFLICT DO NOTHING RETURNING *
INSERT INTO review_sample (province, campaign, commune, seed, population, households, results, drawn_by, drawn_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (province, campaign, commune) DO UPDATE SET results = excluded.results RETURNING *
INSERT INTO sending (province, id, account, form, content, at, answer) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (province, id) DO UPDATE SET account = excluded.account, form = excluded.form, content = excluded.content, at = excluded.at, answer = excluded.answer
INSERT INTO server (province, id, host, version, law, started, seen) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (province, id) DO UPDATE SET seen = excluded.seen
INSERT INTO session (token, id, account, stage, address, agent, created_at, seen_at, fresh_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
INSERT INTO setting (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value
INSERT INTO statement (id, place, holder, number, year, month, hash, state, version, recorded_by, recorded_at, closed_by, province) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
INSERT INTO statement (id, place, holder, number, year, month, hash, state, version, recorded_by, recorded_at, closed_by, province) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) RETURNING *
INSERT INTO statement_answer (province, statement, subject, version, owner, answer, answered_by, answered_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
INSERT INTO statement_answer (province, statement, subject, version, owner, answer, answered_by, answered_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING *
INSERT INTO statement_row (province, statement, row, day, voucher, codes, amount, content) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING *
INSERT INTO support (province, id, kind, household, member, commune, day, quantity, amount, source, activity, state, replaced_by, recorded_by, recorded_at, ended_by, ended_at, sealed_detail) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 0, $13, $14, 0, 0, $15) RETURNING *
INSERT INTO task (province, id, version, plan_year, plan_task, place, text, source, due, state, assignee, given_by, claimer, waits, waits_for, why, evidence, made_by, made_at, since) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)
INSERT INTO task (province, id, version, plan_year, plan_task, place, text, source, due, state, assignee, given_by, claimer, waits, waits_for, why, evidence, made_by, made_at, since) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20) RETURNING *
INSERT INTO task_event (province, task, seq, step, made_by, made_at, day, to_whom, words, waits, waits_for, kind, subject, path) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
INSERT INTO task_event (province, task, seq, step, made_by, made_at, day, to_whom, words, waits, waits_for, kind, subject, path) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) RETURNING *
INSERT INTO treasury_account (province, place, holder, number, headings, recorded_by, recorded_at) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (province, place, holder) DO UPDATE SET number = excluded.number, headings = excluded.headings, recorded_by = excluded.recorded_by, recorded_at = excluded.recorded_at RETURNING *
INSERT INTO visit_count (province, day, page, visits) VALUES ($1, $2, $3, $4) ON CONFLICT (province, day, page) DO UPDATE SET visits = visit_count.visits + excluded.visits
INSERT INTO yearend_choice (line, version, choice, ground, document, note, recorded_by, recorded_at, province) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
INSERT INTO yearend_choice (line, version, choice, ground, document, note, recorded_by, recorded_at, province) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING *
SELECT (SELECT COUNT(*) FROM import_row r JOIN import_batch b ON b.province = r.province AND b.job = r.job WHERE r.province = $1 AND r.id = $2 AND b.decided > 0) + (SELECT COUNT(*) FROM import_row r JOIN import_batch b ON b.province = r.province AND b.job = r.job WHERE r.province = $1 AND r.code = $3 AND b.decided > 0)
SELECT * FROM account ORDER BY id LIMIT 500
SELECT * FROM account WHERE id = $1 AND version = $2
SELECT * FROM account_role ORDER BY id LIMIT 500
SELECT * FROM account_role WHERE id = $1 AND account = $2
SELECT * FROM account_role WHERE id = $1 AND account = $2 AND ended_at <> 0
SELECT * FROM activity ORDER BY province, id LIMIT 500
SELECT * FROM activity WHERE province = $1 AND id = $2 AND version = $3
SELECT * FROM allocation ORDER BY province, id LIMIT 500
SELECT * FROM allocation WHERE province = $1 AND id = $2 AND version = $3
SELECT * FROM allocation_change ORDER BY province, allocation, version LIMIT 500
SELECT * FROM attachment ORDER BY province, id LIMIT 500
SELECT * FROM average_request ORDER BY province, id LIMIT 500
SELECT * FROM average_request WHERE province = $1 AND id = $2 AND version = $3
SELECT * FROM batch ORDER BY province, id LIMIT 500
SELECT * FROM batch WHERE province = $1 AND id = $2 AND version = $3
SELECT * FROM batch_line ORDER BY province, batch, support LIMIT 500
SELECT * FROM batch_line WHERE province = $1 AND batch = $2
SELECT * FROM batch_line WHERE province = $1 AND batch = $2 AND support = $3
SELECT * FROM batch_movement ORDER BY province, movement LIMIT 500
SELECT * FROM boundary ORDER BY province, layer LIMIT 500
SELECT * FROM boundary WHERE province = $1 AND layer = $2
SELECT * FROM calendar_change ORDER BY province, id LIMIT 500
SELECT * FROM calendar_change WHERE province = $1 AND id = $2
SELECT * FROM campaign ORDER BY province, id LIMIT 500
SELECT * FROM campaign WHERE province = $1 AND id = $2
SELECT * FROM campaign_commune ORDER BY province, campaign, commune LIMIT 500
SELECT * FROM cell ORDER BY province, review, stage, n LIMIT 500
SELECT * FROM cell_sheet ORDER BY province, review, stage LIMIT 500
SELECT * FROM certificate ORDER BY province, token LIMIT 500
SELECT * FROM contribution ORDER BY province, id LIMIT 500
SELECT * FROM contribution_end ORDER BY province, contribution LIMIT 500
SELECT * FROM decision ORDER BY province, id LIMIT 500
SELECT * FROM document ORDER BY province, id LIMIT 500
SELECT * FROM document WHERE province = $1 AND id = $2 AND version = $3
SELECT * FROM document_relation ORDER BY province, document, other, kind LIMIT 500
SELECT * FROM duplicate ORDER BY province, id LIMIT 500
SELECT * FROM duplicate WHERE province = $1 AND id = $2 AND state = 'open'
SELECT * FROM duplicate WHERE province = $1 AND kind = $2 AND one = $3 AND one_member = $4 AND two = $5 AND two_member = $6 AND state = 'gone'
SELECT * FROM exit_plan ORDER BY province, household, version LIMIT 500
SELECT * FROM feedback ORDER BY province, id LIMIT 500
SELECT * FROM feedback WHERE province = $1 AND id = $2 AND version = $3
SELECT * FROM feedback_event ORDER BY province, feedback, seq LIMIT 500
SELECT * FROM hamlet ORDER BY province, id LIMIT 500
SELECT * FROM hamlet WHERE province = $1 AND id = $2 AND until_day = ''
SELECT * FROM household ORDER BY province, id LIMIT 500
SELECT * FROM household WHERE province = $1 AND id = $2 AND version = $3
SELECT * FROM household_version ORDER BY province, id, version LIMIT 500
SELECT * FROM inspection_event ORDER BY province, visit, seq LIMIT 500
SELECT * FROM inspection_plan ORDER BY province, year LIMIT 500
SELECT * FROM inspection_refund ORDER BY province, movement LIMIT 500
SELECT * FROM inspection_visit ORDER BY province, id LIMIT 500
SELECT * FROM inspection_visit WHERE province = $1 AND id = $2 AND seq = $3
SELECT * FROM money_contract ORDER BY province, id LIMIT 500
SELECT * FROM money_item ORDER BY province, id LIMIT 500
SELECT * FROM money_line ORDER BY province, id LIMIT 500
SELECT * FROM money_movement ORDER BY province, id LIMIT 500
SELECT * FROM norm_set ORDER BY province, code, version LIMIT 500
SELECT * FROM notice ORDER BY province, id LIMIT 500
SELECT * FROM notice WHERE province = $1 AND id = $2 AND version = $3
SELECT * FROM paper_template ORDER BY province, name LIMIT 500
SELECT * FROM paper_template WHERE province = $1 AND name = $2
SELECT * FROM place_change ORDER BY province, id LIMIT 500
SELECT * FROM place_change WHERE province = $1 AND id = $2 AND state = 'proposed'
SELECT * FROM plan ORDER BY province, year, version LIMIT 500
SELECT * FROM plan_draft ORDER BY province, year, version LIMIT 500
SELECT * FROM plan_share ORDER BY province, year, part, version LIMIT 500
SELECT * FROM privacy_case ORDER BY province, id LIMIT 500
SELECT * FROM privacy_case WHERE province = $1 AND id = $2 AND version = $3
SELECT * FROM proposal ORDER BY province, id LIMIT 500
SELECT * FROM proposal WHERE province = $1 AND id = $2 AND state = $3
SELECT * FROM publication ORDER BY province, id LIMIT 500
SELECT * FROM publication_step ORDER BY province, publication, n LIMIT 500
SELECT * FROM recognition ORDER BY province, id LIMIT 500
SELECT * FROM recognition WHERE province = $1 AND id = $2 AND superseded = 0
SELECT * FROM report ORDER BY province, id LIMIT 500
SELECT * FROM report WHERE province = $1 AND id = $2 AND seq = $3
SELECT * FROM report_event ORDER BY province, report, seq LIMIT 500
SELECT * FROM report_known ORDER BY province, round, unit LIMIT 500
SELECT * FROM report_known WHERE province = $1 AND round = $2 AND unit = $3
SELECT * FROM report_round ORDER BY province, id LIMIT 500
SELECT * FROM report_round WHERE province = $1 AND id = $2 AND version = $3
SELECT * FROM report_text ORDER BY province, report, n LIMIT 500
SELECT * FROM reported_figure ORDER BY province, id LIMIT 500
SELECT * FROM reported_figure WHERE province = $1 AND figure = $2 AND place = $3 AND as_of = $4 AND superseded = 0
SELECT * FROM reserved_number ORDER BY province, issuer_key, series, year, number LIMIT 500
SELECT * FROM reserved_number WHERE province = $1 AND issuer_key = $2 AND series = $3 AND year = $4 AND number = $5 AND state = $6
SELECT * FROM resident_key ORDER BY province, id LIMIT 500
SELECT * FROM resident_key WHERE province = $1 AND id = $2 AND revoked_at = 0
SELECT * FROM review ORDER BY province, year LIMIT 500
SELECT * FROM review WHERE province = $1 AND year = $2
SELECT * FROM review_answer ORDER BY province, id LIMIT 500
SELECT * FROM review_answer WHERE province = $1 AND campaign = $2 AND commune = $3
SELECT * FROM review_event ORDER BY province, list, seq LIMIT 500
SELECT * FROM review_item ORDER BY province, campaign, household LIMIT 500
SELECT * FROM review_item WHERE province = $1 AND campaign = $2 AND household = $3 AND revision = $4
SELECT * FROM review_list ORDER BY province, id LIMIT 500
SELECT * FROM review_list WHERE province = $1 AND id = $2 AND seq = $3
SELECT * FROM review_result ORDER BY province, year, stage, at LIMIT 500
SELECT * FROM review_sample ORDER BY province, campaign, commune LIMIT 500
SELECT * FROM review_sample WHERE province = $1 AND campaign = $2 AND commune = $3
SELECT * FROM statement ORDER BY province, id LIMIT 500
SELECT * FROM statement WHERE province = $1 AND id = $2 AND version = $3
SELECT * FROM statement_answer ORDER BY province, statement, subject, version LIMIT 500
SELECT * FROM statement_row ORDER BY province, statement, row LIMIT 500
SELECT * FROM support ORDER BY province, id LIMIT 500
SELECT * FROM support WHERE province = $1 AND id = $2 AND state = $3
SELECT * FROM task ORDER BY province, id LIMIT 500
SELECT * FROM task WHERE province = $1 AND id = $2 AND version = $3
SELECT * FROM task_event ORDER BY province, task, seq LIMIT 500
SELECT * FROM treasury_account ORDER BY province, place, holder LIMIT 500
SELECT * FROM treasury_account WHERE province = $1 AND place = $2 AND holder = $3
SELECT * FROM yearend_choice ORDER BY province, line, version LIMIT 500
SELECT CAST(COALESCE(SUM(visits), 0) AS INTEGER) FROM visit_count WHERE province = $1 AND day < $2
SELECT COALESCE(CAST(SUM(quantity) AS BIGINT), 0) FROM support WHERE province = $1 AND activity = $2 AND state = $3
SELECT COALESCE(MAX(seq), 0) + 1 FROM task_event WHERE province = $1 AND task = $2
SELECT COALESCE(MAX(version_id), 0) FROM goose_db_version
SELECT COALESCE(SUM(CASE WHEN step = 'complaint' THEN 0 ELSE 1 END), 0), COALESCE(MIN(CASE WHEN step = 'complaint' THEN NULL ELSE at END), 0), COALESCE(MAX(CASE WHEN step = 'complaint' THEN NULL ELSE at END), 0), COALESCE(SUM(CASE WHEN step = 'complaint' THEN 1 ELSE 0 END), 0) FROM review_event WHERE province = $1 AND list = $2 AND step IN ('survey.close', 'meeting', 'posting', 'posting.close', 'decision', 'complaint')
SELECT COUNT(*) FROM import_row r JOIN household h ON h.province = r.province AND h.code = r.code WHERE r.province = $1 AND r.job = $2 AND h.id <> r.id
SELECT COUNT(*) FROM import_row r JOIN household h ON h.province = r.province AND h.id = r.id WHERE r.province = $1 AND r.job = $2 AND h.version <> r.was
SELECT COUNT(*) FROM job WHERE province = $1 AND (state = 'queued' OR state = 'running' AND lease < $2)
SELECT COUNT(*) FROM recognition WHERE province = $1 AND year = $2
SELECT account, form, content, at, answer FROM sending WHERE province = $1 AND id = $2
SELECT account, households FROM reading_day WHERE province = $1 AND day = $2 AND told = 1 ORDER BY account
SELECT batch FROM batch_movement WHERE province = $1 AND movement = $2
SELECT batch, COUNT(*) FROM batch_line WHERE province = $1 AND state = $2 GROUP BY batch
SELECT batch, support, household, commune, amount, state, day, recovered, sealed_detail FROM batch_line WHERE province = $1 AND batch = $2 AND support = $3
SELECT batch, support, household, commune, amount, state, day, recovered, sealed_detail FROM batch_line WHERE province = $1 AND batch = $2 AND support > $3 AND ($4 = '' OR state = $4) ORDER BY support LIMIT $5
SELECT batch, support, household, commune, amount, state, day, recovered, sealed_detail FROM batch_line WHERE province = $1 AND household = $2 ORDER BY batch, support
SELECT batch, support, household, commune, amount, state, day, recovered, sealed_detail FROM batch_line WHERE province = $1 AND support = $2 ORDER BY batch
SELECT body, signature FROM seal_head WHERE name = $1
SELECT c.id, c.place, c.node, c.day, c.source, c.form, c.quantity, c.unit, c.price, c.value, c.basis, c.content, c.contract, c.item, c.movement, c.recorded_by, c.recorded_at, c.sealed_detail, COALESCE(e.reason, '') FROM contribution c LEFT JOIN contribution_end e ON e.province = c.province AND e.contribution = c.id WHERE c.province = $1 AND c.id = $2
SELECT c.id, c.place, c.node, c.day, c.source, c.form, c.quantity, c.unit, c.price, c.value, c.basis, c.content, c.contract, c.item, c.movement, c.recorded_by, c.recorded_at, c.sealed_detail, COALESCE(e.reason, '') FROM contribution c LEFT JOIN contribution_end e ON e.province = c.province AND e.contribution = c.id WHERE c.province = $1 AND c.year = $2 ORDER BY c.id DESC
SELECT c.item, c.value FROM contribution c LEFT JOIN contribution_end e ON e.province = c.province AND e.contribution = c.id WHERE c.province = $1 AND c.contract <> 0 AND e.contribution IS NULL
SELECT c.item, c.value FROM contribution c LEFT JOIN contribution_end e ON e.province = c.province AND e.contribution = c.id WHERE c.province = $1 AND c.contract <> 0 AND e.contribution IS NULL AND c.contract = $2
SELECT c.place, c.source, c.form, COUNT(*), COUNT(e.contribution), CAST(SUM(CASE WHEN e.contribution IS NULL THEN c.value ELSE 0 END) AS BIGINT), CAST(SUM(CASE WHEN e.contribution IS NULL THEN c.quantity ELSE 0 END) AS BIGINT) FROM contribution c LEFT JOIN contribution_end e ON e.province = c.province AND e.contribution = c.id WHERE c.province = $1 AND c.year = $2 GROUP BY c.place, c.source, c.form ORDER BY c.place
SELECT commune FROM campaign_commune WHERE province = $1 AND campaign = $2 ORDER BY commune
SELECT commune, population, results FROM review_sample WHERE province = $1 AND campaign = $2 ORDER BY commune
SELECT d.year FROM plan_draft d WHERE d.province = $1 AND d.state = $2 AND d.version = (SELECT MAX(l.version) FROM plan_draft l WHERE l.province = d.province AND l.year = d.year) ORDER BY d.year DESC
SELECT decided FROM import_batch WHERE province = $1 AND job = $2
SELECT document, content, recorded_by, recorded_at FROM inspection_plan WHERE province = $1 AND year = $2
SELECT drawing FROM boundary WHERE province = $1 AND layer = $2
SELECT head FROM cell_sheet WHERE province = $1 AND review = $2 AND stage = $3
SELECT head, made_at FROM cell_sheet WHERE province = $1 ORDER BY review DESC, stage
SELECT headers, matched FROM column_match WHERE account = $1
SELECT households, told FROM reading_day WHERE province = $1 AND day = $2 AND account = $3
SELECT i.household, l.commune, l.stage FROM review_list l JOIN review_item i ON i.province = l.province AND i.list = l.id WHERE l.province = $1 AND l.campaign = $2
SELECT id FROM contribution WHERE province = $1 AND movement = $2 AND movement <> 0
SELECT id FROM duplicate WHERE province = $1 AND kind = $2 AND one = $3 AND one_member = $4 AND two = $5 AND two_member = $6
SELECT id FROM household WHERE province = $1 AND code = $2
SELECT id FROM job WHERE state = 'running' AND lease >= $1
SELECT id FROM support WHERE province = $1 AND replaced_by = $2
SELECT id, account, role, place, from_day, to_day, was_to, ended_at FROM account_role ORDER BY id
SELECT id, account, stage, address, agent, created_at, seen_at, fresh_at FROM session WHERE account = $1 ORDER BY seen_at DESC
SELECT id, account, stage, address, agent, created_at, seen_at, fresh_at FROM session WHERE token = $1
SELECT id, activity, line, place, title, day, way, payer, document, state, note, author, approver, sender, reconciler, version, recorded_at FROM batch WHERE province = $1 AND activity = $2 ORDER BY id DESC
SELECT id, activity, line, place, title, day, way, payer, document, state, note, author, approver, sender, reconciler, version, recorded_at FROM batch WHERE province = $1 AND id = $2
SELECT id, activity, line, place, title, day, way, payer, document, state, note, author, approver, sender, reconciler, version, recorded_at FROM batch WHERE province = $1 AND state = $2 AND id > $3 ORDER BY id LIMIT $4
SELECT id, activity, line, place, title, day, way, payer, document, state, note, author, approver, sender, reconciler, version, recorded_at FROM batch WHERE province = $1 AND year = $2 AND id < $3 ORDER BY id DESC LIMIT $4
SELECT id, activity, line, place, title, day, way, payer, document, state, note, author, approver, sender, reconciler, version, recorded_at FROM batch WHERE province = $1 ORDER BY id
SELECT id, code, at, account, sealed_text FROM review_answer WHERE province = $1 AND campaign = $2 AND commune = $3 ORDER BY id
SELECT id, commune, name, from_day, until_day, became, source FROM hamlet WHERE province = $1 AND commune = $2 ORDER BY id
SELECT id, commune, name, from_day, until_day, became, source FROM hamlet WHERE province = $1 ORDER BY id
SELECT id, contract, day, title, value FROM money_item WHERE province = $1 AND contract = $2 ORDER BY id
SELECT id, contract, day, title, value FROM money_item WHERE province = $1 AND id > $2 ORDER BY id
SELECT id, figure, place, as_of, numerator, denominator, value, source, note, superseded, recorded_by, recorded_at FROM reported_figure WHERE province = $1 ORDER BY as_of, id
SELECT id, household FROM average_request WHERE province = $1 AND open = $2 AND id < $3 ORDER BY id DESC LIMIT $4
SELECT id, household, year, commune, class, was, people, from_day, to_day, newly_until, decision, superseded FROM recognition WHERE province = $1 AND household = $2 ORDER BY id
SELECT id, household, year, commune, class, was, people, from_day, to_day, newly_until, decision, superseded FROM recognition WHERE province = $1 ORDER BY id
SELECT id, kind, day, from_line, to_line, amount, recovers, document, contract, item, voucher, reverses, reason, recorded_by, recorded_at FROM money_movement WHERE province = $1 AND contract = $2 ORDER BY id
SELECT id, kind, day, from_line, to_line, amount, recovers, document, contract, item, voucher, reverses, reason, recorded_by, recorded_at FROM money_movement WHERE province = $1 AND from_line = $2 ORDER BY id
SELECT id, kind, day, from_line, to_line, amount, recovers, document, contract, item, voucher, reverses, reason, recorded_by, recorded_at FROM money_movement WHERE province = $1 AND id = $2
SELECT id, kind, day, from_line, to_line, amount, recovers, document, contract, item, voucher, reverses, reason, recorded_by, recorded_at FROM money_movement WHERE province = $1 AND id > $2 ORDER BY id
SELECT id, kind, day, from_line, to_line, amount, recovers, document, contract, item, voucher, reverses, reason, recorded_by, recorded_at FROM money_movement WHERE province = $1 AND to_line = $2 ORDER BY id
SELECT id, kind, one, one_member, two, two_member, state FROM duplicate WHERE province = $1 AND id > $2 ORDER BY id LIMIT $3
SELECT id, node, fund, origin_year, year, holder_kind, holder, place, parent, chapter, category, programme_code FROM money_line WHERE province = $1 AND id = $2
SELECT id, node, fund, origin_year, year, holder_kind, holder, place, parent, chapter, category, programme_code FROM money_line WHERE province = $1 AND id > $2 ORDER BY id
SELECT id, node, fund, origin_year, year, holder_kind, holder, place, parent, chapter, category, programme_code FROM money_line WHERE province = $1 AND node = $2 AND fund = $3 AND origin_year = $4 AND year = $5 AND holder_kind = $6 AND holder = $7
SELECT id, number, partner, title, place, node, day, end_day, value FROM money_contract WHERE province = $1 AND id = $2
SELECT id, number, partner, title, place, node, day, end_day, value FROM money_contract WHERE province = $1 AND id > $2 ORDER BY id
SELECT id, place, holder, number, year, month, hash, state, version, recorded_by, recorded_at, closed_by FROM statement WHERE province = $1 AND id = $2
SELECT id, place, holder, number, year, month, hash, state, version, recorded_by, recorded_at, closed_by FROM statement WHERE province = $1 AND place = $2 AND holder = $3 ORDER BY id DESC
SELECT id, place, holder, number, year, month, hash, state, version, recorded_by, recorded_at, closed_by FROM statement WHERE province = $1 AND state = $2 AND id < $3 ORDER BY id DESC LIMIT $4
SELECT id, replaced_by FROM support WHERE province = $1 AND activity = $2 AND state <> $3
SELECT id, sealed_totp, sealed_phone FROM account WHERE length(sealed_totp) > 0 AND substr(sealed_totp, 1, 1) <> $1 OR length(sealed_phone) > 0 AND substr(sealed_phone, 1, 1) <> $2 ORDER BY id LIMIT $3
SELECT id, username, full_name, password, must_change, temporary_until, sealed_totp, totp_step, recovery, demo, disabled_at, created_at, version, sealed_phone FROM account ORDER BY username
SELECT id, username, full_name, password, must_change, temporary_until, sealed_totp, totp_step, recovery, demo, disabled_at, created_at, version, sealed_phone FROM account WHERE id = $1
SELECT id, username, full_name, password, must_change, temporary_until, sealed_totp, totp_step, recovery, demo, disabled_at, created_at, version, sealed_phone FROM account WHERE username = $1
SELECT id, version, was FROM import_written WHERE province = $1 AND job = $2 AND id > $3 ORDER BY id LIMIT $4
SELECT l.support FROM batch b JOIN batch_line l ON l.province = b.province AND l.batch = b.id WHERE b.province = $1 AND b.activity = $2 AND l.state <> $3 AND l.state <> $4
SELECT line, version, choice, ground, document, note, recorded_by, recorded_at FROM yearend_choice WHERE province = $1 AND line = $2 ORDER BY version
SELECT movement FROM batch_movement WHERE province = $1 AND batch = $2 ORDER BY movement
SELECT movement, batch FROM batch_movement WHERE province = $1 AND movement > $2 ORDER BY movement
SELECT movement, visit, rec FROM inspection_refund WHERE province = $1
SELECT n, account, at FROM report_text WHERE province = $1 AND report = $2 ORDER BY n DESC LIMIT $3
SELECT n.id, s.id FROM support n JOIN support s ON s.province = n.province AND s.replaced_by = n.id WHERE n.province = $1 AND n.activity = $2
SELECT name, docx, file, at, account FROM paper_template WHERE province = $1 ORDER BY name
SELECT number, headings, recorded_by, recorded_at FROM treasury_account WHERE province = $1 AND place = $2 AND holder = $3
SELECT on_day, file, source, units, set_by, set_at FROM boundary WHERE province = $1 AND layer = $2
SELECT province, batch, support, sealed_detail FROM batch_line WHERE substr(sealed_detail, 1, 1) <> $1 LIMIT $2
SELECT province, campaign, household, list, done, version, revision, answered, sitting, sealed_record FROM review_item WHERE province = $1 AND campaign = $2 AND household = $3
SELECT province, campaign, household, list, done, version, revision, answered, sitting, sealed_record FROM review_item WHERE province = $1 AND list = $2 ORDER BY household
SELECT province, campaign, household, sealed_record FROM review_item WHERE substr(sealed_record, 1, 1) <> $1 LIMIT $2
SELECT province, code, version, content, hash, document, note, recorded_by, recorded_at FROM norm_set WHERE province = $1 AND code = $2 AND version = $3
SELECT province, code, version, content, hash, document, note, recorded_by, recorded_at FROM norm_set WHERE province = $1 ORDER BY code, version DESC
SELECT province, document, other, kind, recorded_by, recorded_at FROM document_relation WHERE province = $1 AND document = $2 ORDER BY other
SELECT province, document, other, kind, recorded_by, recorded_at FROM document_relation WHERE province = $1 AND other = $2 ORDER BY document
SELECT province, feedback, seq, sealed_detail FROM feedback_event WHERE substr(sealed_detail, 1, 1) <> $1 LIMIT $2
SELECT province, feedback, seq, step, unit, by_account, at, sealed_detail FROM feedback_event WHERE province = $1 AND feedback = $2 ORDER BY seq
SELECT province, household, version, commune, state, due, cost, recorded_by, recorded_at, sealed_detail FROM exit_plan WHERE province = $1 AND household = $2 ORDER BY version DESC LIMIT 1
SELECT province, household, version, commune, state, due, cost, recorded_by, recorded_at, sealed_detail FROM exit_plan p WHERE province = $1 AND commune = $2 AND version = (SELECT MAX(version) FROM exit_plan q WHERE q.province = p.province AND q.household = p.household) ORDER BY household
SELECT province, household, version, sealed_detail FROM exit_plan WHERE substr(sealed_detail, 1, 1) <> $1 LIMIT $2
SELECT province, id, 0, sealed_content FROM attachment WHERE substr(sealed_content, 1, 1) <> $1 LIMIT $2
SELECT province, id, 0, sealed_content FROM inspection_visit WHERE substr(sealed_content, 1, 1) <> $1 LIMIT $2
SELECT province, id, 0, sealed_content FROM privacy_case WHERE substr(sealed_content, 1, 1) <> $1 LIMIT $2
SELECT province, id, 0, sealed_content FROM report WHERE substr(sealed_content, 1, 1) <> $1 LIMIT $2
SELECT province, id, 0, sealed_detail FROM contribution WHERE substr(sealed_detail, 1, 1) <> $1 LIMIT $2
SELECT province, id, 0, sealed_detail FROM feedback WHERE substr(sealed_detail, 1, 1) <> $1 LIMIT $2
SELECT province, id, 0, sealed_detail FROM proposal WHERE substr(sealed_detail, 1, 1) <> $1 LIMIT $2
SELECT province, id, 0, sealed_detail FROM support WHERE substr(sealed_detail, 1, 1) <> $1 LIMIT $2
SELECT province, id, 0, sealed_request FROM average_request WHERE substr(sealed_request, 1, 1) <> $1 LIMIT $2
SELECT province, id, 0, sealed_text FROM review_answer WHERE substr(sealed_text, 1, 1) <> $1 LIMIT $2
SELECT province, id, 0, sealed_values FROM publication WHERE substr(sealed_values, 1, 1) <> $1 LIMIT $2
SELECT province, id, campaign, commune, hamlet, stage, due, households, surveyed, poor, near_poor, undetermined, complaints, enumerator, seq FROM review_list WHERE province = $1 AND campaign = $2
SELECT province, id, campaign, commune, hamlet, stage, due, households, surveyed, poor, near_poor, undetermined, complaints, enumerator, seq FROM review_list WHERE province = $1 AND id = $2
SELECT province, id, campaign, commune, year, number, escape_number, day, signer, note, recorded_by, recorded_at FROM decision WHERE province = $1 AND id = $2
SELECT province, id, code_hash, version, kind, state, place, unit, received, received_at, due, handler, list FROM feedback WHERE province = $1 AND state = $2 ORDER BY id DESC LIMIT $3
SELECT province, id, code_hash, version, kind, state, place, unit, received, received_at, due, handler, list FROM feedback WHERE province = $1 AND unit = $2 AND state = $3 ORDER BY id DESC LIMIT $4
SELECT province, id, code_hash, version, kind, state, place, unit, received, received_at, due, handler, list, sealed_detail FROM feedback WHERE province = $1 AND code_hash = $2
SELECT province, id, code_hash, version, kind, state, place, unit, received, received_at, due, handler, list, sealed_detail FROM feedback WHERE province = $1 AND id = $2
SELECT province, id, day, kind, title, source_number, source_day, set_by, set_at, undone_by, undone_at FROM calendar_change WHERE province = $1 ORDER BY id
SELECT province, id, direction, kind, issuer, series, year, number, day, place, signer, signer_title, abstract, state, version, recorded_by, recorded_at, from_day, to_day, visibility FROM document WHERE province = $1 AND id = $2
SELECT province, id, direction, kind, issuer, series, year, number, day, place, signer, signer_title, abstract, state, version, recorded_by, recorded_at, from_day, to_day, visibility FROM document WHERE province = $1 AND issuer_key = $2 AND series = $3 AND year = $4
SELECT province, id, direction, kind, issuer, series, year, number, day, place, signer, signer_title, abstract, state, version, recorded_by, recorded_at, from_day, to_day, visibility FROM document WHERE province = $1 AND issuer_key = $2 AND series = $3 AND year = $4 AND number = $5
SELECT province, id, direction, kind, issuer, series, year, number, day, place, signer, signer_title, abstract, state, version, recorded_by, recorded_at, from_day, to_day, visibility FROM document WHERE province = $1 ORDER BY day DESC, id DESC
SELECT province, id, host, version, law, started, seen FROM server WHERE province = $1 AND seen >= $2 ORDER BY started, id
SELECT province, id, household, commune, version, sealed_request FROM average_request WHERE province = $1 AND household = $2 ORDER BY id DESC
SELECT province, id, household, commune, version, sealed_request FROM average_request WHERE province = $1 AND id = $2
SELECT province, id, kind, account, state, done, total, input, result, message, file, out_file, created_at, finished_at, owner, lease, cancel FROM job WHERE province = $1 AND account = $2 ORDER BY id DESC LIMIT $3
SELECT province, id, kind, account, state, done, total, input, result, message, file, out_file, created_at, finished_at, owner, lease, cancel FROM job WHERE province = $1 AND id = $2
SELECT province, id, kind, household, member, commune, day, quantity, amount, source, activity, state, replaced_by, recorded_by, recorded_at, ended_by, ended_at, sealed_detail FROM support WHERE province = $1 AND activity = $2 ORDER BY day, id
SELECT province, id, kind, household, member, commune, day, quantity, amount, source, activity, state, replaced_by, recorded_by, recorded_at, ended_by, ended_at, sealed_detail FROM support WHERE province = $1 AND household = $2 ORDER BY day, id
SELECT province, id, kind, household, member, commune, day, quantity, amount, source, activity, state, replaced_by, recorded_by, recorded_at, ended_by, ended_at, sealed_detail FROM support WHERE province = $1 AND id = $2 ORDER BY day, id
SELECT province, id, kind, household, member, commune, day, quantity, amount, source, activity, state, replaced_by, recorded_by, recorded_at, ended_by, ended_at, sealed_detail FROM support WHERE province = $1 ORDER BY id
SELECT province, id, kind, one, one_member, two, two_member, state, found_at, decided_at, decided_by, reason FROM duplicate WHERE province = $1 AND id = $2
SELECT province, id, kind, one, one_member, two, two_member, state, found_at, decided_at, decided_by, reason FROM duplicate WHERE province = $1 AND state = $2 AND id > $3 ORDER BY id LIMIT $4
SELECT province, id, kind, place, subject, state, proposed_by, proposed_at, decided_by, decided_at, sealed_detail FROM proposal WHERE province = $1 AND id = $2
SELECT province, id, kind, place, subject, state, proposed_by, proposed_at, decided_by, decided_at, sealed_detail FROM proposal WHERE province = $1 AND kind = $2 AND state = $3 AND id < $4 ORDER BY id DESC LIMIT $5
SELECT province, id, kind, place, subject, state, proposed_by, proposed_at, decided_by, decided_at, sealed_detail FROM proposal WHERE province = $1 AND kind = $2 AND state = $3 ORDER BY id DESC LIMIT $4
SELECT province, id, kind, place, subject, state, proposed_by, proposed_at, decided_by, decided_at, sealed_detail FROM proposal WHERE province = $1 AND kind = $2 AND subject = $3 ORDER BY id DESC
SELECT province, id, kind, place, subject, state, proposed_by, proposed_at, decided_by, decided_at, sealed_detail FROM proposal WHERE province = $1 AND proposed_by = $2 ORDER BY id DESC LIMIT $3
SELECT province, id, kind, place, subject, state, proposed_by, proposed_at, decided_by, decided_at, sealed_detail FROM proposal WHERE province = $1 AND state = $2 AND place = $3 AND id < $4 ORDER BY id DESC LIMIT $5
SELECT province, id, kind, state, place, household, version, opened_by, opened_at, sealed_content FROM privacy_case WHERE province = $1 AND id = $2
SELECT province, id, kind, state, place, household, version, opened_by, opened_at, sealed_content FROM privacy_case WHERE province = $1 AND kind = $2 ORDER BY id DESC LIMIT $3
SELECT province, id, kind, subject, name, media, size, added_by, added_at FROM attachment WHERE province = $1 AND kind = $2 AND subject = $3 ORDER BY id
SELECT province, id, kind, subject, name, media, size, added_by, added_at, sealed_content FROM attachment WHERE province = $1 AND id = $2
SELECT province, id, kind, year, month, opens, closes, standard, state, opened_by, opened_at FROM campaign WHERE province = $1 AND id = $2
SELECT province, id, kind, year, month, opens, closes, standard, state, opened_by, opened_at FROM campaign WHERE province = $1 AND kind = $2 AND year = $3 AND month = $4
SELECT province, id, kind, year, month, opens, closes, standard, state, opened_by, opened_at FROM campaign WHERE province = $1 ORDER BY opens DESC, id DESC
SELECT province, id, line, title, state, version, proposal, replaces, proposed_by, document, decided_by, decided_day, recorded_by, recorded_at FROM allocation WHERE province = $1 AND document = $2 ORDER BY id
SELECT province, id, line, title, state, version, proposal, replaces, proposed_by, document, decided_by, decided_day, recorded_by, recorded_at FROM allocation WHERE province = $1 AND id < $2 ORDER BY id DESC LIMIT $3
SELECT province, id, line, title, state, version, proposal, replaces, proposed_by, document, decided_by, decided_day, recorded_by, recorded_at FROM allocation WHERE province = $1 AND id = $2
SELECT province, id, line, title, state, version, proposal, replaces, proposed_by, document, decided_by, decided_day, recorded_by, recorded_at FROM allocation WHERE province = $1 AND state = $2 ORDER BY id
SELECT province, id, node, kind, title, place, from_day, to_day, lead, quantity, unit, places, money, source, state, revolving, returned, note, version, recorded_by, recorded_at FROM activity WHERE province = $1 AND id = $2
SELECT province, id, node, kind, title, place, from_day, to_day, lead, quantity, unit, places, money, source, state, revolving, returned, note, version, recorded_by, recorded_at FROM activity WHERE province = $1 ORDER BY from_day DESC, id DESC
SELECT province, id, on_day, state, basis, units, recorded_by, recorded_at, decided_by, decided_at, reason FROM place_change WHERE province = $1 ORDER BY id DESC
SELECT province, id, round, unit, state, seq, summary FROM report WHERE province = $1 AND round = $2 ORDER BY unit
SELECT province, id, round, unit, state, seq, summary, sealed_content FROM report WHERE province = $1 AND id = $2
SELECT province, id, round, unit, state, seq, summary, sealed_content FROM report WHERE province = $1 AND round = $2 AND unit = $3
SELECT province, id, round, unit, state, seq, summary, sealed_content FROM report WHERE province = $1 AND round = $2 ORDER BY unit
SELECT province, id, series, period, as_of, corrects, content, hash, prepared_by, prepared_at FROM publication WHERE province = $1 AND id = $2
SELECT province, id, series, period, as_of, corrects, content, hash, prepared_by, prepared_at FROM publication WHERE province = $1 ORDER BY id DESC
SELECT province, id, state, content, version, opened_by, opened_at FROM report_round WHERE province = $1 AND id = $2
SELECT province, id, state, content, version, opened_by, opened_at FROM report_round WHERE province = $1 ORDER BY id DESC
SELECT province, id, token_hash, household, issued_by, issued_at, until_day, revoked_by, revoked_at, reason FROM resident_key WHERE province = $1 AND household = $2 ORDER BY id DESC
SELECT province, id, token_hash, household, issued_by, issued_at, until_day, revoked_by, revoked_at, reason FROM resident_key WHERE province = $1 AND token_hash = $2
SELECT province, id, version, plan_year, plan_task, place, text, source, due, state, assignee, given_by, claimer, waits, waits_for, why, evidence, made_by, made_at, since FROM task WHERE province = $1 AND assignee = $2 AND state = $3 ORDER BY id DESC LIMIT $4
SELECT province, id, version, plan_year, plan_task, place, text, source, due, state, assignee, given_by, claimer, waits, waits_for, why, evidence, made_by, made_at, since FROM task WHERE province = $1 AND id = $2
SELECT province, id, version, plan_year, plan_task, place, text, source, due, state, assignee, given_by, claimer, waits, waits_for, why, evidence, made_by, made_at, since FROM task WHERE province = $1 AND plan_year = $2 AND plan_task <> '' ORDER BY plan_task
SELECT province, id, version, plan_year, plan_task, place, text, source, due, state, assignee, given_by, claimer, waits, waits_for, why, evidence, made_by, made_at, since FROM task WHERE province = $1 AND state = $2 ORDER BY id DESC LIMIT $3
SELECT province, id, version, plan_year, plan_task, place, text, source, due, state, assignee, given_by, claimer, waits, waits_for, why, evidence, made_by, made_at, since FROM task WHERE province = $1 AND waits_for = $2 AND state = 'blocked' ORDER BY id LIMIT 100
SELECT province, id, version, sealed_record FROM household WHERE substr(sealed_record, 1, 1) <> $1 LIMIT $2
SELECT province, id, version, sealed_record FROM household_version WHERE substr(sealed_record, 1, 1) <> $1 LIMIT $2
SELECT province, id, version, sealed_record FROM import_row WHERE substr(sealed_record, 1, 1) <> $1 LIMIT $2
SELECT province, id, version, state, audience, place, pinned, from_day, to_day, texts, written_by, written_at, proposed_by, decided_by, decided_at, reason FROM notice WHERE province = $1 AND id = $2
SELECT province, id, version, state, audience, place, pinned, from_day, to_day, texts, written_by, written_at, proposed_by, decided_by, decided_at, reason FROM notice WHERE province = $1 AND state = $2 AND audience = $3 AND from_day <= $4 ORDER BY from_day DESC, id DESC LIMIT $5
SELECT province, id, version, state, valid_from, recorded_at, recorded_by, deed, class, sealed_record FROM household
SELECT province, id, version, state, valid_from, recorded_at, recorded_by, deed, class, sealed_record FROM household WHERE province = $1 AND id = $2
SELECT province, id, version, state, valid_from, recorded_at, recorded_by, deed, class, sealed_record FROM household WHERE province = $1 AND valid_from <= $2 UNION ALL SELECT province, id, version, state, valid_from, recorded_at, recorded_by, deed, class, sealed_record FROM household_version WHERE province = $1 AND valid_from <= $2 AND valid_to > $2
SELECT province, id, version, state, valid_from, recorded_at, recorded_by, deed, class, sealed_record FROM household WHERE province = $1 ORDER BY id
SELECT province, id, version, state, valid_from, recorded_at, recorded_by, deed, class, sealed_record FROM household_version
SELECT province, id, version, state, valid_from, recorded_at, recorded_by, deed, class, sealed_record, '' AS valid_to FROM household WHERE province = $1 AND id = $2 UNION ALL SELECT province, id, version, state, valid_from, recorded_at, recorded_by, deed, class, sealed_record, valid_to FROM household_version WHERE province = $1 AND id = $2 ORDER BY version DESC
SELECT province, id, version, state, valid_from, recorded_at, recorded_by, deed, class, sealed_record, '' AS valid_to FROM household WHERE province = $1 AND valid_from <= $2 UNION ALL SELECT province, id, version, state, valid_from, recorded_at, recorded_by, deed, class, sealed_record, valid_to FROM household_version WHERE province = $1 AND valid_from <= $2 AND valid_to > $3
SELECT province, id, year, unit, state, seq, summary FROM inspection_visit WHERE province = $1 ORDER BY id DESC
SELECT province, id, year, unit, state, seq, summary, sealed_content FROM inspection_visit WHERE province = $1 AND id = $2
SELECT province, issuer_key, series, year, number, issuer, place, state, about, document, reason, reserved_by, reserved_at FROM reserved_number WHERE province = $1 AND issuer_key = $2 AND series = $3 AND year = $4 AND number = $5
SELECT province, issuer_key, series, year, number, issuer, place, state, about, document, reason, reserved_by, reserved_at FROM reserved_number WHERE province = $1 AND issuer_key = $2 AND series = $3 AND year = $4 ORDER BY number
SELECT province, list, seq, sealed_detail FROM review_event WHERE substr(sealed_detail, 1, 1) <> $1 LIMIT $2
SELECT province, publication, n, step, from_day, reason, account, at FROM publication_step WHERE province = $1 ORDER BY publication, n
SELECT province, report, n, account, at, sealed_content FROM report_text WHERE province = $1 AND report = $2 AND n = $3
SELECT province, report, n, account, at, sealed_content FROM report_text WHERE province = $1 AND report = $2 ORDER BY n DESC LIMIT 1
SELECT province, report, n, sealed_content FROM report_text WHERE substr(sealed_content, 1, 1) <> $1 LIMIT $2
SELECT province, report, seq, sealed_detail FROM report_event WHERE substr(sealed_detail, 1, 1) <> $1 LIMIT $2
SELECT province, seq, 0, sealed_detail FROM audit WHERE substr(sealed_detail, 1, 1) <> $1 LIMIT $2
SELECT province, seq, at, account, who, origin, action, kind, subject, place, sealed_detail, hash FROM audit ORDER BY province, seq
SELECT province, seq, at, account, who, origin, action, kind, subject, place, sealed_detail, hash FROM audit WHERE province = $1 AND seq < $2 AND kind = $3 ORDER BY seq DESC LIMIT 1
SELECT province, seq, at, account, who, origin, action, kind, subject, place, sealed_detail, hash FROM audit WHERE province = $1 AND seq < $2 AND place = $3 AND kind = $4 AND subject = $5 ORDER BY seq DESC LIMIT 7
SELECT province, seq, at, account, who, origin, action, kind, subject, place, sealed_detail, hash FROM audit WHERE province = $1 AND seq < $2 AND place = $3 ORDER BY seq DESC LIMIT 1
SELECT province, seq, at, account, who, origin, action, kind, subject, place, sealed_detail, hash FROM audit WHERE province = $1 AND seq < $2 ORDER BY seq DESC LIMIT 1
SELECT province, seq, hash FROM audit_head
SELECT province, seq, hash FROM audit_head WHERE province = $1
SELECT province, visit, seq, sealed_detail FROM inspection_event WHERE substr(sealed_detail, 1, 1) <> $1 LIMIT $2
SELECT province, year, on_day, standard, state, note FROM review WHERE province = $1 ORDER BY year DESC
SELECT province, year, version, number, content, reason, recorded_by, recorded_at FROM plan WHERE province = $1 ORDER BY year DESC, version DESC
SELECT province, year, version, state, content, left_out, reason, recorded_by, recorded_at FROM plan_draft WHERE province = $1 AND year = $2 ORDER BY version DESC LIMIT 1
SELECT reverses FROM money_movement WHERE province = $1 AND reverses > 0
SELECT row, day, voucher, codes, amount, content FROM statement_row WHERE province = $1 AND statement = $2 ORDER BY row
SELECT row_key, entry, signature FROM row_seal WHERE tab = $1
SELECT sealed_piece FROM file_piece WHERE province = $1 AND name = $2 AND n = $3
SELECT sealed_values FROM publication WHERE province = $1 AND id = $2
SELECT seed, population, households, results, drawn_by, drawn_at FROM review_sample WHERE province = $1 AND campaign = $2 AND commune = $3
SELECT seq FROM import_row WHERE province = $1 AND job = $2 ORDER BY seq LIMIT 1
SELECT seq, at, account, step, household, sealed_detail FROM review_event WHERE province = $1 AND list = $2 ORDER BY seq
SELECT seq, at, account, step, sealed_detail FROM report_event WHERE province = $1 AND report = $2 ORDER BY seq
SELECT seq, at, sealed_detail FROM inspection_event WHERE province = $1 AND visit = $2 ORDER BY seq
SELECT seq, origin, topic, ids, at FROM change WHERE province = $1 AND seq >= $2 ORDER BY seq LIMIT $3
SELECT seq, origin, topic, ids, at FROM change WHERE province = $1 ORDER BY seq DESC LIMIT 1
SELECT seq, step, made_by, made_at, day, to_whom, words, waits, waits_for, kind, subject, path FROM task_event WHERE province = $1 AND task = $2 ORDER BY seq DESC LIMIT $3
SELECT state, COUNT(*), CAST(SUM(amount) AS BIGINT), CAST(SUM(recovered) AS BIGINT) FROM batch_line WHERE province = $1 AND batch = $2 GROUP BY state
SELECT subject, version, owner, answer, answered_by, answered_at FROM statement_answer WHERE province = $1 AND statement = $2 ORDER BY subject, version
SELECT support FROM batch_line WHERE province = $1 AND state <> $2 AND state <> $3 GROUP BY support HAVING COUNT(*) > 1
SELECT token, number, household, recognition, issued FROM certificate WHERE province = $1 AND household = $2 ORDER BY issued, number
SELECT token, number, household, recognition, issued FROM certificate WHERE province = $1 AND token = $2 ORDER BY issued, number
SELECT unit, area, class, households, people, minority, minority_people, open, stays, went, lost, came, gained, measured, mpi_poor, m0, d00, d01, d02, d03, d04, d05, d06, d07, d08, d09, d10, d11, d12, d13, d14, d15 FROM cell WHERE province = $1 AND review = $2 AND stage = $3 ORDER BY n
SELECT unit, as_of, content, counted_at FROM report_known WHERE province = $1 AND round = $2 AND unit = $3
SELECT unit, as_of, content, counted_at FROM report_known WHERE province = $1 AND round = $2 ORDER BY unit
SELECT until_at FROM allowance WHERE name = $1
SELECT valid_from, COUNT(*) FROM household WHERE province = $1 AND state = $2 GROUP BY valid_from
SELECT value FROM account_choice WHERE account = $1 AND name = $2
SELECT value FROM setting WHERE name = $1
SELECT version, deed, reason, recorded_by, recorded_at FROM allocation_change WHERE province = $1 AND allocation = $2 ORDER BY version DESC
SELECT version, deed, reason, recorded_by, recorded_at, content FROM allocation_change WHERE province = $1 AND allocation = $2 AND version = $3
SELECT year, part, version, rule, shares, reason, recorded_by, recorded_at FROM plan_share WHERE province = $1 AND year = $2 AND part = $3 ORDER BY version DESC
SELECT year, part, version, rule, shares, reason, recorded_by, recorded_at FROM plan_share WHERE province = $1 AND year = $2 ORDER BY version
SELECT year, stage, at, account, figures FROM review_result WHERE province = $1 AND year = $2 ORDER BY at DESC
UPDATE account SET full_name = $1, password = $2, must_change = $3, temporary_until = $4, sealed_totp = $5, totp_step = $6, recovery = $7, disabled_at = $8, sealed_phone = $9, version = version + 1 WHERE id = $10 AND version = $11 RETURNING *
UPDATE account_role SET to_day = $1, was_to = '', ended_at = 0 WHERE id = $2 AND account = $3 RETURNING *
UPDATE account_role SET to_day = $1, was_to = CASE WHEN ended_at = 0 THEN to_day ELSE was_to END, ended_at = $2 WHERE id = $3 AND account = $4 RETURNING *
UPDATE account_role SET to_day = was_to, was_to = '', ended_at = 0 WHERE id = $1 AND account = $2 AND ended_at <> 0 RETURNING *
UPDATE activity SET node = $1, kind = $2, title = $3, place = $4, from_day = $5, to_day = $6, lead = $7, quantity = $8, unit = $9, places = $10, money = $11, source = $12, state = $13, revolving = $14, returned = $15, note = $16, version = $17, recorded_by = $18, recorded_at = $19 WHERE province = $20 AND id = $21 AND version = $22 RETURNING *
UPDATE allocation SET title = $1, state = $2, version = $3, proposal = $4, proposed_by = $5, document = $6, decided_by = $7, decided_day = $8 WHERE province = $9 AND id = $10 AND version = $11 RETURNING *
UPDATE allowance SET until_at = until_at - $1 WHERE name = $2
UPDATE average_request SET version = $1, stage = $2, open = $3, sealed_request = $4 WHERE province = $5 AND id = $6 AND version = $7 RETURNING *
UPDATE batch SET document = $1, state = $2, note = $3, approver = $4, sender = $5, reconciler = $6, version = version + 1 WHERE province = $7 AND id = $8 AND version = $9 RETURNING *
UPDATE batch_line SET state = $1 WHERE province = $2 AND batch = $3 RETURNING *
UPDATE batch_line SET state = $1, day = $2, recovered = $3, sealed_detail = $4 WHERE province = $5 AND batch = $6 AND support = $7 RETURNING *
UPDATE calendar_change SET undone_by = $1, undone_at = $2 WHERE province = $3 AND id = $4 RETURNING *
UPDATE campaign SET closes = $1 WHERE province = $2 AND id = $3 RETURNING *
UPDATE campaign SET state = $1 WHERE province = $2 AND id = $3 RETURNING *
UPDATE document SET direction = $1, kind = $2, issuer = $3, issuer_key = $4, series = $5, year = $6, number = $7, day = $8, place = $9, signer = $10, signer_title = $11, abstract = $12, state = $13, version = $14, recorded_by = $15, recorded_at = $16, from_day = $17, to_day = $18, visibility = $19 WHERE province = $20 AND id = $21 AND version = $22 RETURNING *
UPDATE duplicate SET state = $1, decided_at = $2 WHERE province = $3 AND id = $4 AND state = 'open' RETURNING *
UPDATE duplicate SET state = $1, decided_at = $2, decided_by = $3, reason = $4 WHERE province = $5 AND id = $6 AND state = 'open' RETURNING *
UPDATE duplicate SET state = 'open', found_at = $1, decided_at = 0 WHERE province = $2 AND kind = $3 AND one = $4 AND one_member = $5 AND two = $6 AND two_member = $7 AND state = 'gone' RETURNING *
UPDATE feedback SET version = $1, state = $2, unit = $3, due = $4, handler = $5, list = $6 WHERE province = $7 AND id = $8 AND version = $9 RETURNING *
UPDATE hamlet SET until_day = $1, became = $2 WHERE province = $3 AND id = $4 AND until_day = '' RETURNING *
UPDATE household SET class = $1 WHERE province = $2 AND id = $3 AND version = $4 RETURNING *
UPDATE import_batch SET decided = $1 WHERE province = $2 AND job = $3
UPDATE inspection_visit SET state = $1, seq = $2, summary = $3, sealed_content = $4 WHERE province = $5 AND id = $6 AND seq = $7 RETURNING *
UPDATE job SET cancel = 1 WHERE province = $1 AND id = $2
UPDATE job SET lease = $1, done = $2, total = $3 WHERE province = $4 AND id = $5 AND owner = $6 AND state = 'running'
UPDATE job SET state = $1, done = $2, total = $3, input = $4, result = $5, message = $6, file = $7, out_file = $8, finished_at = $9 WHERE province = $10 AND id = $11
UPDATE job SET state = 'running', owner = $1, lease = $2 WHERE province = $3 AND id = (SELECT id FROM job WHERE province = $3 AND (state = 'queued' OR state = 'running' AND lease < $4) ORDER BY id LIMIT 1) RETURNING id
UPDATE notice SET version = $1, state = $2, audience = $3, place = $4, pinned = $5, from_day = $6, to_day = $7, texts = $8, written_by = $9, written_at = $10, proposed_by = $11, decided_by = $12, decided_at = $13, reason = $14 WHERE province = $15 AND id = $16 AND version = $17 RETURNING *
UPDATE place_change SET state = $1, decided_by = $2, decided_at = $3, reason = $4 WHERE province = $5 AND id = $6 AND state = 'proposed' RETURNING *
UPDATE privacy_case SET state = $1, version = $2, sealed_content = $3 WHERE province = $4 AND id = $5 AND version = $6 RETURNING *
UPDATE proposal SET state = $1, decided_by = $2, decided_at = $3, sealed_detail = $4 WHERE province = $5 AND id = $6 AND state = $7 RETURNING *
UPDATE recognition SET superseded = $1 WHERE province = $2 AND id = $3 AND superseded = 0 RETURNING *
UPDATE report SET state = $1, seq = $2, summary = $3, sealed_content = $4 WHERE province = $5 AND id = $6 AND seq = $7 RETURNING *
UPDATE report_round SET state = $1, version = $2 WHERE province = $3 AND id = $4 AND version = $5 RETURNING *
UPDATE reported_figure SET superseded = $1 WHERE province = $2 AND figure = $3 AND place = $4 AND as_of = $5 AND superseded = 0 RETURNING *
UPDATE reserved_number SET state = $1, document = $2, reason = $3 WHERE province = $4 AND issuer_key = $5 AND series = $6 AND year = $7 AND number = $8 AND state = $9 RETURNING *
UPDATE resident_key SET revoked_by = $1, revoked_at = $2, reason = $3 WHERE province = $4 AND id = $5 AND revoked_at = 0 RETURNING *
UPDATE review_answer SET commune = $1 WHERE province = $2 AND campaign = $3 AND commune = $4 RETURNING *
UPDATE review_item SET done = $1, version = $2, revision = $3, answered = $4, sitting = $5, sealed_record = $6 WHERE province = $7 AND campaign = $8 AND household = $9 AND revision = $10 RETURNING *
UPDATE review_list SET commune = $1, hamlet = $2, stage = $3, due = $4, households = $5, surveyed = $6, poor = $7, near_poor = $8, undetermined = $9, complaints = $10, enumerator = $11, seq = $12 WHERE province = $13 AND id = $14 AND seq = $15 RETURNING *
UPDATE sending SET answer = $1 WHERE province = $2 AND id = $3 AND content = $4
UPDATE session SET seen_at = $1 WHERE id = $2
UPDATE session SET stage = $1, fresh_at = $2 WHERE id = $3
UPDATE statement SET state = $1, closed_by = $2, version = version + 1 WHERE province = $3 AND id = $4 AND version = $5 RETURNING *
UPDATE support SET state = $1, replaced_by = $2, ended_by = $3, ended_at = $4 WHERE province = $5 AND id = $6 AND state = $7 RETURNING *
UPDATE task SET version = $1, state = $2, assignee = $3, given_by = $4, claimer = $5, waits = $6, waits_for = $7, why = $8, evidence = $9, since = $10 WHERE province = $11 AND id = $12 AND version = $13 RETURNING *

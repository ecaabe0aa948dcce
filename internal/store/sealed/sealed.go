// Package sealed knows every sealed column of the database: it seals them anew with a new key, and checks that each
// opens.
package sealed

import (
	"context"

	"giamngheo/internal/store"
	"giamngheo/internal/store/accounts"
	"giamngheo/internal/store/averages"
	"giamngheo/internal/store/batches"
	"giamngheo/internal/store/contributions"
	"giamngheo/internal/store/exits"
	"giamngheo/internal/store/feedbacks"
	"giamngheo/internal/store/households"
	"giamngheo/internal/store/inspections"
	"giamngheo/internal/store/narratives"
	"giamngheo/internal/store/passkeys"
	"giamngheo/internal/store/privacies"
	"giamngheo/internal/store/proposals"
	"giamngheo/internal/store/publications"
	"giamngheo/internal/store/reports"
	"giamngheo/internal/store/reviews"
	"giamngheo/internal/store/supports"
	"giamngheo/internal/store/witness"
	"giamngheo/internal/vault"
)

// sealedTables are the tables with sealed columns: the numbers that name a row, the column, and where its value
// belongs.
var sealedTables = []struct {
	table, column string
	key           [2]string
	place         func(province string, one, two int64) string
}{
	{"household", "sealed_record", [2]string{"id", "version"}, households.RecordPlace},
	{"household_version", "sealed_record", [2]string{"id", "version"}, households.RecordPlace},
	{"import_row", "sealed_record", [2]string{"id", "version"}, households.RecordPlace},
	{"audit", "sealed_detail", [2]string{"seq", "0"}, func(p string, one,
		_ int64) string {
		return witness.DetailPlace(p, one)
	}},
	{"review_item", "sealed_record", [2]string{"campaign", "household"}, reviews.ItemPlace},
	{"review_event", "sealed_detail", [2]string{"list", "seq"},
		func(p string, one, two int64) string { return reviews.EventPlace(p, one, int(two)) }},
	{"attachment", "sealed_content", [2]string{"id", "0"}, func(p string, one,
		_ int64) string {
		return supports.AttachmentPlace(p, one)
	}},
	{"report", "sealed_content", [2]string{"id", "0"}, func(p string, one,
		_ int64) string {
		return reports.ContentPlace(p, one)
	}},
	{"report_event", "sealed_detail", [2]string{"report", "seq"}, reports.EventPlace},
	{"report_text", "sealed_content", [2]string{"report", "n"}, narratives.Place},
	{"publication", "sealed_values", [2]string{"id", "0"}, func(p string, one,
		_ int64) string {
		return publications.Place(p, one)
	}},
	{"inspection_visit", "sealed_content", [2]string{"id", "0"}, func(p string, one,
		_ int64) string {
		return inspections.ContentPlace(p, one)
	}},
	{"inspection_event", "sealed_detail", [2]string{"visit", "seq"}, inspections.EventPlace},
	{"support", "sealed_detail", [2]string{"id", "0"}, func(p string, one,
		_ int64) string {
		return supports.SupportPlace(p, one)
	}},
	{"feedback", "sealed_detail", [2]string{"id", "0"}, feedbacks.SealPlace},
	{"feedback_event", "sealed_detail", [2]string{"feedback", "seq"}, feedbacks.EventPlace},
	{"privacy_case", "sealed_content", [2]string{"id", "0"}, privacies.SealPlace},
	{"passkey", "sealed_record", [2]string{"id", "0"}, passkeys.SealPlace},
	{"proposal", "sealed_detail", [2]string{"id", "0"}, proposals.SealPlace},
	{"batch_line", "sealed_detail", [2]string{"batch", "support"}, batches.LinePlace},
	{"contribution", "sealed_detail", [2]string{"id", "0"}, contributions.SealPlace},
	{"exit_plan", "sealed_detail", [2]string{"household", "version"}, exits.ExitPlace},
	{"average_request", "sealed_request", [2]string{"id", "0"}, averages.RequestPlace},
	{"review_answer", "sealed_text", [2]string{"id", "0"}, func(p string, one,
		_ int64) string {
		return reviews.AnswerPlace(p, one)
	}},
}

// rotateBatch is how many records are sealed again in one transaction: people's saves wait no longer than for that.
const rotateBatch = 2000

// Rotate seals everything with the newest key of a vault, and signs every row anew; it returns how many records it
// sealed.
func Rotate(ctx context.Context, s *store.Store, v *vault.Vault) (total int, err error) {
	if err := s.Rekey(ctx, v); err != nil {
		return 0, err
	}
	for {
		n := 0
		err := s.Write(ctx, func(tx *store.Tx) (err error) {
			n, err = Reseal(ctx, tx, rotateBatch)
			return err
		})
		total += n
		if err != nil {
			return total, err
		}
		if n == 0 {
			return total, store.Resign(ctx, s)
		}
	}
}

// Reseal seals up to n records of each table, and second factors of accounts, that an old key sealed with the newest;
// it returns how many it found.
func Reseal(ctx context.Context, t store.Writer, n int) (done int, err error) {
	for i := range sealedTables {
		k, err := resealTable(ctx, t, i, n)
		done += k
		if err != nil {
			return done, err
		}
	}
	k, err := accounts.Reseal(ctx, t, n)
	return done + k, err
}

func resealTable(ctx context.Context, t store.Writer, number, n int) (int, error) {
	s := &sealedTables[number]
	type record struct {
		province string
		one, two int64
		sealed   []byte
	}
	var found []record
	rows, err := t.Query(ctx, `SELECT province, `+s.key[0]+`, `+s.key[1]+`, `+s.column+` FROM `+s.table+
		` WHERE substr(`+s.column+`, 1, 1) <> $1 LIMIT $2`,
		[]byte{t.Vault().Newest()}, n)
	if err := store.Each(rows, err, func(r store.Scanner) error {
		var one record
		err := r.Scan(&one.province, &one.one, &one.two, &one.sealed)
		found = append(found, one)
		return err
	}); err != nil {
		return 0, err
	}
	for _, r := range found {
		at := s.place(r.province, r.one, r.two)
		plain, err := t.Vault().Open(nil, r.sealed, at)
		if err != nil {
			return 0, err
		}
		if _, err := t.Exec(ctx, `UPDATE `+s.table+` SET `+s.column+` = $1 WHERE province = $2 AND `+s.key[0]+
			` = $3 AND `+s.key[1]+` = $4`,
			t.Vault().Seal(nil, plain, at), r.province, r.one, r.two); err != nil {
			return 0, err
		}
	}
	return len(found), nil
}

// Package reviews keeps the rows of reviews: campaigns, lists with their events, items, decisions, certificates,
// answers and results.
package reviews

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/place"
	"giamngheo/internal/poverty"
	"giamngheo/internal/review"
	"giamngheo/internal/store"
	"giamngheo/internal/vietnamese"
)

// CampaignState says whether a campaign still takes anything.
type CampaignState string

// The states of a campaign.
const (
	CampaignOpen   CampaignState = "open"
	CampaignClosed CampaignState = "closed"
)

// Campaign is a recorded campaign.
type Campaign struct {
	Province string
	ID       int64
	review.Campaign
	State    CampaignState
	OpenedBy int64
	Opened   time.Time
}

const campaignColumns = `province, id, kind, year, month, opens, closes, standard, state, opened_by, opened_at`

func scanCampaign(r store.Scanner, c *Campaign) error {
	var opens, closes string
	var at int64
	if err := r.Scan(&c.Province, &c.ID, &c.Kind, &c.Year, &c.Month, &opens, &closes, &c.Standard, &c.State,
		&c.OpenedBy, &at); err != nil {
		return err
	}
	c.Opened = time.UnixMicro(at).UTC()
	var err error
	if c.Opens, err = date.Parse(opens); err != nil {
		return err
	}
	c.Closes, err = date.Parse(closes)
	return err
}

// Campaigns returns the campaigns of a province, the newest first.
func Campaigns(ctx context.Context, q store.Reader, province string) (out []Campaign, err error) {
	rows, err := q.Query(ctx, `SELECT `+campaignColumns+` FROM campaign WHERE province = $1 ORDER BY opens DESC, id DESC`,
		province)
	return out, store.Each(rows, err, func(r store.Scanner) error {
		var c Campaign
		err := scanCampaign(r, &c)
		out = append(out, c)
		return err
	})
}

// FindCampaign returns one campaign. Errors: errs.NotFound.
func FindCampaign(ctx context.Context, q store.Reader, province string, id int64) (*Campaign, error) {
	var c Campaign
	if err := scanCampaign(q.Row(ctx, `SELECT `+campaignColumns+` FROM campaign WHERE province = $1 AND id = $2`,
		province, id), &c); err != nil {
		return nil, store.NotFound(err)
	}
	return &c, nil
}

// OpenCampaign adds a campaign, or takes the one that is there; its ID is set here.
func OpenCampaign(ctx context.Context, t store.Writer, c *Campaign) error {
	var had Campaign
	err := scanCampaign(t.Row(ctx, `SELECT `+campaignColumns+
		` FROM campaign WHERE province = $1 AND kind = $2 AND year = $3 AND month = $4`,
		c.Province, string(c.Kind), c.Year, c.Month), &had)
	if err == nil {
		*c = had
		return nil
	}
	if !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	if c.ID, err = t.Next(ctx, c.Province, "campaign", 1); err != nil {
		return err
	}
	_, err = t.Exec(ctx, `INSERT INTO campaign (`+campaignColumns+
		`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`, c.Province, c.ID, string(c.Kind), c.Year, c.Month,
		c.Opens.String(), c.Closes.String(), c.Standard, c.State, c.OpenedBy, c.Opened.UnixMicro())
	return err
}

// SetCampaignState opens or closes a campaign.
func SetCampaignState(ctx context.Context, t store.Writer, province string, id int64, state string) error {
	_, err := t.Exec(ctx, `UPDATE campaign SET state = $1 WHERE province = $2 AND id = $3`, state, province, id)
	return err
}

// SetCampaignCloses sets a campaign's last day anew.
func SetCampaignCloses(ctx context.Context, t store.Writer, province string, id int64, closes date.Date) error {
	_, err := t.Exec(ctx, `UPDATE campaign SET closes = $1 WHERE province = $2 AND id = $3`, closes.String(), province,
		id)
	return err
}

// OpenCommune records that a commune takes part in a campaign. Errors (errs.Conflict): it does already.
func OpenCommune(ctx context.Context, t store.Writer, c *Campaign, commune place.Code, by int64, at time.Time) error {
	n, err := t.Exec(ctx,
		`INSERT INTO campaign_commune (province, campaign, commune, opened_by, opened_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING`,
		c.Province, c.ID, string(commune), by, at.UnixMicro())
	if err == nil && n == 0 {
		return errs.New(errs.Conflict, "%s of this commune is open already", c.Title())
	}
	return err
}

// CampaignCommunes returns the communes of a campaign.
func CampaignCommunes(ctx context.Context, q store.Reader, province string,
	campaign int64) (out []place.Code, err error) {
	rows, err := q.Query(ctx,
		`SELECT commune FROM campaign_commune WHERE province = $1 AND campaign = $2 ORDER BY commune`, province,
		campaign)
	return out, store.Each(rows, err, func(r store.Scanner) error {
		var c place.Code
		err := r.Scan(&c)
		out = append(out, c)
		return err
	})
}

// ReviewList is the review of one hamlet, as far as its events have brought it.
type ReviewList struct {
	Province     string
	ID           int64
	Campaign     int64
	Commune      place.Code
	Hamlet       string
	Stage        review.Stage
	Due          date.Date
	Households   int
	Surveyed     int
	Poor         int
	NearPoor     int
	Undetermined int
	Complaints   int   // without a re-check
	Enumerator   int64 // to whom it is given; 0: to anybody
	Seq          int64 // of its last event
}

const listColumns = `province, id, campaign, commune, hamlet, stage, due, households, surveyed, poor, near_poor, undetermined, complaints, enumerator, seq`

func scanList(r store.Scanner, l *ReviewList) error {
	var due string
	if err := r.Scan(&l.Province, &l.ID, &l.Campaign, &l.Commune, &l.Hamlet, &l.Stage, &due, &l.Households, &l.Surveyed,
		&l.Poor, &l.NearPoor, &l.Undetermined,
		&l.Complaints, &l.Enumerator, &l.Seq); err != nil || due == "" {
		return err
	}
	var err error
	l.Due, err = date.Parse(due)
	return err
}

// Lists returns the lists of a campaign, by commune and hamlet in Vietnamese order: the engines have orders of their
// own.
func Lists(ctx context.Context, q store.Reader, province string, campaign int64) (out []ReviewList, err error) {
	rows, err := q.Query(ctx, `SELECT `+listColumns+
		` FROM review_list WHERE province = $1 AND campaign = $2`, province, campaign)
	err = store.Each(rows, err, func(r store.Scanner) error {
		var l ReviewList
		err := scanList(r, &l)
		out = append(out, l)
		return err
	})
	slices.SortFunc(out, func(a, b ReviewList) int {
		return cmp.Or(cmp.Compare(a.Commune, b.Commune), vietnamese.Compare(a.Hamlet, b.Hamlet))
	})
	return out, err
}

// FindList returns one list. Errors: errs.NotFound.
func FindList(ctx context.Context, q store.Reader, province string, id int64) (*ReviewList, error) {
	var l ReviewList
	if err := scanList(q.Row(ctx, `SELECT `+listColumns+` FROM review_list WHERE province = $1 AND id = $2`, province,
		id), &l); err != nil {
		return nil, store.NotFound(err)
	}
	return &l, nil
}

// AddList adds a list; its ID is set here. Errors (errs.Conflict): the hamlet has one.
func AddList(ctx context.Context, t store.Writer, l *ReviewList) (err error) {
	if l.ID, err = t.Next(ctx, l.Province, "review_list", 1); err != nil {
		return err
	}
	_, err = t.Exec(ctx, `INSERT INTO review_list (`+listColumns+
		`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`, l.Province, l.ID, l.Campaign,
		string(l.Commune), l.Hamlet, int(l.Stage), store.DayText(l.Due), l.Households, l.Surveyed, l.Poor, l.NearPoor,
		l.Undetermined, l.Complaints, l.Enumerator, l.Seq)
	if err != nil && store.IsUnique(err) {
		return errs.New(errs.Conflict, "hamlet “%s” has a list in this review", l.Hamlet).Because(err)
	}
	return err
}

// SetList writes how far a list has come. Errors (errs.Conflict): somebody else took a step since was.
func SetList(ctx context.Context, t store.Writer, l *ReviewList, was int64) error {
	n, err := t.Exec(ctx,
		`UPDATE review_list SET commune = $1, hamlet = $2, stage = $3, due = $4, households = $5, surveyed = $6, poor = $7, near_poor = $8, undetermined = $9,
		complaints = $10, enumerator = $11, seq = $12 WHERE province = $13 AND id = $14 AND seq = $15`,
		string(l.Commune), l.Hamlet, int(l.Stage), store.DayText(l.Due), l.Households, l.Surveyed,
		l.Poor, l.NearPoor, l.Undetermined, l.Complaints, l.Enumerator, l.Seq, l.Province, l.ID, was)
	if err == nil && n != 1 {
		return errs.New(errs.Conflict, "somebody else has just worked on this list; open the page again")
	}
	return err
}

// EventPlace is where the detail of a list's event belongs; its seal opens nowhere else.
func EventPlace(province string, list int64, seq int) string {
	return fmt.Sprintf("event/%s/%d/%d", province, list, seq)
}

// AddEvent appends an event to a list. Errors (errs.Conflict): its number is taken.
func AddEvent(ctx context.Context, t store.Writer, province string, list int64, e *review.Event) error {
	detail, err := json.Marshal(e)
	if err != nil {
		return err
	}
	_, err = t.Exec(ctx,
		`INSERT INTO review_event (province, list, seq, at, account, step, household, sealed_detail) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`, province, list, e.Seq,
		e.At.UnixMicro(), e.By, string(e.Step), e.Household,
		t.Vault().Seal(nil, detail, EventPlace(province, list, e.Seq)))
	if err != nil && store.IsUnique(err) {
		return errs.New(errs.Conflict, "somebody else has just worked on this list; open the page again")
	}
	return err
}

// Events returns the events of a list in their order.
func Events(ctx context.Context, s store.Reader, province string, list int64) (out []review.Event, err error) {
	rows, err := s.Query(ctx,
		`SELECT seq, at, account, step, household, sealed_detail FROM review_event WHERE province = $1 AND list = $2 ORDER BY seq`, province, list)
	return out, store.Each(rows, err, func(r store.Scanner) error {
		var e review.Event
		var at int64
		var sealed []byte
		if err := r.Scan(&e.Seq, &at, &e.By, &e.Step, &e.Household, &sealed); err != nil {
			return err
		}
		detail, err := s.Vault().Open(nil, sealed, EventPlace(province, list, e.Seq))
		if err != nil {
			return err
		}
		e.At = time.UnixMicro(at).UTC()
		if err := json.Unmarshal(detail, &e); err != nil {
			return err
		}
		out = append(out, e)
		return nil
	})
}

// Listed hands the households on a campaign's lists to a function, each with the stage of its list.
func Listed(ctx context.Context, s store.Reader, province string, campaign int64,
	each func(household int64, commune place.Code, stage review.Stage)) error {
	rows, err := s.Query(ctx,
		`SELECT i.household, l.commune, l.stage FROM review_list l JOIN review_item i ON i.province = l.province
		AND i.list = l.id WHERE l.province = $1 AND l.campaign = $2`, province, campaign)
	return store.Each(rows, err, func(r store.Scanner) error {
		var household, stage int64
		var commune place.Code
		err := r.Scan(&household, &commune, &stage)
		each(household, commune, review.Stage(stage))
		return err
	})
}

// ReviewItem is a household on a list with the forms as they are filled in: its record, how many answers are in, the
// version of the register's record that it began from. Revision counts the changes of the forms, from 1; Answered
// says at which of them an answer (as its writer names it) was given last.
type ReviewItem struct {
	Province  string
	Campaign  int64
	Household int64
	List      int64
	Done      int // answers given so far; -1: form B is complete
	Version   int64
	Revision  int64
	Answered  map[string]int64
	Sitting   review.Sitting // since form B was last filed
	Record    household.Household
}

// ItemPlace is where the record of a campaign's household belongs; its seal opens nowhere else.
func ItemPlace(province string, campaign, id int64) string {
	return fmt.Sprintf("review/%s/%d/%d", province, campaign, id)
}

// sealItem seals an item's record for its row.
func sealItem(t store.Writer, it *ReviewItem) []byte {
	var buf [1024]byte
	return t.Vault().Seal(nil, it.Record.AppendRecord(buf[:0]), ItemPlace(it.Province, it.Campaign, it.Household))
}

// answeredText is Answered as it is kept: "" where nothing was answered.
func answeredText(answered map[string]int64) (string, error) {
	if len(answered) == 0 {
		return "", nil
	}
	b, err := json.Marshal(answered)
	return string(b), err
}

// sittingText is a sitting as it is kept: "" where nothing was answered.
func sittingText(s *review.Sitting) (string, error) {
	if s.Began.IsZero() && s.Since == 0 {
		return "", nil
	}
	b, err := json.Marshal(s)
	return string(b), err
}

// AddItem puts a household on a list; its forms begin at revision 1. Errors (errs.Conflict): it is on a list
// of the campaign.
func AddItem(ctx context.Context, t store.Writer, it *ReviewItem) error {
	it.Revision, it.Answered, it.Sitting = 1, nil, review.Sitting{}
	_, err := t.Exec(ctx,
		`INSERT INTO review_item (province, campaign, household, list, done, version, revision, sealed_record) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		it.Province, it.Campaign, it.Household, it.List, it.Done, it.Version, it.Revision, sealItem(t, it))
	if err != nil && store.IsUnique(err) {
		return errs.New(errs.Conflict, "household “%s” is on another hamlet's list of this review",
			it.Record.Code).Because(err)
	}
	return err
}

// SetItem writes a household's forms in the place of revision was; its Revision is set here. Errors
// (errs.Conflict): another change came between, or the household is off the list.
func SetItem(ctx context.Context, t store.Writer, it *ReviewItem, was int64) error {
	answered, err := answeredText(it.Answered)
	if err != nil {
		return err
	}
	sitting, err := sittingText(&it.Sitting)
	if err != nil {
		return err
	}
	n, err := t.Exec(ctx,
		`UPDATE review_item SET done = $1, version = $2, revision = $3, answered = $4, sitting = $5, sealed_record = $6
		WHERE province = $7 AND campaign = $8 AND household = $9 AND revision = $10`, it.Done, it.Version, was+1,
		answered, sitting, sealItem(t, it),
		it.Province, it.Campaign, it.Household, was)
	if err == nil && n != 1 {
		return errs.New(errs.Conflict,
			"somebody else has just changed this household's form; open it again, look at the new answers and go on")
	}
	it.Revision = was + 1
	return err
}

// DropItem takes a household off a list.
func DropItem(ctx context.Context, t store.Writer, province string, campaign, id int64) error {
	_, err := t.Exec(ctx, `DELETE FROM review_item WHERE province = $1 AND campaign = $2 AND household = $3`, province,
		campaign, id)
	return err
}

const itemColumns = `province, campaign, household, list, done, version, revision, answered, sitting, sealed_record`

func scanItem(s store.Reader, r store.Scanner, it *ReviewItem) error {
	var sealed []byte
	var answered, sitting string
	if err := r.Scan(&it.Province, &it.Campaign, &it.Household, &it.List, &it.Done, &it.Version, &it.Revision,
		&answered, &sitting, &sealed); err != nil {
		return err
	}
	if sitting != "" {
		if err := json.Unmarshal([]byte(sitting), &it.Sitting); err != nil {
			return err
		}
	}
	if answered != "" {
		if err := json.Unmarshal([]byte(answered), &it.Answered); err != nil {
			return err
		}
	}
	plain, err := s.Vault().Open(nil, sealed, ItemPlace(it.Province, it.Campaign, it.Household))
	if err != nil {
		return err
	}
	return it.Record.Decode(plain)
}

// FindItem returns a household's forms in a campaign. Errors: errs.NotFound.
func FindItem(ctx context.Context, s store.Reader, province string, campaign, id int64) (*ReviewItem, error) {
	var it ReviewItem
	if err := scanItem(s,
		s.Row(ctx, `SELECT `+itemColumns+` FROM review_item WHERE province = $1 AND campaign = $2 AND household = $3`,
			province, campaign, id), &it); err != nil {
		return nil, store.NotFound(err)
	}
	return &it, nil
}

// Items returns the households of a list with their forms.
func Items(ctx context.Context, s store.Reader, province string, list int64) (out []ReviewItem, err error) {
	rows, err := s.Query(ctx, `SELECT `+itemColumns+
		` FROM review_item WHERE province = $1 AND list = $2 ORDER BY household`, province, list)
	return out, store.Each(rows, err, func(r store.Scanner) error {
		var it ReviewItem
		err := scanItem(s, r, &it)
		out = append(out, it)
		return err
	})
}

// Decision is a recorded decision of a commune's chairman; Note says where a result was taken over from elsewhere.
type Decision struct {
	Province     string
	ID           int64
	Campaign     int64
	Commune      place.Code
	Year         int
	Number       string
	EscapeNumber string
	Day          date.Date
	Signer       string
	Note         string
	RecordedBy   int64
	Recorded     time.Time
}

// AddDecision records a decision; its ID is set here.
func AddDecision(ctx context.Context, t store.Writer, d *Decision) (err error) {
	if d.ID, err = t.Next(ctx, d.Province, "decision", 1); err != nil {
		return err
	}
	_, err = t.Exec(ctx,
		`INSERT INTO decision (province, id, campaign, commune, year, number, escape_number, day, signer, note, recorded_by, recorded_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`, d.Province, d.ID, d.Campaign, string(d.Commune),
		d.Year, d.Number, d.EscapeNumber, d.Day.String(), d.Signer, d.Note,
		d.RecordedBy, d.Recorded.UnixMicro())
	return err
}

// FindDecision returns a decision. Errors: errs.NotFound.
func FindDecision(ctx context.Context, s store.Reader, province string, id int64) (*Decision, error) {
	var d Decision
	var day string
	var at int64
	if err := s.Row(ctx,
		`SELECT province, id, campaign, commune, year, number, escape_number, day, signer, note, recorded_by, recorded_at FROM decision WHERE province = $1 AND id = $2`, province, id).
		Scan(&d.Province, &d.ID, &d.Campaign, &d.Commune, &d.Year, &d.Number, &d.EscapeNumber, &day, &d.Signer, &d.Note,
			&d.RecordedBy, &at); err != nil {
		return nil, store.NotFound(err)
	}
	d.Recorded = time.UnixMicro(at).UTC()
	var err error
	d.Day, err = date.Parse(day)
	return &d, err
}

// ReserveRecognitions takes n ids at once and returns the first.
func ReserveRecognitions(ctx context.Context, t store.Writer, province string, n int64) (int64, error) {
	return t.Next(ctx, province, "recognition", n)
}

// AddRecognition records what a decision made of a household; its ID is set here where it is 0.
func AddRecognition(ctx context.Context, t store.Writer, province string, r *review.Recognition) (err error) {
	if r.ID == 0 {
		if r.ID, err = t.Next(ctx, province, "recognition", 1); err != nil {
			return err
		}
	}
	_, err = t.Exec(ctx,
		`INSERT INTO recognition (province, id, household, year, commune, class, was, people, from_day, to_day, newly_until, decision, superseded)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`, province, r.ID, r.Household, r.Year,
		string(r.Commune), int(r.Class), int(r.Was), r.People, r.From.String(),
		store.DayText(r.To), store.DayText(r.Newly), r.Decision, r.Superseded)
	return err
}

// SupersedeRecognition marks a recognition as superseded by another, or (by -1) as withdrawn. Errors (errs.Conflict):
// it is already.
func SupersedeRecognition(ctx context.Context, t store.Writer, province string, id, by int64) error {
	n, err := t.Exec(ctx, `UPDATE recognition SET superseded = $1 WHERE province = $2 AND id = $3 AND superseded = 0`,
		by, province, id)
	if err == nil && n != 1 {
		return errs.New(errs.Conflict, "this recognition was superseded already")
	}
	return err
}

// Recognised reports whether a year has recognitions.
func Recognised(ctx context.Context, q store.Reader, province string, year int) (bool, error) {
	var n int64
	err := q.Row(ctx, `SELECT COUNT(*) FROM recognition WHERE province = $1 AND year = $2`, province, year).Scan(&n)
	return n > 0, err
}

const recognitionColumns = `id, household, year, commune, class, was, people, from_day, to_day, newly_until, decision, superseded`

// Recognitions hands every recognition of a province to a function, in the order of their ids.
func Recognitions(ctx context.Context, s store.Reader, province string, each1 func(*review.Recognition)) error {
	rows, err := s.Stream(ctx, `SELECT `+recognitionColumns+` FROM recognition WHERE province = $1 ORDER BY id`, province)
	return recognitions(rows, err, each1)
}

// RecognitionsOf hands every recognition of a household to a function, in the order of their ids.
func RecognitionsOf(ctx context.Context, s store.Reader, province string, household int64,
	each1 func(*review.Recognition)) error {
	rows, err := s.Query(ctx, `SELECT `+recognitionColumns+
		` FROM recognition WHERE province = $1 AND household = $2 ORDER BY id`, province, household)
	return recognitions(rows, err, each1)
}

// recognitions hands each row to a function.
func recognitions(rows *sql.Rows, err error, each1 func(*review.Recognition)) error {
	var r review.Recognition
	var class, was int
	var from, to, newly string
	days := map[string]date.Date{"": 0} // decisions share few days
	parse := func(s string, d *date.Date) error {
		had, ok := days[s]
		if !ok {
			var err error
			if had, err = date.Parse(s); err != nil {
				return err
			}
			days[s] = had
		}
		*d = had
		return nil
	}
	codes := map[place.Code]place.Code{}
	return store.Each(rows, err, func(row store.Scanner) error {
		if err := row.Scan(&r.ID, &r.Household, &r.Year, &r.Commune, &class, &was, &r.People, &from, &to, &newly,
			&r.Decision, &r.Superseded); err != nil {
			return err
		}
		if had, ok := codes[r.Commune]; ok {
			r.Commune = had
		} else {
			codes[r.Commune] = r.Commune
		}
		r.Class, r.Was = poverty.Class(class), poverty.Class(was)
		if err := parse(from, &r.From); err != nil {
			return err
		}
		if err := parse(to, &r.To); err != nil {
			return err
		}
		if err := parse(newly, &r.Newly); err != nil {
			return err
		}
		each1(&r)
		return nil
	})
}

// Certificate is an issued certificate; Token is what its QR code carries.
type Certificate struct {
	Token       string
	Number      string
	Household   int64
	Recognition int64
	Issued      date.Date
}

// AddCertificate records a certificate. Errors (errs.Conflict): its number is taken.
func AddCertificate(ctx context.Context, t store.Writer, province string, c *Certificate) error {
	_, err := t.Exec(ctx,
		`INSERT INTO certificate (province, token, number, household, recognition, issued) VALUES ($1, $2, $3, $4, $5, $6)`, province, c.Token, c.Number, c.Household, c.Recognition,
		c.Issued.String())
	if err != nil && store.IsUnique(err) {
		return errs.New(errs.Conflict, "certificate number “%s” is taken", c.Number).Because(err)
	}
	return err
}

func certificates(ctx context.Context, s store.Reader, where string, args ...any) (out []Certificate, err error) {
	rows, err := s.Query(ctx,
		`SELECT token, number, household, recognition, issued FROM certificate WHERE province = $1 AND `+where+
			` ORDER BY issued, number`, args...)
	return out, store.Each(rows, err, func(r store.Scanner) error {
		var c Certificate
		var day string
		if err := r.Scan(&c.Token, &c.Number, &c.Household, &c.Recognition, &day); err != nil {
			return err
		}
		var err error
		c.Issued, err = date.Parse(day)
		out = append(out, c)
		return err
	})
}

// CertificateByToken returns the certificate that a QR code carries. Errors: errs.NotFound.
func CertificateByToken(ctx context.Context, s store.Reader, province, token string) (*Certificate, error) {
	all, err := certificates(ctx, s, `token = $2`, province, token)
	if err != nil || len(all) == 0 {
		return nil, store.OrNotFound(err)
	}
	return &all[0], nil
}

// CertificatesOf returns the certificates of a household, the oldest first.
func CertificatesOf(ctx context.Context, s store.Reader, province string, id int64) ([]Certificate, error) {
	return certificates(ctx, s, `household = $2`, province, id)
}

// NextNumber gives out the next number of a series (the certificates of a commune in a year).
func NextNumber(ctx context.Context, t store.Writer, province, series string) (int64, error) {
	return t.Next(ctx, province, series, 1)
}

// Result is the figures of a review as they were announced: preliminary or final. All are kept.
type Result struct {
	Year    int
	Stage   review.State // preliminary or final
	At      time.Time
	Account int64
	Figures string // JSON: measures by unit
}

// AddResult keeps announced figures.
func AddResult(ctx context.Context, t store.Writer, province string, r *Result) error {
	_, err := t.Exec(ctx,
		`INSERT INTO review_result (province, year, stage, at, account, figures) VALUES ($1, $2, $3, $4, $5, $6)`,
		province, r.Year, string(r.Stage), r.At.UnixMicro(), r.Account, r.Figures)
	return err
}

// Results returns the announced figures of a year, the newest first.
func Results(ctx context.Context, s store.Reader, province string, year int) (out []Result, err error) {
	rows, err := s.Query(ctx,
		`SELECT year, stage, at, account, figures FROM review_result WHERE province = $1 AND year = $2 ORDER BY at DESC`, province, year)
	return out, store.Each(rows, err, func(r store.Scanner) error {
		var v Result
		var at int64
		err := r.Scan(&v.Year, &v.Stage, &at, &v.Account, &v.Figures)
		v.At = time.UnixMicro(at).UTC()
		out = append(out, v)
		return err
	})
}

// Samples returns the samples of a campaign, by commune.
func Samples(ctx context.Context, q store.Reader, province string, campaign int64) (out []Sample, err error) {
	rows, err := q.Query(ctx, `SELECT commune, population, results FROM review_sample WHERE province = $1 AND campaign = $2
		ORDER BY commune`, province, campaign)
	return out, store.Each(rows, err, func(r store.Scanner) error {
		v := Sample{Campaign: campaign}
		var results string
		if err := r.Scan(&v.Commune, &v.Population, &results); err != nil {
			return err
		}
		err := json.Unmarshal([]byte(results), &v.Results)
		out = append(out, v)
		return err
	})
}

// Span is when the steps of a list that people see were recorded, and how many complaints there were.
type Span struct {
	Steps       int
	First, Last time.Time
	Complaints  int
}

// SpanOf reads a list's span: of its steps between the end of the survey and the decision.
func SpanOf(ctx context.Context, q store.Reader, province string, list int64) (s Span, err error) {
	var first, last int64
	err = q.Row(ctx, `SELECT COALESCE(SUM(CASE WHEN step = 'complaint' THEN 0 ELSE 1 END), 0),
		COALESCE(MIN(CASE WHEN step = 'complaint' THEN NULL ELSE at END), 0),
		COALESCE(MAX(CASE WHEN step = 'complaint' THEN NULL ELSE at END), 0),
		COALESCE(SUM(CASE WHEN step = 'complaint' THEN 1 ELSE 0 END), 0)
		FROM review_event WHERE province = $1 AND list = $2
		AND step IN ('survey.close', 'meeting', 'posting', 'posting.close', 'decision', 'complaint')`, province, list).
		Scan(&s.Steps, &first, &last, &s.Complaints)
	s.First, s.Last = time.UnixMicro(first).UTC(), time.UnixMicro(last).UTC()
	return s, err
}

// Sample is the households of a commune that are surveyed a second time, and what was found.
type Sample struct {
	Campaign   int64
	Commune    place.Code
	Seed       string
	Population int
	Households []int64
	Results    map[int64]SampleResult
	DrawnBy    int64
	Drawn      time.Time
}

// SampleResult is what the second survey of a household found.
type SampleResult struct {
	Class poverty.Class `json:"class"`
	By    int64         `json:"by"`
	Day   date.Date     `json:"day"`
	Note  string        `json:"note,omitempty"`
}

// FindSample returns a commune's sample. Errors: errs.NotFound.
func FindSample(ctx context.Context, q store.Reader, province string, campaign int64,
	commune place.Code) (*Sample, error) {
	v := Sample{Campaign: campaign, Commune: commune}
	var households, results string
	var at int64
	if err := q.Row(ctx,
		`SELECT seed, population, households, results, drawn_by, drawn_at FROM review_sample WHERE province = $1 AND campaign = $2 AND commune = $3`, province, campaign, string(commune)).
		Scan(&v.Seed, &v.Population, &households, &results, &v.DrawnBy, &at); err != nil {
		return nil, store.NotFound(err)
	}
	v.Drawn = time.UnixMicro(at).UTC()
	if err := json.Unmarshal([]byte(households), &v.Households); err != nil {
		return nil, err
	}
	return &v, json.Unmarshal([]byte(results), &v.Results)
}

// SetSample writes a commune's sample.
func SetSample(ctx context.Context, t store.Writer, province string, v *Sample) error {
	households, err := json.Marshal(v.Households)
	if err != nil {
		return err
	}
	if v.Results == nil {
		v.Results = map[int64]SampleResult{}
	}
	results, err := json.Marshal(v.Results)
	if err != nil {
		return err
	}
	_, err = t.Exec(ctx,
		`INSERT INTO review_sample (province, campaign, commune, seed, population, households, results, drawn_by, drawn_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
		ON CONFLICT (province, campaign, commune) DO UPDATE SET results = excluded.results`, province, v.Campaign,
		string(v.Commune), v.Seed, v.Population, string(households), string(results),
		v.DrawnBy, v.Drawn.UnixMicro())
	return err
}

// Answer is an answer to what a check of a commune's review found; Code says to what.
type Answer struct {
	Campaign int64
	Commune  place.Code
	Code     string
	Text     string
	At       time.Time
	By       int64
}

// AnswerPlace is where the text of an answer to a flag belongs; its seal opens nowhere else.
func AnswerPlace(province string, id int64) string { return fmt.Sprintf("answer/%s/%d", province, id) }

// AddAnswer keeps an answer.
func AddAnswer(ctx context.Context, t store.Writer, province string, v *Answer) error {
	id, err := t.Next(ctx, province, "review_answer", 1)
	if err != nil {
		return err
	}
	_, err = t.Exec(ctx,
		`INSERT INTO review_answer (province, id, campaign, commune, code, at, account, sealed_text) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`, province, id, v.Campaign,
		string(v.Commune), v.Code, v.At.UnixMicro(), v.By, t.Vault().Seal(nil, []byte(v.Text),
			AnswerPlace(province, id)))
	return err
}

// Answers returns the answers of a commune in a campaign, the oldest first.
func Answers(ctx context.Context, s store.Reader, province string, campaign int64,
	commune place.Code) (out []Answer, err error) {
	rows, err := s.Query(ctx,
		`SELECT id, code, at, account, sealed_text FROM review_answer WHERE province = $1 AND campaign = $2 AND commune = $3 ORDER BY id`, province, campaign, string(commune))
	return out, store.Each(rows, err, func(r store.Scanner) error {
		v := Answer{Campaign: campaign, Commune: commune}
		var id, at int64
		var sealed []byte
		if err := r.Scan(&id, &v.Code, &at, &v.By, &sealed); err != nil {
			return err
		}
		text, err := s.Vault().Open(nil, sealed, AnswerPlace(province, id))
		v.At, v.Text = time.UnixMicro(at).UTC(), string(text)
		out = append(out, v)
		return err
	})
}

// CarryQuality gives the answers and the sample of a commune to the one that it has become; where that has a sample of
// its own, the old one stays as it is.
func CarryQuality(ctx context.Context, t store.Writer, province string, campaign int64, from, to place.Code) error {
	if _, err := t.Exec(ctx,
		`UPDATE review_answer SET commune = $1 WHERE province = $2 AND campaign = $3 AND commune = $4`, string(to),
		province, campaign, string(from)); err != nil {
		return err
	}
	// the commune is in the sample's key: it is written anew, so that what witnesses rows knows both
	n, err := t.Exec(ctx,
		`INSERT INTO review_sample (province, campaign, commune, seed, population, households, results, drawn_by, drawn_at)
		SELECT province, campaign, $1, seed, population, households, results, drawn_by, drawn_at FROM review_sample
		WHERE province = $2 AND campaign = $3 AND commune = $4 ON CONFLICT DO NOTHING`, string(to), province, campaign,
		string(from))
	if err != nil {
		return err
	}
	_, err = t.Exec(ctx,
		`DELETE FROM review_sample WHERE province = $1 AND campaign = $2 AND commune = $3 AND $4 > 0`, province, campaign,
		string(from), n)
	return err
}

// Template is a paper's template that the office has put in the place of the one that is shipped.
type Template struct {
	Name string
	File string // as the person's file was called
	Docx []byte
	At   time.Time
	By   int64
}

// Templates returns the office's own templates.
func Templates(ctx context.Context, s store.Reader, province string) (out []Template, err error) {
	rows, err := s.Query(ctx,
		`SELECT name, docx, file, at, account FROM paper_template WHERE province = $1 ORDER BY name`, province)
	return out, store.Each(rows, err, func(r store.Scanner) error {
		var v Template
		var at int64
		var docx string
		if err := r.Scan(&v.Name, &docx, &v.File, &at, &v.By); err != nil {
			return err
		}
		v.At = time.UnixMicro(at).UTC()
		var err error
		v.Docx, err = base64.StdEncoding.DecodeString(docx)
		out = append(out, v)
		return err
	})
}

// SetTemplate puts an office's own template in the place of the one before; without a document the shipped one is used
// again.
func SetTemplate(ctx context.Context, t store.Writer, province string, v *Template) error {
	if len(v.Docx) == 0 {
		_, err := t.Exec(ctx, `DELETE FROM paper_template WHERE province = $1 AND name = $2`, province, v.Name)
		return err
	}
	_, err := t.Exec(ctx,
		`INSERT INTO paper_template (province, name, docx, file, at, account) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (province, name) DO UPDATE SET docx = excluded.docx, file = excluded.file, at = excluded.at, account = excluded.account`, province, v.Name,
		base64.StdEncoding.EncodeToString(v.Docx), v.File, v.At.UnixMicro(), v.By)
	return err
}

package household

import (
	"strings"
)

// SexWords are how papers write a sex, by its identifier in the exchange format.
var SexWords = map[string]string{"male": "Nam", "female": "Nữ"}

// RelationWords are how papers write who a member is to the head, by the identifier in the exchange format.
var RelationWords = map[string]string{"head": "Chủ hộ", "spouse": "Vợ/chồng", "child": "Con", "parent": "Cha/mẹ",
	"grandparent": "Ông/bà", "grandchild": "Cháu", "other": "Khác"}

// The closed vocabularies of the register. Each is a small integer whose zero value is "not known"; String returns the
// identifier of the exchange format. Their Vietnamese words are in columns.go.

// Material is the material of a wall, pillar or roof.
type Material uint8

// The materials.
const (
	Solid Material = iota + 1
	NotSolid
)

// Water is the source of the household's water for daily use.
type Water uint8

// The water sources; all but WaterOther are on the list of Decree 07/2021's annex.
const (
	Tap Water = iota + 1
	Borehole
	ProtectedWell
	ProtectedSpring
	Rain
	Bottled
	WaterOther
)

// Toilet is the kind of the household's toilet.
type Toilet uint8

// The toilets.
const (
	Septic Toilet = iota + 1
	PourFlush
	VIP
	DoubleVault
	ToiletOther
	ToiletNone
)

// Relationship is a member's relationship to the head of the household.
type Relationship uint8

// The relationships.
const (
	Head Relationship = iota + 1
	Spouse
	Child
	Parent
	Grandparent
	Grandchild
	RelationshipOther
)

// Sex is a member's sex.
type Sex uint8

// The sexes.
const (
	Male Sex = iota + 1
	Female
)

// Work is a member's work.
type Work uint8

// The kinds of work.
const (
	WageContract Work = iota + 1
	WageNoContract
	SelfEmployed
	NotWorking
)

// Attending is the level of schooling that a member attends now.
type Attending uint8

// The levels attended.
const (
	AttendsNone Attending = iota + 1
	AttendsPreschool
	AttendsPrimary
	AttendsLowerSecondary
	AttendsUpperSecondary
	AttendsVocational
	AttendsHigher
)

// Qualification is a member's highest qualification.
type Qualification uint8

// The qualifications.
const (
	QualifiedNone Qualification = iota + 1
	QualifiedPrimary
	QualifiedLowerSecondary
	QualifiedUpperSecondary
	QualifiedElementaryVocational
	QualifiedIntermediateVocational
	QualifiedCollege
	QualifiedUniversity
)

// Ethnicity is the number of the code of the 1979 list (01 Kinh … 54); 0 is unknown.
type Ethnicity uint8

// The ethnic groups that the province counts apart.
const (
	Kinh  Ethnicity = 1
	Hoa   Ethnicity = 4
	Khmer Ethnicity = 5
)

// Reasons is the set of a household's reasons for poverty, one bit each in the order of the exchange format.
type Reasons uint8

// The reasons for poverty.
const (
	NoLand Reasons = 1 << iota
	NoCapital
	NoLabour
	NoTools
	NoProductionKnowledge
	NoLabourSkills
	Illness
	OtherReason
)

// String returns the identifiers of the reasons, separated by ";".
func (v Reasons) String() string {
	var names []string
	for i, name := range PovertyReasons.Names[1:] {
		if v&(1<<i) != 0 {
			names = append(names, name)
		}
	}
	return strings.Join(names, ";")
}

// Enum is a closed vocabulary: Names[i] is the identifier of value i (Names[0] is "" = unknown) and Titles[i] its
// Vietnamese words, the first of which is the one to show.
type Enum struct {
	Name   string
	Names  []string
	Titles [][]string
}

// The vocabularies, for readers, writers and rules. They are not to be changed.
var (
	Materials = Enum{"material",
		[]string{"", "solid", "not_solid"},
		[][]string{nil, {"bền chắc", "kiên cố"}, {"không bền chắc", "không kiên cố"}}}
	Waters = Enum{"water_source",
		[]string{"", "tap", "borehole", "protected_well", "protected_spring", "rain", "bottled", "other"},
		[][]string{nil, {"nước máy"}, {"giếng khoan"}, {"giếng đào được bảo vệ"}, {"nước khe/mó được bảo vệ"},
			{"nước mưa"}, {"nước đóng chai, bình", "nước đóng chai bình"}, {"khác", "nguồn khác"}}}
	Toilets = Enum{"toilet",
		[]string{"", "septic", "pour_flush", "vip", "double_vault", "other", "none"},
		[][]string{nil, {"tự hoại", "bán tự hoại", "tự hoại/bán tự hoại"}, {"thấm dội nước", "thấm dội nước (suilabh)"},
			{"cải tiến có ống thông hơi", "cải tiến có ống thông hơi (vip)"}, {"hai ngăn"}, {"khác", "loại khác"},
			{"không có"}}}
	Relationships = Enum{"relationship",
		[]string{"", "head", "spouse", "child", "parent", "grandparent", "grandchild", "other"},
		[][]string{nil, {"chủ hộ"}, {"vợ/chồng", "vợ", "chồng"}, {"con", "con đẻ", "con nuôi"},
			{"cha/mẹ", "cha", "mẹ", "bố", "bố/mẹ"},
			{"ông/bà", "ông", "bà"}, {"cháu"}, {"khác"}}}
	Sexes = Enum{"sex",
		[]string{"", "male", "female"},
		[][]string{nil, {"nam"}, {"nữ"}}}
	Works = Enum{"work",
		[]string{"", "wage_contract", "wage_no_contract", "self_employed", "not_working"},
		[][]string{nil, {"làm công ăn lương có hợp đồng"}, {"làm công ăn lương không hợp đồng"},
			{"tự làm"}, {"không làm việc", "không có việc làm"}}}
	Attendings = Enum{"attending",
		[]string{"", "none", "preschool", "primary", "lower_secondary", "upper_secondary", "vocational", "higher"},
		[][]string{nil, {"không đi học", "không"}, {"mầm non", "mẫu giáo"}, {"tiểu học"}, {"trung học cơ sở", "thcs"},
			{"trung học phổ thông", "thpt"}, {"giáo dục nghề nghiệp", "học nghề"}, {"cao đẳng, đại học", "đại học"}}}
	Qualifications = Enum{"qualification",
		[]string{"", "none", "primary", "lower_secondary", "upper_secondary", "elementary_vocational",
			"intermediate_vocational", "college", "university"},
		[][]string{nil, {"không có", "không"}, {"tiểu học"}, {"tốt nghiệp thcs", "trung học cơ sở", "thcs"},
			{"tốt nghiệp thpt", "trung học phổ thông", "thpt"}, {"sơ cấp"}, {"trung cấp"}, {"cao đẳng"},
			{"đại học", "đại học trở lên"}}}
	PovertyReasons = Enum{"poverty_reasons",
		[]string{"", "no_land", "no_capital", "no_labour", "no_tools", "no_production_knowledge", "no_labour_skills",
			"illness", "other"},
		[][]string{nil, {"không có đất sản xuất"}, {"không có vốn sản xuất, kinh doanh"}, {"không có lao động"},
			{"không có công cụ/phương tiện sản xuất"}, {"không có kiến thức về sản xuất"},
			{"không có kỹ năng lao động, sản xuất"}, {"có người ốm đau, bệnh nặng, tai nạn"},
			{"nguyên nhân khác", "khác"}}}
	Areas = Enum{"area",
		[]string{"", "rural", "urban"},
		[][]string{nil, {"nông thôn"}, {"thành thị"}}}
)

func (v Material) String() string { return Materials.Names[v] }

func (v Water) String() string { return Waters.Names[v] }

func (v Toilet) String() string { return Toilets.Names[v] }

func (v Relationship) String() string { return Relationships.Names[v] }

func (v Sex) String() string { return Sexes.Names[v] }

func (v Work) String() string { return Works.Names[v] }

func (v Attending) String() string { return Attendings.Names[v] }

func (v Qualification) String() string { return Qualifications.Names[v] }

// String returns the two-digit code, or "" where unknown.
func (v Ethnicity) String() string {
	if v == 0 {
		return ""
	}
	return string([]byte{'0' + byte(v)/10, '0' + byte(v)%10})
}

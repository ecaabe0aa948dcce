package household

// Kind is the kind of value a column holds.
type Kind uint8

// The kinds of columns.
const (
	Text     Kind = iota
	Amount        // whole VND
	Decimal       // a number that may have decimals
	Integer       // a whole number
	YesNo         // an Answer
	Choice        // one of Column.Enum
	Choices       // several of Column.Enum, separated by ";"
	Day           // a date, or a year alone
	Ethnic        // an ethnic group's two-digit code or its name
	Citizen       // a 12-digit citizen number
	UnitCode      // a commune code
)

// Column describes one column of the exchange format: the register workbook's sheet, its identifier, its Vietnamese
// title, what it holds and whether a row needs it.
type Column struct {
	Name     string
	Title    string
	Kind     Kind
	Enum     *Enum
	Required bool
}

// HouseholdColumns are the columns of the sheet "households", in order. Not to be changed.
var HouseholdColumns = []Column{
	{Name: "household_code", Title: "Mã hộ", Kind: Text, Required: true},
	{Name: "commune_code", Title: "Mã xã", Kind: UnitCode, Required: true},
	{Name: "hamlet", Title: "Ấp/khóm", Kind: Text},
	{Name: "address", Title: "Địa chỉ", Kind: Text},
	{Name: "area", Title: "Khu vực", Kind: Choice, Enum: &Areas},
	{Name: "income_per_head", Title: "Thu nhập bình quân", Kind: Amount},
	{Name: "b1_score", Title: "Điểm B1", Kind: Decimal},
	{Name: "wall", Title: "Tường", Kind: Choice, Enum: &Materials},
	{Name: "pillar", Title: "Cột", Kind: Choice, Enum: &Materials},
	{Name: "roof", Title: "Mái", Kind: Choice, Enum: &Materials},
	{Name: "floor_area", Title: "Diện tích nhà ở", Kind: Decimal},
	{Name: "water_source", Title: "Nguồn nước sinh hoạt", Kind: Choice, Enum: &Waters},
	{Name: "toilet", Title: "Nhà tiêu", Kind: Choice, Enum: &Toilets},
	{Name: "internet", Title: "Sử dụng internet", Kind: YesNo},
	{Name: "information_means", Title: "Phương tiện tiếp cận thông tin", Kind: YesNo},
	{Name: "poverty_reasons", Title: "Nguyên nhân nghèo", Kind: Choices, Enum: &PovertyReasons},
	{Name: "phone", Title: "Điện thoại", Kind: Text},
}

// MemberColumns are the columns of the sheet "members", in order. Not to be changed.
var MemberColumns = []Column{
	{Name: "household_code", Title: "Mã hộ", Kind: Text, Required: true},
	{Name: "member_no", Title: "STT thành viên", Kind: Integer, Required: true},
	{Name: "full_name", Title: "Họ và tên", Kind: Text, Required: true},
	{Name: "relationship", Title: "Quan hệ với chủ hộ", Kind: Choice, Enum: &Relationships, Required: true},
	{Name: "sex", Title: "Giới tính", Kind: Choice, Enum: &Sexes},
	{Name: "birth_date", Title: "Ngày sinh", Kind: Day},
	{Name: "ethnicity", Title: "Dân tộc", Kind: Ethnic},
	{Name: "citizen_id", Title: "Số định danh/CCCD", Kind: Citizen},
	{Name: "able_to_work", Title: "Có khả năng lao động", Kind: YesNo},
	{Name: "wants_work", Title: "Sẵn sàng/mong muốn làm việc", Kind: YesNo},
	{Name: "work", Title: "Việc làm", Kind: Choice, Enum: &Works},
	{Name: "social_allowance", Title: "Hưởng trợ cấp xã hội hằng tháng", Kind: YesNo},
	{Name: "disability", Title: "Khuyết tật", Kind: YesNo},
	{Name: "person_of_merit", Title: "Người có công", Kind: YesNo},
	{Name: "health_insurance", Title: "Có bảo hiểm y tế", Kind: YesNo},
	{Name: "attending", Title: "Đang học", Kind: Choice, Enum: &Attendings},
	{Name: "qualification", Title: "Bằng cấp cao nhất", Kind: Choice, Enum: &Qualifications},
	{Name: "in_training", Title: "Đang tham gia đào tạo", Kind: YesNo},
	{Name: "stunted", Title: "SDD chiều cao", Kind: YesNo},
	{Name: "underweight", Title: "SDD cân nặng", Kind: YesNo},
}

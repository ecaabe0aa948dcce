package generate

import (
	"strconv"

	"giamngheo/internal/place"
)

// Names as they are heard in the province, put together at random; none is anybody's. Not to be changed.
var (
	surnames = [groups][]string{
		kinh: {"Nguyễn", "Nguyễn", "Nguyễn", "Nguyễn", "Trần", "Trần", "Lê", "Lê", "Phạm", "Huỳnh", "Võ", "Phan",
			"Trương",
			"Bùi", "Đặng", "Đỗ", "Ngô", "Hồ", "Dương", "Lý", "Cao", "Mai", "Đinh", "Lâm"},
		khmer: {"Thạch", "Thạch", "Sơn", "Sơn", "Kim", "Kim", "Danh", "Lâm", "Lâm", "Trà", "Liêu", "Châu", "Lý",
			"Kiên", "Triệu", "Tăng", "Đào"},
		hoa: {"Trần", "Lâm", "Quách", "Lý", "Trương", "Vương", "Huỳnh", "Ngô", "Tạ", "La", "Hứa", "Mã",
			"Trịnh", "Tăng", "Ong"},
		otherMinority: {"Chau", "Hoàng", "Nông", "Lò", "Bế", "Hà"},
	}
	middles = [2][]string{
		{"Văn", "Văn", "Văn", "Hoàng", "Minh", "Thanh", "Quốc", "Hữu", "Công", "Đức", "Chí", "Tấn", "Phước", "Trọng"},
		{"Thị", "Thị", "Thị", "Ngọc", "Thanh", "Mỹ", "Kim", "Hồng", "Thúy", "Cẩm", "Bích", "Thùy", "Tuyết", "Diễm"},
	}
	givens = [2][]string{
		{"An", "Bảo", "Bình", "Cường", "Dũng", "Đạt", "Hải", "Hậu", "Hùng", "Khang", "Khánh", "Lợi", "Long", "Nam",
			"Nghĩa", "Nhân",
			"Phong", "Phúc", "Quân", "Sang", "Sơn", "Tâm", "Tài", "Thắng", "Thành", "Tính", "Toàn", "Trí", "Tuấn",
			"Vinh"},
		{"Ánh", "Châu", "Chi", "Diệu", "Dung", "Duyên", "Giang", "Hà", "Hạnh", "Hiền", "Hoa", "Hương", "Lan", "Liên",
			"Loan", "Mai",
			"My", "Nga", "Ngân", "Nhi", "Như", "Phượng", "Quyên", "Thảo", "Thu", "Tiên", "Trang", "Trinh", "Vân",
			"Yến"},
	}
	khmerMiddles = [2][]string{{"", "", "Sa", "Ra", "Sô", "Chanh", "Hoàng", "Minh"},
		{"Thị", "Thị", "Sà", "Sô", "Ra", "Chanh", "Thị Sa"}}
	khmerGivens = [2][]string{
		{"Rươl", "Vuôl", "Phia", "Đa", "Thươne", "Ry", "Phol", "Sophia", "Kha", "Nuôl", "Sết", "Thone", "Hên", "Dương",
			"Vanna", "Khêm"},
		{"Phol", "Thi", "Đa", "Sóc", "Nari", "Ny", "Linh", "Phêch", "Ra", "Hương", "Bopha", "Sari", "Lên", "Na", "Thia",
			"Kha"},
	}
	hamletKhmer = []string{"Trà Quýt", "Trà Sết", "Bưng Tróp", "Giồng Chùa", "Sóc Dong", "Tắc Gồng", "Xóm Lớn", "Phnôr",
		"Giồng Cát", "Prey Chóp", "Sà Lôn", "Bưng Chụm"}
	// widespread are surnames that several minorities have; whoever is of one of the country's groups takes one.
	widespread = []string{"Hoàng", "Nông", "Lò", "Hà", "Lý", "Bàn", "Giàng", "Vi", "Đinh", "Lương"}
)

// hamletNames are how hamlets are called in a part of the country: what a town's are numbered under, what one of the
// country is, and the two words that its name is put together from.
type hamletNames struct {
	town, country string
	first, second []string
}

var (
	hamletsOfMekong = hamletNames{"Khóm ", "Ấp ",
		[]string{"Phú", "An", "Hòa", "Thạnh", "Tân", "Mỹ", "Bình", "Trung", "Vĩnh", "Đại", "Long", "Phước"},
		[]string{"Thành", "Lợi", "Hưng", "Bình", "Thuận", "Đức", "Hòa", "Trường", "Quới", "Thọ", "Phú", "Ninh"}}
	hamletsOfSoutheast = hamletNames{"Khu phố ", "Ấp ", hamletsOfMekong.first, hamletsOfMekong.second}
	hamletsElsewhere   = hamletNames{"Tổ dân phố số ", "Thôn ",
		[]string{"Phú", "An", "Hòa", "Thanh", "Tân", "Mỹ", "Bình", "Trung", "Vĩnh", "Đại", "Đông", "Xuân"},
		[]string{"Thành", "Lợi", "Hưng", "Bình", "Thuận", "Đức", "Hòa", "Trường", "Quý", "Thọ", "Phú", "Ninh"}}
)

// hamletsOf are how a province's hamlets are called. The statistics office counts provinces from north to south: from
// 70 on are those of the Southeast, from 80 on those of the Mekong delta and Tây Ninh with it since 01/07/2025.
func hamletsOf(province place.Code) *hamletNames {
	switch {
	case province >= "80":
		return &hamletsOfMekong
	case province >= "70":
		return &hamletsOfSoutheast
	}
	return &hamletsElsewhere
}

// surnameOf draws a surname: the group whose list it is from in the upper bits, its place there in the lower five.
func surnameOf(s *source, g group) uint8 { return uint8(g)<<5 | uint8(s.below(len(surnames[g]))) }

// appendName appends the person's full name.
func (p *person) appendName(b []byte) []byte {
	s, sex := source(p.traits), int(p.sex)-1
	surname := surnames[p.surname>>5][p.surname&31]
	if p.other != 0 && group(p.surname>>5) == otherMinority {
		surname = widespread[(int(p.other)+int(p.surname&31))%len(widespread)]
	}
	b = append(b, surname...)
	middle, given := middles[sex], givens[sex]
	if p.group == khmer && s.chance(0.75) {
		middle, given = khmerMiddles[sex], khmerGivens[sex]
	}
	if m := middle[s.below(len(middle))]; m != "" {
		b = append(append(b, ' '), m...)
	}
	return append(append(b, ' '), given[s.below(len(given))]...)
}

// appendHamlet appends the name of the household's hamlet: numbered in towns, named in the country.
func (h *home) appendHamlet(b []byte) []byte {
	n, names := int(h.trait(90)*10), h.commune.hamlets
	if h.commune.area == place.Urban {
		return strconv.AppendInt(append(b, names.town...), int64(n+1), 10)
	}
	b = append(b, names.country...)
	r := mix(h.commune.name + uint64(n))
	if h.commune.khmer && n < 4 {
		return append(b, hamletKhmer[r%uint64(len(hamletKhmer))]...)
	}
	b = append(b, names.first[r%uint64(len(names.first))]...)
	return append(append(b, ' '), names.second[r>>32%uint64(len(names.second))]...)
}

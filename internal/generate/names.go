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
	hamletFirst  = []string{"Phú", "An", "Hòa", "Thạnh", "Tân", "Mỹ", "Bình", "Trung", "Vĩnh", "Đại", "Long", "Phước"}
	hamletSecond = []string{"Thành", "Lợi", "Hưng", "Bình", "Thuận", "Đức", "Hòa", "Trường", "Quới", "Thọ", "Phú",
		"Ninh"}
	hamletKhmer = []string{"Trà Quýt", "Trà Sết", "Bưng Tróp", "Giồng Chùa", "Sóc Dong", "Tắc Gồng", "Xóm Lớn", "Phnôr",
		"Giồng Cát", "Prey Chóp", "Sà Lôn", "Bưng Chụm"}
)

// surnameOf draws a surname: the group whose list it is from in the upper bits, its place there in the lower five.
func surnameOf(s *source, g group) uint8 { return uint8(g)<<5 | uint8(s.below(len(surnames[g]))) }

// appendName appends the person's full name.
func (p *person) appendName(b []byte) []byte {
	s, sex := source(p.traits), int(p.sex)-1
	b = append(b, surnames[p.surname>>5][p.surname&31]...)
	middle, given := middles[sex], givens[sex]
	if p.group == khmer && s.chance(0.75) {
		middle, given = khmerMiddles[sex], khmerGivens[sex]
	}
	if m := middle[s.below(len(middle))]; m != "" {
		b = append(append(b, ' '), m...)
	}
	return append(append(b, ' '), given[s.below(len(given))]...)
}

// appendHamlet appends the name of the household's hamlet: khóm in towns, ấp in the country.
func (h *home) appendHamlet(b []byte) []byte {
	n := int(h.trait(90) * 10)
	if h.commune.area == place.Urban {
		return strconv.AppendInt(append(b, "Khóm "...), int64(n+1), 10)
	}
	b = append(b, "Ấp "...)
	r := mix(h.commune.name + uint64(n))
	if h.commune.khmer && n < 4 {
		return append(b, hamletKhmer[r%uint64(len(hamletKhmer))]...)
	}
	b = append(b, hamletFirst[r%uint64(len(hamletFirst))]...)
	return append(append(b, ' '), hamletSecond[r>>32%uint64(len(hamletSecond))]...)
}

// Command papers writes the Word templates that are shipped in data/paper: the layout of Decree 30/2020/NĐ-CP (A4, the
// country's name, the body's name, number, place and day, signature). The wording is ours: the annexed forms of Decision
// 24/2021 were not read, and every template says so. An office changes them in Word and puts its own in their place.
//
//	cd tools && go run ./papers ../data/paper
package main

import (
	"archive/zip"
	"bytes"
	"fmt"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"strings"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: papers FOLDER")
		os.Exit(2)
	}
	for name, body := range papers() {
		if err := os.WriteFile(filepath.Join(os.Args[1], name+".docx"), docx(body), 0o644); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
}

// sizes are the letters of a look that set a size, in half points. Not to be changed.
var sizes = map[string]string{"h": "24", "s": "24", "n": "22", "t": "18"}

// run is one text with its look: b bold, i italic, u underlined; h the head, s small (tables), n who receives it, t tiny; k Khmer.
func run(text, look string) string {
	props := ""
	if strings.Contains(look, "k") {
		props += `<w:rFonts w:ascii="Khmer UI" w:hAnsi="Khmer UI" w:cs="Khmer UI"/>`
	}
	for _, c := range look {
		switch c {
		case 'b':
			props += "<w:b/><w:bCs/>"
		case 'i':
			props += "<w:i/><w:iCs/>"
		case 'u':
			props += `<w:u w:val="single"/>`
		case 'h', 's', 'n', 't':
			size := sizes[string(c)]
			props += `<w:sz w:val="` + size + `"/><w:szCs w:val="` + size + `"/>`
		}
	}
	if strings.Contains(look, "k") {
		props += `<w:cs/><w:lang w:bidi="km-KH"/>`
	}
	return `<w:r><w:rPr>` + props + `</w:rPr><w:t xml:space="preserve">` + text + `</w:t></w:r>`
}

// spaced is a paragraph: where it stands (left, center, right, both), the space around it, and its runs.
func spaced(align string, before, after int, runs string) string {
	indent := ""
	if align == "both" {
		indent = `<w:ind w:firstLine="567"/>`
	}
	return fmt.Sprintf(`<w:p><w:pPr><w:spacing w:before="%d" w:after="%d"/>%s<w:jc w:val="%s"/></w:pPr>%s</w:p>`, before, after, indent, align, runs)
}

// par is a paragraph of the text: where it stands, its look and its text.
func par(align, look, text string) string { return spaced(align, 60, 60, run(text, look)) }

// article is a paragraph that begins with “Điều 1.” in bold.
func article(no int, text string) string {
	return spaced("both", 60, 60, run(fmt.Sprintf("Điều %d. ", no), "b")+run(text, ""))
}

func tight(align, look, text string) string { return spaced(align, 0, 0, run(text, look)) }

// blank is empty lines: the place of a signature, or what keeps two tables apart.
func blankLines(n int) string { return strings.Repeat(tight("center", "", ""), n) }

// title is a paper's kind and what it is about, with a line below, as the decree has it.
func title(kind, about string) string {
	return spaced("center", 240, 0, run(kind, "b")) + spaced("center", 0, 0, run(about, "b")) + spaced("center", 0, 120, run("─────────", ""))
}

func cell(width int, content string) string {
	return fmt.Sprintf(`<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/></w:tcPr>%s</w:tc>`, width, content)
}

// grid is a table's properties and columns.
func grid(borders string, widths []int) string {
	b := `<w:tbl><w:tblPr><w:tblW w:w="5000" w:type="pct"/>` + borders + `<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>`
	for _, w := range widths {
		b += fmt.Sprintf(`<w:gridCol w:w="%d"/>`, w)
	}
	return b + `</w:tblGrid>`
}

// plain is a table without lines: the head and the foot of a paper.
func plain(widths []int, cells ...string) string {
	b := grid("", widths) + `<w:tr><w:trPr><w:cantSplit/></w:trPr>`
	for i, c := range cells {
		b += cell(widths[i], c)
	}
	return b + `</w:tr></w:tbl>`
}

// table is a table with lines: a head row and one row that the filler repeats. What stands after it is kept apart.
func table(widths []int, head, row []string) string {
	borders := `<w:tblBorders>`
	for _, side := range []string{"top", "left", "bottom", "right", "insideH", "insideV"} {
		borders += `<w:` + side + ` w:val="single" w:sz="4" w:space="0" w:color="000000"/>`
	}
	b := grid(borders+`</w:tblBorders>`, widths) + `<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>`
	for i, h := range head {
		b += cell(widths[i], tight("center", "bs", h))
	}
	b += `</w:tr><w:tr><w:trPr><w:cantSplit/></w:trPr>`
	for i, c := range row {
		align := "left"
		if strings.Contains(c, "stt") || strings.Contains(c, "so_") || strings.Contains(c, "dong_y") {
			align = "center"
		}
		b += cell(widths[i], tight(align, "s", c))
	}
	return b + `</w:tr></w:tbl>` + tight("left", "t", "")
}

const (
	country = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
	motto   = "Độc lập - Tự do - Hạnh phúc"
)

// national is the country's name and motto.
func national() string {
	return tight("center", "bh", country) + tight("center", "b", motto) + tight("center", "h", "───────────────")
}

// head is the head of a body's paper: who, the number with the paper's sign, the country, the place and the day. Fields of a
// repeated block begin with its name.
func head(block, number string) string {
	left := tight("center", "bh", "ỦY BAN NHÂN DÂN") + tight("center", "bh", "{{"+block+"co_quan}}") + tight("center", "h", "───────")
	if number != "" {
		left += tight("center", "", "Số: "+number)
	}
	return plain(headWidths, left, national()+tight("center", "i", day(block)))
}

// headWidths are the columns of a head; the country's name stands on one line. Not to be changed.
var headWidths = []int{3500, 5854}

func day(block string) string {
	return strings.ReplaceAll("{{#noi}}, ngày {{#ngay}} tháng {{#thang}} năm {{#nam}}", "#", block)
}

// sign is the foot of a paper: who receives it, and who signs.
func sign(receivers []string, who, name string) string {
	left := tight("left", "bis", "Nơi nhận:")
	for _, r := range receivers {
		left += tight("left", "n", "- "+r)
	}
	return plain([]int{4354, 5000}, left, tight("center", "b", who)+blankLines(4)+tight("center", "b", name))
}

// asks is the foot of a citizen's request.
func asks() string {
	return plain([]int{4354, 5000}, tight("left", "", ""), tight("center", "i", day(""))+tight("center", "b", "NGƯỜI ĐỀ NGHỊ")+tight("center", "i", "(Ký hoặc điểm chỉ, ghi rõ họ tên)")+blankLines(4))
}

// note stands under every paper.
func note(block string) string { return spaced("left", 120, 0, run("{{"+block+"mau}}", "it")) }

func qr() string {
	const size = 1080000
	return `<w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="` + fmt.Sprint(size) + `" cy="` + fmt.Sprint(size) + `"/><wp:docPr id="1" name="QR" descr="Mã QR kiểm tra giấy chứng nhận"/><a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:nvPicPr><pic:cNvPr id="1" name="qr.png"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="rIdQr"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="` + fmt.Sprint(size) + `" cy="` + fmt.Sprint(size) + `"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>`
}

const pageBreak = `<w:p><w:r><w:br w:type="page"/></w:r></w:p>`

// dots are to be written on by hand.
func dots(n int) string { return strings.Repeat("…", n) }

func papers() map[string]string {
	return map[string]string{"de-nghi-01": request01(), "de-nghi-04": request04(), "bien-ban-hop": minutes(), "niem-yet": posting(), "quyet-dinh-02": decision02(),
		"chung-nhan": certificate(), "tu-choi": refusal(), "mstb-quyet-dinh": averageDecision(), "mstb-tu-choi": averageRefusal(), "bao-cao": report(), "ke-hoach": planResults(), "bao-cao-loi": words()}
}

// requestHead is how a household's request begins. What the register does not hold – the permanent residence, the citizen card –
// is left to be written in.
func requestHead(kind, more string) string {
	return national() + spaced("center", 240, 120, run(kind, "b")) + par("center", "", "Kính gửi: Chủ tịch Ủy ban nhân dân {{xa_thuong}}") +
		par("both", "", "Họ và tên chủ hộ: {{chu_ho}}. Giới tính: {{gioi_tinh}}. Năm sinh: {{nam_sinh}}. Dân tộc: {{dan_toc}}.") +
		par("both", "", "Số CCCD/số định danh cá nhân: "+dots(14)+" Ngày cấp: …/…/……") +
		par("both", "", "Nơi thường trú: "+dots(26)) +
		par("both", "", "Nơi ở hiện tại: {{dia_chi}}, {{ap}}, {{xa_thuong}}, {{tinh_thuong}}. Mã hộ: {{ma_ho}}."+more)
}

// words is a report in words: sections, then where every figure comes from.
func words() string {
	section := par("left", "", "{{#muc}}") + spaced("left", 120, 60, run("{{muc.ten}}", "b")) +
		grid("", []int{9354}) + `<w:tr>` + cell(9354, par("both", "", "{{doan.chu}}")) + `</w:tr></w:tbl>` + par("left", "", "{{/muc}}")
	return head("", "{{so}}") + title("BÁO CÁO", "{{ve}}") + section +
		sign([]string{"Ủy ban nhân dân tỉnh, Ban Chỉ đạo (báo cáo);", "Lưu: VT."}, "", "{{nguoi_ky}}") + note("") +
		pageBreak + spaced("center", 0, 60, run("PHỤ LỤC: BẢNG DẪN NGUỒN SỐ LIỆU", "b")) +
		spaced("center", 0, 120, run("{{ve}}; số liệu chốt đến ngày {{ngay_chot}}, tổng hợp lần {{lan}}", "i")) +
		table([]int{600, 1500, 3054, 2900, 1300}, []string{"STT", "Số liệu", "Câu", "Nguồn, định nghĩa", "Mở tại"},
			[]string{"{{ng.stt}}", "{{ng.gia_tri}}", "{{ng.cau}}", "{{ng.nguon}}", "{{ng.mo}}"})
}

func request01() string {
	return requestHead("GIẤY ĐỀ NGHỊ RÀ SOÁT HỘ NGHÈO, HỘ CẬN NGHÈO HOẶC XÁC ĐỊNH HỘ CÓ MỨC SỐNG TRUNG BÌNH (Mẫu 01)", "") + par("both", "", "Thông tin các thành viên của hộ:") +
		table([]int{600, 2554, 1350, 900, 1350, 1050, 1550}, []string{"STT", "Họ và tên", "Ngày sinh", "Giới tính", "Quan hệ với chủ hộ", "Dân tộc", "Tình trạng (có việc làm, không có việc làm, đang đi học)"}, []string{"{{tv.stt}}", "{{tv.ho_ten}}", "{{tv.ngay_sinh}}", "{{tv.gioi_tinh}}", "{{tv.quan_he}}", "{{tv.dan_toc}}", "{{tv.tinh_trang}}"}) +
		par("left", "", "Tôi đề nghị (đánh dấu một ô):") + par("left", "", "☐ rà soát, công nhận hộ nghèo, hộ cận nghèo") + par("left", "", "☐ xác định hộ làm nông nghiệp, lâm nghiệp, ngư nghiệp, diêm nghiệp có mức sống trung bình") + par("left", "", "Lý do: "+dots(30)) +
		par("both", "", "Tôi cam đoan những điều khai trên đây là đúng sự thật và chịu trách nhiệm về lời khai của mình.") + asks() + note("")
}

func request04() string {
	return requestHead("GIẤY ĐỀ NGHỊ CÔNG NHẬN HỘ THOÁT NGHÈO, HỘ THOÁT CẬN NGHÈO (Mẫu 04)", " Hiện là: {{phan_loai}}.") +
		par("both", "", "Tôi đề nghị được công nhận hộ thoát nghèo, hộ thoát cận nghèo.") + par("left", "", "Lý do: "+dots(30)) +
		par("both", "", "Tôi cam đoan những điều khai trên đây là đúng sự thật và chịu trách nhiệm về lời khai của mình.") + asks() + note("")
}

func minutes() string {
	return national() + title("BIÊN BẢN", "Họp dân thống nhất kết quả {{dot_thuong}} – {{ap}}, {{xa_thuong}}") +
		par("both", "", "Thời gian bắt đầu: …… giờ …… ngày {{ngay_hop}}. Địa điểm: {{noi_hop}}.") +
		par("both", "", "Chủ trì: {{chu_tri}}. Thư ký: {{thu_ky}}. Số người dự họp: {{so_du}}.") +
		par("left", "", "Đại diện Ban Chỉ đạo rà soát cấp xã: "+dots(16)) + par("left", "", "Bí thư chi bộ, đoàn thể, rà soát viên: "+dots(16)) +
		par("left", "", "Ủy ban Mặt trận Tổ quốc Việt Nam cấp xã (giám sát): "+dots(10)) +
		par("both", "", "Cuộc họp nghe kết quả rà soát, thảo luận và biểu quyết từng hộ. Kết quả của một hộ có giá trị khi ít nhất {{ty_le}}% số người dự họp đồng ý ({{can_cu}}):") +
		table([]int{700, 3054, 1100, 2200, 1100, 1200}, []string{"STT", "Chủ hộ", "Số khẩu", "Kết quả rà soát", "Đồng ý", "Không đồng ý"}, []string{"{{ho.stt}}", "{{ho.chu_ho}}", "{{ho.so_khau}}", "{{ho.phan_loai}}", "{{ho.dong_y}}", "{{ho.khong_dong_y}}"}) +
		par("left", "", "Ý kiến khác: "+dots(32)) + par("both", "", "Hộ không đủ tỷ lệ đồng ý được khảo sát lại. Cuộc họp kết thúc vào …… giờ …… cùng ngày. Biên bản đã đọc cho mọi người dự họp cùng nghe và lập thành 02 bản: 01 bản lưu tại ấp, khóm; 01 bản gửi Ban Chỉ đạo rà soát cấp xã.") +
		plain([]int{3118, 3118, 3118}, tight("center", "b", "ĐẠI DIỆN HỘ DÂN"), tight("center", "b", "THƯ KÝ")+blankLines(4)+tight("center", "b", "{{thu_ky}}"), tight("center", "b", "CHỦ TRÌ")+blankLines(4)+tight("center", "b", "{{chu_tri}}")) + note("")
}

// posting is the only paper that everybody reads: heads, sizes and classes, no citizen number, no day of birth.
func posting() string {
	return head("", "") + title("DANH SÁCH NIÊM YẾT", "Kết quả {{dot_thuong}} – {{ap}}, {{xa_thuong}}") +
		spaced("center", 0, 60, run("បញ្ជីបិទផ្សាយលទ្ធផលពិនិត្យគ្រួសារក្រីក្រ គ្រួសារជិតក្រីក្រ", "k")) +
		par("both", "", "Niêm yết từ ngày {{tu_ngay}} đến hết ngày {{den_ngay}} tại: {{noi_niem_yet}}.") +
		par("both", "", "Người không đồng ý với kết quả gửi ý kiến đến Ủy ban nhân dân {{xa_thuong}} trong thời gian niêm yết; việc phúc tra không quá 03 ngày làm việc kể từ ngày nhận ý kiến.") +
		spaced("both", 0, 60, run("អ្នកដែលមិនយល់ព្រម សូមផ្ញើមតិទៅគណៈកម្មាធិការប្រជាជនឃុំ ក្នុងរយៈពេលបិទផ្សាយ។", "k")) +
		table([]int{900, 4254, 1500, 2700}, []string{"STT", "Chủ hộ", "Số khẩu", "Kết quả rà soát"}, []string{"{{ho.stt}}", "{{ho.chu_ho}}", "{{ho.so_khau}}", "{{ho.phan_loai}}"}) + sign([]string{"Niêm yết tại các nơi ghi trên;", "Lưu: VT."}, "TM. BAN CHỈ ĐẠO RÀ SOÁT", "") + note("")
}

// decision02 is form 02: one decision with two lists, of the poor and near-poor and of who escaped.
func decision02() string {
	grounds := par("both", "i", "{{can_cu_phap_ly}}") + par("both", "i", "Căn cứ kết quả rà soát tại các ấp, khóm: {{cac_ap}}.")
	behind := func(title, number string) string {
		return pageBreak + spaced("center", 0, 0, run(title, "b")) +
			spaced("center", 0, 120, run("(Kèm theo Quyết định số {{"+number+"}} ngày {{ngay}} tháng {{thang}} năm {{nam}} của Chủ tịch Ủy ban nhân dân {{xa_thuong}})", "i"))
	}
	return head("", "{{so}}") + title("QUYẾT ĐỊNH", "Về việc công nhận danh sách hộ nghèo, hộ cận nghèo và hộ thoát nghèo, hộ thoát cận nghèo ({{dot_thuong}})") +
		spaced("center", 60, 120, run("CHỦ TỊCH ỦY BAN NHÂN DÂN {{xa_hoa}}", "b")) + grounds + spaced("center", 120, 120, run("QUYẾT ĐỊNH:", "b")) +
		article(1, "Công nhận {{so_ngheo}} hộ nghèo, {{so_can_ngheo}} hộ cận nghèo; {{so_thoat}} hộ thoát nghèo, {{so_thoat_can}} hộ thoát cận nghèo trên địa bàn {{xa_thuong}} (có danh sách kèm theo).") +
		article(2, "Quyết định này có hiệu lực kể từ ngày {{hieu_luc}}.") +
		article(3, "Công chức, bộ phận có liên quan của Ủy ban nhân dân {{xa_thuong}}, Trưởng các ấp, khóm và các hộ có tên tại Điều 1 chịu trách nhiệm thi hành Quyết định này./.") +
		tight("left", "", "") + sign([]string{"Như Điều 3;", "{{cap_tren}} (báo cáo);", "Lưu: VT."}, "CHỦ TỊCH", "{{nguoi_ky}}") + note("") +
		behind("DANH SÁCH HỘ NGHÈO, HỘ CẬN NGHÈO", "so") +
		table([]int{760, 2444, 1850, 850, 1750, 1700}, []string{"STT", "Chủ hộ", "Ấp, khóm", "Số khẩu", "Phân loại", "Mã hộ"}, []string{"{{ho.stt}}", "{{ho.chu_ho}}", "{{ho.ap}}", "{{ho.so_khau}}", "{{ho.phan_loai}}", "{{ho.ma_ho}}"}) +
		behind("DANH SÁCH HỘ THOÁT NGHÈO, HỘ THOÁT CẬN NGHÈO", "so_thoat_qd") +
		table([]int{760, 2244, 1850, 850, 1950, 1700}, []string{"STT", "Chủ hộ", "Ấp, khóm", "Số khẩu", "Kết quả", "Mã hộ"}, []string{"{{thoat.stt}}", "{{thoat.chu_ho}}", "{{thoat.ap}}", "{{thoat.so_khau}}", "{{thoat.ket_qua}}", "{{thoat.ma_ho}}"})
}

// certificate is form 03: the household, its head's card, I. its members, II. what the reviews found, year by year.
func certificate() string {
	return par("left", "", "{{#gcn}}") + head("gcn.", "{{gcn.so}}") + spaced("center", 240, 0, run("GIẤY CHỨNG NHẬN", "b")) + spaced("center", 0, 120, run("{{gcn.phan_loai_hoa}}", "b")) +
		par("both", "i", "{{gcn.can_cu_phap_ly}}") + par("both", "i", "Căn cứ Quyết định số {{gcn.quyet_dinh}} ngày {{gcn.tu_ngay}} của Chủ tịch Ủy ban nhân dân {{gcn.xa_thuong}}.") +
		par("both", "", "Chủ tịch Ủy ban nhân dân {{gcn.xa_thuong}} chứng nhận hộ ông (bà): {{gcn.chu_ho}}. Giới tính: {{gcn.gioi_tinh}}. Ngày sinh: {{gcn.nam_sinh}}. Dân tộc: {{gcn.dan_toc}}.") +
		par("both", "", "Số CCCD/CMND: {{gcn.cccd}} Ngày cấp: …/…/……") +
		par("both", "", "Nơi cư trú: {{gcn.dia_chi}}, {{gcn.ap}}, {{gcn.xa_thuong}}, {{gcn.tinh_thuong}}. Mã hộ: {{gcn.ma_ho}}.") +
		par("both", "", "Là {{gcn.phan_loai}} kể từ ngày {{gcn.tu_ngay}} cho đến khi có quyết định khác.") +
		par("left", "b", "I. Danh sách thành viên hộ gia đình ({{gcn.so_khau}} khẩu)") +
		table([]int{600, 2654, 1200, 1800, 950, 950, 1200}, []string{"STT", "Họ và tên", "Dân tộc", "Quan hệ với chủ hộ", "Năm sinh nam", "Năm sinh nữ", "Ghi chú"}, []string{"{{tv.stt}}", "{{tv.ho_ten}}", "{{tv.dan_toc}}", "{{tv.quan_he}}", "{{tv.nam}}", "{{tv.nu}}", "{{tv.ghi_chu}}"}) +
		par("left", "b", "II. Kết quả phân loại hộ gia đình") +
		table([]int{1000, 1600, 1800, 4954}, []string{"Năm", "Ngày", "Phân loại", "Chỉ số thiếu hụt dịch vụ xã hội cơ bản"}, []string{"{{kq.nam}}", "{{kq.ngay}}", "{{kq.phan_loai}}", "{{kq.thieu_hut}}"}) +
		plain([]int{4354, 5000}, qr()+tight("center", "t", "Quét mã hoặc mở địa chỉ này để kiểm tra:")+tight("center", "t", "{{gcn.dia_chi_web}}"), tight("center", "b", "CHỦ TỊCH")+blankLines(4)+tight("center", "b", "{{gcn.nguoi_ky}}")) + note("gcn.") + pageBreak + par("left", "", "{{/gcn}}")
}

func refusal() string {
	return par("left", "", "{{#tc}}") + head("tc.", "{{tc.so}}") + title("THÔNG BÁO", "Về kết quả xem xét giấy đề nghị rà soát") + par("center", "", "Kính gửi: Hộ ông (bà) {{tc.chu_ho}}, {{tc.ap}}, {{tc.xa_thuong}}") +
		par("both", "", "Ủy ban nhân dân {{tc.xa_thuong}} đã nhận giấy đề nghị của hộ ông (bà) ({{tc.mau_don}}) ngày {{tc.ngay_nhan}} và tổ chức rà soát theo Quyết định số 24/2021/QĐ-TTg ngày 16 tháng 7 năm 2021 của Thủ tướng Chính phủ.") +
		par("both", "", "Kết quả: không công nhận theo đề nghị.") + par("both", "", "Lý do: {{tc.ly_do}}") + par("both", "", "Giải thích: {{tc.giai_thich}}") + par("both", "", "Hộ có quyền khiếu nại theo quy định của pháp luật và được nộp lại giấy đề nghị khi hoàn cảnh thay đổi./.") + tight("left", "", "") +
		sign([]string{"Như trên;", "Lưu: VT."}, "CHỦ TỊCH", "{{tc.nguoi_ky}}") + note("tc.") + pageBreak + par("left", "", "{{/tc}}")
}

// averageDecision recognises one farming household of average living standard (procedure 1.011609; its result is by form 02).
func averageDecision() string {
	return head("", "{{so}}") + title("QUYẾT ĐỊNH", "Về việc công nhận hộ làm nông nghiệp, lâm nghiệp, ngư nghiệp, diêm nghiệp có mức sống trung bình") +
		spaced("center", 60, 120, run("CHỦ TỊCH ỦY BAN NHÂN DÂN {{xa_hoa}}", "b")) + par("both", "i", "{{can_cu_phap_ly}}") +
		par("both", "i", "Xét Giấy đề nghị ngày {{ngay_nhan}} của hộ ông (bà) {{chu_ho}} và kết quả xác định thu nhập, niêm yết công khai.") +
		spaced("center", 120, 120, run("QUYẾT ĐỊNH:", "b")) +
		article(1, "Công nhận hộ ông (bà) {{chu_ho}}, {{ap}}, {{xa_thuong}}, {{tinh_thuong}} (mã hộ {{ma_ho}}, {{so_khau}} khẩu) là hộ làm nông nghiệp, lâm nghiệp, ngư nghiệp, diêm nghiệp có mức sống trung bình.") +
		article(2, "Quyết định này có hiệu lực kể từ ngày {{hieu_luc}}.") +
		article(3, "Công chức, bộ phận có liên quan của Ủy ban nhân dân {{xa_thuong}}, Trưởng {{ap}} và hộ có tên tại Điều 1 chịu trách nhiệm thi hành Quyết định này./.") +
		par("left", "b", "Thành viên của hộ") +
		table([]int{700, 3054, 1500, 2100, 2000}, []string{"STT", "Họ và tên", "Năm sinh", "Quan hệ với chủ hộ", "Dân tộc"}, []string{"{{tv.stt}}", "{{tv.ho_ten}}", "{{tv.nam_sinh}}", "{{tv.quan_he}}", "{{tv.dan_toc}}"}) +
		sign([]string{"Như Điều 3;", "Lưu: VT."}, "CHỦ TỊCH", "{{nguoi_ky}}") + note("")
}

func averageRefusal() string {
	return head("", "{{so}}") + title("THÔNG BÁO", "Về kết quả xem xét giấy đề nghị xác định hộ có mức sống trung bình") + par("center", "", "Kính gửi: Hộ ông (bà) {{chu_ho}}, {{ap}}, {{xa_thuong}}") +
		par("both", "", "Ủy ban nhân dân {{xa_thuong}} đã nhận giấy đề nghị của hộ ông (bà) (Mẫu 01) ngày {{ngay_nhan}} và tổ chức xác định thu nhập theo Quyết định số 24/2021/QĐ-TTg ngày 16 tháng 7 năm 2021 của Thủ tướng Chính phủ.") +
		par("both", "", "Kết quả: không công nhận hộ làm nông nghiệp, lâm nghiệp, ngư nghiệp, diêm nghiệp có mức sống trung bình.") + par("both", "", "Lý do: {{ly_do}}") +
		par("both", "", "Hộ có quyền khiếu nại theo quy định của pháp luật và được nộp lại giấy đề nghị khi hoàn cảnh thay đổi./.") + tight("left", "", "") +
		sign([]string{"Như trên;", "Lưu: VT."}, "CHỦ TỊCH", "{{nguoi_ky}}") + note("")
}

func report() string {
	return head("", "{{so}}/BC-UBND") + title("BÁO CÁO", "Kết quả {{dot_thuong}} trên địa bàn {{xa_thuong}}") + par("center", "", "Kính gửi: {{gui}}") +
		par("both", "", "Thực hiện Quyết định số 24/2021/QĐ-TTg ngày 16 tháng 7 năm 2021 của Thủ tướng Chính phủ, Ủy ban nhân dân {{xa_thuong}} báo cáo kết quả rà soát như sau:") +
		par("both", "", "1. Đã lập danh sách tại {{so_danh_sach}} ấp, khóm với {{so_ho}} hộ được rà soát; kết quả có {{so_ngheo}} hộ nghèo, {{so_can_ngheo}} hộ cận nghèo; {{so_thoat}} hộ thoát nghèo, {{so_thoat_can}} hộ thoát cận nghèo; nhận {{so_khieu_nai}} khiếu nại. Kết quả theo ấp, khóm:") +
		table([]int{2454, 1200, 1200, 1300, 1200, 2000}, []string{"Ấp, khóm", "Số hộ rà soát", "Hộ nghèo", "Hộ cận nghèo", "Khiếu nại", "Đã đến bước"}, []string{"{{ap.ten}}", "{{ap.so_ho}}", "{{ap.so_ngheo}}", "{{ap.so_can_ngheo}}", "{{ap.so_khieu_nai}}", "{{ap.buoc}}"}) +
		par("left", "", "2. Khó khăn, vướng mắc: "+dots(26)) + par("left", "", "3. Kiến nghị: "+dots(32)) + tight("left", "", "") + sign([]string{"Như trên;", "Lưu: VT."}, "CHỦ TỊCH", "{{nguoi_ky}}") + note("")
}

// planResults is a year's plan with its results of a place on a day, in the order and the wording of the plan.
func planResults() string {
	return head("", "{{so}}/BC-UBND") + title("KẾT QUẢ THỰC HIỆN KẾ HOẠCH NĂM {{nam_ke_hoach}}", "{{ke_hoach}}") + par("center", "i", "{{dia_ban}} – số liệu đến ngày {{tai_ngay}}") +
		par("both", "", "Kế hoạch số {{so_ke_hoach}} ngày {{ngay_ke_hoach}} của {{co_quan_ban_hanh}}; người ký: {{nguoi_ky_ke_hoach}}. Nguồn của văn bản: {{nguon_ke_hoach}}.") +
		par("both", "", "Đánh giá: {{so_xanh}} chỉ tiêu đạt hoặc dự báo đạt; {{so_vang}} cần chú ý; {{so_do}} nguy cơ không đạt; {{so_xam}} chưa đánh giá được.") +
		table([]int{600, 2900, 900, 1150, 1454, 1250, 1100}, []string{"MT", "Nội dung, chỉ tiêu của kế hoạch", "Đơn vị", "Kế hoạch", "Thực hiện", "Dự báo 31/12", "Đánh giá"}, []string{"{{ct.so}}", "{{ct.ten}}", "{{ct.don_vi}}", "{{ct.ke_hoach}}", "{{ct.thuc_hien}}", "{{ct.du_bao}}", "{{ct.danh_gia}}"}) +
		par("left", "b", "Nơi cần chú ý") + table([]int{600, 4354, 4400}, []string{"MT", "Chỉ tiêu", "Nơi yếu nhất trước"}, []string{"{{yeu.so}}", "{{yeu.ten}}", "{{yeu.noi}}"}) +
		par("left", "b", "Nguồn số liệu và điều còn để ngỏ") + par("left", "", "{{#ng}}") + par("left", "s", "({{ng.so}}) {{ng.ten}}: {{ng.noi_dung}}.") + par("left", "", "{{/ng}}") +
		par("left", "b", "Giải pháp") + par("left", "", "{{#gp}}") + par("left", "s", "{{gp.stt}}. {{gp.noi_dung}}.") + par("left", "", "{{/gp}}") +
		par("left", "b", "Phân công") + table([]int{700, 2400, 954, 2300, 2000, 1000}, []string{"STT", "Cơ quan", "Vai trò", "Nhiệm vụ", "Phối hợp", "Thời hạn"}, []string{"{{nv.stt}}", "{{nv.co_quan}}", "{{nv.vai_tro}}", "{{nv.nhiem_vu}}", "{{nv.phoi_hop}}", "{{nv.thoi_han}}"}) +
		sign([]string{"Như trên;", "Lưu: VT."}, "TM. ỦY BAN NHÂN DÂN", "{{nguoi_ky}}") + note("")
}

func docx(body string) []byte {
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	add := func(name, text string) {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write([]byte(text))
		}
		if err != nil {
			panic(err) // into memory
		}
	}
	const xml = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	add("[Content_Types].xml", xml+`<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/header1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"/><Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/></Types>`)
	add("_rels/.rels", xml+`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`)
	rels := `<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/><Relationship Id="rIdHead" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/header" Target="header1.xml"/>`
	if strings.Contains(body, "rIdQr") {
		rels += `<Relationship Id="rIdQr" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="media/qr.png"/>`
		add("word/media/qr.png", blank())
	}
	add("word/_rels/document.xml.rels", xml+`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`+rels+`</Relationships>`)
	add("word/styles.xml", xml+`<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman" w:eastAsia="Times New Roman"/><w:sz w:val="28"/><w:szCs w:val="28"/><w:lang w:val="vi-VN"/></w:rPr></w:rPrDefault></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style></w:styles>`)
	// the number of the page, in the middle above, not on the first
	add("word/header1.xml", xml+`<w:hdr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p></w:hdr>`)
	add("word/document.xml", xml+`<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"><w:body>`+body+`<w:sectPr><w:headerReference w:type="default" r:id="rIdHead"/><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="851" w:bottom="1134" w:left="1701" w:header="567" w:footer="567" w:gutter="0"/><w:titlePg/></w:sectPr></w:body></w:document>`)
	if err := z.Close(); err != nil {
		panic(err)
	}
	return out.Bytes()
}

// blank is the picture in whose place the code comes.
func blank() string {
	img := image.NewGray(image.Rect(0, 0, 8, 8))
	for i := range img.Pix {
		img.Pix[i] = 0xFF
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		panic(err)
	}
	return b.String()
}

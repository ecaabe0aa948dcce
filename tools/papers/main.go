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

// run is one text with its look: b bold, i italic.
func run(text, look string) string {
	props := ""
	if strings.Contains(look, "b") {
		props += "<w:b/>"
	}
	if strings.Contains(look, "i") {
		props += "<w:i/>"
	}
	if strings.Contains(look, "u") {
		props += `<w:u w:val="single"/>`
	}
	if strings.Contains(look, "s") {
		props += `<w:sz w:val="22"/>`
	}
	if strings.Contains(look, "t") {
		props += `<w:sz w:val="18"/>`
	}
	return `<w:r><w:rPr>` + props + `</w:rPr><w:t xml:space="preserve">` + text + `</w:t></w:r>`
}

// par is a paragraph: where it stands (left, center, right, both), its look and its text.
func par(align, look, text string) string {
	indent := ""
	if align == "both" {
		indent = `<w:ind w:firstLine="567"/>`
	}
	return `<w:p><w:pPr><w:spacing w:before="60" w:after="60"/>` + indent + `<w:jc w:val="` + align + `"/></w:pPr>` + run(text, look) + `</w:p>`
}

func cell(width int, content string, border bool) string {
	return fmt.Sprintf(`<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/></w:tcPr>%s</w:tc>`, width, content)
}

func tight(align, look, text string) string {
	return `<w:p><w:pPr><w:spacing w:before="0" w:after="0"/><w:jc w:val="` + align + `"/></w:pPr>` + run(text, look) + `</w:p>`
}

// plain is a table without lines: the head and the foot of a paper.
func plain(widths []int, cells ...string) string {
	b := `<w:tbl><w:tblPr><w:tblW w:w="5000" w:type="pct"/><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>`
	for _, w := range widths {
		b += fmt.Sprintf(`<w:gridCol w:w="%d"/>`, w)
	}
	b += `</w:tblGrid><w:tr>`
	for i, c := range cells {
		b += cell(widths[i], c, false)
	}
	return b + `</w:tr></w:tbl>`
}

// table is a table with lines: a head row and one row that the filler repeats.
func table(widths []int, head, row []string) string {
	b := `<w:tbl><w:tblPr><w:tblW w:w="5000" w:type="pct"/><w:tblBorders>`
	for _, side := range []string{"top", "left", "bottom", "right", "insideH", "insideV"} {
		b += `<w:` + side + ` w:val="single" w:sz="4" w:space="0" w:color="000000"/>`
	}
	b += `</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>`
	for _, w := range widths {
		b += fmt.Sprintf(`<w:gridCol w:w="%d"/>`, w)
	}
	b += `</w:tblGrid><w:tr><w:trPr><w:tblHeader/></w:trPr>`
	for i, h := range head {
		b += cell(widths[i], tight("center", "bs", h), true)
	}
	b += `</w:tr><w:tr>`
	for i, c := range row {
		align := "left"
		if i == 0 || strings.Contains(c, "so_") || strings.Contains(c, "dong_y") {
			align = "center"
		}
		b += cell(widths[i], tight(align, "s", c), true)
	}
	return b + `</w:tr></w:tbl>`
}

const (
	country = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
	motto   = "Độc lập - Tự do - Hạnh phúc"
)

// head is the head of a paper of a body, with its number.
func head(body, kind string) string {
	left := tight("center", "", body) + tight("center", "b", "{{co_quan}}") + tight("center", "", "───────") + tight("center", "", "Số: {{so}}")
	right := tight("center", "b", country) + tight("center", "b", motto) + tight("center", "", "──────────────") + tight("center", "i", "{{noi}}, ngày {{ngay}} tháng {{thang}} năm {{nam}}")
	_ = kind
	return plain([]int{3900, 5400}, left, right)
}

// letterhead is the head of a paper of a citizen or a hamlet, without a number.
func letterhead() string {
	return tight("center", "b", country) + tight("center", "b", motto) + tight("center", "", "──────────────")
}

// sign is the foot of a paper: who receives it, and who signs.
func sign(receivers []string, title, name string) string {
	left := tight("left", "bi", "Nơi nhận:")
	for _, r := range receivers {
		left += tight("left", "s", "- "+r)
	}
	right := tight("center", "b", title) + tight("center", "i", "(Ký, ghi rõ họ tên, đóng dấu)") + tight("center", "", "") + tight("center", "", "") + tight("center", "", "") + tight("center", "b", name)
	return plain([]int{4300, 5000}, left, right)
}

// note stands under every paper.
func note() string {
	return par("left", "it", "{{mau}}")
}

func qr() string {
	const size = 1080000
	return `<w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="` + fmt.Sprint(size) + `" cy="` + fmt.Sprint(size) + `"/><wp:docPr id="1" name="QR" descr="Mã QR kiểm tra giấy chứng nhận"/><a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:nvPicPr><pic:cNvPr id="1" name="qr.png"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="rIdQr"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="` + fmt.Sprint(size) + `" cy="` + fmt.Sprint(size) + `"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>`
}

const pageBreak = `<w:p><w:r><w:br w:type="page"/></w:r></w:p>`

func papers() map[string]string {
	commune := "ỦY BAN NHÂN DÂN"
	return map[string]string{
		"de-nghi-01": letterhead() + par("center", "b", "GIẤY ĐỀ NGHỊ RÀ SOÁT HỘ NGHÈO, HỘ CẬN NGHÈO (Mẫu 01)") + par("center", "", "Kính gửi: Chủ tịch Ủy ban nhân dân {{xa}}") +
			par("both", "", "Họ và tên chủ hộ: {{chu_ho}}. Năm sinh: {{nam_sinh}}. Dân tộc: {{dan_toc}}.") + par("both", "", "Nơi cư trú: {{dia_chi}}, {{ap}}, {{xa}}, {{tinh}}. Mã hộ: {{ma_ho}}.") +
			par("both", "", "Thành viên của hộ:") + table([]int{700, 3200, 1500, 1100, 1600, 1200}, []string{"STT", "Họ và tên", "Ngày sinh", "Giới tính", "Quan hệ với chủ hộ", "Dân tộc"}, []string{"{{tv.stt}}", "{{tv.ho_ten}}", "{{tv.ngay_sinh}}", "{{tv.gioi_tinh}}", "{{tv.quan_he}}", "{{tv.dan_toc}}"}) +
			par("both", "", "Tôi đề nghị được rà soát để công nhận hộ nghèo, hộ cận nghèo. Lý do: ……………………………………………………………………") + par("both", "", "Tôi cam đoan những điều khai trên là đúng và chịu trách nhiệm về lời khai.") +
			plain([]int{4300, 5000}, tight("left", "", ""), tight("center", "i", "{{noi}}, ngày {{ngay}} tháng {{thang}} năm {{nam}}")+tight("center", "b", "NGƯỜI ĐỀ NGHỊ")+tight("center", "i", "(Ký hoặc điểm chỉ, ghi rõ họ tên)")) + note(),
		"de-nghi-04": letterhead() + par("center", "b", "GIẤY ĐỀ NGHỊ RÀ SOÁT HỘ THOÁT NGHÈO, HỘ THOÁT CẬN NGHÈO (Mẫu 04)") + par("center", "", "Kính gửi: Chủ tịch Ủy ban nhân dân {{xa}}") +
			par("both", "", "Họ và tên chủ hộ: {{chu_ho}}. Năm sinh: {{nam_sinh}}. Dân tộc: {{dan_toc}}.") + par("both", "", "Nơi cư trú: {{dia_chi}}, {{ap}}, {{xa}}, {{tinh}}. Mã hộ: {{ma_ho}}. Hiện là: {{phan_loai}}.") +
			par("both", "", "Tôi đề nghị được rà soát để công nhận thoát nghèo, thoát cận nghèo. Lý do: ……………………………………………………………………") +
			plain([]int{4300, 5000}, tight("left", "", ""), tight("center", "i", "{{noi}}, ngày {{ngay}} tháng {{thang}} năm {{nam}}")+tight("center", "b", "NGƯỜI ĐỀ NGHỊ")+tight("center", "i", "(Ký hoặc điểm chỉ, ghi rõ họ tên)")) + note(),
		"bien-ban-hop": letterhead() + par("center", "b", "BIÊN BẢN HỌP DÂN THỐNG NHẤT KẾT QUẢ RÀ SOÁT") + par("center", "", "{{dot}} – {{ap}}, {{xa}}") + par("both", "", "Hôm nay, ngày {{ngay_hop}}, tại {{noi_hop}}.") +
			par("both", "", "Chủ trì: {{chu_tri}}. Thư ký: {{thu_ky}}. Số người dự: {{so_du}}. Đại diện Ban Chỉ đạo rà soát cấp xã, bí thư chi bộ, đoàn thể, rà soát viên và Mặt trận Tổ quốc giám sát: ………………………") +
			par("both", "", "Cuộc họp biểu quyết từng hộ; kết quả có giá trị khi ít nhất {{ty_le}}% số người dự đồng ý ({{can_cu}}):") +
			table([]int{700, 3000, 1100, 2200, 1100, 1200}, []string{"STT", "Chủ hộ", "Số khẩu", "Kết quả rà soát", "Đồng ý", "Không đồng ý"}, []string{"{{ho.stt}}", "{{ho.chu_ho}}", "{{ho.so_khau}}", "{{ho.phan_loai}}", "{{ho.dong_y}}", "{{ho.khong_dong_y}}"}) +
			par("both", "", "Hộ không đủ tỷ lệ đồng ý được khảo sát lại. Biên bản lập thành 02 bản: 01 bản lưu tại ấp, khóm; 01 bản gửi Ban Chỉ đạo rà soát cấp xã.") +
			plain([]int{3100, 3100, 3100}, tight("center", "b", "ĐẠI DIỆN HỘ DÂN"), tight("center", "b", "THƯ KÝ")+tight("center", "", "")+tight("center", "", "")+tight("center", "", "{{thu_ky}}"), tight("center", "b", "CHỦ TRÌ")+tight("center", "", "")+tight("center", "", "")+tight("center", "", "{{chu_tri}}")) + note(),
		"niem-yet": head(commune, "") + par("center", "b", "DANH SÁCH NIÊM YẾT KẾT QUẢ RÀ SOÁT") + par("center", "", "{{dot}} – {{ap}}, {{xa}}") +
			par("both", "", "Niêm yết từ ngày {{tu_ngay}} đến hết ngày {{den_ngay}} tại {{noi_niem_yet}}. Người không đồng ý gửi ý kiến đến Ủy ban nhân dân {{xa}} trong thời gian niêm yết; phúc tra không quá 03 ngày làm việc.") +
			table([]int{900, 4200, 1500, 2700}, []string{"STT", "Chủ hộ", "Số khẩu", "Kết quả rà soát"}, []string{"{{ho.stt}}", "{{ho.chu_ho}}", "{{ho.so_khau}}", "{{ho.phan_loai}}"}) + sign([]string{"Như danh sách;", "Lưu: VT."}, "TM. BAN CHỈ ĐẠO RÀ SOÁT", "") + note(),
		"quyet-dinh-02": head(commune, "") + par("center", "b", "QUYẾT ĐỊNH") + par("center", "b", "Công nhận danh sách hộ nghèo, hộ cận nghèo – {{dot}}") + par("center", "b", "CHỦ TỊCH ỦY BAN NHÂN DÂN {{xa_hoa}}") +
			par("both", "i", "Căn cứ Luật Tổ chức chính quyền địa phương;") + par("both", "i", "Căn cứ Nghị định số 07/2021/NĐ-CP ngày 27/01/2021 của Chính phủ quy định chuẩn nghèo đa chiều;") + par("both", "i", "Căn cứ Quyết định số 24/2021/QĐ-TTg ngày 16/7/2021 của Thủ tướng Chính phủ về quy trình rà soát hộ nghèo, hộ cận nghèo;") + par("both", "i", "Căn cứ kết quả rà soát của các ấp, khóm: {{cac_ap}}.") +
			par("center", "b", "QUYẾT ĐỊNH:") + par("both", "", "Điều 1. Công nhận {{so_ngheo}} hộ nghèo và {{so_can_ngheo}} hộ cận nghèo theo danh sách kèm theo.") + par("both", "", "Điều 2. Quyết định này có hiệu lực từ ngày {{hieu_luc}}.") + par("both", "", "Điều 3. Các bộ phận liên quan và các hộ có tên tại Điều 1 chịu trách nhiệm thi hành Quyết định này.") +
			sign([]string{"Như Điều 3;", "UBND cấp trên;", "Lưu: VT."}, "CHỦ TỊCH", "{{nguoi_ky}}") + pageBreak + par("center", "b", "DANH SÁCH HỘ NGHÈO, HỘ CẬN NGHÈO") + par("center", "i", "(Kèm theo Quyết định số {{so}})") +
			table([]int{700, 2900, 2000, 900, 1700, 1100}, []string{"STT", "Chủ hộ", "Ấp, khóm", "Số khẩu", "Phân loại", "Mã hộ"}, []string{"{{ho.stt}}", "{{ho.chu_ho}}", "{{ho.ap}}", "{{ho.so_khau}}", "{{ho.phan_loai}}", "{{ho.ma_ho}}"}) + note(),
		"quyet-dinh-05": head(commune, "") + par("center", "b", "QUYẾT ĐỊNH") + par("center", "b", "Công nhận danh sách hộ thoát nghèo, hộ thoát cận nghèo – {{dot}}") + par("center", "b", "CHỦ TỊCH ỦY BAN NHÂN DÂN {{xa_hoa}}") +
			par("both", "i", "Căn cứ Luật Tổ chức chính quyền địa phương;") + par("both", "i", "Căn cứ Nghị định số 07/2021/NĐ-CP ngày 27/01/2021 của Chính phủ quy định chuẩn nghèo đa chiều;") + par("both", "i", "Căn cứ Quyết định số 24/2021/QĐ-TTg ngày 16/7/2021 của Thủ tướng Chính phủ về quy trình rà soát hộ nghèo, hộ cận nghèo.") +
			par("center", "b", "QUYẾT ĐỊNH:") + par("both", "", "Điều 1. Công nhận {{so_thoat}} hộ thoát nghèo và {{so_thoat_can}} hộ thoát cận nghèo theo danh sách kèm theo.") + par("both", "", "Điều 2. Quyết định này có hiệu lực từ ngày {{hieu_luc}}.") + par("both", "", "Điều 3. Các bộ phận liên quan và các hộ có tên tại Điều 1 chịu trách nhiệm thi hành Quyết định này.") +
			sign([]string{"Như Điều 3;", "UBND cấp trên;", "Lưu: VT."}, "CHỦ TỊCH", "{{nguoi_ky}}") + pageBreak + par("center", "b", "DANH SÁCH HỘ THOÁT NGHÈO, HỘ THOÁT CẬN NGHÈO") + par("center", "i", "(Kèm theo Quyết định số {{so}})") +
			table([]int{700, 2800, 1900, 900, 1900, 1100}, []string{"STT", "Chủ hộ", "Ấp, khóm", "Số khẩu", "Kết quả", "Mã hộ"}, []string{"{{ho.stt}}", "{{ho.chu_ho}}", "{{ho.ap}}", "{{ho.so_khau}}", "{{ho.ket_qua}}", "{{ho.ma_ho}}"}) + note(),
		"chung-nhan": par("left", "", "{{#gcn}}") + plain([]int{3900, 5400}, tight("center", "", commune)+tight("center", "b", "{{gcn.co_quan}}")+tight("center", "", "Số: {{gcn.so}}"), tight("center", "b", country)+tight("center", "b", motto)+tight("center", "", "──────────────")) +
			par("center", "b", "GIẤY CHỨNG NHẬN") + par("center", "b", "{{gcn.phan_loai_hoa}}") + par("both", "", "Ủy ban nhân dân {{gcn.xa}} chứng nhận hộ ông (bà): {{gcn.chu_ho}}") + par("both", "", "Nơi cư trú: {{gcn.dia_chi}}, {{gcn.ap}}, {{gcn.xa}}, {{gcn.tinh}}. Mã hộ: {{gcn.ma_ho}}. Số nhân khẩu: {{gcn.so_khau}}.") +
			par("both", "", "Là {{gcn.phan_loai}} theo Quyết định số {{gcn.quyet_dinh}}, từ ngày {{gcn.tu_ngay}} cho đến khi có quyết định khác.") + par("both", "", "Lý do: {{gcn.ly_do}}") +
			plain([]int{4300, 5000}, qr()+tight("center", "t", "Quét mã để kiểm tra: {{gcn.dia_chi_web}}"), tight("center", "i", "{{gcn.noi}}, ngày {{gcn.ngay}} tháng {{gcn.thang}} năm {{gcn.nam}}")+tight("center", "b", "CHỦ TỊCH")+tight("center", "i", "(Ký, ghi rõ họ tên, đóng dấu)")+tight("center", "", "")+tight("center", "", "")+tight("center", "b", "{{gcn.nguoi_ky}}")) + par("left", "it", "{{gcn.mau}}") + pageBreak + par("left", "", "{{/gcn}}"),
		"tu-choi": par("left", "", "{{#tc}}") + plain([]int{3900, 5400}, tight("center", "", commune)+tight("center", "b", "{{tc.co_quan}}")+tight("center", "", "Số: {{tc.so}}"), tight("center", "b", country)+tight("center", "b", motto)+tight("center", "i", "{{tc.noi}}, ngày {{tc.ngay}} tháng {{tc.thang}} năm {{tc.nam}}")) +
			par("center", "b", "THÔNG BÁO") + par("center", "b", "Về kết quả xem xét giấy đề nghị") + par("both", "", "Kính gửi: Hộ ông (bà) {{tc.chu_ho}}, {{tc.ap}}, {{tc.xa}}") + par("both", "", "Ủy ban nhân dân {{tc.xa}} đã nhận giấy đề nghị ({{tc.mau_don}}) ngày {{tc.ngay_nhan}} và rà soát theo Quyết định số 24/2021/QĐ-TTg.") +
			par("both", "", "Kết quả: không công nhận theo đề nghị. Lý do: {{tc.ly_do}}") + par("both", "", "Giải thích: {{tc.giai_thich}}") + par("both", "", "Hộ có quyền khiếu nại theo quy định của pháp luật và nộp lại giấy đề nghị khi hoàn cảnh thay đổi.") +
			plain([]int{4300, 5000}, tight("left", "bi", "Nơi nhận:")+tight("left", "s", "- Như trên;")+tight("left", "s", "- Lưu: VT."), tight("center", "b", "CHỦ TỊCH")+tight("center", "i", "(Ký, ghi rõ họ tên, đóng dấu)")+tight("center", "", "")+tight("center", "", "")+tight("center", "b", "{{tc.nguoi_ky}}")) + par("left", "it", "{{tc.mau}}") + pageBreak + par("left", "", "{{/tc}}"),
		"bao-cao": head(commune, "") + par("center", "b", "BÁO CÁO") + par("center", "b", "Kết quả {{dot_thuong}} – {{xa}}") + par("both", "", "Kính gửi: {{gui}}") +
			par("both", "", "Thực hiện Quyết định số 24/2021/QĐ-TTg, Ủy ban nhân dân {{xa}} báo cáo kết quả rà soát: {{so_danh_sach}} ấp, khóm; {{so_ho}} hộ được rà soát, trong đó {{so_ngheo}} hộ nghèo, {{so_can_ngheo}} hộ cận nghèo; {{so_thoat}} hộ thoát nghèo, {{so_thoat_can}} hộ thoát cận nghèo; {{so_khieu_nai}} khiếu nại đã phúc tra.") +
			table([]int{2700, 1300, 1300, 1300, 1300, 1400}, []string{"Ấp, khóm", "Số hộ rà soát", "Hộ nghèo", "Hộ cận nghèo", "Khiếu nại", "Bước"}, []string{"{{ap.ten}}", "{{ap.so_ho}}", "{{ap.so_ngheo}}", "{{ap.so_can_ngheo}}", "{{ap.so_khieu_nai}}", "{{ap.buoc}}"}) +
			par("both", "", "Khó khăn, kiến nghị: ……………………………………………………………………") + sign([]string{"Như trên;", "Lưu: VT."}, "CHỦ TỊCH", "{{nguoi_ky}}") + note(),
		"ke-hoach": head(commune, "") + par("center", "b", "KẾT QUẢ THỰC HIỆN KẾ HOẠCH NĂM {{nam_ke_hoach}}") + par("center", "b", "{{ke_hoach}}") + par("center", "i", "{{dia_ban}} – số liệu đến ngày {{tai_ngay}}") +
			par("both", "", "Kế hoạch số {{so_ke_hoach}} ngày {{ngay_ke_hoach}} của {{co_quan_ban_hanh}}; người ký: {{nguoi_ky_ke_hoach}}. Nguồn của văn bản: {{nguon_ke_hoach}}.") +
			par("both", "", "Đánh giá: {{so_xanh}} chỉ tiêu đạt hoặc dự báo đạt; {{so_vang}} cần chú ý; {{so_do}} nguy cơ không đạt; {{so_xam}} chưa đánh giá được.") +
			table([]int{600, 3100, 850, 1000, 1350, 1250, 1150}, []string{"MT", "Nội dung, chỉ tiêu của kế hoạch", "Đơn vị", "Kế hoạch", "Thực hiện", "Dự báo 31/12", "Đánh giá"}, []string{"{{ct.so}}", "{{ct.ten}}", "{{ct.don_vi}}", "{{ct.ke_hoach}}", "{{ct.thuc_hien}}", "{{ct.du_bao}}", "{{ct.danh_gia}}"}) +
			par("left", "b", "Nơi cần chú ý") + table([]int{600, 4350, 4350}, []string{"MT", "Chỉ tiêu", "Nơi yếu nhất trước"}, []string{"{{yeu.so}}", "{{yeu.ten}}", "{{yeu.noi}}"}) +
			par("left", "b", "Nguồn số liệu và điều còn để ngỏ") + par("left", "", "{{#ng}}") + par("left", "s", "({{ng.so}}) {{ng.ten}}: {{ng.noi_dung}}.") + par("left", "", "{{/ng}}") +
			par("left", "b", "Giải pháp") + par("left", "", "{{#gp}}") + par("left", "s", "{{gp.stt}}. {{gp.noi_dung}}.") + par("left", "", "{{/gp}}") +
			par("left", "b", "Phân công") + table([]int{600, 2500, 900, 2300, 2000, 1000}, []string{"STT", "Cơ quan", "Vai trò", "Nhiệm vụ", "Phối hợp", "Thời hạn"}, []string{"{{nv.stt}}", "{{nv.co_quan}}", "{{nv.vai_tro}}", "{{nv.nhiem_vu}}", "{{nv.phoi_hop}}", "{{nv.thoi_han}}"}) +
			sign([]string{"Như trên;", "Lưu: VT."}, "CHỦ TỊCH", "{{nguoi_ky}}") + note(),
	}
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
	add("[Content_Types].xml", xml+`<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/></Types>`)
	add("_rels/.rels", xml+`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`)
	rels := `<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/>`
	if strings.Contains(body, "rIdQr") {
		rels += `<Relationship Id="rIdQr" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="media/qr.png"/>`
		add("word/media/qr.png", blank())
	}
	add("word/_rels/document.xml.rels", xml+`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`+rels+`</Relationships>`)
	add("word/styles.xml", xml+`<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman" w:eastAsia="Times New Roman"/><w:sz w:val="26"/><w:szCs w:val="26"/><w:lang w:val="vi-VN"/></w:rPr></w:rPrDefault></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style></w:styles>`)
	add("word/document.xml", xml+`<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"><w:body>`+body+`<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="851" w:bottom="1134" w:left="1701" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr></w:body></w:document>`)
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

package privacies

import (
	"context"
	"time"

	"giamngheo/internal/office"
	"giamngheo/internal/privacy"
)

// Sample puts a request and a breach into a demonstration, both synthetic: nobody asked, and nothing was lost.
func (d *Desk) Sample(ctx context.Context, officer, guard *office.Ask) error {
	if _, err := d.Ask(ctx, officer, privacy.Request{Right: "see", Who: "Chủ hộ (GIẢ LẬP)",
		Contact: "đến trụ sở Ủy ban nhân dân xã", Received: d.office.Day(),
		What: "Hỏi hệ thống đang lưu gì về hộ và ai đã xem (GIẢ LẬP)."}, 0, ""); err != nil {
		return err
	}
	_, err := d.Found(ctx, guard, privacy.Breach{Found: d.office.Now().Add(-3 * time.Hour),
		What: "Một máy tính xách tay của xã bị mất, ổ đĩa đã mã hóa (GIẢ LẬP).", Data: "Danh sách niêm yết của một ấp",
		People: "khoảng 40 người (MẪU)", Measures: "Đã thu hồi phiên đăng nhập, đổi mật khẩu."})
	return err
}

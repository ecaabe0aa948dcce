package cli

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"giamngheo/internal/app/publishing"
	"giamngheo/internal/settings"
)

// newPublish is what can be asked of publications without an office.
func newPublish(s streams) *cobra.Command {
	c := &cobra.Command{Use: "publish", Short: "Kiểm định những gì đã công bố"}
	c.AddCommand(newPublishAudit(s))
	return c
}

const auditExample = `  giamngheo publish audit bang.csv --t 5      khoảng của từng ô ẩn trong một bảng dữ liệu mở
  giamngheo publish audit --db van-phong.db   kiểm định lại mọi bản công bố, từ chính nội dung đã lưu`

func newPublishAudit(s streams) *cobra.Command {
	c := &cobra.Command{Use: "audit [BẢNG.csv]", Args: cobra.MaximumNArgs(1), Example: auditExample,
		Short: "Tính ngược các ô ẩn; trạng thái 1 khi một ô lộ, 2 khi không đọc được"}
	threshold := c.Flags().Int64("t", 5, "ngưỡng: số đếm từ 1 đến nhỏ hơn ngưỡng phải được che")
	c.RunE = func(c *cobra.Command, args []string) error {
		if len(args) == 1 {
			passes, err := publishing.AuditTable(s.out, args[0], *threshold)
			if err == nil && !passes {
				return errRejected
			}
			return err
		}
		set, err := settings.Read(c, settings.Settings{})
		if err != nil {
			return err
		}
		st, err := openBeside(c.Context(), set)
		if err != nil {
			return err
		}
		n, err := publishing.AuditStore(c.Context(), st)
		if err = errors.Join(err, st.Close()); err == nil {
			fmt.Fprintf(s.out, "Đạt: %d bản công bố, không ô ẩn nào tính ngược lại được.\n", n)
		}
		return err
	}
	settings.Flags(c, "db", "key")
	return c
}

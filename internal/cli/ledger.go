package cli

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"giamngheo/internal/app"
	"giamngheo/internal/app/ledgers"
	"giamngheo/internal/settings"
)

func newMoneyVerify(s streams, a *app.Tools) *cobra.Command {
	c := &cobra.Command{Use: "verify", Args: cobra.NoArgs,
		Short: "Kiểm tra sổ vốn: không âm ngày nào, không thừa thiếu một đồng; trạng thái 2 khi sai, kèm lỗi đầu tiên"}
	c.RunE = func(c *cobra.Command, _ []string) error {
		set, err := settings.Read(c, settings.Settings{})
		if err != nil {
			return err
		}
		st, err := openBeside(c.Context(), set)
		if err != nil {
			return err
		}
		n, err := ledgers.Audit(c.Context(), st, a.Library)
		if err = errors.Join(err, st.Close()); err == nil {
			fmt.Fprintf(s.out, "Đạt: %d khoản của sổ vốn cân đối, không dòng nào âm ngày nào.\n", n)
		}
		return err
	}
	settings.Flags(c, "db", "key")
	return c
}

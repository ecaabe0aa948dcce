package cli

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"giamngheo/internal/app"
	"giamngheo/internal/app/funds"
	"giamngheo/internal/errs"
	"giamngheo/internal/store"
)

func newMoneyVerify(s streams, a *app.Tools) *cobra.Command {
	c := &cobra.Command{Use: "verify", Short: "Kiểm tra sổ vốn: không âm ngày nào, không thừa thiếu một đồng", Args: cobra.NoArgs,
		Long: `Dựng lại sổ vốn theo thứ tự ghi và kiểm tra: kế hoạch, giải ngân, tạm ứng không âm ngày nào; phân bổ đi bao nhiêu thì các dòng
dưới nhận bấy nhiêu; mỗi nguồn và năm gốc, vốn được giao bằng vốn đang có cộng phần nộp trả; không khối lượng nào được thanh toán
hai lần. Trạng thái kết thúc: 0 đạt; 2 sai, kèm lỗi đầu tiên.`}
	c.RunE = func(c *cobra.Command, _ []string) error {
		set, err := readSettings(c, settings{})
		if err != nil {
			return err
		}
		st, err := openBeside(c.Context(), set)
		if err != nil {
			return err
		}
		n, err := verifyMoney(c.Context(), st, a)
		if err = errors.Join(err, st.Close()); err != nil {
			return err
		}
		fmt.Fprintf(s.out, "Đạt: %d khoản của sổ vốn cân đối, không dòng nào âm ngày nào.\n", n)
		return nil
	}
	settingFlags(c, "db", "key")
	return c
}

// verifyMoney holds the ledger of money against its invariants. It returns how many movements there are. Errors
// (errs.Invalid): the first fault, with its movement.
func verifyMoney(ctx context.Context, st *store.Store, a *app.Tools) (int, error) {
	province, err := st.Setting(ctx, "province")
	if err != nil {
		return 0, err
	}
	catalogue, err := a.Library.Catalogue()
	if err != nil {
		return 0, err
	}
	n, at, err := funds.Verify(ctx, st, province, catalogue.Within)
	var fault *errs.Error
	switch {
	case err == nil || !errors.As(err, &fault):
		return n, err
	case at == 0:
		return n, errs.New(errs.Invalid, "the ledger of money does not add up: %s", fault.Text())
	}
	return n, errs.New(errs.Invalid, "movement no. %d of the ledger of money is wrong: %s", at, fault.Text())
}

package cli

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"giamngheo/internal/app"
	"giamngheo/internal/app/ledgers"
	"giamngheo/internal/errs"
	"giamngheo/internal/settings"
	"giamngheo/internal/store"
	"giamngheo/internal/store/sealed"
	"giamngheo/internal/vault"
)

func newUser(s streams, a *app.Tools) *cobra.Command {
	c := &cobra.Command{Use: "user", Short: "Tài khoản, từ dòng lệnh của máy chủ"}
	add := &cobra.Command{Use: "add TÊN_ĐĂNG_NHẬP",
		Short: "Tạo quản trị tài khoản đầu tiên; các tài khoản khác tạo trong giao diện", Args: cobra.ExactArgs(1)}
	name := add.Flags().String("name", "", "họ và tên")
	add.RunE = func(c *cobra.Command, args []string) error {
		return withOffice(c, s, a, true, func(o *opened) error {
			if *name == "" {
				return errs.New(errs.Invalid, "add --name “Full Name”")
			}
			temporary, err := o.Accounts.Bootstrap(c.Context(), args[0], *name)
			if err != nil {
				return err
			}
			fmt.Fprintf(s.out, "Đã tạo quản trị tài khoản “%s”.\nMật khẩu tạm (phải đổi khi đăng nhập): %s\n", args[0],
				temporary)
			return nil
		})
	}
	settings.Flags(add, "db", "key", "files", "province")
	reset := &cobra.Command{Use: "reset TÊN_ĐĂNG_NHẬP", Short: "Đặt lại mật khẩu; mọi phiên kết thúc, mã một lần tắt",
		Args: cobra.ExactArgs(1)}
	reset.RunE = func(c *cobra.Command, args []string) error {
		return withOffice(c, s, a, false, func(o *opened) error {
			temporary, err := o.Accounts.ResetByName(c.Context(), args[0])
			if err != nil {
				return err
			}
			fmt.Fprintf(s.out, "Mật khẩu tạm của “%s” (phải đổi khi đăng nhập): %s\n", args[0], temporary)
			return nil
		})
	}
	settings.Flags(reset, "db", "key", "files", "province")
	c.AddCommand(add, reset, newUserImport(s, a), newUserTemplate(s, a))
	return c
}

func withOffice(c *cobra.Command, s streams, a *app.Tools, create bool, do func(*opened) error) error {
	set, err := settings.Read(c, settings.Settings{})
	if err != nil {
		return err
	}
	o, err := openOffice(c.Context(), a, set, create, newLog(s.err, "warn"))
	if err != nil {
		return err
	}
	return errors.Join(do(o), o.close())
}

func newBackup(s streams) *cobra.Command {
	c := &cobra.Command{Use: "backup TỆP", Short: "Sao lưu nhất quán trong khi chương trình chạy, và kiểm tra bản sao",
		Args: cobra.ExactArgs(1), RunE: func(c *cobra.Command, args []string) error {
			set, err := settings.Read(c, settings.Settings{})
			if err != nil {
				return err
			}
			st, err := openBeside(c.Context(), set)
			if err != nil {
				return err
			}
			progress, end := newProgress(s.err, "kiểm tra")
			start := time.Now()
			err = st.Backup(c.Context(), args[0], progress)
			end()
			if err = errors.Join(err, st.Close()); err != nil {
				return err
			}
			fmt.Fprintf(s.out, "Đã sao lưu và kiểm tra “%s” (%.1f giây). Giữ tệp khóa “%s” ở nơi khác.\n", args[0],
				time.Since(start).Seconds(), set.Key)
			return nil
		}}
	settings.Flags(c, "db", "key")
	return c
}

func newRestore(s streams) *cobra.Command {
	c := &cobra.Command{Use: "restore TỆP_SAO_LƯU", Short: "Khôi phục từ bản sao lưu; từ chối bản hỏng hoặc lạ",
		Args: cobra.ExactArgs(1)}
	replace := c.Flags().Bool("replace", false, "thay cơ sở dữ liệu đang có (tệp cũ được giữ lại)")
	c.RunE = func(c *cobra.Command, args []string) error {
		set, err := settings.Read(c, settings.Settings{})
		if err != nil {
			return err
		}
		v, err := vault.ReadFile(set.Key)
		if err != nil {
			return err
		}
		if !store.IsPostgres(set.DB) && exists(set.DB) && !*replace {
			fmt.Fprintf(s.err, "“%s” đã có dữ liệu. Gõ “thay” để thay bằng bản sao lưu (tệp cũ được giữ lại): ", set.DB)
			answer, _ := bufio.NewReader(s.in).ReadString('\n')
			if *replace = strings.TrimSpace(answer) == "thay"; !*replace {
				return errs.New(errs.Conflict, "nothing was replaced")
			}
		}
		progress, end := newProgress(s.err, "kiểm tra")
		err = store.Restore(c.Context(), args[0], set.DB, v, *replace, progress)
		end()
		if err != nil {
			return err
		}
		fmt.Fprintf(s.out, "Đã khôi phục “%s” từ “%s”.\n", set.DB, args[0])
		return nil
	}
	settings.Flags(c, "db", "key")
	return c
}

func newVerify(s streams, a *app.Tools) *cobra.Command {
	c := &cobra.Command{Use: "verify",
		Short: "Kiểm tra tệp dữ liệu, chuỗi nhật ký, chữ ký từng dòng và từng hộ", Args: cobra.NoArgs}
	file := c.Flags().String("head", "", "tệp chữ ký đầu chuỗi cất ở nơi khác (serve ghi mỗi ngày): phát hiện dữ liệu bị đặt lùi")
	c.RunE = func(c *cobra.Command, _ []string) error {
		set, err := settings.Read(c, settings.Settings{})
		if err != nil {
			return err
		}
		heads, err := os.ReadFile(*file)
		if *file != "" && err != nil {
			return errs.New(errs.NotFound, "the file of heads “%s” cannot be read", *file).Because(err)
		}
		st, err := openBeside(c.Context(), set)
		if err != nil {
			return err
		}
		progress, end := newProgress(s.err, "dòng nhật ký")
		r, err := sealed.Verify(c.Context(), st, heads, progress)
		end()
		var unbalanced error
		if err == nil {
			_, unbalanced = ledgers.Audit(c.Context(), st, a.Library)
		}
		if err = errors.Join(err, st.Close()); err != nil {
			return err
		}
		if errors.Is(unbalanced, ledgers.ErrEarlier) {
			fmt.Fprintln(s.out, "Sổ vốn chưa kiểm tra: chương trình cũ đã ghi cơ sở dữ liệu này. Mở bằng chương trình này một lần.")
			unbalanced = nil
		}
		return errors.Join(reportVerified(s, r, *file != ""), unbalanced)
	}
	settings.Flags(c, "db", "key")
	return c
}

// reportVerified says what a check found. Errors (errs.Invalid): something was changed outside the program.
func reportVerified(s streams, r sealed.Report, compared bool) error {
	for _, f := range r.Faults[:min(len(r.Faults), 50)] {
		fmt.Fprintf(s.out, "Sai: %s.\n", f.Text().In("vi"))
	}
	if n := len(r.Faults); n > 0 {
		return errs.New(errs.Invalid, "%s places were changed outside the program: keep this database as it is and tell the inspector; then restore a backup", fmt.Sprint(n))
	}
	fmt.Fprintf(s.out, "Đạt: tệp dữ liệu lành, %d dòng nhật ký nối đúng chuỗi, %d dòng dữ liệu đúng chữ ký, %d hộ đọc được.\n",
		r.Entries, r.Rows, r.Households)
	if r.Unsigned {
		fmt.Fprintln(s.out, "Chương trình cũ đã ghi cơ sở dữ liệu này: từng dòng chưa có chữ ký. Mở bằng chương trình này một lần để ký.")
	}
	if compared {
		fmt.Fprintf(s.out, "Khớp với %d chữ ký đầu chuỗi cất ở nơi khác.\n", r.Heads)
	}
	return nil
}

func newKey(s streams) *cobra.Command {
	c := &cobra.Command{Use: "key", Short: "Khóa mã hóa"}
	rotate := &cobra.Command{Use: "rotate", Short: "Thêm khóa mới và mã hóa lại mọi hộ bằng khóa đó",
		Args: cobra.NoArgs, RunE: func(c *cobra.Command, _ []string) error {
			set, err := settings.Read(c, settings.Settings{})
			if err != nil {
				return err
			}
			// first: a key is added only where no office runs on the old one
			st, err := openStore(c.Context(), set, false, store.OpenAlone)
			if err != nil {
				return err
			}
			v, err := vault.AddKey(set.Key)
			if err != nil {
				return errors.Join(err, st.Close())
			}
			n, err := sealed.Rotate(c.Context(), st, v)
			if err = errors.Join(err, st.Close()); err != nil {
				return err
			}
			fmt.Fprintf(s.out, "Đã mã hóa lại %d bản ghi bằng khóa số %d. Chép tệp khóa “%s” sang nơi cất giữ.\n", n,
				v.Newest(), set.Key)
			return nil
		}}
	settings.Flags(rotate, "db", "key")
	c.AddCommand(rotate)
	return c
}

package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"giamngheo/internal/app"
	"giamngheo/internal/app/people"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/roster"
	"giamngheo/internal/settings"
)

// newUserImport makes the accounts of a list of people, as the page of accounts does.
func newUserImport(s streams, a *app.Tools) *cobra.Command {
	c := &cobra.Command{Use: "import TỆP", Short: "Tạo, sửa tài khoản theo danh sách (.xlsx, .csv); xem trước bằng --dry-run",
		Args: cobra.ExactArgs(1)}
	var p peopleImport
	c.Flags().BoolVar(&p.dry, "dry-run", false, "chỉ xem trước, không ghi gì")
	c.Flags().StringVar(&p.rejected, "rejected", "", "tệp .xlsx nhận các dòng bị trả lại, kèm lý do")
	c.Flags().StringVar(&p.letters, "letters", "", "tệp văn bản nhận giấy cấp tài khoản, mỗi người một trang; in xong thì xóa")
	c.RunE = func(c *cobra.Command, args []string) error {
		return withOffice(c, s, a, false, func(o *opened) error {
			p.streams, p.opened = s, o
			return p.run(c.Context(), args[0])
		})
	}
	settings.Flags(c, "db", "key", "files", "province")
	return c
}

// newUserTemplate writes the empty list.
func newUserTemplate(s streams, a *app.Tools) *cobra.Command {
	c := &cobra.Command{Use: "template TỆP.xlsx", Short: "Tệp mẫu của danh sách tài khoản, có ví dụ, vai trò và đơn vị",
		Args: cobra.ExactArgs(1)}
	c.RunE = func(c *cobra.Command, args []string) error {
		return withOffice(c, s, a, false, func(o *opened) error {
			return newFile(args[0], func(w io.Writer) error { return o.People.Template(byHand(), w) })
		})
	}
	settings.Flags(c, "db", "key", "files", "province")
	return c
}

// byHand is who works at the server's command line.
func byHand() *office.Ask { return &office.Ask{Username: "cli", From: "cli"} }

// newFile writes a file that only its owner reads; one that is there is not written over. One that cannot be written
// whole is taken away.
func newFile(path string, write func(io.Writer) error) (err error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if errors.Is(err, os.ErrExist) {
		return errs.New(errs.Conflict, "there is “%s” already: give another name", path)
	}
	if err != nil {
		return errs.New(errs.Invalid, "“%s” cannot be written", path).Because(err)
	}
	if err = errors.Join(write(f), f.Close()); err != nil {
		_ = os.Remove(path)
	}
	return err
}

type peopleImport struct {
	streams
	*opened

	dry               bool
	rejected, letters string
}

func (p *peopleImport) run(ctx context.Context, path string) error {
	f, err := os.Open(path)
	if err != nil {
		return errs.New(errs.NotFound, "the file “%s” cannot be read", path).Because(err)
	}
	text, err := p.People.ReadList(byHand(), f, filepath.Base(path))
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	look, err := p.People.LookList(ctx, byHand(), text)
	if err != nil {
		return err
	}
	p.tell(look)
	if p.rejected != "" && look.Count(roster.Refused) > 0 {
		if err := newFile(p.rejected, func(w io.Writer) error {
			return p.People.Rejected(ctx, byHand(), text, w)
		}); err != nil {
			return err
		}
	}
	if p.dry || look.Count(roster.New)+look.Count(roster.Changed) == 0 {
		fmt.Fprintln(p.out, "Chưa ghi gì.")
		return nil
	}
	if p.letters == "" || look.Count(roster.New) == 0 { // nobody to write a letter to
		if _, err = p.People.TakeList(ctx, byHand(), text, look.Sign); err != nil {
			return err
		}
		fmt.Fprintln(p.out, "Đã ghi.")
		if look.Count(roster.New) > 0 {
			fmt.Fprintln(p.out, "Tài khoản mới chưa có mật khẩu: in giấy ở trang Tài khoản.")
		}
		return nil
	}
	return newFile(p.letters, func(w io.Writer) error { return p.take(ctx, look, w) })
}

// tell says what a list comes to, and why rows are refused.
func (p *peopleImport) tell(look *people.List) {
	fmt.Fprintf(p.out, "%d dòng: tạo mới %d, sửa %d, giữ nguyên %d, trả lại %d.\n", len(look.Rows), look.Count(roster.New),
		look.Count(roster.Changed), look.Count(roster.Same), look.Count(roster.Refused))
	for i := range look.Rows {
		if r := &look.Rows[i]; r.Verdict == roster.Refused {
			fmt.Fprintf(p.out, "Dòng %d (%s): %s.\n", r.Row, r.Name, errs.Join("; ", r.Faults).VI)
		}
	}
}

// take writes a list and the letters of its new accounts.
func (p *peopleImport) take(ctx context.Context, look *people.List, w io.Writer) error {
	made, err := p.People.TakeList(ctx, byHand(), look.Text, look.Sign)
	if err != nil {
		return err
	}
	var ids []int64
	for i := range made.Rows {
		if made.Rows[i].Verdict == roster.New {
			ids = append(ids, made.Rows[i].Account)
		}
	}
	fmt.Fprintln(p.out, "Đã ghi.")
	address, err := p.Papers.PublicAddress(ctx)
	if err != nil {
		return err
	}
	progress, end := newProgress(p.err, "mật khẩu")
	letters, err := p.People.Letters(ctx, byHand(), ids, progress)
	end()
	if err != nil {
		return err
	}
	out := printed{w: w}
	for i := range letters {
		p.letter(&out, &letters[i], address)
	}
	fmt.Fprintf(p.out, "%d giấy cấp tài khoản ở “%s”: in, trao tận tay, rồi xóa tệp.\n", len(letters), p.letters)
	return out.err
}

// letter writes a letter, and has the next one begin on a page of its own.
func (p *peopleImport) letter(out *printed, l *people.Letter, address string) {
	if address == "" {
		address = "…………………………………………"
	}
	out.line("%s", p.Office.Province().FullName)
	out.line("\nGIẤY CẤP TÀI KHOẢN\n")
	out.line("Cấp cho:              %s", l.Account.FullName)
	for _, g := range l.Account.Grants {
		out.line("Vai trò:              %s – %s", g.Role.Title().VI, p.Office.Unit(g.Place).FullName)
	}
	out.line("Địa chỉ trang web:    %s", address)
	out.line("Tên đăng nhập:        %s", l.Account.Username)
	out.line("Mật khẩu dùng một lần: %s", l.Password)
	out.line("Có hiệu lực đến:      %s", office.Local(l.Account.Until).Format("15:04 02/01/2006"))
	out.line("\nLần đầu: mở địa chỉ trên, nhập tên đăng nhập và mật khẩu dùng một lần, rồi đặt mật khẩu")
	out.line("của riêng mình từ 12 ký tự. Không đưa mật khẩu cho ai; đổi xong thì hủy giấy này.\f")
}

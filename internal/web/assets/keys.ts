// The keyboard: "/" searches, arrows walk a list, Ctrl+S saves, "?" shows the keys.
export function keys(): void {
  document.addEventListener("keydown", (e) => {
    const at = document.activeElement as HTMLElement | null;
    const typing = !!at && (/^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName) || at.isContentEditable);
    if ((e.ctrlKey || e.metaKey) && e.key === "s") {
      const form = document.querySelector<HTMLFormElement>("form[data-draft]");
      if (form) {
        e.preventDefault();
        form.requestSubmit();
      }
      return;
    }
    const search = document.querySelector<HTMLInputElement>("input[data-search]");
    if (e.key === "Escape" && at === search) search?.blur();
    const links = Array.from(document.querySelectorAll<HTMLAnchorElement>("[data-rows] a[data-row]"));
    if ((e.key === "ArrowDown" || e.key === "ArrowUp") && links.length > 0 && (!typing || at === search)) {
      const i = links.indexOf(at as HTMLAnchorElement) + (e.key === "ArrowDown" ? 1 : -1);
      e.preventDefault();
      if (i < 0) search?.focus();
      else links[Math.min(i, links.length - 1)].focus();
      return;
    }
    if (typing || e.ctrlKey || e.metaKey || e.altKey) return;
    if (e.key === "/" && search) {
      e.preventDefault();
      search.focus();
      search.select();
    }
    if (e.key === "?") document.querySelector<HTMLDialogElement>("dialog#keys-help")?.showModal();
  });
}

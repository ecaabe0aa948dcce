// From a household to the one before and the one after it in the list that one came from: the list leaves its households
// in this tab, their numbers alone. "[" and "]" go there too.
const kept = "giamngheo-walk", household = /^\/households\/(\d+)(\?on=[\d-]+)?$/;

export function walk(): void {
  const links = Array.from(document.querySelectorAll<HTMLAnchorElement>("a[data-row]"), (a) => a.getAttribute("href") ?? "").filter((href) => household.test(href));
  if (links.length > 1) sessionStorage.setItem(kept, JSON.stringify(links));
  const box = document.querySelector<HTMLElement>("[data-walk]");
  if (!box) return;
  const way: string[] = JSON.parse(sessionStorage.getItem(kept) ?? "[]");
  const at = way.indexOf(location.pathname + location.search);
  if (at < 0) return;
  box.hidden = false;
  const [before, after] = (["prev", "next"] as const).map((which, i) => {
    const link = box.querySelector<HTMLAnchorElement>(`[data-walk-${which}]`)!;
    const to = way[at + (i ? 1 : -1)];
    if (to) link.href = to;
    else link.hidden = true;
    return to;
  });
  document.addEventListener("keydown", (e) => {
    const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement?.tagName ?? "");
    if (typing || e.ctrlKey || e.metaKey || e.altKey || document.querySelector("dialog[open]")) return;
    const to = e.key === "[" ? before : e.key === "]" ? after : undefined;
    if (to) location.href = to;
  });
}

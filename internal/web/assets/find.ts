// The search of every page: what answers is suggested while one types (a combobox of WAI-ARIA); without this the box is a
// form whose answer is a page.
export function find(): void {
  const input = document.querySelector<HTMLInputElement>("input[data-search]");
  const box = document.querySelector<HTMLElement>("#top-found");
  if (!input || !box) return;
  let asked = "", timer = 0, at = -1;
  const options = (): HTMLAnchorElement[] => Array.from(box.querySelectorAll<HTMLAnchorElement>("a[role=option]"));
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-controls", "top-found"], ["aria-expanded", "false"]]) input.setAttribute(name, value);
  const choose = (to: number): void => {
    const all = options();
    at = ((to + all.length + 2) % (all.length + 1)) - 1; // one more than there are: none
    all.forEach((one, i) => {
      one.id = `found-${i}`;
      one.setAttribute("aria-selected", String(i === at));
    });
    if (at < 0) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", `found-${at}`);
    all[at].scrollIntoView({ block: "nearest" });
  };
  const show = (open: boolean): void => {
    box.hidden = !open;
    input.setAttribute("aria-expanded", String(open));
    if (!open) choose(-1);
  };
  const ask = async (): Promise<void> => {
    const text = input.value.trim();
    if (text === asked) return show(text.length > 1);
    asked = text;
    if (text.length < 2) return show(false);
    const answer = await fetch("/find", { method: "POST", headers: { "HX-Request": "true" }, body: new URLSearchParams({ q: text }) }).catch(() => null);
    if (input.value.trim() !== text) return;
    if (!answer?.ok) return show(false);
    box.innerHTML = await answer.text();
    choose(-1);
    show(document.activeElement === input);
  };
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = window.setTimeout(ask, 120);
  });
  input.addEventListener("focus", () => input.value.trim() !== "" && asked !== "" && show(true));
  input.addEventListener("blur", () => setTimeout(() => show(false), 150));
  input.addEventListener("keydown", (e) => {
    if (box.hidden) return;
    if ((e.key === "ArrowDown" || e.key === "ArrowUp") && options().length > 0) {
      e.preventDefault();
      e.stopPropagation();
      choose(e.key === "ArrowDown" ? at + 1 : at - 1);
    } else if (e.key === "Escape") {
      e.stopPropagation();
      show(false);
    } else if (e.key === "Enter" && at >= 0) {
      e.preventDefault();
      location.href = options()[at].href;
    }
  });
  box.addEventListener("mousedown", (e) => e.preventDefault()); // the box keeps the focus, so that a click is one
}

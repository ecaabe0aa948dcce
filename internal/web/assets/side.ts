// The side bar and the menus of the head: they work without this by links and forms; with it nothing is loaded anew.
export function side(): void {
  document.querySelector<HTMLFormElement>("form[data-fold]")?.addEventListener("submit", (e) => {
    e.preventDefault();
    const narrow = document.body.classList.toggle("narrow");
    document.cookie = `side=${narrow ? "narrow" : ""}; path=/; max-age=${narrow ? 31536000 : 0}; samesite=lax`;
    const button = (e.target as HTMLFormElement).querySelector<HTMLButtonElement>("button[name=side]");
    if (button) button.value = narrow ? "wide" : "narrow";
  });
  const menus = (): HTMLDetailsElement[] => Array.from(document.querySelectorAll<HTMLDetailsElement>("details[data-menu][open]"));
  document.addEventListener("click", (e) => menus().forEach((m) => m.contains(e.target as Node) || (m.open = false)));
  document.addEventListener("keydown", (e) => {
    if (e.key !== "Escape") return;
    menus().forEach((m) => {
      m.open = false;
      m.querySelector("summary")?.focus();
    });
    if (location.hash === "#side") location.hash = "#main";
  });
  addEventListener("hashchange", () => location.hash === "#side" && document.querySelector<HTMLElement>("#side a")?.focus());
}

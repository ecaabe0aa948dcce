// Members of a household are added and taken away in the form; the server sees the numbers.
export function members(root: ParentNode): void {
  root.querySelectorAll<HTMLElement>("[data-add-member]").forEach((button) => {
    const form = button.closest("form")!;
    const template = form.querySelector<HTMLTemplateElement>("template#member-template");
    const list = form.querySelector<HTMLElement>("[data-members]");
    if (!template || !list) return;
    button.addEventListener("click", () => {
      const next = Number(list.dataset.next ?? "1");
      list.dataset.next = String(next + 1);
      const html = template.innerHTML.replaceAll("__N__", String(next));
      list.insertAdjacentHTML("beforeend", html);
      list.lastElementChild?.querySelector<HTMLInputElement>("input[type=text]")?.focus();
    });
    if (button.hasAttribute("hidden")) button.removeAttribute("hidden");
  });
}

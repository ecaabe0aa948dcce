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
      asHead(form);
      list.lastElementChild?.querySelector<HTMLInputElement>("input[type=text]")?.focus();
    });
    asHead(form);
    if (button.hasAttribute("hidden")) button.removeAttribute("hidden");
  });
}

// What is as with the head, in one press: the field's value becomes that of the member who is the head.
function asHead(form: HTMLFormElement): void {
  form.querySelectorAll<HTMLButtonElement>("[data-as-head][hidden]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => {
      const head = Array.from(form.querySelectorAll<HTMLSelectElement>('select[name$="_relationship"]')).find((s) => s.value === "head");
      const name = button.dataset.asHead!;
      const from = head && form.elements.namedItem(head.name.replace("_relationship", name.slice(name.indexOf("_"))));
      const to = form.elements.namedItem(name);
      if (!(from instanceof HTMLElement) || !(to instanceof HTMLElement)) return;
      (to as HTMLSelectElement).value = (from as HTMLSelectElement).value;
      to.dispatchEvent(new Event("change", { bubbles: true }));
    });
  });
}

// What a list is filtered by, each with a way to the list without it. The form and its "Clear" do without this; where the
// server has made them itself there are none twice.
export function chips(): void {
  const form = document.querySelector<HTMLFormElement>("form.filters:has([data-clear])");
  const clear = form?.querySelector<HTMLAnchorElement>("[data-clear]");
  if (!form || !clear || document.querySelector("[data-chips]")) return;
  const asked = new URLSearchParams(location.search);
  const box = document.createElement("p");
  box.className = "d-flex flex-wrap gap-2 mb-3 d-print-none";
  box.dataset.chips = "";
  for (const field of form.elements) {
    if (!(field instanceof HTMLInputElement || field instanceof HTMLSelectElement) || field.type === "hidden" || !asked.get(field.name)) continue;
    const title = (form.querySelector(`label[for="${field.id}"]`) ?? field.closest("label"))?.textContent?.trim() ?? field.name;
    const value = field instanceof HTMLSelectElement ? field.selectedOptions[0]?.text : field.type === "checkbox" ? "" : field.value;
    const rest = new URLSearchParams(asked);
    rest.delete(field.name);
    rest.delete("page");
    const chip = document.createElement("a");
    chip.className = "btn btn-sm text-wrap text-start"; // a label may be as long as a telephone is wide
    chip.href = `${location.pathname}?${rest}`;
    chip.textContent = `${title}${value ? ": " + value.trim() : ""} ×`;
    chip.title = clear.textContent?.trim() ?? "";
    box.append(chip);
  }
  if (box.children.length > 0) form.after(box);
}

// The table of a report: Enter and arrows go from cell to cell, a block from Excel is pasted over many, and what is typed
// is saved by itself. Without this script one types and saves.
const inputs = (row: HTMLTableRowElement): HTMLInputElement[] => Array.from(row.querySelectorAll<HTMLInputElement>('input[name^="v."]'));

function beside(at: HTMLInputElement, way: number): HTMLInputElement | null {
  const cell = at.closest("td")!;
  for (let row = cell.parentElement as HTMLTableRowElement | null; row; ) {
    row = (way > 0 ? row.nextElementSibling : row.previousElementSibling) as HTMLTableRowElement | null;
    const found = row?.cells[cell.cellIndex]?.querySelector<HTMLInputElement>('input[name^="v."]');
    if (found) return found;
  }
  return null;
}

function paste(e: ClipboardEvent): void {
  const at = e.target as HTMLInputElement;
  const text = e.clipboardData?.getData("text") ?? "";
  if (!/[\t\n]/.test(text.trim()) || !at.name.startsWith("v.")) return;
  e.preventDefault();
  let left: HTMLInputElement | null = at;
  for (const line of text.replace(/\r/g, "").replace(/\n$/, "").split("\n")) {
    if (!left) break;
    const row = inputs(left.closest("tr")!);
    const first = row.indexOf(left);
    line.split("\t").forEach((value, i) => {
      const into = row[first + i];
      if (!into) return;
      into.value = value.trim();
      into.dispatchEvent(new Event("input", { bubbles: true }));
    });
    left = beside(left, 1);
  }
  at.dispatchEvent(new Event("change", { bubbles: true }));
}

function saving(form: HTMLFormElement): void {
  const said = form.querySelector<HTMLElement>("[data-saved]")!;
  let timer = 0, running = false;
  const save = async (): Promise<void> => {
    if (running) { later(); return; }
    running = true;
    const body = new URLSearchParams(new FormData(form) as any);
    body.delete("once"); // it may be saved many times
    body.delete("then");
    try {
      const answer = await fetch(form.dataset.save!, { method: "POST", body, headers: { Accept: "application/json" } });
      if (answer.status === 401) document.querySelector<HTMLElement>("[data-session-notice]")?.removeAttribute("hidden");
      const done = (await answer.json()) as { seen: string; error?: string };
      said.textContent = done.error ?? said.dataset.saved!;
      said.classList.toggle("text-danger", !!done.error);
      if (answer.ok && !done.error) {
        (form.elements.namedItem("seen") as HTMLInputElement).value = done.seen;
        for (const [name, value] of body) { // what was sent is what stands there now
          const was = form.elements.namedItem(name.replace(/^v\./, "w.").replace(/^r\./, "s.")) as HTMLInputElement | null;
          if (was && /^[vr]\./.test(name)) was.value = value;
        }
        document.querySelectorAll<HTMLInputElement>('form [name="seen"]').forEach((s) => { s.value = done.seen; });
        form.dataset.draftVersion = done.seen;
        const typed = new URLSearchParams(new FormData(form) as any);
        if ([...body].every(([name, value]) => !/^[vr]\./.test(name) || typed.get(name) === value)) form.dispatchEvent(new Event("saved"));
      }
    } catch { /* no connection: the draft in the browser keeps it */ }
    running = false;
  };
  const later = (): void => { window.clearTimeout(timer); timer = window.setTimeout(save, 1500); };
  form.addEventListener("change", later);
  form.addEventListener("submit", () => window.clearTimeout(timer));
}

export function cells(root: ParentNode): void {
  root.querySelectorAll<HTMLTableElement>("table[data-cells]").forEach((table) => {
    table.addEventListener("paste", paste as EventListener);
    table.addEventListener("keydown", (e) => {
      const at = e.target as HTMLInputElement; // in a list of choices arrows choose
      if (!(at instanceof HTMLInputElement) || !at.name.startsWith("v.") || !["Enter", "ArrowDown", "ArrowUp"].includes(e.key) || e.altKey) return;
      e.preventDefault();
      const to = beside(at, e.key === "ArrowUp" ? -1 : 1);
      to?.focus();
      to?.select();
    });
  });
  root.querySelectorAll<HTMLFormElement>("form[data-save]").forEach(saving);
}

// Unsaved forms survive a lost connection, a reload and an expired session: what was typed stays in this tab.
const secret = (el: Element): boolean =>
  el instanceof HTMLInputElement && (el.type === "password" || el.type === "file" || el.type === "hidden" || el.autocomplete === "one-time-code");

function values(form: HTMLFormElement): [string, string][] {
  const out: [string, string][] = [];
  for (const el of Array.from(form.elements)) {
    const field = el as HTMLInputElement;
    if (!field.name || secret(field) || field.type === "submit") continue;
    if (field.type === "checkbox" || field.type === "radio") out.push([field.name + "=" + field.value, field.checked ? "1" : ""]);
    else out.push([field.name, field.value]);
  }
  return out;
}

function restore(form: HTMLFormElement, draft: [string, string][]): boolean {
  let changed = false;
  const wanted = new Map(draft);
  // rows that were added without the server's knowledge come first
  const add = form.querySelector<HTMLElement>("[data-add-member]");
  const highest = Math.max(0, ...draft.map(([n]) => Number(/^m(\d+)_/.exec(n)?.[1] ?? 0)));
  for (let guard = 0; add && guard < 60 && !form.querySelector(`[name="m${highest}_full_name"]`) && highest > 0; guard++) add.click();
  for (const el of Array.from(form.elements)) {
    const field = el as HTMLInputElement;
    if (!field.name || secret(field)) continue;
    const box = field.type === "checkbox" || field.type === "radio";
    const want = wanted.get(box ? field.name + "=" + field.value : field.name);
    if (want === undefined) continue;
    if (box ? field.checked !== (want === "1") : field.value !== want) {
      changed = true;
      if (box) field.checked = want === "1";
      else field.value = want;
    }
  }
  return changed;
}

export function drafts(root: ParentNode): void {
  const done = document.querySelector<HTMLMetaElement>('meta[name="draft-done"]');
  if (done) sessionStorage.removeItem("draft:" + done.content);
  root.querySelectorAll<HTMLFormElement>("form[data-draft]").forEach((form) => {
    const key = "draft:" + form.dataset.draft;
    const version = form.dataset.draftVersion ?? "";
    let dirty = false;
    let sending = false;
    const held = sessionStorage.getItem(key);
    if (held) {
      const draft = JSON.parse(held);
      if (draft.version === version && restore(form, draft.values)) {
        dirty = true;
        form.querySelector<HTMLElement>("[data-draft-notice]")?.removeAttribute("hidden");
      }
    }
    form.querySelector("[data-draft-discard]")?.addEventListener("click", () => {
      sessionStorage.removeItem(key);
      dirty = false;
      location.reload();
    });
    const keep = (): void => {
      dirty = true;
      sessionStorage.setItem(key, JSON.stringify({ version: form.dataset.draftVersion ?? "", values: values(form) }));
    };
    form.addEventListener("saved", () => { // by itself: nothing is left to be lost
      dirty = false;
      sessionStorage.removeItem(key);
    });
    form.addEventListener("input", keep);
    form.addEventListener("change", keep);
    form.addEventListener("submit", async (e) => {
      if (sending) {
        e.preventDefault();
        return;
      }
      sending = true;
      const submitter = (e as SubmitEvent).submitter as HTMLButtonElement | null;
      if (!form.dataset.reachable) {
        e.preventDefault();
        keep();
        try {
          await fetch("/healthz", { method: "GET", cache: "no-store" });
          form.dataset.reachable = "1";
          sending = false;
          dirty = false;
          form.requestSubmit(submitter ?? undefined);
        } catch {
          sending = false;
          form.querySelector<HTMLElement>("[data-offline-notice]")?.removeAttribute("hidden");
        }
        return;
      }
      delete form.dataset.reachable;
    });
    window.addEventListener("pageshow", () => (sending = false));
    window.addEventListener("beforeunload", (e) => {
      if (dirty && !sending) e.preventDefault();
    });
  });
}

// The server's own checks while a form is being filled in: nothing is judged here.
interface Fault { field: string; message: string }

export function checks(root: ParentNode): void {
  root.querySelectorAll<HTMLFormElement>("form[data-check-url]").forEach((form) => {
    const visited = new Set<string>();
    let running: AbortController | null = null;
    const live = form.querySelector<HTMLElement>("[data-live]");
    const check = async (): Promise<void> => {
      running?.abort();
      running = new AbortController();
      try {
        const body = new URLSearchParams(new FormData(form) as any);
        body.delete("once"); // nothing is done that could be done twice
        const answer = await fetch(form.dataset.checkUrl!, { method: "POST", body, signal: running.signal, headers: { "HX-Request": "true" } });
        if (answer.status === 401) document.querySelector<HTMLElement>("[data-session-notice]")?.removeAttribute("hidden");
        if (!answer.ok) return;
        const said = (await answer.json()) as { faults: Fault[]; live?: string };
        show(form, visited, said.faults);
        if (live && said.live !== undefined) live.textContent = said.live;
      } catch { /* no connection: the server looks again when the form is sent */ }
    };
    form.addEventListener("change", (e) => {
      const name = (e.target as HTMLInputElement).name;
      if (!name) return;
      visited.add(name);
      void check();
    });
    if (live) void check(); // of the form as it is shown
  });
}

function show(form: HTMLFormElement, visited: Set<string>, faults: Fault[]): void {
  const by = new Map(faults.map((f) => [f.field, f.message]));
  for (const name of visited) {
    const field = form.elements.namedItem(name) as HTMLInputElement | null;
    if (!(field instanceof HTMLElement)) continue;
    const id = name + "-error";
    let note = document.getElementById(id);
    const message = by.get(name);
    field.classList.toggle("is-invalid", !!message);
    if (!message) {
      field.removeAttribute("aria-invalid");
      if (note) note.textContent = "";
      continue;
    }
    if (!note) {
      note = document.createElement("div");
      note.id = id;
      note.className = "invalid-feedback d-block";
      field.insertAdjacentElement("afterend", note);
    }
    note.textContent = message;
    field.setAttribute("aria-invalid", "true");
    field.setAttribute("aria-describedby", id);
  }
}

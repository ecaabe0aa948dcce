// A question before what cannot be taken back at once.
export function dialogs(): void {
  document.addEventListener("submit", (e) => {
    const form = e.target as HTMLFormElement;
    const text = ((e as SubmitEvent).submitter as HTMLElement | null)?.dataset.confirm ?? form.dataset.confirm;
    if (!text || form.dataset.confirmed) {
      delete form.dataset.confirmed;
      return;
    }
    e.preventDefault();
    e.stopImmediatePropagation();
    const submitter = (e as SubmitEvent).submitter as HTMLButtonElement | null;
    const dialog = document.createElement("dialog");
    const p = document.createElement("p");
    p.textContent = text;
    const no = document.createElement("button");
    const yes = document.createElement("button");
    no.className = "btn";
    yes.className = "btn btn-primary ms-2";
    no.textContent = document.documentElement.dataset.labelNo ?? "Không";
    yes.textContent = document.documentElement.dataset.labelYes ?? "Có";
    no.addEventListener("click", () => dialog.close());
    yes.addEventListener("click", () => {
      form.dataset.confirmed = "1";
      dialog.close();
      form.requestSubmit(submitter ?? undefined);
    });
    dialog.addEventListener("close", () => dialog.remove());
    dialog.append(p, no, yes);
    document.body.append(dialog);
    dialog.showModal();
  }, true);
  document.querySelectorAll<HTMLElement>("[data-close-dialog]").forEach((b) => b.addEventListener("click", () => b.closest("dialog")?.close()));
}

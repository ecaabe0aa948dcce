// A file may be dropped anywhere on a form that takes one.
export function drops(root: ParentNode): void {
  root.querySelectorAll<HTMLFormElement>("form[data-drop]").forEach((form) => {
    const input = form.querySelector<HTMLInputElement>('input[type="file"]');
    const area = form.closest<HTMLElement>(".card") ?? form;
    if (!input) return;
    const over = (on: boolean) => (e: Event): void => {
      e.preventDefault();
      area.classList.toggle("border-primary", on);
    };
    area.addEventListener("dragover", over(true));
    area.addEventListener("dragleave", over(false));
    area.addEventListener("drop", (e) => {
      over(false)(e);
      const files = (e as DragEvent).dataTransfer?.files;
      if (files?.length) input.files = files;
    });
  });
}

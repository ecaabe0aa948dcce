// A citizen or telephone number stands in no address: while it is typed into a list's filter nothing is asked, and with
// Enter it is sent as a form that the record of deeds hears of.
const asNumber = (text: string): boolean => /^[\d .+-]*$/.test(text) && text.replace(/\D/g, "").length >= 9 && !/^\d{5}-\d+$/.test(text.trim());

export function numbers(): void {
  document.addEventListener("htmx:configRequest", (e) => {
    const detail = (e as CustomEvent).detail as { verb: string; path: string; parameters: Record<string, unknown>; triggeringEvent?: Event };
    const text = String(detail.parameters["q"] ?? "");
    if (detail.verb !== "get" || !asNumber(text)) return;
    e.preventDefault();
    if (detail.triggeringEvent?.type !== "submit") return;
    const form = document.querySelector<HTMLFormElement>('form[action="/households/find"]');
    const field = form?.querySelector<HTMLInputElement>('input[name="q"]');
    if (!form || !field) return;
    field.value = text;
    form.requestSubmit();
  });
}

// Forms that a passkey answers: what is asked comes from the office, what the passkey signs goes with the form. Without
// passkeys in the browser they stay hidden.
const bytes = (text: string): ArrayBuffer => {
  const raw = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(raw, (c) => c.charCodeAt(0)).buffer;
};
const text = (b: ArrayBuffer | null | undefined): string | undefined =>
  b ? btoa(String.fromCharCode(...new Uint8Array(b))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "") : undefined;
const named = (list: any[] | undefined): any[] | undefined => list?.map((c) => ({ ...c, id: bytes(c.id) }));

// What the office asks, as the browser takes it.
async function give(what: string, o: any): Promise<PublicKeyCredential | null> {
  o.challenge = bytes(o.challenge);
  if (what === "create") {
    o.user.id = bytes(o.user.id);
    o.excludeCredentials = named(o.excludeCredentials);
    return (await navigator.credentials.create({ publicKey: o })) as PublicKeyCredential | null;
  }
  o.allowCredentials = named(o.allowCredentials);
  return (await navigator.credentials.get({ publicKey: o })) as PublicKeyCredential | null;
}

// What the passkey signed, as the office takes it.
function signed(c: PublicKeyCredential): string {
  const r = c.response as any;
  return JSON.stringify({
    id: c.id, rawId: text(c.rawId), type: c.type, authenticatorAttachment: (c as any).authenticatorAttachment ?? undefined,
    clientExtensionResults: c.getClientExtensionResults(),
    response: {
      clientDataJSON: text(r.clientDataJSON), attestationObject: text(r.attestationObject), transports: r.getTransports?.(),
      authenticatorData: text(r.authenticatorData), signature: text(r.signature), userHandle: text(r.userHandle),
    },
  });
}

async function ask(form: HTMLFormElement): Promise<void> {
  const failed = form.querySelector<HTMLElement>("[data-passkey-failed]")!;
  const say = (what: string): void => {
    failed.textContent = what;
    failed.hidden = false;
  };
  const put = (name: string, value: string): void => {
    form.querySelector<HTMLInputElement>(`input[name="${name}"]`)!.value = value;
  };
  failed.hidden = true;
  try {
    const answer = await fetch(form.dataset.passkey!, { method: "POST", headers: { Accept: "application/json" } });
    const question = await answer.json();
    if (!answer.ok) return say(question.error);
    const c = await give(form.dataset.passkeyDo!, question.options.publicKey);
    if (!c) return say(failed.dataset.text!);
    put("question", question.id);
    put("signed", signed(c));
    form.submit();
  } catch {
    say(failed.dataset.text!);
  }
}

export function passkeys(root: ParentNode): void {
  if (!window.PublicKeyCredential) return;
  root.querySelectorAll<HTMLElement>("[data-passkey-none]").forEach((e) => (e.hidden = true));
  root.querySelectorAll<HTMLFormElement>("form[data-passkey]").forEach((form) => {
    form.hidden = false;
    let running = false;
    form.addEventListener("submit", (e) => {
      e.preventDefault();
      if (running) return;
      running = true;
      void ask(form).finally(() => (running = false));
    });
  });
}

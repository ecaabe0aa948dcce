// The paragraphs of a report in words: a figure stands in them as a chip that nobody types into, and is put in where the
// cursor is. Without this script one writes the figure's mark, [[form/row/column]].
const mark = /\[\[([^\]|]+)(?:\|([^\]]*))?\]\]/g;
type Fact = { value: string; title: string };

function chip(inner: string, facts: Map<string, Fact>): HTMLElement {
  const span = document.createElement("span");
  const [key, source] = inner.split("|");
  const fact = facts.get(key);
  span.className = "fact";
  span.contentEditable = "false";
  span.dataset.mark = inner;
  span.title = fact?.title ?? source ?? "";
  span.textContent = source === undefined ? (fact?.value ?? `[[${inner}]]`) : key;
  return span;
}

function draw(box: HTMLElement, text: string, facts: Map<string, Fact>): void {
  box.replaceChildren();
  let at = 0;
  for (const m of text.matchAll(mark)) {
    box.append(text.slice(at, m.index), chip(m[0].slice(2, -2), facts));
    at = m.index + m[0].length;
  }
  box.append(text.slice(at));
}

function read(node: Node): string {
  let out = "";
  node.childNodes.forEach((n) => {
    if (n instanceof HTMLElement && n.dataset.mark) out += `[[${n.dataset.mark}]]`;
    else if (n instanceof HTMLBRElement) out += "\n";
    else if (n instanceof HTMLElement) out += (out && !out.endsWith("\n") ? "\n" : "") + read(n);
    else out += n.textContent;
  });
  return out.replace(/\u00a0/g, " ");
}

export function prose(root: ParentNode): void {
  const areas = root.querySelectorAll<HTMLTextAreaElement>("textarea[data-prose]");
  if (areas.length === 0) return;
  const facts = new Map<string, Fact>();
  const marks = root.querySelectorAll<HTMLElement>("[data-fact]");
  marks.forEach((m) => facts.set(m.dataset.fact!, { value: m.dataset.value ?? "", title: m.closest("tr")?.cells[0].innerText.trim() ?? "" }));
  let last: { box: HTMLElement; range: Range | null } | null = null;
  const put = (inner: string): void => {
    const box = last?.box ?? document.querySelector<HTMLElement>(".prose");
    if (!box) return;
    const one = chip(inner, facts);
    box.focus();
    if (last?.range && box.contains(last.range.startContainer)) {
      last.range.deleteContents();
      last.range.insertNode(one);
    } else box.append(one);
    getSelection()?.collapse(one.parentNode, Array.from(one.parentNode!.childNodes).indexOf(one) + 1);
    box.dispatchEvent(new InputEvent("input", { bubbles: true }));
  };
  areas.forEach((area) => {
    const box = document.createElement("div");
    box.className = `${area.className} prose`;
    box.contentEditable = "true";
    box.setAttribute("role", "textbox");
    box.setAttribute("aria-multiline", "true");
    box.setAttribute("aria-label", area.getAttribute("aria-label") ?? "");
    box.dataset.holder = area.placeholder;
    draw(box, area.value, facts);
    area.hidden = true;
    area.after(box);
    box.addEventListener("input", () => {
      area.value = read(box);
      area.dispatchEvent(new Event("input", { bubbles: true }));
    });
    box.addEventListener("paste", (e) => {
      e.preventDefault();
      document.execCommand("insertText", false, e.clipboardData?.getData("text/plain") ?? "");
    });
    box.addEventListener("blur", () => {
      const s = getSelection();
      last = { box, range: s && s.rangeCount > 0 ? s.getRangeAt(0).cloneRange() : null };
    });
  });
  marks.forEach((m) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-sm";
    button.textContent = "+";
    button.setAttribute("aria-label", `${m.dataset.put ?? ""} ${facts.get(m.dataset.fact!)?.title ?? ""}`);
    button.addEventListener("click", () => put(m.dataset.fact!));
    m.replaceWith(button);
  });
}

// A grid into which rows are pasted from Excel. The textarea underneath stays the form's field: without this script one
// pastes into it directly.
interface Column { name: string; title: string; required: boolean; choices?: string[] }
interface Fault { row: number; column: string; message: string; asks?: string }

class Grid {
  rows: string[][] = [];
  past: string[] = [];
  future: string[] = [];
  wrap = document.createElement("div");
  head: HTMLTableRowElement;
  body = document.createElement("tbody");
  timer = 0;
  constructor(private area: HTMLTextAreaElement, private columns: Column[]) {
    const table = document.createElement("table");
    table.setAttribute("aria-label", area.getAttribute("aria-label") ?? "");
    this.head = table.createTHead().insertRow();
    this.head.append(this.th("#"), ...columns.map((c) => this.th(c.title + (c.required ? " *" : ""))));
    table.append(this.body);
    this.wrap.className = "grid-wrap";
    this.wrap.tabIndex = 0;
    this.wrap.append(table);
    for (const c of columns) {
      if (!c.choices?.length) continue;
      const list = document.createElement("datalist");
      list.id = "choices-" + c.name;
      list.append(...c.choices.map((v) => Object.assign(document.createElement("option"), { value: v })));
      this.wrap.append(list);
    }
    area.hidden = true;
    area.insertAdjacentElement("afterend", this.wrap);
    this.load(area.value);
    if (this.rows.length === 0) this.rows = Array.from({ length: 5 }, () => columns.map(() => ""));
    this.draw();
    this.wrap.addEventListener("paste", (e) => this.paste(e as ClipboardEvent));
    this.wrap.addEventListener("change", (e) => this.change(e.target as HTMLInputElement));
    this.wrap.addEventListener("keydown", (e) => this.key(e as KeyboardEvent));
    area.form!.addEventListener("submit", () => this.sync());
    this.check();
  }
  th(text: string): HTMLElement {
    const th = document.createElement("th");
    th.scope = "col";
    th.textContent = text;
    return th;
  }
  static parse(text: string): string[][] {
    const out: string[][] = [[]];
    let cell = "", quoted = false;
    const flush = (): void => { out[out.length - 1].push(cell.trim()); cell = ""; };
    for (let i = 0; i < text.length; i++) {
      const c = text[i];
      if (quoted) {
        if (c === '"' && text[i + 1] === '"') { cell += '"'; i++; }
        else if (c === '"') quoted = false;
        else cell += c === "\n" ? " " : c;
      } else if (c === '"' && cell === "") quoted = true;
      else if (c === "\t") flush();
      else if (c === "\n") { flush(); out.push([]); }
      else if (c !== "\r") cell += c;
    }
    flush();
    return out.filter((r) => r.some((v) => v !== ""));
  }
  // where the columns of a header line belong, null where the line is none; a grid of named columns takes unknown ones in
  places(line: string[]): number[] | null {
    const plain = (v: string): string => v.trim().toLowerCase().replace(/\s*\*$/, "");
    const find = (v: string): number => this.columns.findIndex((c) => plain(c.name) === plain(v) || plain(c.title) === plain(v));
    if (line.filter((v) => v !== "" && find(v) >= 0).length < 3) return null;
    return line.map((v) => {
      const at = find(v);
      if (at >= 0 || v === "" || !this.area.hasAttribute("data-named")) return at;
      this.columns.push({ name: v.trim(), title: v.trim(), required: false });
      this.head.append(this.th(v.trim()));
      this.rows.forEach((r) => r.push(""));
      return this.columns.length - 1;
    });
  }
  load(text: string): void {
    const rows = Grid.parse(text);
    const places = rows.length ? this.places(rows[0]) : null;
    if (places) rows.shift();
    this.rows = rows.map((r) => this.laid(r, places));
  }
  laid(r: string[], places: number[] | null): string[] {
    const out = this.columns.map((_, i) => (places ? "" : r[i] ?? ""));
    places?.forEach((to, from) => { if (to >= 0) out[to] = r[from] ?? ""; });
    return out;
  }
  text(): string {
    const clean = (v: string): string => v.replace(/[\t\r\n]+/g, " ");
    return [this.columns.map((c) => c.name), ...this.rows.filter((r) => r.some((v) => v !== ""))].map((r) => r.map(clean).join("\t")).join("\n");
  }
  sync(): void { this.area.value = this.text(); }
  remember(): void { this.past.push(JSON.stringify(this.rows)); this.future = []; if (this.past.length > 200) this.past.shift(); }
  draw(): void {
    const parts = this.rows.map((r, i) => {
      const tr = document.createElement("tr");
      tr.append(this.th(String(i + 1)));
      this.columns.forEach((c, j) => {
        const input = document.createElement("input");
        input.value = r[j];
        input.dataset.row = String(i);
        input.dataset.col = String(j);
        input.setAttribute("aria-label", `${c.title}, ${i + 1}`);
        if (c.choices?.length) input.setAttribute("list", "choices-" + c.name);
        tr.insertCell().append(input);
      });
      return tr;
    });
    this.body.replaceChildren(...parts);
  }
  input(row: number, col: number): HTMLInputElement | null { return this.body.querySelector(`input[data-row="${row}"][data-col="${col}"]`); }
  change(el: HTMLInputElement): void {
    if (el.dataset.row === undefined) return;
    this.remember();
    this.rows[Number(el.dataset.row)][Number(el.dataset.col)] = el.value.trim();
    this.later();
  }
  paste(e: ClipboardEvent): void {
    const text = e.clipboardData?.getData("text/plain") ?? "";
    const rows = Grid.parse(text);
    if (rows.length < 2 && (rows[0]?.length ?? 0) < 2) return; // one cell: the browser's own way
    e.preventDefault();
    this.remember();
    const at = (e.target as HTMLElement).closest<HTMLInputElement>("input[data-row]");
    let row = Number(at?.dataset.row ?? 0);
    const col = Number(at?.dataset.col ?? 0);
    const places = this.places(rows[0]); // a header came along: its names say which columns these are
    if (places) rows.shift();
    for (const r of rows) {
      while (this.rows.length <= row) this.rows.push(this.columns.map(() => ""));
      if (places) places.forEach((to, from) => { if (to >= 0) this.rows[row][to] = r[from] ?? ""; });
      else r.forEach((v, j) => { if (col + j < this.columns.length) this.rows[row][col + j] = v; });
      row++;
    }
    this.draw();
    this.later();
  }
  key(e: KeyboardEvent): void {
    const mod = e.ctrlKey || e.metaKey;
    if (mod && (e.key === "z" || e.key === "y")) {
      const [from, to] = e.key === "z" ? [this.past, this.future] : [this.future, this.past];
      const state = from.pop();
      if (!state) return;
      e.preventDefault();
      to.push(JSON.stringify(this.rows));
      this.rows = JSON.parse(state);
      this.draw();
      this.later();
      return;
    }
    const at = e.target as HTMLInputElement;
    if (at.dataset.row === undefined) return;
    const row = Number(at.dataset.row), col = Number(at.dataset.col);
    const go = (r: number, c: number): void => { e.preventDefault(); this.input(r, c)?.focus(); };
    if (e.key === "Enter" || (e.key === "ArrowDown" && !at.hasAttribute("list"))) {
      if (row + 1 === this.rows.length) { at.blur(); this.rows.push(this.columns.map(() => "")); this.draw(); }
      go(row + 1, col);
    } else if (e.key === "ArrowUp" && !at.hasAttribute("list")) go(row - 1, col);
    else if (mod && e.key === "Delete") { this.remember(); this.rows.splice(row, 1); this.draw(); this.later(); }
  }
  // a tick that answers a question of a row; the answer stays with the form
  sure(asks: string): HTMLLabelElement {
    const label = document.createElement("label");
    const box = Object.assign(document.createElement("input"), { type: "checkbox", className: "form-check-input" });
    label.className = "form-check form-check-inline";
    label.append(box, " " + (this.area.dataset.labelSure ?? "="));
    box.addEventListener("change", () => {
      this.area.form!.append(Object.assign(document.createElement("input"), { type: "hidden", name: "sure", value: asks }));
      this.later();
    });
    return label;
  }
  later(): void { clearTimeout(this.timer); this.timer = window.setTimeout(() => void this.check(), 300); }
  async check(): Promise<void> {
    const before = this.area.value;
    this.sync();
    // the form's draft is kept of what stands in the grid
    if (this.area.value !== before) this.area.dispatchEvent(new Event("input", { bubbles: true }));
    const body = new URLSearchParams(new FormData(this.area.form!) as any);
    body.delete("once"); // nothing is done that could be done twice
    try {
      const answer = await fetch(this.area.dataset.checkUrl!, { method: "POST", body, headers: { "HX-Request": "true" } });
      if (!answer.ok) return;
      const { faults, summary } = (await answer.json()) as { faults: Fault[]; summary: string };
      this.body.querySelectorAll("input[aria-invalid]").forEach((i) => { i.removeAttribute("aria-invalid"); i.removeAttribute("title"); });
      const filled = this.rows.map((r, i) => ({ r, i })).filter((x) => x.r.some((v) => v !== "")).map((x) => x.i);
      const list = document.querySelector("[data-grid-faults]")!;
      list.replaceChildren(...faults.map((f) => {
        const col = this.columns.findIndex((c) => c.name === f.column);
        const input = this.input(filled[f.row], Math.max(col, 0));
        input?.setAttribute("aria-invalid", "true");
        input?.setAttribute("title", f.message);
        const li = document.createElement("li");
        const title = col >= 0 ? this.columns[col].title : "";
        li.textContent = `${this.area.dataset.labelRow ?? "#"} ${(filled[f.row] ?? 0) + 1}, ${title}: ${f.message} `;
        if (f.asks) li.append(this.sure(f.asks));
        return li;
      }));
      document.querySelector("[data-grid-summary]")!.textContent = summary;
    } catch { /* no connection: the server looks again when the rows are sent */ }
  }
}

document.addEventListener("DOMContentLoaded", () =>
  document.querySelectorAll<HTMLTextAreaElement>("textarea[data-grid]").forEach((a) => new Grid(a, JSON.parse(a.dataset.columns!))),
);

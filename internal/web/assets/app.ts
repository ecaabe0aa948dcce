// What every page loads. Pages work without it; it makes them quicker and keeps what was typed.
import "./theme";
import htmx from "htmx.org";
import { drafts } from "./draft";
import { checks } from "./check";
import { keys } from "./keys";
import { dialogs } from "./confirm";
import { drops } from "./drop";
import { members } from "./members";
import { numbers } from "./number";
import { cells } from "./cells";
import { side } from "./side";
import { find } from "./find";
import { walk } from "./walk";
import { chips } from "./chips";
import { prose } from "./prose";
import { passkeys } from "./passkeys";

(window as any).htmx = htmx;

// A box above a table that ticks those of its rows.
function all(table: HTMLTableElement): void {
  const head = table.tHead?.rows[0]?.cells[0];
  if (!head) return;
  const box = document.createElement("input");
  const label = document.createElement("label");
  box.type = "checkbox";
  box.className = "form-check-input me-2";
  label.append(box, table.dataset.checkLabel ?? "");
  label.className = "d-block fw-normal";
  head.append(label);
  box.addEventListener("change", () => table.querySelectorAll<HTMLInputElement>(`tbody input[name="${table.dataset.checkAll}"]`).forEach((one) => (one.checked = box.checked)));
}

// A table that is a card a row on a telephone: each cell is told the head of its column.
function cards(table: HTMLTableElement): void {
  const heads = Array.from(table.tHead?.rows[0]?.cells ?? [], (c) => c.innerText.trim());
  for (const row of table.tBodies[0]?.rows ?? []) {
    if (row.cells.length !== heads.length) continue;
    Array.from(row.cells).forEach((cell, i) => {
      if (i > 0 && heads[i] && cell.tagName === "TD" && !cell.dataset.label) cell.dataset.label = heads[i];
      if (!cell.textContent?.trim()) cell.classList.add("blank");
    });
  }
}

function ready(root: ParentNode): void {
  root.querySelectorAll<HTMLTableElement>("table.cards").forEach(cards);
  drafts(root);
  checks(root);
  members(root);
  drops(root);
  cells(root);
  prose(root);
  passkeys(root);
  // what scrolls sideways can be scrolled from the keyboard
  const scrolling = (): void => root.querySelectorAll<HTMLElement>(".table-responsive").forEach((d) => d.toggleAttribute("tabindex", d.scrollWidth > d.clientWidth));
  const reachable = (): void => {
    scrolling();
    root.querySelectorAll<HTMLElement>(".table-responsive[tabindex]").forEach((d) => (d.tabIndex = 0));
  };
  reachable();
  window.addEventListener("resize", reachable);
  root.querySelectorAll<HTMLTableElement>("table[data-check-all]").forEach(all);
  root.querySelectorAll<HTMLElement>("[data-print]").forEach((b) => b.addEventListener("click", () => window.print()));
  root.querySelectorAll<HTMLSelectElement>("select[data-go]").forEach((s) => s.addEventListener("change", () => s.form?.requestSubmit()));
}

document.addEventListener("DOMContentLoaded", () => {
  ready(document);
  keys();
  dialogs();
  numbers();
  side();
  find();
  walk();
  chips();
  const poll = document.querySelector<HTMLElement>("[data-poll]");
  if (poll) setTimeout(() => location.reload(), Number(poll.dataset.poll));
});
document.addEventListener("htmx:afterSwap", (e) => {
  ready(e.target as HTMLElement);
  walk();
});
document.addEventListener("htmx:responseError", (e) => {
  if ((e as CustomEvent).detail.xhr.status === 401) document.querySelector<HTMLElement>("[data-session-notice]")?.removeAttribute("hidden");
});
document.addEventListener("htmx:sendError", () => document.querySelector<HTMLElement>("[data-offline-notice]")?.removeAttribute("hidden"));

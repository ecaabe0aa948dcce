// The functions that a Page calls in the page. Each returns {value}, or {wait: why} where the time has not come yet.
({
  first(selector) {
    return document.querySelector(selector);
  },

  visible(el) {
    return el.checkVisibility({ visibilityProperty: true }) && el.getClientRects().length > 0;
  },

  // firstVisible is a template for what acts on an element: then(el) runs on the first that can be seen.
  firstVisible(selector, then) {
    const all = [...document.querySelectorAll(selector)];
    if (all.length === 0) return { wait: "nothing matches" };
    const el = all.find((el) => this.visible(el));
    if (!el) return { wait: `${all.length} match, none can be seen` };
    return then(el);
  },

  found(selector, then) {
    const el = this.first(selector);
    return el ? { value: then(el) } : { wait: "nothing matches" };
  },

  plain(text) {
    return text.replace(/\s+/g, " ").trim();
  },

  shown(el) {
    return this.plain(el.innerText ?? el.textContent);
  },

  seen(selector) {
    return this.firstVisible(selector, () => ({ value: true }));
  },

  gone(selector) {
    const left = [...document.querySelectorAll(selector)].filter((el) => this.visible(el));
    return left.length === 0 ? { value: true } : { wait: `${left.length} can still be seen` };
  },

  shows(selector, substring) {
    const texts = [...document.querySelectorAll(selector)].map((el) => this.shown(el));
    if (texts.length === 0) return { wait: "nothing matches" };
    if (texts.some((t) => t.includes(this.plain(substring)))) return { value: true };
    return { wait: `the text is ${JSON.stringify(texts).slice(0, 500)}` };
  },

  text(selector) {
    return this.found(selector, (el) => this.shown(el));
  },

  value(selector) {
    return this.found(selector, (el) => String(el.value ?? ""));
  },

  attribute(selector, name) {
    return this.found(selector, (el) => el.getAttribute(name) ?? "");
  },

  count(selector) {
    return { value: document.querySelectorAll(selector).length };
  },

  // target is the point to click on.
  target(selector) {
    return this.firstVisible(selector, (el) => {
      if (el.matches(":disabled")) return { wait: "it is disabled" };
      if (this.moves(el)) return { wait: "it moves" };
      el.scrollIntoView({ block: "center", inline: "center", behavior: "instant" });
      const box = el.getClientRects()[0]; // a link over two lines has two, and their common middle may be beside both
      const x = box.x + box.width / 2, y = box.y + box.height / 2;
      const hit = el.getRootNode().elementFromPoint(x, y);
      if (!hit) return { wait: "it is out of reach" };
      if (!el.contains(hit) && hit.closest("label")?.control !== el) {
        return { wait: `it is covered by ${hit.cloneNode(false).outerHTML.slice(0, 200)}` };
      }
      return { value: { x, y } };
    });
  },

  moves(el) {
    return document.getAnimations().some((a) =>
      a.playState === "running" && a.effect.target?.contains(el) && isFinite(a.effect.getComputedTiming().endTime));
  },

  // fill sets a field, or selects what it holds for the text to be typed, value true, in its place.
  fill(selector, text) {
    return this.firstVisible(selector, (el) => {
      if (el.matches(":disabled") || el.readOnly) return { wait: "it cannot be changed" };
      el.focus();
      if (el instanceof HTMLSelectElement) return this.choose(el, text);
      if (el instanceof HTMLInputElement && !/^(text|search|email|url|tel|password|number)$/.test(el.type)) {
        return this.put(el, text);
      }
      if (typeof el.select === "function") el.select();
      else if (el.isContentEditable) document.getSelection().selectAllChildren(el);
      else throw new Error(`<${el.localName}> cannot be filled`);
      return { value: true };
    });
  },

  choose(select, text) {
    const options = [...select.options];
    const option = options.find((o) => o.value === text) ?? options.find((o) => this.plain(o.text) === this.plain(text));
    if (!option) return { wait: `no such option among ${JSON.stringify(options.map((o) => o.text)).slice(0, 500)}` };
    return this.put(select, option.value);
  },

  put(field, value) {
    field.value = value;
    if (field.value !== value) return { wait: `the ${field.type} field does not take it` };
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
    return { value: false };
  },

  fileField(selector) {
    return this.found(selector, (el) => {
      if (el.type !== "file") throw new Error(`<${el.localName}> is not a file field`);
      return true;
    });
  },

  // paste returns whether the browser would insert the text.
  paste(selector, text) {
    return this.firstVisible(selector, (el) => {
      el.focus();
      const clipboardData = new DataTransfer();
      clipboardData.setData("text/plain", text);
      const untouched = el.dispatchEvent(
        new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true, composed: true }));
      const editable = el.isContentEditable || (el.matches("input, textarea") && !el.disabled && !el.readOnly);
      return { value: untouched && editable };
    });
  },

  // turn resolves after the tasks that wait already.
  turn() {
    return new Promise((done) => setTimeout(done));
  },
})

// Shows a drawing that Python made: lights and fades, zooms and pans, searches, answers a choice.
// Texts of the data reach the page as text (textContent) or as markup that Python escaped.

const LONGEST_HOVER = 150;
const SMALLEST_START = 0.62;
const states = new WeakMap();

function make(tag, css, parent, text) {
  const element = document.createElement(tag);
  if (css) element.className = css;
  if (text !== undefined) element.textContent = text;
  if (parent) parent.appendChild(element);
  return element;
}

function icon(name, parent) {
  const element = make("span", "icon", parent, name);
  element.setAttribute("aria-hidden", "true");
  return element;
}

function build(parent) {
  const root = make("div", "lp-diagram", parent);
  const bar = make("div", "bar", root);
  bar.setAttribute("role", "status");
  const stage = make("div", "stage", root);
  const tools = make("div", "tools", stage);
  const sheet = make("div", "sheet", stage);
  const tip = make("div", "tip", stage);
  tip.setAttribute("role", "tooltip");
  const foot = make("div", "foot", root);
  const notes = make("div", "notes", root);
  [bar, sheet, tip, notes, foot].forEach((e) => (e.hidden = true));
  const state = { root, bar, stage, tools, sheet, tip, foot, notes, shown: {}, layers: {} };
  listen(state);
  return state;
}

// -- what is drawn -------------------------------------------------------------------------

function parse(markup) {
  const text = `<svg xmlns="http://www.w3.org/2000/svg">${markup}</svg>`;
  return [...new DOMParser().parseFromString(text, "image/svg+xml").documentElement.childNodes];
}

function redraw(state) {
  const { data } = state;
  if (state.shown.version === data.version) return false;
  const old = state.svg;
  const held = old && old.contains(active(state)) ? active(state).dataset.id : null;
  const fresh = document.importNode(
    new DOMParser().parseFromString(data.svg, "image/svg+xml").documentElement,
    true,
  );
  if (old) old.replaceWith(fresh);
  else state.stage.insertBefore(fresh, state.tools);
  state.svg = fresh;
  state.cards = new Map([...fresh.querySelectorAll(".card")].map((c) => [c.dataset.id, c]));
  state.links = [...fresh.querySelectorAll(".link")];
  const box = fresh.viewBox.baseVal;
  state.size = { w: box.width, h: box.height };
  state.shown.version = data.version;
  state.entry = null;
  if (!data.still) start(state);
  if (held !== null && state.cards.has(held)) state.cards.get(held).focus({ preventScroll: true });
  return true;
}

function active(state) {
  return state.root.getRootNode().activeElement;
}

function put(state, selector, markup) {
  const place = state.svg.querySelector(selector);
  place.replaceChildren(...parse(markup || "").map((n) => document.importNode(n, true)));
}

const MARKS = ["on-route", "other-route", "planned", "subject", "gone", "assumed"];

function lighten(state) {
  const { data } = state;
  if (data.still) return;
  if (state.shown.lines !== data.lines) put(state, ".roads", data.lines);
  if (state.shown.marks !== data.marks) put(state, ".marks", data.marks);
  state.shown.lines = data.lines;
  state.shown.marks = data.marks;
  const bright = data.bright === null ? null : new Set(data.bright);
  const links = new Set(data.links);
  const roads = new Set();
  for (const road of state.svg.querySelectorAll(".road")) {
    roads.add(`${road.dataset.from}|${road.dataset.to}`).add(`${road.dataset.to}|${road.dataset.from}`);
  }
  for (const [id, card] of state.cards) {
    card.classList.remove(...MARKS);
    card.classList.add(...(data.classes[id] || []).filter((c) => MARKS.includes(c)));
    card.classList.toggle("faded", bright !== null && !bright.has(id));
    card.classList.toggle("chosen", id === data.selected);
    card.setAttribute("aria-pressed", String(id === data.selected));
  }
  for (const link of state.links) {
    const lit = links.has(link.dataset.key);
    link.classList.toggle("faded", bright !== null && !lit);
    link.classList.toggle("lit", bright !== null && lit);
    link.classList.toggle("covered", roads.has(`${link.dataset.from}|${link.dataset.to}`));
  }
}

function around(state) {
  const { data } = state;
  state.root.classList.toggle("still", Boolean(data.still));
  state.bar.hidden = !data.bar;
  if (state.shown.bar !== data.bar) {
    state.bar.innerHTML = data.bar || "";
    if (data.bar) state.bar.className = `bar ${state.bar.firstElementChild.dataset.tone || ""}`;
    if (data.bar && data.clear) {
      const clear = make("button", "clear", state.bar);
      icon("close", clear);
      clear.append(data.words.clear);
      clear.onclick = () => send(state, "clear");
    }
    state.shown.bar = data.bar;
  }
  if (data.still) return;
  if (state.shown.legend !== data.legend) {
    state.foot.innerHTML = data.legend;
    state.shown.legend = data.legend;
  }
  state.foot.hidden = false;
  state.notes.hidden = data.notes.length === 0;
  state.notes.textContent = data.notes.join(" ");
  toolbar(state);
}

function toolbar(state) {
  const words = JSON.stringify(state.data.words);
  if (state.shown.words === words) return;
  state.shown.words = words;
  state.tools.replaceChildren();
  const w = state.data.words;
  const button = (name, title, action) => {
    const made = make("button", "", state.tools);
    made.type = "button";
    made.title = title;
    made.setAttribute("aria-label", title);
    icon(name, made);
    made.onclick = action;
    return made;
  };
  button("search", w.search, () => search(state));
  button("layers", w.layers, () => layers(state));
  button("add", w.zoom_in, () => zoom(state, 1.25));
  button("remove", w.zoom_out, () => zoom(state, 0.8));
  button("fit_screen", w.fit, () => fit(state));
}

// -- zoom and pan --------------------------------------------------------------------------

function view(state) {
  const { x, y, scale } = state.view;
  const { clientWidth: w, clientHeight: h } = state.stage;
  state.svg.setAttribute("viewBox", `${x} ${y} ${w / scale} ${h / scale}`);
}

function start(state) {
  const { clientWidth: w, clientHeight: h } = state.stage;
  if (!w || !h) return;
  const whole = Math.min(w / state.size.w, h / state.size.h);
  if (whole >= SMALLEST_START) fit(state);
  else {
    const scale = Math.max(SMALLEST_START, Math.min(w / state.size.w, 1));
    const top = state.svg.querySelector(".card");
    const middle = top ? top.transform.baseVal[0].matrix.e + 79 : state.size.w / 2;
    const x = w / scale >= state.size.w ? (state.size.w - w / scale) / 2 : middle - w / scale / 2;
    const most = Math.max(state.size.w - w / scale, 0);
    state.view = { x: most > 0 ? Math.min(Math.max(x, 0), most) : x, y: 0, scale };
    view(state);
  }
  state.wide = w;
}

function fit(state) {
  const { clientWidth: w, clientHeight: h } = state.stage;
  const scale = Math.min(w / state.size.w, h / state.size.h, 1.15);
  state.view = { x: (state.size.w - w / scale) / 2, y: Math.min((state.size.h - h / scale) / 2, 0), scale };
  view(state);
}

function zoom(state, factor, at) {
  const { clientWidth: w, clientHeight: h } = state.stage;
  const point = at || { x: w / 2, y: h / 2 };
  const v = state.view;
  const scale = Math.min(Math.max(v.scale * factor, 0.08), 3);
  v.x += point.x / v.scale - point.x / scale;
  v.y += point.y / v.scale - point.y / scale;
  v.scale = scale;
  view(state);
}

function reveal(state, card) {
  const matrix = card.transform.baseVal[0].matrix;
  const { clientWidth: w, clientHeight: h } = state.stage;
  const v = state.view;
  const left = (matrix.e - v.x) * v.scale;
  const top = (matrix.f - v.y) * v.scale;
  if (left < 0 || left + 158 * v.scale > w) v.x = matrix.e + 79 - w / v.scale / 2;
  if (top < 20 || top + 70 * v.scale > h) v.y = matrix.f + 31 - h / v.scale / 2;
  view(state);
}

// -- hover, choice -------------------------------------------------------------------------

function isolate(state, id) {
  const near = new Set([id, ...((state.data.near || {})[id] || [])]);
  state.svg.classList.add("isolate");
  for (const [other, card] of state.cards) card.classList.toggle("near", near.has(other));
  for (const line of state.svg.querySelectorAll(".link, .road, .mark")) {
    const { from, to, id: about } = line.dataset;
    line.classList.toggle("near", about === undefined ? from === id || to === id : near.has(about));
  }
}

function join(state) {
  if (state.svg) state.svg.classList.remove("isolate");
}

function tell(state, lines, event) {
  if (!lines || !lines.length) return;
  state.tip.replaceChildren(...lines.map((line) => make("div", "", null, line)));
  state.tip.hidden = false;
  const bounds = state.stage.getBoundingClientRect();
  const { offsetWidth: w, offsetHeight: h } = state.tip;
  let x = event.clientX - bounds.left + 14;
  let y = event.clientY - bounds.top + 16;
  if (x + w > bounds.width - 6) x = Math.max(6, x - w - 28);
  if (y + h > bounds.height - 6) y = Math.max(6, y - h - 32);
  state.tip.style.left = `${x}px`;
  state.tip.style.top = `${y}px`;
}

function hush(state) {
  clearTimeout(state.hover);
  state.over = null;
  state.tip.hidden = true;
  if (!state.waiting) join(state);
}

function send(state, kind, id) {
  state.component.setTriggerValue("event", { kind, id: id || "", at: Date.now() });
}

function choose(state, id) {
  hush(state);
  if (!state.data.still && !id.startsWith("fold:")) {
    // Answer at once; what Python lights replaces it a moment later.
    for (const [other, card] of state.cards) card.classList.toggle("chosen", other === id);
  }
  send(state, "select", id);
}

function isLit(state) {
  return Boolean(state.data.clear);
}

// -- keyboard ------------------------------------------------------------------------------

function enterAt(state, card) {
  if (state.entry) state.entry.setAttribute("tabindex", "-1");
  state.entry = card;
  if (card) card.setAttribute("tabindex", "0");
}

function middle(card) {
  const box = card.getBoundingClientRect();
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

function towards(state, from, key) {
  const way = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] }[key];
  if (!way) return null;
  const a = middle(from);
  let best = null;
  let least = Infinity;
  for (const card of state.cards.values()) {
    if (card === from) continue;
    const b = middle(card);
    const along = (b.x - a.x) * way[0] + (b.y - a.y) * way[1];
    const aside = Math.abs((b.x - a.x) * way[1]) + Math.abs((b.y - a.y) * way[0]);
    const cost = along + 2.5 * aside;
    if (along > 4 && cost < least) [best, least] = [card, cost];
  }
  return best;
}

function onKey(state, event) {
  if (event.target.matches("input")) return;
  const card = event.target.closest(".card");
  const { key } = event;
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (card && (key === "Enter" || key === " ")) choose(state, card.dataset.id);
  else if (key === "Escape") {
    if (!state.sheet.hidden) state.sheet.hidden = true;
    else if (isLit(state)) send(state, "clear");
    else return;
  } else if (state.data.still) return;
  else if (key === "/") search(state);
  else if (key === "+" || key === "=") zoom(state, 1.25);
  else if (key === "-" || key === "_") zoom(state, 0.8);
  else if (key === "0") fit(state);
  else {
    const next = card && towards(state, card, key);
    if (!next) return;
    enterAt(state, next);
    next.focus({ preventScroll: true });
    reveal(state, next);
  }
  event.preventDefault();
}

// -- search and layers ---------------------------------------------------------------------

function search(state) {
  const { sheet, data } = state;
  sheet.replaceChildren();
  sheet.hidden = false;
  const input = make("input", "", sheet);
  input.type = "search";
  input.placeholder = data.words.search;
  input.setAttribute("aria-label", data.words.search);
  const hits = make("div", "hits", sheet);
  const list = () => {
    const wanted = input.value.trim().toLowerCase();
    const found = Object.entries(data.names)
      .filter(([, name]) => wanted && name.toLowerCase().includes(wanted))
      .slice(0, 30);
    hits.replaceChildren();
    if (wanted && !found.length) make("div", "none", hits, data.words.nobody);
    found.forEach(([id, name], at) => {
      const hit = make("button", at ? "" : "first", hits, name);
      hit.type = "button";
      hit.onclick = () => found_(id);
    });
    return found;
  };
  const found_ = (id) => {
    sheet.hidden = true;
    const card = state.cards.get(id);
    enterAt(state, card);
    reveal(state, card);
    card.focus({ preventScroll: true });
    choose(state, id);
  };
  input.oninput = list;
  input.onkeydown = (event) => {
    if (event.key === "Escape") {
      sheet.hidden = true;
      if (state.entry) state.entry.focus({ preventScroll: true });
    }
    const found = event.key === "Enter" ? list() : [];
    if (found.length) found_(found[0][0]);
    event.stopPropagation();
  };
  input.focus();
}

const LAYERS = [
  ["reports", "no-reports", true],
  ["influence", "no-influence", true],
  ["knows", "with-knows", false],
  ["roads", "no-roads", true],
];

function layers(state) {
  const { sheet } = state;
  if (!sheet.hidden) {
    sheet.hidden = true;
    return;
  }
  sheet.replaceChildren();
  sheet.hidden = false;
  for (const [name, , shownAtFirst] of LAYERS) {
    const label = make("label", "", sheet);
    const box = make("input", "", label);
    box.type = "checkbox";
    box.checked = state.layers[name] ?? shownAtFirst;
    label.append(state.data.words[name]);
    box.onchange = () => {
      state.layers[name] = box.checked;
      dress(state);
    };
  }
}

function dress(state) {
  for (const [name, css, shownAtFirst] of LAYERS) {
    const on = state.layers[name] ?? shownAtFirst;
    state.svg.classList.toggle(css, css.startsWith("no-") ? !on : on);
  }
}

// -- listening -----------------------------------------------------------------------------

function listen(state) {
  const { stage, root } = state;
  let drag = null;
  stage.addEventListener("pointerover", (event) => {
    const thing = event.target.closest && event.target.closest(".card, .link, .road[data-tip]");
    if (!thing || thing === state.over || drag) return;
    hush(state);
    state.over = thing;
    state.hover = setTimeout(() => {
      if (thing.classList.contains("card")) {
        if (!state.data.still) isolate(state, thing.dataset.id);
        tell(state, state.data.tips[thing.dataset.id], event);
      } else tell(state, [thing.dataset.tip], event);
    }, LONGEST_HOVER);
  });
  stage.addEventListener("pointerout", (event) => {
    const to = event.relatedTarget;
    if (state.over && !(to && state.over.contains(to))) hush(state);
  });
  stage.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || event.target.closest(".tools, .sheet") || state.data.still) return;
    drag = { x: event.clientX, y: event.clientY, moved: false, id: event.pointerId };
  });
  stage.addEventListener("pointermove", (event) => {
    if (!drag || !state.view) return;
    const dx = event.clientX - drag.x;
    const dy = event.clientY - drag.y;
    if (!drag.moved && Math.abs(dx) + Math.abs(dy) < 5) return;
    if (!drag.moved) {
      drag.moved = true;
      hush(state);
      stage.setPointerCapture(drag.id);
      state.svg.classList.add("dragging");
    }
    state.view.x -= dx / state.view.scale;
    state.view.y -= dy / state.view.scale;
    drag.x = event.clientX;
    drag.y = event.clientY;
    view(state);
  });
  const release = () => {
    if (drag && drag.moved) {
      state.svg.classList.remove("dragging");
      state.dragged = true;
      setTimeout(() => (state.dragged = false), 0);
    }
    drag = null;
  };
  stage.addEventListener("pointerup", release);
  stage.addEventListener("pointercancel", release);
  stage.addEventListener("click", (event) => {
    if (state.dragged || event.target.closest(".tools, .sheet")) return;
    state.sheet.hidden = true;
    const card = event.target.closest(".card");
    if (card) {
      enterAt(state, card);
      choose(state, card.dataset.id);
    } else if (!state.data.still && isLit(state)) send(state, "clear");
  });
  stage.addEventListener(
    "wheel",
    (event) => {
      if (!(event.ctrlKey || event.metaKey) || state.data.still) return;
      event.preventDefault();
      const bounds = stage.getBoundingClientRect();
      const at = { x: event.clientX - bounds.left, y: event.clientY - bounds.top };
      zoom(state, Math.exp(-event.deltaY / 300), at);
    },
    { passive: false },
  );
  stage.addEventListener("focusin", (event) => {
    const card = event.target.closest(".card");
    if (card && card !== state.entry) enterAt(state, card);
  });
  root.addEventListener("keydown", (event) => onKey(state, event));
  new ResizeObserver(() => {
    if (!state.svg || state.data.still || !stage.clientWidth) return;
    if (!state.view || Math.abs((state.wide || 0) - stage.clientWidth) > 40) start(state);
    else view(state);
  }).observe(stage);
}

// A tab that was scrolled down leaves its place to the next one: a map that comes is to be seen.
function showTop(root) {
  if (root.getBoundingClientRect().top >= 0) return;
  root.style.scrollMarginTop = "96px";
  root.scrollIntoView({ block: "start" });
}

export default function (component) {
  const { parentElement, data } = component;
  let state = states.get(parentElement);
  if (!state || !parentElement.contains(state.root)) {
    state = build(parentElement);
    states.set(parentElement, state);
    requestAnimationFrame(() => showTop(state.root));
  }
  state.component = component;
  state.data = data;
  around(state);
  const fresh = redraw(state);
  if (fresh) {
    state.shown.lines = state.shown.marks = undefined;
    dress(state);
    const first = state.cards.values().next().value;
    if (first) enterAt(state, state.cards.get(data.selected) || first);
  }
  lighten(state);
}

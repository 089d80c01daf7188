// Draws HTML that Python made and answers with what was chosen.
// Elements with data-id can be chosen by click, Enter or Space; arrows move between them.
// data-event names the event (default "select"). A link keeps its own way with a modifier key.
// A field with data-event sends what was typed, on Enter or when it is left.
// What has a label and no tooltip shows the label as its tooltip.

const shown = new WeakMap();

function chosen(target) {
  return target.closest ? target.closest("[data-id]") : null;
}

function stops(root) {
  return [...root.querySelectorAll("[data-id][tabindex]")];
}

function neighbour(root, from, key) {
  const row = from.dataset.row;
  if (row !== undefined) {
    const steps = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
    let [r, c] = [Number(row), Number(from.dataset.col)];
    const step = steps[key];
    if (!step) return null;
    for (let tries = 0; tries < 200; tries += 1) {
      [r, c] = [r + step[0], c + step[1]];
      const found = root.querySelector(`[data-row="${r}"][data-col="${c}"]`);
      if (!found) return null;
      if (found.hasAttribute("tabindex")) return found;
    }
    return null;
  }
  const all = stops(root).filter((e) => e.dataset.row === undefined && !e.dataset.sort);
  const at = all.indexOf(from);
  const to = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: all.length - 1 }[key];
  return to === undefined || at < 0 ? null : all[to];
}

function alike(old, fresh) {
  return old.nodeType === 1 && old.tagName === fresh.tagName && old.tagName !== "INPUT";
}

// Change only what differs: a long table then stays laid out, scrolled and focused.
function patch(old, fresh) {
  if (old.isEqualNode(fresh)) return;
  if (!alike(old, fresh)) {
    old.replaceWith(fresh);
    return;
  }
  for (const { name } of [...old.attributes]) {
    if (!fresh.hasAttribute(name)) old.removeAttribute(name);
  }
  for (const { name, value } of fresh.attributes) {
    if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  patchInside(old, fresh);
}

function patchInside(old, fresh) {
  const [before, after] = [[...old.childNodes], [...fresh.childNodes]];
  if (before.length !== after.length) old.replaceChildren(...after);
  else before.forEach((node, at) => patch(node, after[at]));
}

function draw(body, html) {
  if (!body.firstChild) {
    body.innerHTML = html;
    return;
  }
  const fresh = document.createElement("template");
  fresh.innerHTML = html;
  patchInside(body, fresh.content);
  for (const field of body.querySelectorAll("input")) {
    if (field.value !== field.defaultValue) field.value = field.defaultValue;
  }
}

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  let body = parentElement.querySelector(".lp-rows");
  if (!body) {
    body = document.createElement("div");
    body.className = "lp-rows";
    parentElement.appendChild(body);
    styled(body);
  }
  if (shown.get(body) !== data.html) {
    const held = body.getRootNode().activeElement || {};
    const active = held.dataset || {};
    const scrolled = body.scrollTop;
    draw(body, data.html);
    shown.set(body, data.html);
    body.scrollTop = scrolled;
    if (active.id !== undefined) {
      const same = stops(body).find(
        (e) => e.dataset.id === active.id && e.dataset.event === active.event,
      );
      if (same) same.focus({ preventScroll: true });
    } else if (held.tagName === "INPUT" && held.name) {
      const same = body.querySelector(`input[name="${CSS.escape(held.name)}"]`);
      if (same) same.focus({ preventScroll: true });
    }
  }
  body.style.maxHeight = data.height ? `${data.height}px` : "";
  body.style.overflowY = data.height ? "auto" : "";

  const send = (element) =>
    setTriggerValue("event", {
      kind: element.dataset.event || "select",
      id: element.dataset.id,
      at: Date.now(),
    });

  const follow = (url) => {
    const link = document.createElement("a");
    link.href = url;
    link.click();
  };

  body.onclick = (event) => {
    const link = event.target.closest("a[href]");
    if (link && (event.metaKey || event.ctrlKey || event.shiftKey)) return;
    const copy = event.target.closest("[data-copy]");
    if (copy) {
      navigator.clipboard.writeText(new URL(copy.dataset.copy, document.baseURI).href);
      copy.classList.add("done");
      return;
    }
    const element = chosen(event.target);
    if (!element) {
      if (link) follow(link.href);
      return;
    }
    event.preventDefault();
    if (String(window.getSelection())) return;
    send(element);
  };
  body.onauxclick = null;
  body.onpointerover = (event) => {
    const labelled = event.target.closest("[data-id][aria-label]");
    if (labelled && !labelled.title) labelled.title = labelled.getAttribute("aria-label");
  };
  body.onchange = (event) => {
    const field = event.target.closest("input[data-event]");
    if (field) {
      setTriggerValue("event", { kind: field.dataset.event, id: field.value, at: Date.now() });
    }
  };
  body.onkeydown = (event) => {
    const element = chosen(event.target);
    if (!element || event.target.closest("a[href]") !== null && event.key === "Enter" && (event.ctrlKey || event.metaKey)) return;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      send(element);
      return;
    }
    const next = neighbour(body, element, event.key);
    if (next) {
      event.preventDefault();
      next.focus();
    }
  };
}

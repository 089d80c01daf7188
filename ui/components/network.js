// Draws a network with vis-network: data from pyvis, positions from Python, physics off.
// Text is only ever given to vis as text; colours written as var(--lp-...) follow the theme.

const drawn = new WeakMap();

function colours(root) {
  const probe = document.createElement("i");
  probe.style.display = "none";
  root.appendChild(probe);
  const seen = new Map();
  const resolve = (value) => {
    if (!seen.has(value)) {
      probe.style.color = "";
      probe.style.color = value;
      seen.set(value, getComputedStyle(probe).color);
    }
    return seen.get(value);
  };
  const walk = (value) => {
    if (typeof value === "string") return /^var\(--lp-[a-z-]+\)$/.test(value) ? resolve(value) : value;
    if (Array.isArray(value)) return value.map(walk);
    if (value && typeof value === "object") {
      return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, walk(v)]));
    }
    return value;
  };
  return { walk, done: () => probe.remove() };
}

// A title is shown as text, line by line; an element is the only form vis does not parse.
function asText(title) {
  const box = document.createElement("div");
  box.style.whiteSpace = "pre-line";
  box.textContent = title;
  return box;
}

function listNodes(frame, data, choose) {
  const list = frame.querySelector(".names");
  list.replaceChildren(
    ...data.nodes.map((node) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = node.plain || node.label || node.id;
      button.dataset.node = node.id;
      button.setAttribute("aria-pressed", String(node.id === data.selected));
      button.onclick = () => choose(node.id);
      return button;
    }),
  );
}

// The scale at which the whole drawing stands in the frame, as wide as the frame is now.
function whole(frame, spread) {
  return Math.min(frame.clientWidth / spread.width, frame.clientHeight / spread.height) || 1;
}

// Shows everything; smaller than it was laid out only when somebody pulled a node out of it.
function roomy(network, frame, spread) {
  network.fit({ animation: false });
  const needed = network.getScale() * 0.86;
  const usual = whole(frame, spread);
  if (needed < usual * 0.8) network.moveTo({ scale: needed, animation: false });
  else network.moveTo({ position: { x: 0, y: 0 }, scale: usual, animation: false });
}

function build(vis, frame, data) {
  const { walk, done } = colours(frame);
  // A frame that is not shown yet has no width.
  const spread = places(data.nodes, data.edges, frame.clientWidth || 600, frame.clientHeight || data.height);
  // Words are written by network_words.js: vis gets none.
  const nodes = walk(data.nodes).map((n) => ({
    ...n,
    x: spread.at.get(n.id)[0],
    y: spread.at.get(n.id)[1],
    size: Math.max(n.size * spread.sign, 3),
    label: undefined,
    title: asText(n.title || ""),
  }));
  const edges = walk(data.edges).map((e, at) => ({
    ...e,
    id: `e${at}`,
    width: e.width * Math.max(spread.sign, 0.55),
    arrows: { to: { ...e.arrows.to, scaleFactor: e.arrows.to.scaleFactor * spread.sign } },
    label: undefined,
    plate: e.label,
    ink: e.color.color,
    title: asText(e.title || ""),
  }));
  const options = walk(data.options);
  const ink = walk({ text: "var(--lp-text)", second: "var(--lp-second)", card: "var(--lp-card)" });
  done();
  const network = new vis.Network(frame.querySelector(".canvas"), { nodes, edges }, options);
  const words = wordsOn(network, { nodes, edges }, ink, () => whole(frame, spread));
  const show = () => roomy(network, frame, spread);
  show();
  return { network, show, words };
}

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  let frame = parentElement.querySelector(".lp-network");
  let ready = Promise.resolve();
  if (!frame) {
    frame = document.createElement("div");
    frame.className = "lp-rows lp-network";
    frame.innerHTML =
      '<div class="canvas"></div><div class="zoom"><button type="button" data-z="in">+</button>' +
      '<button type="button" data-z="out">−</button><button type="button" data-z="fit"><span class="icon small">fit_screen</span></button></div>' +
      '<div class="names"></div>';
    parentElement.appendChild(frame);
    ready = styled(frame);
  }
  frame.style.height = `${data.height}px`;
  for (const button of frame.querySelectorAll("[data-z]")) {
    button.setAttribute("aria-label", data.words[button.dataset.z]);
    button.title = data.words[button.dataset.z];
  }
  const choose = (id) => setTriggerValue("event", { kind: "select", id, at: Date.now() });
  const kept = drawn.get(frame) || {};
  drawn.set(frame, kept);
  kept.choose = choose;
  listNodes(frame, data, (id) => kept.choose(id));

  const scheme = getComputedStyle(frame).colorScheme;
  const mark = data.mark + scheme;
  if (kept.mark === mark) {
    if (kept.network) kept.network.selectNodes(data.selected ? [data.selected] : []);
    return;
  }
  kept.mark = mark;
  const library = import(new URL(data.source, document.baseURI).href);
  Promise.all([library, ready]).then(([vis]) => {
    if (kept.mark !== mark) return;
    if (kept.network) kept.network.destroy();
    const { network, show, words } = build(vis, frame, data);
    kept.network = network;
    frame.words = words; // what stands where on the canvas, for whoever looks at it by script
    if (data.selected) network.selectNodes([data.selected]);
    network.on("click", (event) => kept.choose(event.nodes.length ? String(event.nodes[0]) : ""));
    const zoom = (factor) => network.moveTo({ scale: network.getScale() * factor, animation: false });
    frame.querySelector('[data-z="in"]').onclick = () => zoom(1.25);
    frame.querySelector('[data-z="out"]').onclick = () => zoom(0.8);
    frame.querySelector('[data-z="fit"]').onclick = show;
    frame.dataset.ready = "1";
  });
}

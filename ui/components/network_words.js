// Names beside the nodes and numbers on the lines, of the same size on the screen at any zoom.
// Each stands where it covers no node and no other name and is crossed by few lines, on a halo;
// what finds no room is left out until one zooms in, chooses the node or points at it.

const FACE = 'Inter, "Noto Sans CJK SC", sans-serif';
const NAME = { font: `600 12.5px ${FACE}`, high: 16 };
const SECOND = { font: `400 11px ${FACE}`, high: 14 };
const PLATE = { font: `600 10.5px ${FACE}`, high: 16, least: 46 };
const CELL = 64;
const BUTTONS = [112, 36];
// Lines are looked at only while there are so many tests of them.
const TESTS = 900000;

// Boxes by the square they lie in, so that thousands are asked in no time.
class Taken {
  constructor() {
    this.cells = new Map();
  }

  *around([left, top, right, bottom]) {
    for (let i = Math.floor(left / CELL); i <= Math.floor(right / CELL); i += 1) {
      for (let j = Math.floor(top / CELL); j <= Math.floor(bottom / CELL); j += 1) yield `${i},${j}`;
    }
  }

  add(box) {
    for (const key of this.around(box)) {
      if (!this.cells.has(key)) this.cells.set(key, []);
      this.cells.get(key).push(box);
    }
  }

  remove(box) {
    for (const key of this.around(box)) this.cells.set(key, this.cells.get(key).filter((b) => b !== box));
  }

  meets(box) {
    for (const key of this.around(box)) {
      for (const other of this.cells.get(key) || []) {
        if (box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3]) return true;
      }
    }
    return false;
  }
}

// Whether a line runs through a box (Liang and Barsky).
function crosses([ax, ay, bx, by], [left, top, right, bottom]) {
  let [from, to] = [0, 1];
  const sides = [[ax - bx, ax - left], [bx - ax, right - ax], [ay - by, ay - top], [by - ay, bottom - ay]];
  for (const [p, q] of sides) {
    if (p === 0) {
      if (q < 0) return false;
    } else if (p < 0) from = Math.max(from, q / p);
    else to = Math.min(to, q / p);
    if (from > to) return false;
  }
  return true;
}

// Left upper corners of a label of this size beside a disc, the best liked first.
function corners(r, w, h) {
  const found = [];
  for (const off of [3, 15]) {
    const slant = r * 0.72 + off - 2;
    found.push([-w / 2, r + off], [r + off + 2, -h / 2], [-w - r - off - 2, -h / 2], [-w / 2, -r - off - h]);
    found.push([slant, slant], [-w - slant, slant], [slant, -h - slant], [-w - slant, -h - slant]);
  }
  return found;
}

// A long name in so many lines of about the same length; null where it cannot be broken so often.
function broken(name, count) {
  const glue = /\s/.test(name) ? " " : "";
  const words = glue ? name.split(/\s+/) : [...name];
  if (name.length < 9 || words.length < count) return null;
  let best = [name.length + 1, null];
  for (let at = 1; at <= words.length - count + 1; at += 1) {
    const rest = words.slice(at).join(glue);
    const lines = [words.slice(0, at).join(glue), ...(count > 2 ? broken(rest, count - 1) || [rest] : [rest])];
    const longest = Math.max(...lines.map((line) => line.length));
    if (longest < best[0]) best = [longest, lines];
  }
  return best[1];
}

function lined(ctx, texts) {
  const lines = texts.map(([text, look]) => {
    ctx.font = look.font;
    return { text, look, width: ctx.measureText(text).width };
  });
  const width = Math.max(...lines.map((l) => l.width));
  return { lines, width, height: lines.reduce((sum, l) => sum + l.look.high, 0) };
}

// Add the second line to a name where there is room for it, on the side away from the node.
function extended(ctx, label, second, taken, within) {
  const both = lined(ctx, [...label.lines.map((l) => [l.text, l.look]), [second, SECOND]]);
  const [left, top, right, bottom] = label.box;
  const more = (both.width - label.width) / 2;
  const wide = label.middle ? [left - more, right + more] : label.left ? [right - both.width, right] : [left, left + both.width];
  const [up, down] = label.above ? [SECOND.high, 0] : label.middle || label.slant ? [0, SECOND.high] : [SECOND.high / 2, SECOND.high / 2];
  const box = [wide[0], top - up, wide[1], bottom + down];
  if (!within(box)) return label;
  taken.remove(label.box);
  const free = !taken.meets(box);
  taken.add(free ? box : label.box);
  return free ? { ...label, ...both, box } : label;
}

// The best free place for a label, null where none is free.
function settled(label, node, taken, lines, within) {
  let best = null;
  corners(node.r, label.width, label.height).forEach(([dx, dy], liking) => {
    const box = [node.x + dx, node.y + dy, node.x + dx + label.width, node.y + dy + label.height];
    if (taken.meets(box) || !within(box)) return;
    const cost = liking * 0.3 + lines.reduce((sum, line) => sum + (crosses(line, box) ? 1 : 0), 0);
    if (best && best.cost <= cost) return;
    const middle = Math.abs(dx + label.width / 2) < 1;
    best = { box, cost, middle, left: dx < 0, above: dy <= -label.height, slant: liking % 8 > 3 };
  });
  return best;
}

// The middle of a line as vis bends it; in a straight line where it does not tell.
function middle(network, edge, ends) {
  const drawn = network.body?.edges?.[edge.id]?.edgeType;
  const point = drawn?.getPoint ? drawn.getPoint(0.5) : null;
  return point || { x: (ends[0].x + ends[1].x) / 2, y: (ends[0].y + ends[1].y) / 2 };
}

function arranged(ctx, network, data, wanted, frame) {
  const scale = network.getScale();
  const spots = network.getPositions();
  const nodes = data.nodes.map((n) => {
    const { x, y } = spots[n.id];
    return { ...n, x: x * scale, y: y * scale, r: n.size * scale };
  });
  const known = new Map(nodes.map((n) => [n.id, n]));
  const taken = new Taken();
  const within = (box) =>
    !frame || (box[0] > -frame[0] && box[2] < frame[0] && box[1] > -frame[1] && box[3] < frame[1]);
  // In the corner lie the buttons.
  if (frame) taken.add([frame[0] - BUTTONS[0], -frame[1], frame[0], BUTTONS[1] - frame[1]]);
  for (const n of nodes) taken.add([n.x - n.r, n.y - n.r, n.x + n.r, n.y + n.r]);
  const plates = [];
  const lines = [];
  for (const edge of data.edges) {
    const [one, other] = [known.get(edge.from), known.get(edge.to)];
    lines.push([one.x, one.y, other.x, other.y]);
    if (!edge.plate || Math.hypot(one.x - other.x, one.y - other.y) < PLATE.least + one.r + other.r) continue;
    const found = lined(ctx, [[edge.plate, PLATE]]);
    const at = middle(network, edge, [spots[edge.from], spots[edge.to]]);
    const [x, y, half] = [at.x * scale, at.y * scale, found.width / 2 + 4];
    const box = [x - half, y - 8, x + half, y + 8];
    if (taken.meets(box)) continue;
    taken.add(box);
    plates.push({ box, text: edge.plate, ink: edge.ink });
  }
  const labels = [];
  const order = nodes.map((n, at) => [n, at]);
  order.sort(([a, i], [b, j]) => wanted.has(b.id) - wanted.has(a.id) || b.size - a.size || i - j);
  const few = lines.length * nodes.length * 16 < TESTS ? lines : [];
  for (const [node] of order) {
    const name = node.plain || node.id;
    const flat = lined(ctx, [[name, NAME]]);
    let [label, place] = [flat, settled(flat, node, taken, few, within)];
    for (const count of [2, 3]) {
      const lines = place ? null : broken(name, count);
      if (!lines) continue;
      label = lined(ctx, lines.map((line) => [line, NAME]));
      place = settled(label, node, taken, few, within);
    }
    if (!place && wanted.has(node.id)) {
      const [x, y] = [node.x - flat.width / 2, node.y + node.r + 3];
      [label, place] = [flat, { box: [x, y, x + flat.width, y + flat.height], middle: true }];
    }
    if (!place) continue;
    taken.add(place.box);
    labels.push({ ...label, ...place, id: node.id });
  }
  // First every name, then what is said below it.
  const whole = labels.map((label) => {
    const { second } = known.get(label.id);
    return second ? extended(ctx, label, second, taken, within) : label;
  });
  return { plates, labels: whole };
}

function write(ctx, { plates, labels }, ink) {
  ctx.textBaseline = "middle";
  ctx.lineJoin = "round";
  for (const plate of plates) {
    const [left, top, right, bottom] = plate.box;
    ctx.fillStyle = ink.card;
    ctx.beginPath();
    ctx.roundRect(left, top, right - left, bottom - top, 6);
    ctx.fill();
    [ctx.font, ctx.textAlign, ctx.fillStyle] = [PLATE.font, "center", plate.ink];
    ctx.fillText(plate.text, (left + right) / 2, (top + bottom) / 2 + 0.5);
  }
  // All halos before all letters: the halo of a second line would eat into the first.
  for (const paint of ["strokeText", "fillText"]) {
    for (const label of labels) {
      const [left, , right] = label.box;
      let y = label.box[1];
      ctx.textAlign = label.middle ? "center" : label.left ? "right" : "left";
      const x = label.middle ? (left + right) / 2 : label.left ? right : left;
      for (const line of label.lines) {
        ctx.font = line.look.font;
        [ctx.strokeStyle, ctx.lineWidth] = [ink.card, 3.5];
        ctx.fillStyle = line.look === NAME ? ink.text : ink.second;
        ctx[paint](line.text, x, y + line.look.high / 2 + 0.5);
        y += line.look.high;
      }
    }
  }
}

// Write the words whenever vis has drawn; they are arranged anew only when something has moved.
function wordsOn(network, data, ink, fitted) {
  const state = { moved: 0, over: null, key: "", found: null };
  const again = () => {
    state.moved += 1;
    network.redraw();
  };
  network.on("hoverNode", ({ node }) => {
    state.over = node;
    network.redraw();
  });
  network.on("blurNode", () => {
    state.over = null;
    network.redraw();
  });
  network.on("dragging", ({ nodes }) => {
    if (nodes.length) state.moved += 1;
  });
  network.on("afterDrawing", (ctx) => {
    const scale = network.getScale();
    const wanted = new Set([...network.getSelectedNodes(), state.over].filter((id) => id !== null));
    // What is pointed at gets its name, but the others do not move for it.
    const fresh = state.over !== null && state.found && !state.found.labels.some((l) => l.id === state.over);
    const key = [scale.toFixed(4), state.moved, network.getSelectedNodes(), fresh ? state.over : ""].join("|");
    if (key !== state.key) {
      const { clientWidth: w, clientHeight: h } = network.canvas?.frame || {};
      const whole = w && scale <= fitted() * 1.02 ? [w / 2 - 4, h / 2 - 4] : null;
      state.found = arranged(ctx, network, data, wanted, whole);
      state.key = key;
    }
    ctx.save();
    ctx.scale(1 / scale, 1 / scale);
    write(ctx, state.found, ink);
    ctx.restore();
  });
  document.fonts?.ready.then(again);
  return () => state.found;
}

// Where the nodes stand in the frame: shapes come from Python, the room is known here alone.
// At scale 1 everything fits, so that signs and words keep their size on the screen.

const ROOM = { side: 56, top: 56, foot: 40, across: 96, down: 58 };
// A tie of 130 in Python's shape is at least so much of it long, and at most.
const SHORTEST = 0.24;
const LONGEST = 1.5;
const CLUMP = 30;

// In a large part most stand in a clump: half of a coordinate is its rank, which loosens it.
function loosened(part) {
  if (part.length < CLUMP) return part;
  const ranked = (name) => {
    const order = [...part].sort((a, b) => a[name] - b[name]);
    const [least, most] = [order[0][name], order[order.length - 1][name]];
    const share = (most - least) / (order.length - 1);
    return new Map(order.map((n, at) => [n.id, (n[name] + least + at * share) / 2]));
  };
  const [x, y] = [ranked("x"), ranked("y")];
  return part.map((n) => ({ id: n.id, x: x.get(n.id), y: y.get(n.id) }));
}

// Connected parts, each moved to (0, 0), the largest first.
function partsOf(nodes, edges) {
  const head = new Map(nodes.map((n) => [n.id, n.id]));
  const top = (id) => {
    let at = id;
    while (head.get(at) !== at) at = head.get(at);
    head.set(id, at);
    return at;
  };
  for (const edge of edges) head.set(top(edge.from), top(edge.to));
  const parts = new Map();
  for (const node of nodes) {
    const key = top(node.id);
    if (!parts.has(key)) parts.set(key, []);
    parts.get(key).push(node);
  }
  const moved = [...parts.values()].map(loosened).map((part) => {
    const left = Math.min(...part.map((n) => n.x));
    const up = Math.min(...part.map((n) => n.y));
    return {
      nodes: part.map((n) => ({ id: n.id, x: n.x - left, y: n.y - up })),
      width: Math.max(...part.map((n) => n.x)) - left,
      height: Math.max(...part.map((n) => n.y)) - up,
    };
  });
  return moved.sort((a, b) => b.nodes.length - a.nodes.length);
}

// Rows of so many parts, and by how much their shapes can be stretched to fill the room.
function inRows(parts, columns, room) {
  const rows = [];
  for (let at = 0; at < parts.length; at += columns) rows.push(parts.slice(at, at + columns));
  const wide = rows.map((row) => row.reduce((sum, part) => sum + part.width, 0));
  const high = rows.map((row) => Math.max(...row.map((part) => part.height)));
  const across = rows.map(
    (row, at) => (room.width - ROOM.across * (row.length - 1)) / (wide[at] || 1),
  );
  const total = high.reduce((sum, h) => sum + h, 0);
  const down = (room.height - ROOM.down * (rows.length - 1)) / (total || 1);
  return { rows, wide, high, across, down, worth: Math.min(...across, down, LONGEST) };
}

function bestRows(parts, room) {
  const counts = new Set(parts.length < 40 ? parts.map((_, at) => at + 1) : []);
  const even = Math.sqrt((parts.length * room.width) / room.height);
  counts.add(Math.max(1, Math.round(even))).add(Math.max(1, Math.ceil(even * 1.4)));
  const found = [...counts].map((columns) => inRows(parts, columns, room));
  return found.reduce((best, next) => (next.worth > best.worth + 1e-9 ? next : best));
}

// Where each node stands, (0, 0) being the middle; how large that is, and signs in it.
function places(nodes, edges, width, height) {
  const parts = partsOf(nodes, edges);
  const at = new Map();
  if (!parts.length) return { at, width, height, sign: 1 };
  let [grown, room, best] = [1, null, null];
  for (; grown < 60; grown *= 1.2) {
    room = {
      width: width * grown - 2 * ROOM.side,
      height: height * grown - ROOM.top - ROOM.foot,
    };
    best = room.width > 0 && room.height > 0 ? bestRows(parts, room) : null;
    if (best && best.worth >= SHORTEST) break;
  }
  // Fill the room, each row its own width, but leave a shape recognizable.
  const least = Math.max(best.worth, 0.01);
  const down = Math.max(Math.min(best.down, LONGEST, least * 2), least);
  const tall = best.high.reduce((sum, h) => sum + h * down, ROOM.down * (best.rows.length - 1));
  let y = (ROOM.top - ROOM.foot - tall) / 2;
  best.rows.forEach((row, level) => {
    const across = Math.max(Math.min(best.across[level], LONGEST, down * 1.7), least);
    let x = -(best.wide[level] * across + ROOM.across * (row.length - 1)) / 2;
    for (const part of row) {
      const lower = y + ((best.high[level] - part.height) * down) / 2;
      for (const node of part.nodes) at.set(node.id, [x + node.x * across, lower + node.y * down]);
      x += part.width * across + ROOM.across;
    }
    y += best.high[level] * down + ROOM.down;
  });
  const each = Math.sqrt((width * height * grown * grown) / nodes.length);
  return {
    at,
    width: width * grown,
    height: height * grown,
    sign: Math.min(1, Math.max(0.4, each / 125)),
  };
}

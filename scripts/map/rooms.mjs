/** @typedef {import('./read-imports.mjs').Imports} Imports */
/** @typedef {Map<string, Map<string, number>>} Arrows rooms, and for each the rooms that it imports with the number of imports */

const CORE = 'packages/core/src/';

/** The room of a file: a folder of the library, a folder of the command, or a package. */
export function roomOf(file) {
  if (file.startsWith(CORE)) {
    const [room, ...rest] = file.slice(CORE.length).split('/');
    return rest.length === 0 ? 'core/index.ts' : `core/${room}`;
  }
  if (file.startsWith('packages/core/page/')) return 'core/page';
  return file.split('/')[1];
}

/**
 * Arrows between rooms.
 * @param {Imports} imports
 * @returns {Arrows}
 */
export function arrowsOf(imports) {
  const arrows = new Map();
  for (const [file, targets] of imports) {
    const from = roomOf(file);
    if (!arrows.has(from)) arrows.set(from, new Map());
    for (const target of targets) {
      const to = roomOf(target);
      if (to === from) continue;
      arrows.get(from).set(to, (arrows.get(from).get(to) ?? 0) + 1);
    }
  }
  return arrows;
}

/**
 * Circles: sets of nodes each of which leads back to itself.
 * @param {Map<string, Iterable<string>>} graph
 * @returns {string[][]}
 */
export function circlesOf(graph) {
  const order = new Map();
  const lowest = new Map();
  const path = [];
  const circles = [];
  const visit = (node) => {
    order.set(node, order.size);
    lowest.set(node, order.get(node));
    path.push(node);
    for (const next of graph.get(node) ?? []) {
      if (!order.has(next)) visit(next);
      if (path.includes(next)) lowest.set(node, Math.min(lowest.get(node), lowest.get(next)));
    }
    if (lowest.get(node) !== order.get(node)) return;
    const circle = path.splice(path.indexOf(node));
    if (circle.length > 1) circles.push(circle.toSorted((a, b) => (a < b ? -1 : 1)));
  };
  for (const node of graph.keys()) if (!order.has(node)) visit(node);
  return circles;
}

/**
 * The longest way from one room along the arrows, which have no circles.
 * @param {Arrows} arrows
 * @returns {string[]}
 */
export function longestWay(arrows, from) {
  const known = new Map();
  const longest = (room) => {
    if (known.has(room)) return known.get(room);
    let best = [];
    for (const next of arrows.get(room)?.keys() ?? []) {
      const way = longest(next);
      if (way.length > best.length) best = way;
    }
    known.set(room, [room, ...best]);
    return known.get(room);
  };
  return longest(from);
}

/**
 * The arrows that no longer way stands for: what a picture needs to show which room is above which.
 * @param {Arrows} arrows
 * @returns {[from: string, to: string][]}
 */
export function neededArrows(arrows) {
  const reachable = new Map();
  const below = (room) => {
    if (!reachable.has(room)) {
      const all = new Set();
      for (const next of arrows.get(room)?.keys() ?? []) {
        all.add(next);
        for (const one of below(next)) all.add(one);
      }
      reachable.set(room, all);
    }
    return reachable.get(room);
  };
  return [...arrows].flatMap(([from, targets]) =>
    [...targets.keys()]
      .filter((to) => ![...targets.keys()].some((other) => other !== to && below(other).has(to)))
      .toSorted()
      .map((to) => [from, to]),
  );
}

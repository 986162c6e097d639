type Leaves = ReadonlyMap<string, string>;

interface Collected {
  readonly leaves: Map<string, string>;
  /** Names of the items of lists of named items, in order, by the path of the list. */
  readonly lists: Map<string, readonly string[]>;
}

/** The items of a list by name; undefined unless every item has a unique name. */
function itemsByName(list: readonly unknown[]): Map<string, unknown> | undefined {
  const items = new Map<string, unknown>();
  for (const item of list) {
    if (typeof item !== 'object' || item === null || !('name' in item)) return undefined;
    if (typeof item.name !== 'string' || items.has(item.name)) return undefined;
    items.set(item.name, item);
  }
  return items.size === 0 ? undefined : items;
}

function collect(value: unknown, path: string, into: Collected): void {
  if (typeof value === 'object' && value !== null) {
    const items = Array.isArray(value) ? itemsByName(value) : undefined;
    if (items !== undefined) into.lists.set(path, [...items.keys()]);
    if (items !== undefined || !Array.isArray(value)) {
      for (const [key, inner] of items ?? Object.entries(value)) {
        collect(inner, path === '' ? key : `${path}.${key}`, into);
      }
      return;
    }
  }
  into.leaves.set(path, JSON.stringify(value) ?? 'absent');
}

function collected(value: unknown, root: string): Collected {
  const into: Collected = { leaves: new Map(), lists: new Map() };
  collect(value, root, into);
  return into;
}

/** Differences of lists of named items: in their items, else in their order. */
function differingLists(before: Collected, after: Collected): { lines: string[]; gone: string[] } {
  const lines: string[] = [];
  const gone: string[] = [];
  for (const [path, was] of before.lists) {
    const is = after.lists.get(path);
    if (is === undefined) continue;
    const lost = was.filter((name) => !is.includes(name));
    const come = is.filter((name) => !was.includes(name));
    gone.push(...[...lost, ...come].map((name) => `${path}.${name}`));
    lines.push(
      ...lost.map((name) => `${path}.${name} differs (present vs. absent)`),
      ...come.map((name) => `${path}.${name} differs (absent vs. present)`),
    );
    if (lost.length === 0 && come.length === 0 && was.join() !== is.join()) {
      lines.push(`the order of ${path} differs (${was.join(', ')} vs. ${is.join(', ')})`);
    }
  }
  return { lines, gone };
}

/**
 * Differences of two plain values in words: `phases.load.stages.closed.concurrency differs (4 vs. 8)`. Lists of named items are
 * compared item by item; an item on one side only is one line.
 * @param isIgnored whether a path does not matter
 */
export function differingKeys(
  root: string,
  one: unknown,
  other: unknown,
  isIgnored: (path: string) => boolean = () => false,
): string[] {
  const [before, after] = [collected(one, root), collected(other, root)];
  const { lines, gone } = differingLists(before, after);
  const isGone = (path: string): boolean => gone.some((item) => path.startsWith(`${item}.`));
  const paths = new Set([...before.leaves.keys(), ...after.leaves.keys()]);
  const changed = [...paths].filter(
    (path) => !isIgnored(path) && !isGone(path) && isChanged(path, before.leaves, after.leaves),
  );
  return [
    ...changed.map(
      (path) =>
        `${path} differs (${before.leaves.get(path) ?? 'absent'} vs. ${after.leaves.get(path) ?? 'absent'})`,
    ),
    ...lines,
  ];
}

function isChanged(path: string, before: Leaves, after: Leaves): boolean {
  return before.get(path) !== after.get(path);
}

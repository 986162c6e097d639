type Leaves = ReadonlyMap<string, string>;

function collect(value: unknown, path: string, into: Map<string, string>): void {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    for (const [key, inner] of Object.entries(value)) {
      collect(inner, path === '' ? key : `${path}.${key}`, into);
    }
    return;
  }
  into.set(path, JSON.stringify(value) ?? 'absent');
}

function leavesOf(value: unknown, root: string): Leaves {
  const leaves = new Map<string, string>();
  collect(value, root, leaves);
  return leaves;
}

/**
 * Where two plain values differ, as words: `phases.load.concurrency is 4 and 8`.
 * @param isIgnored whether a path does not matter
 */
export function differingKeys(
  root: string,
  one: unknown,
  other: unknown,
  isIgnored: (path: string) => boolean = () => false,
): string[] {
  const before = leavesOf(one, root);
  const after = leavesOf(other, root);
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((path) => !isIgnored(path) && before.get(path) !== after.get(path))
    .map((path) => `${path} is ${before.get(path) ?? 'absent'} and ${after.get(path) ?? 'absent'}`);
}

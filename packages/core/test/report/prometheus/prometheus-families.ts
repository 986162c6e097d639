import parse from 'parse-prometheus-text-format';

/** A metric family as an independent parser reads it. */
export type Family = ReturnType<typeof parse>[number];

/** Parses the text format with an independent parser. */
export function familiesOf(text: string): Family[] {
  return [...parse(text)];
}

/** A key that is equal for the same labels in any order. */
function identity(labels: Readonly<Record<string, string>>): string {
  return Object.entries(labels)
    .map(([name, value]) => JSON.stringify([name, value]))
    .toSorted((one, other) => one.localeCompare(other))
    .join();
}

/** The value of the point with exactly these labels. */
export function valueOf(
  families: readonly Family[],
  name: string,
  labels: Readonly<Record<string, string>>,
): number | undefined {
  const wanted = identity(labels);
  const family = families.find((one) => one.name === name);
  const found = family?.metrics.find((metric) => identity(metric.labels ?? {}) === wanted);
  return found?.value === undefined ? undefined : Number(found.value.replace('Inf', 'Infinity'));
}

/** Problems that `promtool check metrics` reports in a text. */
export function complaints(text: string): string[] {
  const found: string[] = [];
  if (!text.endsWith('\n')) found.push('the text does not end with a line');
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  const identities = lines.map((line) => line.slice(0, line.lastIndexOf(' ')));
  if (new Set(identities).size !== identities.length) found.push('a point stands there twice');
  for (const { name, help, type } of familiesOf(text)) {
    if (!/^[a-z][a-z0-9_]*$/.test(name)) found.push(`${name}: not in snake case`);
    if (help.trim() === '') found.push(`${name}: no help`);
    if (type === 'UNTYPED') found.push(`${name}: no type`);
    if ((type === 'COUNTER') !== name.endsWith('_total')) found.push(`${name}: total, or not`);
    if (/_(?:ms|milliseconds|mib|kib|minutes|percent)(?:_|$)/.test(name)) {
      found.push(`${name}: not in a base unit`);
    }
    if (/gauge|counter|metric/.test(name)) found.push(`${name}: its type in its name`);
  }
  return found;
}

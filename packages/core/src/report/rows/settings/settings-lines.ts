import { formatNumber } from '../../../metric/format/format-value.ts';
import type { RunResults } from '../../results/run-results.ts';

/** A setting or a fact beside the settings, as text. */
export interface SettingRow {
  readonly name: string;
  readonly value: string;
  /** What it was at the last reading, where that differs; else empty. */
  readonly later: string;
}

/** Every setting of the server, by name; none where none were read. */
export function settingRows({ server: found }: Pick<RunResults, 'server'>): SettingRow[] {
  if (found === undefined) return [];
  const { settings, changes } = found;
  return Object.entries(settings)
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, value]) => {
      const change = changes.find((one) => one.name === name);
      return {
        name,
        value: String(value),
        later: change === undefined ? '' : String(change.after),
      };
    });
}

/**
 * What the server is and how many settings it reported, in one line; `full` lists them, and the places that gave none.
 * Not escaped.
 */
export function settingsLines(
  results: Pick<RunResults, 'server'>,
  detail: 'brief' | 'full' = 'full',
): string[] {
  const found = results.server;
  if (found === undefined) return [];
  const { server, version, unread } = found;
  const rows = settingRows(results);
  const named = `${server} ${version}`.trim();
  const count = rows.length === 1 ? '1 setting' : `${formatNumber(rows.length)} settings`;
  if (detail === 'brief') {
    const more = rows.length === 0 ? '' : ' (--verbose lists them)';
    return [`Settings: ${named}, ${count}${more}.`];
  }
  return [
    `Settings: ${named}, ${count}.`,
    ...rows.map(({ name, value, later }) => {
      return `  ${name} = ${value}${later === '' ? '' : ` (later ${later})`}`;
    }),
    ...Object.entries(unread).map(([place, reason]) => `  not read: ${place} (${reason})`),
  ];
}

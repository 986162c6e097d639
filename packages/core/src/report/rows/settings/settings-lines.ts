import { formatNumber } from '../../../metric/format/format-value.ts';
import type { RunResults } from '../../results/run-results.ts';

/** A setting of the server, as text. */
export interface SettingRow {
  readonly name: string;
  readonly value: string;
  /** Its value at the last reading, where that differs; else empty. */
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

/** What the server is, every setting that it reported, and the places that gave none. Not escaped. */
export function settingsLines(results: Pick<RunResults, 'server'>): string[] {
  const found = results.server;
  if (found === undefined) return [];
  const { server, version, unread } = found;
  const rows = settingRows(results);
  const count = rows.length === 1 ? '1 setting' : `${formatNumber(rows.length)} settings`;
  return [
    `Settings: ${`${server} ${version}`.trim()}, ${count}.`,
    ...rows.map(
      ({ name, value, later }) => `  ${name} = ${value}${later === '' ? '' : ` (later ${later})`}`,
    ),
    ...Object.entries(unread).map(([place, reason]) => `  not read: ${place} (${reason})`),
  ];
}

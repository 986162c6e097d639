import { DASH, formatNumber } from '../../metric/format/format-value.ts';
import type { SettingValue } from '../../spec/server-settings.ts';
import type { SettingDifference } from './differing-settings.ts';

/** More differences mean two kinds of servers; the JSON form lists all. */
const LISTED = 40;

/** Settings that differ, a line each: `--max-num-seqs: base 8, candidate 16`. Not escaped. */
export function settingLines(differences: readonly SettingDifference[]): string[] {
  const more = differences.length - LISTED;
  return [
    ...differences
      .slice(0, LISTED)
      .map(
        ({ name, base, candidate }) => `${name}: base ${join(base)}, candidate ${join(candidate)}`,
      ),
    ...(more > 0 ? [`${formatNumber(more)} more, listed by --json`] : []),
  ];
}

function join(values: readonly SettingValue[]): string {
  return values.length === 0 ? DASH : values.map(String).join(' / ');
}

import { formatNumber, PRESET_REQUESTS, SLO_PRESETS, type SloPreset } from '@loadcell/core';
import { EXIT_CODES, type ExitCode } from '../../exit-codes.ts';
import type { Flags } from '../../flags/flag-row.ts';
import { cannotCombine } from '../../flags/refusals.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { UsageError } from '../../usage-error.ts';

/** The value of `--slo` that lists the presets. */
const LIST = 'list';

const HEAD = ['preset', 'TTFT', 'TPOT', 'source'] as const;

/** Whether `--slo list` is given, alone or with other flags. */
export function asksForPresets(flags: Flags): boolean {
  return flags.get('slo')?.includes(LIST) === true;
}

function rowOf({ name, ttftMs, tpotMs, source }: SloPreset): readonly string[] {
  return [name, `${formatNumber(ttftMs)} ms`, `${formatNumber(tpotMs)} ms`, source.title];
}

/**
 * Prints the SLO presets, one per line, with what they set and the source of their limits.
 * @throws {UsageError} with `--json`, which promises JSON alone
 */
export function listSloPresets(flags: Flags, { stdout }: Terminal): ExitCode {
  if (flags.has('json')) {
    throw new UsageError(cannotCombine('--slo list', '--json'), { help: 'remove --json' });
  }
  const rows = [HEAD, ...SLO_PRESETS.map(rowOf)];
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return column === 1 || column === 2 ? cell.padStart(width) : cell.padEnd(width);
      })
      .join('  ')
      .trimEnd(),
  );
  const sources = new Map(SLO_PRESETS.map(({ source }) => [source.title, source.url]));
  const notes = [
    'A preset sets both SLOs, and the criteria ttft.p99 and tpot.p99 of the load phase.',
    `A p99 needs ${formatNumber(PRESET_REQUESTS)} successful requests per stage, none over its limit.`,
    ...[...sources].flatMap(([title, url]) => [`${title}:`, `  ${url}`]),
  ];
  stdout.write(`${[...lines, '', ...notes].join('\n')}\n`);
  return EXIT_CODES.pass;
}

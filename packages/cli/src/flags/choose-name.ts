import { unknownName } from '@loadcell/core';
import { UsageError } from '../usage-error.ts';
import type { Flags } from './flag-row.ts';

/**
 * One of the names that a flag takes.
 * @throws {UsageError} for any other
 */
export function chooseName<Name extends string>(
  flag: string,
  name: string,
  known: readonly Name[],
): Name {
  const found = known.find((one) => one === name);
  if (found !== undefined) return found;
  throw new UsageError(unknownName(`--${flag}`, name, known), {
    help: `pass ${known.length === 1 ? '' : 'one of '}${known.join(', ')}`,
  });
}

/**
 * The formats that `--format` and `--json` ask for, in order, each once; `terminal` without either.
 * @throws {UsageError} for an unknown one, and for `--json` with others: its output stands alone
 */
export function chooseFormatNames<Name extends string>(
  flags: Flags,
  known: readonly Name[],
): readonly Name[] {
  const listed = flags.get('format')?.at(-1)?.split(',') ?? [];
  const names = [...new Set(listed.map((name) => chooseName('format', name.trim(), known)))];
  if (!flags.has('json')) {
    return names.length === 0 ? [chooseName('format', 'terminal', known)] : names;
  }
  const other = names.find((name) => name !== 'json');
  if (other === undefined) return [chooseName('format', 'json', known)];
  throw new UsageError(`--json cannot be combined with --format ${other}`, {
    help: 'remove one: --json prints one JSON object and nothing else on stdout',
  });
}

import { explainUnknown } from '@loadcell/core';
import { UsageError } from '../usage-error.ts';
import type { Flags } from './flag-row.ts';
import { cannotCombine } from './refusals.ts';

/**
 * Checks a value that must be one of several names.
 * @throws {UsageError} for any other
 */
export function chooseName<Name extends string>(
  flag: string,
  name: string,
  known: readonly Name[],
): Name {
  const found = known.find((one) => one === name);
  if (found !== undefined) return found;
  throw new UsageError(explainUnknown(`--${flag}`, name, known).text, {
    help: `pass ${known.length === 1 ? '' : 'one of '}${known.join(', ')}`,
  });
}

/**
 * The requested formats in order, without repeats; `terminal` without `--format` and `--json`.
 * @throws {UsageError} for an unknown format, and for `--json` with another one, since it promises JSON alone
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
  throw new UsageError(cannotCombine('--json', `--format ${other}`), {
    help: 'remove one: --json prints JSON alone on stdout',
  });
}

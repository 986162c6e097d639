import type { CommandDefinition, Operand } from '../../command-definition.ts';
import type { FlagRow } from '../../flags/flag-row.ts';
import { bold, escapeRoff, italic } from './roff.ts';

/** `-o, --output-dir <dir>`: names in bold, the value in italics. */
export function flagTerm({ flags }: FlagRow): string {
  return flags
    .split(/(<.+>|, | )/)
    .map((part) => {
      const [, value] = /^<(.+)>$/.exec(part) ?? [];
      if (value !== undefined) return italic(value);
      return part.startsWith('-') ? bold(part) : part;
    })
    .join('');
}

/** An operand without its brackets: `config` of `[config]`, `command...` of `[command...]`. */
export function operandTerm({ name }: Operand): string {
  return italic(name.slice(1, -1));
}

/** The command after `--`. */
export const TRAILING_TERM = `${bold('--')} ${italic('command...')}`;

/** The line of the synopsis. */
export function synopsisOf({ name, operands, trailing }: CommandDefinition): string {
  const written = operands.map((operand) =>
    operand.name.startsWith('[') ? `[${operandTerm(operand)}]` : operandTerm(operand),
  );
  return [
    bold(`loadcell ${name}`),
    `[${italic('options')}]`,
    ...written,
    ...(trailing === undefined ? [] : [`[${TRAILING_TERM}]`]),
  ].join(' ');
}

/** `loadcell-run`, the name of the page of a command. */
export function pageName({ name }: CommandDefinition): string {
  return `loadcell-${name}`;
}

/** `loadcell-run(1)`. */
export function reference(page: string): string {
  return `${bold(page)}${escapeRoff('(1)')}`;
}

import type { ShownStatus } from '../../verdict/criterion-verdict.ts';
import type { Palette } from './palette.ts';

/** Columns when the width of the terminal is unknown. */
export const DEFAULT_WIDTH = 100;

/** How the blocks of a report are set. */
export interface TerminalStyle {
  readonly palette: Palette;
  /** Columns of the terminal. */
  readonly width: number;
  readonly detail: 'brief' | 'full';
}

/** The verdict in a word, so that it survives a pipe. */
export const VERDICT_WORDS: Readonly<Record<ShownStatus, string>> = {
  pass: 'pass',
  fail: 'FAIL',
  inconclusive: 'inconclusive',
};

/** The verdict in a word, with its color. */
export function mark(status: ShownStatus, palette: Palette): string {
  const paint = { pass: palette.green, fail: palette.red, inconclusive: palette.yellow }[status];
  return paint(VERDICT_WORDS[status]);
}

/** A space between a number and its unit, at which no line breaks. */
const BEFORE_UNIT = /(?<=\d) (?=(?:[mµ]?s|min|h|[KMGT]iB|B|Hz|req\/s|tok\/s)\b)/gu;
const NO_BREAK = '\u00A0';

/**
 * Breaks a line between words where it is wider than the terminal; a word that is wider stays whole.
 * @param hanging spaces before the lines that follow the first
 */
export function wrapLine(line: string, width: number, hanging: number): string[] {
  const lines: string[] = [];
  let rest = line.replaceAll(BEFORE_UNIT, NO_BREAK);
  while (rest.length > width) {
    const indent = rest.length - rest.trimStart().length;
    const within = rest.lastIndexOf(' ', width);
    const at = within > indent ? within : rest.indexOf(' ', Math.max(width, indent));
    if (at === -1) break;
    lines.push(rest.slice(0, at).trimEnd());
    rest = ' '.repeat(hanging) + rest.slice(at).trimStart();
  }
  return [...lines, rest].map((one) => one.replaceAll(NO_BREAK, ' '));
}

/** A heading that begins with a name and a verdict, both set off; the rest of it wraps. */
export function headingLines(
  {
    indent,
    name,
    status,
    text,
  }: { indent: number; name: string; status: ShownStatus; text: string },
  { palette, width }: TerminalStyle,
): string[] {
  const margin = ' '.repeat(indent);
  const head = `${margin}${name}  ${VERDICT_WORDS[status]}`;
  const [first = '', ...rest] = wrapLine(`${head}  ${text}`.trimEnd(), width, indent + 4);
  return [
    `${margin}${palette.bold(name)}  ${mark(status, palette)}${first.slice(head.length)}`,
    ...rest,
  ];
}

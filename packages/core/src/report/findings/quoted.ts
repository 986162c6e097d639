import { plainLine } from '../rows/plain-line.ts';

/** Characters of a server's message that are quoted. */
const QUOTED = 120;

/** A message in quotes after a colon, cut to a length that a line takes; empty for none. */
export function quoted(message: string): string {
  const said = plainLine(message).trim();
  if (said === '') return '';
  return `: "${said.length > QUOTED ? `${said.slice(0, QUOTED - 1)}…` : said}"`;
}

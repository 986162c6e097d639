import { plainLine } from '../rows/plain-line.ts';

/** Characters of a server's message that are quoted. */
const QUOTED = 120;

/** A server's message as one line, cut to a length that a line takes. */
export function cutMessage(message: string): string {
  const said = plainLine(message).trim();
  return said.length > QUOTED ? `${said.slice(0, QUOTED - 1)}…` : said;
}

/** A message after a colon, in quotes unless it quotes something itself; empty for none. */
export function quoted(message: string): string {
  const said = cutMessage(message);
  if (said === '') return '';
  return said.includes('"') ? `: ${said}` : `: "${said}"`;
}

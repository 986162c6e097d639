import { stripVTControlCharacters } from 'node:util';

/** Untrusted text as one line without control sequences and control characters. */
export function plainLine(text: string): string {
  // oxlint-disable-next-line no-control-regex -- control characters are what is taken out
  return stripVTControlCharacters(text).replaceAll(/[\u0000-\u001F\u007F-\u009F]+/gu, ' ');
}

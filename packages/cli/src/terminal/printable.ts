import { stripVTControlCharacters } from 'node:util';

/** Characters that move the cursor, reverse the line or end it. */
// oxlint-disable-next-line no-control-regex -- control characters are what it matches
const CONTROLS = /[\u0000-\u001F\u007F-\u009F\u200E\u200F\u2028-\u202E\u2066-\u2069]+/g;

/** Untrusted text, such as a model name from a server, as one line that cannot control the terminal. */
export function printable(text: string): string {
  return stripVTControlCharacters(text).replaceAll(CONTROLS, ' ');
}

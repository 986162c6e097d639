import { stripVTControlCharacters } from 'node:util';

/** Characters that move the cursor, turn the line round or end it: none of them is text. */
// oxlint-disable-next-line no-control-regex -- they are what is looked for
const CONTROLS = /[\u0000-\u001F\u007F-\u009F\u200E\u200F\u2028-\u202E\u2066-\u2069]+/g;

/** Text of others, such as the name that a server gives its model, as one line that cannot steer the terminal. */
export function printable(text: string): string {
  return stripVTControlCharacters(text).replaceAll(CONTROLS, ' ');
}

/** A report as one line, whatever the width of the terminal. */
export function unwrapped(text: string): string {
  return text.replaceAll(/\s+/g, ' ');
}

/** A report on one line, as a terminal of any width would have it. */
export function unwrapped(text: string): string {
  return text.replaceAll(/\s+/g, ' ');
}

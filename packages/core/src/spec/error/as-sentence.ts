/** A text with a stop at its end, unless it has one or is a question. */
export function asSentence(text: string): string {
  return /[.?]$/.test(text) ? text : `${text}.`;
}

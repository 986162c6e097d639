import { element } from '../dom.ts';

/** Signs of verdicts, which do not rest on color. */
export const SIGNS = { pass: '✓', fail: '✕', inconclusive: '?' } as const;

/** A verdict in a word, with a sign that does not rest on color. */
export function badge(status: keyof typeof SIGNS, text: string = status): HTMLElement {
  const sign = SIGNS[status];
  return element('span', { class: `badge ${status}` }, `${sign} ${text}`);
}

import { element } from '../dom.ts';

/** A sign for each verdict, readable without color. */
export const SIGNS = { pass: '✓', fail: '✕', inconclusive: '?' } as const;

/** A short verdict with its sign. */
export function badge(status: keyof typeof SIGNS, text: string = status): HTMLElement {
  const sign = SIGNS[status];
  return element('span', { class: `badge ${status}` }, `${sign} ${text}`);
}

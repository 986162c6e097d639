import { element } from '../dom.ts';

/** A verdict in a word, with a sign that does not rest on color. */
export function badge(status: 'pass' | 'fail', text: string = status): HTMLElement {
  const sign = status === 'pass' ? '✓' : '✕';
  return element('span', { class: `badge ${status}` }, `${sign} ${text}`);
}

import { element, type Child } from '../dom.ts';

/** A section of the page, with a heading that links can point at. */
export function section(
  id: string,
  title: string,
  lead: string | undefined,
  ...children: readonly Child[]
): HTMLElement {
  const headingId = `${id}-heading`;
  return element(
    'section',
    { id, 'aria-labelledby': headingId },
    element('h2', { id: headingId }, title),
    lead === undefined ? undefined : element('p', { class: 'lead' }, lead),
    ...children,
  );
}

/** Replaces a chart without data, and gives the reason. */
export function reasonInstead(title: string, reason: string): HTMLElement {
  return element(
    'div',
    { class: 'no-chart' },
    element('h3', {}, title),
    element('p', { class: 'reason' }, reason),
  );
}

import type { RequestRow } from '../../stream/rows/request-row.ts';

/** Reason where no request has inputs with a result each. */
export const NO_ITEMS = 'no request was for embeddings, scores or classes';

/** Whether a request is for results of inputs, and not for text. */
export function hasItems({ itemCount }: Pick<RequestRow, 'itemCount'>): boolean {
  return !Number.isNaN(itemCount);
}

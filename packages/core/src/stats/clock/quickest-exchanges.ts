import { roundTripNs, type ClockExchange } from './clock-exchange.ts';

/** Parts of the time that each give their quickest exchanges, so that a busy minute leaves no gap in the line. */
const PARTS = 16;

/** Share of the exchanges of a part that is kept: the quickest, whose delays hide least. */
const QUICKEST_SHARE = 0.1;

/** The quickest tenth of the exchanges of each part of their time, at least one of each, in order of time. */
export function quickestByPart(exchanges: readonly ClockExchange[]): ClockExchange[][] {
  const inOrder = exchanges.toSorted((one, other) => one.sentNs - other.sentNs);
  const fromNs = inOrder[0]?.sentNs ?? 0;
  const spanNs = (inOrder.at(-1)?.sentNs ?? fromNs) - fromNs;
  const parts = new Map<number, ClockExchange[]>();
  for (const exchange of inOrder) {
    const place = spanNs === 0 ? 0 : (exchange.sentNs - fromNs) / spanNs;
    const part = Math.min(PARTS - 1, Math.floor(PARTS * place));
    const list = parts.get(part);
    if (list === undefined) parts.set(part, [exchange]);
    else list.push(exchange);
  }
  return [...parts.values()].map((part) =>
    part
      .toSorted((one, other) => roundTripNs(one) - roundTripNs(other))
      .slice(0, Math.ceil(QUICKEST_SHARE * part.length))
      .toSorted((one, other) => one.sentNs - other.sentNs),
  );
}

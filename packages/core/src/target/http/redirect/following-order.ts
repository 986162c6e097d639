import type { Transport } from '../../transport/transport.ts';
import type { AnsweredRequest, Answering } from '../answering.ts';
import type { ExchangeFacts } from '../exchange-log.ts';
import type { ExchangeOrder, Exchanges } from '../exchanges.ts';
import type { Redirects } from './redirects.ts';

/** Redirects of one request that are followed at most; more are a loop. */
const MOST_HOPS = 5;

/** What a request goes through. */
export interface Via {
  readonly redirects: Redirects;
  readonly transport: Transport;
  readonly exchanges: Exchanges;
}

/** Who waits for a request. */
export interface Following extends Pick<ExchangeOrder, 'dueNs' | 'onBroken'> {
  readonly answering: Answering;
  readonly onOver: (answered: AnsweredRequest) => void;
  /** Whether a redirect is still to be followed. */
  readonly mayFollow: () => boolean;
  /** Called with the number of the request that follows a redirect, to cancel that one instead. */
  readonly onHop?: (id: number) => void;
}

/** One request as an order that follows redirects; its time includes all of them. */
export function followingOrder(via: Via, following: Following): ExchangeOrder {
  return hopOrder(via, following, following.answering, []);
}

function hopOrder(
  via: Via,
  following: Following,
  answering: Answering,
  earlier: readonly ExchangeFacts[],
): ExchangeOrder {
  return {
    request: answering.request,
    dueNs: earlier.length === 0 ? following.dueNs : Number.NaN,
    makeSink: answering.makeSink,
    onBroken: following.onBroken,
    onOver: (facts) => {
      const toPath = nextPath(via, following, answering, facts, earlier.length);
      if (toPath === undefined) {
        following.onOver(answering.conclude(joinHops([...earlier, facts])));
        return;
      }
      const order = hopOrder(via, following, answering.at(toPath), [...earlier, facts]);
      const [id] = via.exchanges.begin(via.transport, [order]);
      if (id !== undefined) following.onHop?.(id);
    },
  };
}

function nextPath(
  { redirects }: Via,
  { answering: first, mayFollow }: Following,
  { request }: Answering,
  facts: ExchangeFacts,
  hops: number,
): string | undefined {
  if (facts.failure !== undefined || hops >= MOST_HOPS || !mayFollow()) return undefined;
  return redirects.follow(first.askedPath, request.path, facts);
}

/** The whole way as one exchange: sent with the first request, answered by the last. */
function joinHops(hops: readonly ExchangeFacts[]): ExchangeFacts {
  const [first] = hops;
  const last = hops.at(-1);
  if (first === undefined || last === undefined) throw new RangeError('There is no exchange.');
  return {
    ...last,
    sentNs: first.sentNs,
    connectedNs: first.connectedNs,
    resends: hops.reduce((sum, { resends }) => sum + resends, 0),
  };
}

import { nowNs } from '../../../../stream/clock.ts';
import type { FollowedRedirect } from '../../../redirect.ts';
import type { Transport } from '../../../transport/transport.ts';
import type { FinishedRequest, Answering } from '../../request/exchange-request.ts';
import type { ExchangeFacts } from '../exchange-log.ts';
import type { ExchangeOrder, Exchanges } from '../exchanges.ts';
import type { Redirects } from './redirects.ts';

/** Redirects of one request that are followed at most; more are a loop. */
const MOST_HOPS = 5;

/** Delay after the send of the next hop when the time of the cut has already passed, ms. */
const LEAST_CUT_MS = 1;

/** What a request goes through. */
export interface Via {
  readonly redirects: Redirects;
  readonly transport: Transport;
  readonly exchanges: Exchanges;
}

/** A request that was redirected. */
interface Hop {
  readonly facts: ExchangeFacts;
  readonly redirect: FollowedRedirect;
}

/** Who waits for a request. */
export interface Following extends Pick<
  ExchangeOrder,
  'dueNs' | 'cutAfterMs' | 'onBroken' | 'onSent'
> {
  readonly answering: Answering;
  readonly onOver: (answered: FinishedRequest) => void;
  /** Whether a redirect is still to be followed. */
  readonly mayFollow: () => boolean;
  /** Called with the number of the request that follows a redirect, to cancel that one instead. */
  readonly onHop?: (id: number) => void;
}

/** One request as an order that follows redirects; its time includes all of them. */
export function followingOrder(via: Via, following: Following): ExchangeOrder {
  const { answering } = following;
  // What was made before a redirect was learned goes where later ones go.
  const path = via.redirects.resolve(answering.askedPath);
  const resolved = path === answering.request.path ? answering : answering.at(path);
  return hopOrder(via, following, resolved, []);
}

function hopOrder(
  via: Via,
  following: Following,
  answering: Answering,
  earlier: readonly Hop[],
): ExchangeOrder {
  return {
    request: answering.request,
    dueNs: earlier.length === 0 ? following.dueNs : Number.NaN,
    ...cutOf(following, earlier),
    makeSink: answering.makeSink,
    onBroken: following.onBroken,
    ...(following.onSent === undefined || earlier.length > 0 ? {} : { onSent: following.onSent }),
    onOver: (facts) => {
      const redirect = nextRedirect(via, following, answering, facts, earlier.length);
      if (redirect === undefined) {
        following.onOver(answering.conclude(joinHops(earlier, facts)));
        return;
      }
      const hops = [...earlier, { facts, redirect }];
      const order = hopOrder(via, following, answering.at(redirect.toPath), hops);
      const [id] = via.exchanges.begin(via.transport, [order]);
      if (id !== undefined) following.onHop?.(id);
    },
  };
}

/** When a hop is cut: the time counts from the send of the first hop. */
function cutOf(
  { cutAfterMs }: Following,
  [first]: readonly Hop[],
): Pick<ExchangeOrder, 'cutAfterMs'> {
  if (cutAfterMs === undefined) return {};
  const elapsedMs = first === undefined ? 0 : (nowNs() - first.facts.sentNs) / 1e6;
  return { cutAfterMs: Math.max(LEAST_CUT_MS, cutAfterMs - elapsedMs) };
}

function nextRedirect(
  { redirects }: Via,
  { answering: first, mayFollow }: Following,
  { request }: Answering,
  facts: ExchangeFacts,
  hops: number,
): FollowedRedirect | undefined {
  if (facts.failure !== undefined || hops >= MOST_HOPS || !mayFollow()) return undefined;
  return redirects.follow(first.askedPath, request.path, facts);
}

/** The whole way as one exchange: sent with the first request, answered by the last. */
function joinHops(earlier: readonly Hop[], last: ExchangeFacts): ExchangeFacts {
  const [first] = earlier;
  if (first === undefined) return last;
  return {
    ...last,
    ...(first.facts.begunNs === undefined ? {} : { begunNs: first.facts.begunNs }),
    sentNs: first.facts.sentNs,
    connectedNs: first.facts.connectedNs,
    resends: earlier.reduce((sum, { facts }) => sum + facts.resends, last.resends),
    redirects: earlier.map(({ redirect }) => redirect),
  };
}

import { nowNs } from '../../../../stream/clock.ts';
import type { FollowedRedirect } from '../../../redirect.ts';
import type { Transport } from '../../../transport/transport.ts';
import type { PreparedRequest } from '../../request/prepared-request.ts';
import type { FinishedRequest } from '../../request/finished-request.ts';
import type { ExchangeFacts } from '../exchange-log.ts';
import type { ExchangeOrder, Exchanges } from '../exchanges.ts';
import type { Redirects } from './redirects.ts';

/** Maximum redirects of one request; more are a loop. */
const MOST_HOPS = 5;

/** Delay after the send of the next hop when its cut is already past, ms. */
const LEAST_CUT_MS = 1;

/** The path of a request through the client. */
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

/** A request, and the callbacks for its result. */
export interface Following extends Pick<
  ExchangeOrder,
  'scheduledNs' | 'cutAfterMs' | 'isUnawaited' | 'onBroken' | 'onSent'
> {
  readonly prepared: PreparedRequest;
  readonly onOver: (finished: FinishedRequest) => void;
  /** Whether redirects may still be followed. */
  readonly mayFollow: () => boolean;
  /** Called with the number of the request that follows a redirect, so that it can be canceled instead. */
  readonly onHop?: (id: number) => void;
}

/** One request as an order that follows redirects; its duration includes all of them. */
export function followingOrder(via: Via, following: Following): ExchangeOrder {
  const { prepared } = following;
  // A request made before a redirect was learned goes where later ones go.
  const path = via.redirects.resolve(prepared.askedPath);
  const resolved = path === prepared.request.path ? prepared : prepared.at(path);
  return hopOrder(via, following, resolved, []);
}

function hopOrder(
  via: Via,
  following: Following,
  prepared: PreparedRequest,
  earlier: readonly Hop[],
): ExchangeOrder {
  return {
    request: prepared.request,
    ...(prepared.unsendable === undefined ? {} : { isUnsendable: true }),
    scheduledNs: earlier.length === 0 ? following.scheduledNs : Number.NaN,
    isUnawaited: earlier.length === 0 && following.isUnawaited === true,
    ...cutOf(following, earlier),
    makeSink: prepared.makeSink,
    onBroken: following.onBroken,
    ...(following.onSent === undefined || earlier.length > 0 ? {} : { onSent: following.onSent }),
    onOver: (facts) => {
      const redirect = nextRedirect(via, following, prepared, facts, earlier.length);
      if (redirect === undefined) {
        following.onOver(prepared.conclude(joinHops(earlier, facts)));
        return;
      }
      const hops = [...earlier, { facts, redirect }];
      const order = hopOrder(via, following, prepared.at(redirect.toPath), hops);
      const [id] = via.exchanges.begin(via.transport, [order]);
      if (id !== undefined) following.onHop?.(id);
    },
  };
}

/** When a hop is cut, counted from the send of the first hop. */
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
  { prepared: first, mayFollow }: Following,
  { request }: PreparedRequest,
  facts: ExchangeFacts,
  hops: number,
): FollowedRedirect | undefined {
  if (facts.failure !== undefined || hops >= MOST_HOPS || !mayFollow()) return undefined;
  return redirects.follow(first.askedPath, request.path, facts);
}

/** Joins all hops into one exchange, from the send of the first to the response of the last. */
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

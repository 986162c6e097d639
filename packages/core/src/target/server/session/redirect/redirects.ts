import type { FollowedRedirect } from '../../../redirect.ts';
import type { Endpoint } from '../endpoint.ts';
import type { ExchangeFacts } from '../exchange-log.ts';

/** The only redirects that a request with a body is repeated for: others turn it into a GET. */
const KEEPS_BODY: ReadonlySet<number> = new Set([307, 308]);

/** What a request line can hold. */
const PATH = /^\/[\u0021-\u007E]*$/;

/**
 * Where the server leads requests: followed on the same origin alone, since body and key go along, and learned, so that
 * later requests go there directly.
 */
export class Redirects {
  readonly #origin: string;
  readonly #toPath = new Map<string, string>();

  constructor({ protocol, host }: Endpoint) {
    this.#origin = `${protocol}//${host}`;
  }

  /** The path that a request for another one goes to. */
  resolve(path: string): string {
    return this.#toPath.get(path) ?? path;
  }

  /**
   * Where to send a request again.
   * @param asked the path of the first request, before any redirect
   * @param path that was answered now
   * @returns undefined when the answer is no redirect that is followed
   */
  follow(
    asked: string,
    path: string,
    { status, headers }: ExchangeFacts,
  ): FollowedRedirect | undefined {
    const location = headers.get('location');
    if (location === undefined || !KEEPS_BODY.has(status)) return undefined;
    const base = `${this.#origin}${path}`;
    if (!URL.canParse(location, base)) return undefined;
    const target = new URL(location, base);
    const toPath = `${target.pathname}${target.search}`;
    const isSameOrigin = target.origin === new URL(this.#origin).origin;
    if (!isSameOrigin || toPath === path || !PATH.test(toPath)) return undefined;
    this.#toPath.set(asked, toPath);
    return { status, fromPath: path, toPath };
  }
}

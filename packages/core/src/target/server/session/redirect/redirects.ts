import type { FollowedRedirect } from '../../../redirect.ts';
import type { Endpoint } from '../endpoint.ts';
import type { ExchangeFacts } from '../exchange-log.ts';

/** Redirects that keep the body of a request; others turn it into a GET. */
const KEEPS_BODY: ReadonlySet<number> = new Set([307, 308]);

/** A valid path of a request line. */
const PATH = /^\/[\u0021-\u007E]*$/;

/**
 * Redirects of the server. They are followed only on the same origin, because body and key go along, and remembered, so that
 * later requests go there directly.
 */
export class Redirects {
  readonly #origin: string;
  /** Of all replicas: a redirect to another one is followed on the same. */
  readonly #origins: ReadonlySet<string>;
  readonly #toPath = new Map<string, string>();

  constructor({ protocol, host }: Endpoint, replicas: readonly Endpoint[] = []) {
    this.#origin = `${protocol}//${host}`;
    const others = replicas.map((one) => `${one.protocol}//${one.host}`);
    this.#origins = new Set([this.#origin, ...others].map((one) => new URL(one).origin));
  }

  /** Returns the remembered target of a path, or the path itself. */
  resolve(path: string): string {
    return this.#toPath.get(path) ?? path;
  }

  /**
   * Returns the redirect to follow.
   * @param asked path of the first request, before any redirect
   * @param path that returned this response
   * @returns undefined when the response is not a redirect that is followed
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
    const isSameOrigin = this.#origins.has(target.origin);
    if (!isSameOrigin || toPath === path || !PATH.test(toPath)) return undefined;
    this.#toPath.set(asked, toPath);
    return { status, fromPath: path, toPath };
  }
}

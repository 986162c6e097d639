/** How requests of one conversation reach the same replica of a server. */
export type AffinityOptions =
  /** A header with the name of the conversation. */
  | { readonly header: string }
  /** The cookies that the server sets, returned within the conversation. */
  | { readonly cookie: true };

/** Conversations whose cookies are kept, the latest ones. */
const MOST_CONVERSATIONS = 65_536;

/** Gives the requests of one conversation what a load balancer routes by. */
export class Affinity {
  readonly #options: AffinityOptions;
  readonly #nonce: string;
  /** Cookies by name, by conversation. */
  readonly #cookies = new Map<string, Map<string, string>>();

  /** @param nonce of the run: its conversations are others than those of an earlier run */
  constructor(options: AffinityOptions, nonce: string) {
    this.#options = options;
    this.#nonce = nonce;
  }

  /** The headers of a request. @param conversation empty for a request by itself, which has none */
  headersOf(conversation: string): Readonly<Record<string, string>> {
    if (conversation === '') return {};
    if ('header' in this.#options) {
      return { [this.#options.header]: `${this.#nonce}-${conversation}` };
    }
    const cookies = this.#cookies.get(conversation);
    if (cookies === undefined) return {};
    return { cookie: Array.from(cookies, ([name, value]) => `${name}=${value}`).join('; ') };
  }

  /** Takes the cookies of a response. @param headers by name in lower case; several values of one name are lines */
  learn(conversation: string, headers: ReadonlyMap<string, string>): void {
    const lines = headers.get('set-cookie');
    if (lines === undefined || conversation === '' || 'header' in this.#options) return;
    const cookies = this.#cookies.get(conversation) ?? new Map<string, string>();
    for (const line of lines.split('\n')) {
      const [pair = '', ...attributes] = line.split(';');
      const [, name = '', value = ''] = /^\s*([^=]+?)\s*=\s*(.*?)\s*$/.exec(pair) ?? [];
      if (name === '') continue;
      if (attributes.some((one) => /^\s*max-age\s*=\s*(0|-\d+)\s*$/i.test(one))) {
        cookies.delete(name);
      } else cookies.set(name, value);
    }
    this.#cookies.delete(conversation);
    this.#cookies.set(conversation, cookies);
    const [oldest] = this.#cookies.keys();
    if (this.#cookies.size > MOST_CONVERSATIONS && oldest !== undefined) {
      this.#cookies.delete(oldest);
    }
  }
}

import { Buffer } from 'node:buffer';
import http from 'node:http';
import https from 'node:https';
import { rootCertificates } from 'node:tls';
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import { nowNs } from '../../stream/clock.ts';

/** Maximum size of a body, encoded and decoded, bytes. */
const MAX_BODY_BYTES = 16 * 2 ** 20;

/** Maximum consecutive redirects. */
const MAX_REDIRECTS = 3;

/** A metrics endpoint and how to connect to it. */
export interface MetricsSource {
  readonly url: string;
  /** Unix socket instead of host and port. */
  readonly socketPath?: string | undefined;
  /** Headers of each scrape, credentials included; sent only to the origin of the URL. */
  readonly headers: Readonly<Record<string, string>>;
  /** PEM certificates to trust besides the usual ones. */
  readonly caCertificates: readonly string[];
}

/** A response with a complete body. */
export interface FetchedText {
  readonly status: number;
  readonly contentType: string;
  readonly text: string;
  /** CLOCK_MONOTONIC nanoseconds: send, first byte of the response, end of the body. */
  readonly sentNs: number;
  readonly firstByteNs: number;
  readonly endNs: number;
  /** Size of the encoded body. */
  readonly bytes: number;
}

/** Reads one URL on its own connection, which stays open. */
export class TextFetcher {
  readonly #source: MetricsSource;
  readonly #agent: http.Agent;

  constructor(source: MetricsSource) {
    this.#source = source;
    const options = { keepAlive: true, maxSockets: 1 };
    this.#agent = source.url.startsWith('https:')
      ? new https.Agent({ ...options, ca: [...rootCertificates, ...source.caCertificates] })
      : new http.Agent(options);
  }

  /**
   * Reads the text at a path of the origin and follows redirects within the origin.
   * @param path absolute, with the query
   * @throws {Error} when no complete body came in time, or it is too large
   */
  async read(path: string, timeLimitMs: number): Promise<FetchedText> {
    const limit = AbortSignal.timeout(timeLimitMs);
    let url = new URL(path, this.#source.url);
    const sentNs = nowNs();
    for (let hops = 0; ; hops += 1) {
      const fetched = await this.#readOnce(url, limit, timeLimitMs);
      const next = fetched.location === undefined ? undefined : new URL(fetched.location, url);
      if (next === undefined) return { ...fetched, sentNs };
      if (next.origin !== url.origin)
        throw new Error(`it redirects to another origin, ${next.origin}`);
      if (hops === MAX_REDIRECTS) throw new Error(`more than ${MAX_REDIRECTS} redirects`);
      url = next;
    }
  }

  close(): void {
    this.#agent.destroy();
  }

  #readOnce(url: URL, signal: AbortSignal, timeLimitMs: number): Promise<FetchedHop> {
    const { headers, socketPath } = this.#source;
    const { request } = url.protocol === 'https:' ? https : http;
    return new Promise((resolve, reject) => {
      const fail = (error: Error): void => {
        const isLate = signal.aborted;
        reject(isLate ? new Error(`no complete response within ${timeLimitMs} ms`) : error);
      };
      const asked = request(
        url,
        {
          agent: this.#agent,
          signal,
          ...(socketPath === undefined ? {} : { socketPath }),
          headers: {
            'User-Agent': 'loadcell',
            ...headers,
            // OpenMetrics is not listed: a library that ignores weights would serve it.
            Accept: 'text/plain;version=0.0.4,*/*;q=0.1',
            'Accept-Encoding': 'identity',
          },
        },
        (response) => {
          const firstByteNs = nowNs();
          // A body that cannot be decoded fails like a missing one.
          readWhole(response)
            .then((body) => resolve(toHop(response, body, firstByteNs)))
            .catch(fail);
        },
      );
      asked.on('error', fail);
      asked.end();
    });
  }
}

/** One response, and the target of its redirect. */
interface FetchedHop extends Omit<FetchedText, 'sentNs'> {
  readonly location: string | undefined;
}

function toHop(response: http.IncomingMessage, body: Buffer, firstByteNs: number): FetchedHop {
  const { statusCode: status = 0, headers } = response;
  const isRedirect = status >= 301 && status <= 308 && status !== 304;
  return {
    status,
    contentType: headers['content-type'] ?? '',
    text: decode(body, headers['content-encoding'] ?? '').toString('utf8'),
    firstByteNs,
    endNs: nowNs(),
    bytes: body.byteLength,
    location: isRedirect ? headers.location : undefined,
  };
}

async function readWhole(response: http.IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response) {
    if (!Buffer.isBuffer(chunk)) continue;
    size += chunk.byteLength;
    if (size > MAX_BODY_BYTES) {
      response.destroy();
      throw new Error('the body is larger than 16 MiB');
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Some servers and proxies compress although identity was requested. */
function decode(body: Buffer, encoding: string): Buffer {
  const bound = { maxOutputLength: MAX_BODY_BYTES };
  switch (encoding.trim().toLowerCase()) {
    case 'gzip':
    case 'x-gzip':
      return gunzipSync(body, bound);
    case 'deflate':
      return inflateSync(body, bound);
    case 'br':
      return brotliDecompressSync(body, bound);
    case '':
    case 'identity':
      return body;
    default:
      throw new Error(`unknown content encoding "${encoding}"`);
  }
}

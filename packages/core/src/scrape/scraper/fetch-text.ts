import { Buffer } from 'node:buffer';
import http from 'node:http';
import https from 'node:https';
import { rootCertificates } from 'node:tls';
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import { nowNs } from '../../stream/clock.ts';

/** Bound on a body, as sent and decoded, bytes. */
const MAX_BODY_BYTES = 16 * 2 ** 20;

/** Redirects that are followed, one after the other. */
const MAX_REDIRECTS = 3;

/** A metrics endpoint, and how it is asked. */
export interface MetricsSource {
  readonly url: string;
  /** Socket in place of host and port. */
  readonly socketPath?: string | undefined;
  /** Sent with each scrape, credentials included: only to the origin of the URL. */
  readonly headers: Readonly<Record<string, string>>;
  /** PEM certificates to trust beside the usual ones. */
  readonly caCertificates: readonly string[];
}

/** A response with a body that was read whole. */
export interface FetchedText {
  readonly status: number;
  readonly contentType: string;
  readonly text: string;
  /** CLOCK_MONOTONIC nanoseconds: sent, first byte of the response, end of the body. */
  readonly sentNs: number;
  readonly firstByteNs: number;
  readonly endNs: number;
  /** Of the body, as sent. */
  readonly bytes: number;
}

/** Reads one URL by a connection of its own, which stays open. */
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
   * Reads the text at a path of the origin, following redirects within it.
   * @param path absolute, with the query
   * @throws {Error} that says what happened, when no whole body came within the time, or it is too large
   */
  async read(path: string, timeLimitMs: number): Promise<FetchedText> {
    const limit = AbortSignal.timeout(timeLimitMs);
    let url = new URL(path, this.#source.url);
    const sentNs = nowNs();
    for (let hops = 0; ; hops += 1) {
      const answer = await this.#readOnce(url, limit, timeLimitMs);
      const next = answer.location === undefined ? undefined : new URL(answer.location, url);
      if (next === undefined) return { ...answer, sentNs };
      if (next.origin !== url.origin)
        throw new Error(`it redirects to another origin, ${next.origin}`);
      if (hops === MAX_REDIRECTS) throw new Error(`more than ${MAX_REDIRECTS} redirects`);
      url = next;
    }
  }

  close(): void {
    this.#agent.destroy();
  }

  #readOnce(url: URL, signal: AbortSignal, timeLimitMs: number): Promise<Answer> {
    const { headers, socketPath } = this.#source;
    const { request } = url.protocol === 'https:' ? https : http;
    return new Promise((resolve, reject) => {
      const fail = (error: Error): void => {
        const isLate = signal.aborted;
        reject(isLate ? new Error(`no whole response within ${timeLimitMs} ms`) : error);
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
            // Named alone: a library that ignores weights serves OpenMetrics as soon as it is listed.
            Accept: 'text/plain;version=0.0.4,*/*;q=0.1',
            'Accept-Encoding': 'identity',
          },
        },
        (response) => {
          const firstByteNs = nowNs();
          // A body that cannot be decoded fails like one that did not come.
          readWhole(response)
            .then((body) => resolve(toAnswer(response, body, firstByteNs)))
            .catch(fail);
        },
      );
      asked.on('error', fail);
      asked.end();
    });
  }
}

/** One response, and where it leads. */
interface Answer extends Omit<FetchedText, 'sentNs'> {
  readonly location: string | undefined;
}

function toAnswer(response: http.IncomingMessage, body: Buffer, firstByteNs: number): Answer {
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

/** Asked for identity, some servers and proxies compress all the same. */
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

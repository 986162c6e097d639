import { Buffer } from 'node:buffer';
import { KEPT_HEADERS } from './transport.ts';

const KEPT: ReadonlySet<string> = new Set(KEPT_HEADERS);

/** Reads response headers. A server repeats its header for most responses: the same bytes are read once. */
export class ResponseHeads {
  #head = '';
  #headers: ReadonlyMap<string, string> = new Map();

  /** The headers to pass on, from a whole response header. */
  read(head: Uint8Array): ReadonlyMap<string, string> {
    const text = Buffer.from(head.buffer, head.byteOffset, head.byteLength).toString('latin1');
    if (text !== this.#head) {
      this.#head = text;
      this.#headers = parseHead(text);
    }
    return this.#headers;
  }
}

function parseHead(head: string): ReadonlyMap<string, string> {
  const headers = new Map<string, string>();
  for (const line of head.split(/\r?\n/)) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).toLowerCase();
    if (!KEPT.has(name)) continue;
    const value = line.slice(colon + 1).trim();
    const before = name === 'set-cookie' ? headers.get(name) : undefined;
    headers.set(name, before === undefined ? value : `${before}\n${value}`);
  }
  return headers;
}

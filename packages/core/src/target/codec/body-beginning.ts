import { Buffer } from 'node:buffer';

/** Maximum bytes of a body without events that a message quotes. */
const QUOTED_BYTES = 200;

/** The first bytes of a body, to quote one that cannot be read. */
export class BodyBeginning {
  #bytes = '';

  /** Takes the next bytes, one character per byte. */
  take(bytes: string): void {
    const left = QUOTED_BYTES - this.#bytes.length;
    if (left > 0) this.#bytes += bytes.slice(0, left);
  }

  /** On one line; empty if there is nothing but space. */
  get quoted(): string {
    const said = Buffer.from(this.#bytes, 'latin1').toString('utf8');
    return said.replaceAll(/\s+/g, ' ').trim();
  }
}

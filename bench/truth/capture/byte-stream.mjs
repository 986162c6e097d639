/** One direction of a connection: its bytes in order, each with the time of its packet. */
export class ByteStream {
  #nextSequence;
  #length = 0;
  /** Pieces in order; `from` is the position of the first byte. */
  #pieces = [];
  /** Segments that arrived before earlier ones. */
  #early = new Map();

  /** @param {import('./pcap.mjs').Segment} segment in order of time */
  take({ sequence, isSyn, payload, atNs }) {
    // The opening of a connection takes one sequence number.
    if (isSyn) this.#nextSequence = (sequence + 1) >>> 0;
    if (payload.length === 0) return;
    this.#nextSequence ??= sequence;
    this.#early.set(sequence, payload);
    for (let at = this.#find(); at !== undefined; at = this.#find()) {
      const early = this.#early.get(at);
      this.#early.delete(at);
      // Retransmitted bytes overlap with those that are here.
      this.#append(early.subarray((this.#nextSequence - at) >>> 0), atNs);
    }
  }

  /** The bytes of the whole stream. */
  get bytes() {
    return Buffer.concat(this.#pieces.map(({ bytes }) => bytes));
  }

  /** @param {number} place of a byte @returns {number} time of the packet with it */
  atNs(place) {
    const piece = this.#pieces.findLast(({ from }) => from <= place);
    return place < this.#length ? piece.atNs : Number.NaN;
  }

  /** The start of a segment that continues the stream. */
  #find() {
    for (const [sequence, payload] of this.#early) {
      const overlap = (this.#nextSequence - sequence) >>> 0;
      if (overlap < payload.length) return sequence;
      // Far behind has arrived; far ahead is still to come.
      if (overlap < 0x80000000) this.#early.delete(sequence);
    }
    return undefined;
  }

  #append(bytes, atNs) {
    this.#pieces.push({ from: this.#length, bytes, atNs });
    this.#length += bytes.length;
    this.#nextSequence = (this.#nextSequence + bytes.length) >>> 0;
  }
}

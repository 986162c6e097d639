/** Finds the next of a byte in a chunk. It searches again only behind the last find, so that a chunk is searched once. */
export class NextByte {
  private readonly byte: number;
  private chunk: Buffer = Buffer.alloc(0);
  private found = -1;

  constructor(byte: number) {
    this.byte = byte;
  }

  /** Takes a chunk, in which indexes rise from call to call. */
  begin(chunk: Buffer): void {
    this.chunk = chunk;
    this.found = -1;
  }

  /** The index of the next one from an index on; the length of the chunk without one. */
  from(at: number): number {
    if (this.found >= at) return this.found;
    const index = this.chunk.indexOf(this.byte, at);
    this.found = index === -1 ? this.chunk.length : index;
    return this.found;
  }
}

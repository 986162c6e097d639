/** A ring that a native thread writes: its slots, a power of two, and its memory from the start of the buffer. */
export interface AddonRing {
  readonly ringSlots: number;
  readonly ring: Uint8Array;
}

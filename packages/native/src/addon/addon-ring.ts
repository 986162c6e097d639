/** A ring that a native thread writes: how many records it holds, a power of two, and its memory from the beginning. */
export interface AddonRing {
  readonly ringSlots: number;
  readonly ring: Uint8Array;
}

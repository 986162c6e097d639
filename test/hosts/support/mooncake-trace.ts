/** Tokens of a block of a Mooncake trace. */
const BLOCK_TOKENS = 512;

/** One row of a Mooncake trace. */
export interface MooncakeRow {
  readonly timestamp: number;
  readonly input_length: number;
  readonly output_length: number;
  readonly hash_ids: readonly number[];
}

/** What the rows of a trace are like. */
interface TraceShape {
  readonly rows: number;
  /** Time from one row to the next, milliseconds: long enough for one response after another. */
  readonly gapMs: number;
  /** Most blocks of a prompt. */
  readonly mostBlocks: number;
}

/** A generator of numbers from 0 to below 1, from a seed: mulberry32. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * Makes a trace whose ids form a tree, as those of Mooncake do: an id has one place and one predecessor. Each prompt follows an
 * earlier one for some blocks, and then goes on by itself; the last block is short, and of this prompt alone.
 */
export function makeMooncakeTrace({ rows, gapMs, mostBlocks }: TraceShape): MooncakeRow[] {
  const random = seeded(20);
  const made: MooncakeRow[] = [];
  let nextId = 0;
  for (let row = 0; row < rows; row += 1) {
    const before = made[Math.floor(random() * made.length)]?.hash_ids ?? [];
    // The last block of a prompt is short, so that no other continues it.
    const kept = before.slice(0, Math.floor(random() * before.length));
    const blocks = Math.max(kept.length + 1, 1 + Math.floor(random() * mostBlocks));
    const own = Array.from({ length: blocks - kept.length }, () => nextId++);
    made.push({
      timestamp: 27_000 + row * gapMs,
      input_length: (blocks - 1) * BLOCK_TOKENS + 1 + Math.floor(random() * (BLOCK_TOKENS - 100)),
      output_length: 2 + Math.floor(random() * 6),
      hash_ids: [...kept, ...own],
    });
  }
  return made;
}

/** Tokens that a cache in blocks of the server can serve of the prompts, each sent after the one before has ended. */
export function hitTokensOf(rows: readonly MooncakeRow[], serverBlockTokens: number): number {
  const seen = new Set<number>();
  let hitTokens = 0;
  for (const { input_length: tokens, hash_ids: ids } of rows) {
    const known = ids.findIndex((id) => !seen.has(id));
    const shared = known === -1 ? tokens : known * BLOCK_TOKENS;
    hitTokens += Math.floor(Math.min(shared, tokens - 1) / serverBlockTokens) * serverBlockTokens;
    for (const id of ids) seen.add(id);
  }
  return hitTokens;
}

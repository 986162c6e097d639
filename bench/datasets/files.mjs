import { writeFileSync } from 'node:fs';
import { prefixHits } from './prefix-hits.mjs';

/** Tokens of a block of the trace, as of Mooncake. */
export const BLOCK_TOKENS = 512;

/** Tokens of a block of the cache, as of vLLM. */
export const CACHE_BLOCK_TOKENS = 16;

/** Milliseconds between two requests of the trace: the one before has ended. */
const GAP_MS = 150;

/** Words that are one token each for most tokenizers, with a blank before them. */
const WORDS = 'time year people way day man thing woman life child world school state family'.split(
  ' ',
);

/** What a file demands. @typedef {{ requests: number, inputTokens: number, outputTokens: number, hitTokens: number }} Demand */

/** Numbers from 0 below 1 that a seed determines. */
function createRandom(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/**
 * Writes a trace as Mooncake's: most prompts begin with the blocks of an earlier one.
 * @returns {Demand}
 */
export function writeTrace(file, requests) {
  const random = createRandom(7);
  const rows = [];
  let next = 0;
  for (let row = 0; row < requests; row += 1) {
    const parent = rows[Math.floor(random() * rows.length)];
    const kept =
      parent === undefined || random() < 0.3
        ? 0
        : 1 + Math.floor(random() * parent.hash_ids.length);
    // Only full blocks: whether a short block is the beginning of a full one differs between clients.
    const hash_ids = (parent?.hash_ids ?? []).slice(0, Math.min(kept, 2));
    const blocks = Math.min(3, hash_ids.length + 1 + Math.floor(random() * 2));
    while (hash_ids.length < blocks) {
      hash_ids.push(next);
      next += 1;
    }
    rows.push({
      timestamp: row * GAP_MS,
      input_length: blocks * BLOCK_TOKENS,
      output_length: 4 + Math.floor(random() * 13),
      hash_ids,
    });
  }
  writeFileSync(file, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  return demandOfTrace(rows);
}

function demandOfTrace(rows) {
  const known = new Set();
  let hitTokens = 0;
  for (const { hash_ids, input_length } of rows) {
    const shared = hash_ids.filter((id) => known.has(id)).length * BLOCK_TOKENS;
    for (const id of hash_ids) known.add(id);
    hitTokens +=
      Math.floor(Math.min(shared, input_length - 1) / CACHE_BLOCK_TOKENS) * CACHE_BLOCK_TOKENS;
  }
  return {
    requests: rows.length,
    inputTokens: sum(rows.map(({ input_length }) => input_length)),
    outputTokens: sum(rows.map(({ output_length }) => output_length)),
    hitTokens,
  };
}

/**
 * Prompts with a length of output; some begin with the same instruction. The keys are those of vLLM.
 * @param {(text: string) => readonly number[]} tokenize
 * @returns {Demand}
 */
export function writePrompts(file, requests, tokenize) {
  const random = createRandom(11);
  const words = (count) =>
    Array.from({ length: count }, () => WORDS[Math.floor(random() * WORDS.length)]).join(' ');
  const instruction = words(60);
  const rows = Array.from({ length: requests }, (_, row) => ({
    prompt: `${row % 2 === 0 ? instruction : `Request ${row}:`} ${words(8 + Math.floor(random() * 80))} ${row}`,
    outputTokens: 4 + Math.floor(random() * 29),
  }));
  const lines = rows.map(({ prompt, outputTokens }) =>
    JSON.stringify({ prompt, output_tokens: outputTokens }),
  );
  writeFileSync(file, `${lines.join('\n')}\n`);
  const prompts = rows.map(({ prompt }) => prompt);
  return {
    requests,
    inputTokens: sum(prompts.map((prompt) => tokenize(prompt).length)),
    outputTokens: sum(rows.map(({ outputTokens }) => outputTokens)),
    hitTokens: prefixHits(
      prompts.map((prompt) => tokenize(prompt)),
      CACHE_BLOCK_TOKENS,
    ),
  };
}

function sum(values) {
  return values.reduce((total, value) => total + value, 0);
}

/**
 * Tokens that a cache of whole blocks which drops nothing would serve of prompts, one after another. It computes the last
 * token of each prompt, cached or not, as vLLM does.
 * @param {readonly (readonly number[])[]} prompts token ids
 * @param {number} blockTokens
 */
export function prefixHits(prompts, blockTokens) {
  const known = new Set();
  let hitTokens = 0;
  for (const ids of prompts) {
    let prefix = '';
    let isShared = true;
    let shared = 0;
    for (let begin = 0; begin + blockTokens <= ids.length; begin += blockTokens) {
      prefix += `${ids.slice(begin, begin + blockTokens).join(' ')} `;
      isShared &&= known.has(prefix);
      known.add(prefix);
      if (isShared) shared += blockTokens;
    }
    hitTokens += Math.floor(Math.min(shared, ids.length - 1) / blockTokens) * blockTokens;
  }
  return hitTokens;
}

/** Counters of vLLM since its start. */
export interface VllmCounters {
  /** Requests that it finished. */
  readonly requests: number;
  readonly promptTokens: number;
  readonly generatedTokens: number;
}

/** The sum of a counter over its labels. @throws {Error} when it is absent */
function sumOf(metrics: string, name: string): number {
  const values = metrics
    .split('\n')
    .filter((line) => line.startsWith(`${name}{`))
    // Aborted requests were cut short by the client and are not successes.
    .filter((line) => !line.includes('finished_reason="abort"'))
    .map((line) => Number(line.slice(line.lastIndexOf(' ') + 1)));
  if (values.length === 0) throw new Error(`The server does not report ${name}.`);
  return values.reduce((sum, value) => sum + value, 0);
}

/** Reads vLLM's own counters. */
export async function readVllmCounters(url: string): Promise<VllmCounters> {
  return vllmCountersIn(await (await fetch(`${url}/metrics`)).text());
}

/** vLLM's own counters in its metrics. */
export function vllmCountersIn(metrics: string): VllmCounters {
  return {
    requests: sumOf(metrics, 'vllm:request_success_total'),
    promptTokens: sumOf(metrics, 'vllm:prompt_tokens_total'),
    generatedTokens: sumOf(metrics, 'vllm:generation_tokens_total'),
  };
}

/** The increase of the counters between two readings. */
export function countedBetween(before: VllmCounters, after: VllmCounters): VllmCounters {
  return {
    requests: after.requests - before.requests,
    promptTokens: after.promptTokens - before.promptTokens,
    generatedTokens: after.generatedTokens - before.generatedTokens,
  };
}

/** Counters of vLLM's prefix cache since its start, tokens. */
export interface PrefixCounters {
  readonly queryTokens: number;
  readonly hitTokens: number;
}

/** Reads the counters of vLLM's prefix cache. */
export async function readPrefixCounters(url: string): Promise<PrefixCounters> {
  const metrics = await (await fetch(`${url}/metrics`)).text();
  return {
    queryTokens: sumOf(metrics, 'vllm:prefix_cache_queries_total'),
    hitTokens: sumOf(metrics, 'vllm:prefix_cache_hits_total'),
  };
}

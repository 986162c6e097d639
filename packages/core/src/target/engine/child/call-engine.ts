import { nowNs } from '../../../stream/clock.ts';
import { LongTimer } from '../../../stream/long-timer.ts';
import type { Engine } from '../engine.ts';
import type { EngineCall } from '../engine-protocol.ts';
import { TokenTimestamps } from './token-timestamps.ts';

/** The calls that an open engine serves. */
export type OpenEngineCall = Exclude<EngineCall, { method: 'open' | 'close' | 'cancel' }>;

/** Executes a call and returns the value of its reply. */
export async function callEngine(
  engine: Engine,
  call: OpenEngineCall,
  signal: AbortSignal,
): Promise<unknown> {
  switch (call.method) {
    case 'load': {
      const { bytes, contextTokens } = await engine.load(call.model, signal);
      return { bytes, contextTokens };
    }
    case 'unload':
      await engine.unload(call.model);
      return undefined;
    case 'openContext':
      return await engine.openContext(call.model);
    case 'closeContext':
      await engine.closeContext(call.context);
      return undefined;
    case 'generate':
      return await generate(engine, call, signal);
    case 'countTokens':
      return await engine.countTokens(call.model, call.text);
    case 'tokenize': {
      const ids = await engine.tokenize?.(call.model, call.text);
      return ids === undefined ? undefined : [...ids];
    }
    case 'settle':
      await engine.settle?.();
      await collectGarbage();
      return undefined;
  }
}

async function generate(
  engine: Engine,
  call: Extract<EngineCall, { method: 'generate' }>,
  signal: AbortSignal,
): Promise<unknown> {
  const stamps = new TokenTimestamps();
  // The engine's queue starts here: waiting for a free sequence is service time, as with the slots of a server.
  const sentNs = nowNs();
  const cut = cutSignal(call.cutAfterMs);
  const generating = engine.generate({
    model: call.model,
    context: call.context,
    prompt: call.prompt,
    maxTokens: call.maxTokens,
    isLengthDemanded: call.isLengthDemanded,
    greedy: call.greedy,
    signal: cut === undefined ? signal : AbortSignal.any([signal, cut.signal]),
    onToken: () => stamps.stamp(),
  });
  const [ended] = await Promise.allSettled([generating]);
  cut?.end();
  const endNs = nowNs();
  if (ended.status === 'rejected' && cut?.signal.aborted === true && !signal.aborted) {
    if (isAbort(ended.reason)) return { ...CUT, sentNs, tokenNs: stamps.take(), endNs };
  }
  const response = await generating;
  return {
    sentNs,
    tokenNs: stamps.take(),
    endNs,
    isCut: false,
    inputTokens: response.inputTokens,
    cachedTokens: response.cachedTokens,
    offeredTokens: response.offeredTokens,
    residentTokens: response.residentTokens,
    tokens: [...response.tokens],
    text: response.text,
  };
}

/** The result of a generation that was cut, without its timestamps. */
const CUT = {
  isCut: true,
  inputTokens: Number.NaN,
  cachedTokens: Number.NaN,
  offeredTokens: Number.NaN,
  residentTokens: Number.NaN,
  tokens: [],
  text: '',
} as const;

/** A signal that aborts after a time, unless ended before. @param afterMs milliseconds; no signal when undefined */
function cutSignal(
  afterMs: number | undefined,
): { readonly signal: AbortSignal; readonly end: () => void } | undefined {
  if (afterMs === undefined) return undefined;
  const abort = new AbortController();
  const timer = new LongTimer(() => abort.abort(), afterMs);
  return { signal: abort.signal, end: () => timer.stop() };
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}

/** Collects twice, one event loop turn apart: finalizers of the first collection release what the second frees. */
async function collectGarbage(): Promise<void> {
  globalThis.gc?.();
  await new Promise((resolve) => {
    setImmediate(resolve);
  });
  globalThis.gc?.();
}

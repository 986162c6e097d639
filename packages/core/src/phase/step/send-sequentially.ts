import { nowNs } from '../../stream/clock.ts';
import type { PhaseContext } from '../phase.ts';
import { issueRequest } from './issue-request.ts';

/** How long to go on, and what with. */
export interface SequentialOptions {
  readonly durationMs: number;
  readonly minRequests: number;
  readonly promptTokens: number;
  readonly outputTokens: number;
}

/** Sends one request after the other, for a length of time and at least a number. */
export async function sendSequentially(
  phase: PhaseContext,
  model: string,
  options: SequentialOptions,
): Promise<void> {
  let prompt = phase.prompts.next(options.promptTokens);
  await phase.journal.window('sequential', async () => {
    const untilNs = nowNs() + options.durationMs * 1e6;
    for (let sent = 0; sent < options.minRequests || nowNs() < untilNs; sent += 1) {
      // Past its time the number alone is waited for, and only while requests succeed.
      if (phase.watch.isHopeless(untilNs)) return;
      phase.signal.throwIfAborted();
      const asking = issueRequest(phase, {
        purpose: 'sequential',
        model,
        prompt,
        maxTokens: options.outputTokens,
      });
      // The next one is made while this one is in flight.
      prompt = phase.prompts.next(options.promptTokens);
      await asking;
    }
  });
}

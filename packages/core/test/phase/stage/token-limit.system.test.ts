import { createMockServer } from '@loadcell/native';
import { describe, expect, it } from 'vitest';
import { LoadOptionsSchema, resolveLoad } from '../../../src/phase/options/load-options.ts';
import type { TokenCount } from '../../../src/phase/phase.ts';
import { PHASES } from '../../../src/phase/registry.ts';
import { TokenLimit } from '../../../src/runner/plan/token-limit.ts';
import { targetFor } from '../../target/server/target-for.ts';
import { ScriptedTarget } from '../../target/scripted-target.ts';
import { useCleanup } from '../../target/transport/transport-run.ts';
import { BRIEF } from '../run-brief-phase.ts';
import { RecordedPhase } from '../recorded-phase.ts';

const onCleanup = useCleanup();

async function startMock() {
  const server = createMockServer({
    timeToFirstTokenMs: 2,
    interTokenLatencyMs: 1,
    outputTokens: 3,
  });
  onCleanup(() => Promise.resolve(server.stop()));
  const target = targetFor(server.url);
  onCleanup(() => target.stop());
  await target.start();
  return target;
}

/** Sums the requested tokens, without a limit. */
class Sum implements TokenCount {
  output = 0;
  taken = 0;

  take(_input: number, output: number): void {
    this.output += output;
    this.taken += 1;
  }

  giveBack(_input: number, output: number): void {
    this.output -= output;
  }
}

const BY_TIME = { kind: 'closed', concurrency: 2, duration: '20ms', minRequests: 8 };
const BY_COUNT = [
  { kind: 'closed', requests: 10, warmup: 2 },
  { kind: 'open', rate: 200, requests: 6 },
];

function runLoad(phase: RecordedPhase, stages: readonly unknown[]) {
  const options = resolveLoad(LoadOptionsSchema.parse({ ...BRIEF, stages }));
  return PHASES.load.run(phase.context, options);
}

function outputOf(rows: RecordedPhase['rows']): number {
  return rows.reduce((sum, { maxOutputTokens }) => sum + maxOutputTokens, 0);
}

describe('the tokens that a load phase requests', () => {
  it('are those of the requests it sent, not those it made ahead', async () => {
    const tokens = new Sum();
    const phase = new RecordedPhase(await startMock(), 'unload-first', { tokens });
    await runLoad(phase, [BY_TIME, ...BY_COUNT]);
    expect(tokens.output).toBe(outputOf(phase.rows));
    // A loop that ends by time makes more requests than it sends.
    expect(tokens.taken).toBeGreaterThan(phase.rows.length);
  });

  it('never exceed the limit: the phase fails, and the stages that ran are kept', async () => {
    const sum = new Sum();
    const whole = new RecordedPhase(await startMock(), 'unload-first', { tokens: sum });
    await runLoad(whole, BY_COUNT);
    // One token less than the phase requests.
    const limit = new TokenLimit(sum.output - 1);
    const outputOnly: TokenCount = {
      take: (_input, output) => limit.take(0, output),
      giveBack: (_input, output) => limit.giveBack(0, output),
    };
    const phase = new RecordedPhase(await startMock(), 'unload-first', { tokens: outputOnly });
    await expect(runLoad(phase, BY_COUNT)).rejects.toMatchObject({ code: 'TOKEN_LIMIT' });
    expect(outputOf(phase.rows)).toBe(sum.output - BRIEF.outputTokens);
    // All but the last request of the last stage.
    expect(phase.rows.map(({ stage }) => stage).filter((stage) => stage === 'open')).toHaveLength(
      5,
    );
    expect(phase.eventsOf('stage-ended').map(({ stage }) => stage)).toContain('closed');
  });

  it('suffice for the requests that a timed loop sends, however many it makes ahead', async () => {
    const phase = new RecordedPhase(await startMock(), 'unload-first', {
      tokens: new TokenLimit(4000),
    });
    await runLoad(phase, [BY_TIME]);
    expect(phase.rowsOf('load').length).toBeGreaterThanOrEqual(8);
  });

  it('end a timed loop when the limit is reached', async () => {
    const phase = new RecordedPhase(await startMock(), 'unload-first', {
      tokens: new TokenLimit(600),
    });
    const running = runLoad(phase, [{ ...BY_TIME, duration: '1h' }]);
    await expect(running).rejects.toMatchObject({ code: 'TOKEN_LIMIT' });
    expect(phase.rowsOf('load').length).toBeGreaterThan(8);
  });

  it('also limit a target that receives each request separately', async () => {
    const phase = new RecordedPhase(new ScriptedTarget({}), 'unload-first', {
      tokens: new TokenLimit(40),
    });
    await expect(runLoad(phase, BY_COUNT)).rejects.toMatchObject({ code: 'TOKEN_LIMIT' });
    expect(outputOf(phase.rows)).toBeLessThanOrEqual(40);
  });
});

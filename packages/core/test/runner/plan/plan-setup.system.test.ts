import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseConfig, planRun, type PhaseName } from '@loadcell/core';
import { describe, expect, it } from 'vitest';
import type { TokenCount } from '../../../src/phase/phase.ts';
import { PHASES } from '../../../src/phase/registry.ts';
import { TokenLimit } from '../../../src/runner/plan/token-limit.ts';
import { RecordedPhase } from '../../phase/recorded-phase.ts';
import type { Target } from '../../../src/target/target.ts';
import { readRunFiles } from '../../../src/runner/plan/read-run-files.ts';
import { targetFor } from '../../target/server/target-for.ts';
import { useCleanup } from '../../target/transport/transport-run.ts';
import { createMockServer } from '@loadcell/native';
import { ScriptedTarget } from '../../target/scripted-target.ts';

const onCleanup = useCleanup();

/** A server without a tokenizer, and where it is. */
async function startMock(): Promise<Target> {
  const server = createMockServer({
    timeToFirstTokenMs: 1,
    interTokenLatencyMs: 1,
    outputTokens: 4,
  });
  onCleanup(() => Promise.resolve(server.stop()));
  const target = targetFor(server.url);
  onCleanup(() => target.stop());
  await target.start();
  return target;
}

const BRIEF = { idle: 5, cooldown: 5, duration: 1 };

/** A host that answers at once, with room for all transitions. */
const QUICK = { firstTokenMs: 0, tokenMs: 0, contextTokens: 4096 };

function quickHost(): Target {
  return new ScriptedTarget(QUICK);
}

/** What a phase sends, and what is planned for it. */
async function sentAndPlanned(
  name: PhaseName,
  options: object,
  given: { readonly target?: object; readonly host?: () => Target | Promise<Target> } = {},
) {
  const config = parseConfig({
    phase: name,
    seed: 1,
    phases: { [name]: { ...BRIEF, ...options } },
    ...(given.target === undefined ? {} : { target: given.target }),
  });
  const [plan] = (await planRun(config)).phases;
  if (plan === undefined) throw new Error('The plan has no phase.');
  let sent = 0;
  const count: TokenCount = {
    take: (input, output) => {
      sent += input + output;
    },
    giveBack: (input, output) => {
      sent -= input + output;
    },
  };
  const run = async (tokens: TokenCount): Promise<RecordedPhase> => {
    const host = await (given.host ?? quickHost)();
    const files = await readRunFiles(config);
    const phase = new RecordedPhase(host, 'unload-first', { tokens, files });
    const { baseline, load, 'cross-model': crossModel } = config.phaseOptions;
    if (name === 'baseline') await PHASES.baseline.run(phase.context, baseline);
    else if (name === 'load') await PHASES.load.run(phase.context, load);
    else await PHASES['cross-model'].run(phase.context, crossModel);
    return phase;
  };
  const phase = await run(count);
  return { plan, phase, sent, run };
}

const STAGES = [{ kind: 'closed', requests: 5, warmup: 2 }];

describe('the setup of a plan', () => {
  it('is what a load sends outside of its stages, so that the plan is what a limit counts', async () => {
    const { plan, phase, sent, run } = await sentAndPlanned('load', { stages: STAGES });
    expect(plan.tokens).toEqual({ least: sent, most: sent, isAbout: true });
    expect(plan.requests.least).toBe(phase.rows.length);
    expect(phase.rows.filter(({ stage }) => stage === '')).toHaveLength(plan.setup.requests.least);
    await run(new TokenLimit(sent));
    await expect(run(new TokenLimit(sent - 1))).rejects.toMatchObject({ code: 'TOKEN_LIMIT' });
  });

  it('has no switches where there is no other model', async () => {
    const one = { models: [{ name: 'small', path: 'small.gguf' }] };
    const { plan, phase, sent } = await sentAndPlanned(
      'load',
      { stages: STAGES, inputTokens: 5 },
      { target: one, host: () => new ScriptedTarget({ ...QUICK, models: ['small'] }) },
    );
    expect(plan.setup).toMatchObject({ load: 'contexts', requests: { most: 11 } });
    expect(plan.requests.least).toBe(phase.rows.length);
    expect(plan.tokens.least).toBe(sent);
  });

  it('has the contexts and transitions of the baseline', async () => {
    const options = { minRequests: 4, contextLoads: 7, transitions: 6, inputTokens: 9 };
    const { plan, phase } = await sentAndPlanned('baseline', options);
    expect(phase.rows.filter(({ stage }) => stage === '')).toHaveLength(plan.setup.requests.least);
  });

  it('has the minimum switches and continuations of cross-model', async () => {
    const { plan, phase, sent } = await sentAndPlanned('cross-model', { minSwitches: 5 });
    expect(plan.setup.requests).toEqual({ least: 11 + 15, most: Infinity, isAbout: false });
    // Three pairs of switches take longer than the duration, so there are no more.
    expect(plan.tokens.least).toBe(sent);
    expect(plan.requests.least).toBe(phase.rows.length);
  });

  it('has no prompt longer than the context, which is not sent where tokens have a limit', async () => {
    const { phase } = await sentAndPlanned('load', { stages: STAGES });
    expect(phase.rowsOf('over-long')).toEqual([]);
    expect(phase.eventsOf('not-measured')).toMatchObject([
      {
        metric: 'compressionRatio',
        reason: 'with --max-tokens (maxTokens), no prompt longer than the context is sent',
      },
    ]);
  });
});

const ATTACHED = { target: { url: 'http://127.0.0.1:9' }, host: startMock };

const COUNTED = { kind: 'closed', requests: 6, warmup: 2 };

describe('the plan of a load', () => {
  it.each([
    ['closed', { stages: [COUNTED] }],
    ['open, by its rate and a time', { stages: [{ kind: 'open', rate: 400, duration: '200ms' }] }],
    ['a ramp', { stages: [{ kind: 'ramp', from: 100, to: 300, duration: '200ms' }] }],
  ])('is what a server is sent: %s', async (_load, options) => {
    const { plan, phase, sent } = await sentAndPlanned('load', options, ATTACHED);
    expect(plan.requests).toMatchObject({ least: phase.rows.length, most: phase.rows.length });
    expect(plan.tokens).toMatchObject({ least: sent, most: sent });
  });

  it.each([
    ['of tokens, estimated', { inputTokens: 37, stages: [COUNTED] }],
    ['of drawn lengths', { inputTokens: { min: 5, max: 50 }, outputTokens: 4, stages: [COUNTED] }],
    ['behind a shared prefix', { sharedPrefix: { tokens: 50 }, stages: [COUNTED] }],
    [
      'of conversations',
      {
        inputTokens: 20,
        outputTokens: 4,
        stages: [
          { kind: 'sessions', rate: 200, turns: 3, thinkTime: '1ms', requests: 9, warmup: 1 },
        ],
      },
    ],
  ])('is no less than what a server is sent: prompts %s', async (_prompts, options) => {
    const { plan, phase, sent } = await sentAndPlanned('load', options, ATTACHED);
    expect(plan.requests.most).toBe(phase.rows.length);
    expect(sent).toBeLessThanOrEqual(plan.tokens.most);
    expect(sent).toBeGreaterThan(plan.tokens.most * 0.6);
  });

  it('has the prompts of a file where each stage takes them up, and its warm-up without them', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'loadcell-plan-'));
    onCleanup(() => Promise.resolve(rmSync(folder, { recursive: true })));
    const dataset = path.join(folder, 'p.jsonl');
    writeFileSync(dataset, '"one"\n"one two three four five six seven eight nine"\n"one two"\n');
    for (const uniquePrompts of [false, true]) {
      const stages = [
        { ...COUNTED, requests: 5 },
        { ...COUNTED, name: 'again', requests: 5 },
      ];
      const options = { dataset, uniquePrompts, stages };
      const { plan, sent } = await sentAndPlanned('load', options, ATTACHED);
      expect(sent).toBeLessThanOrEqual(plan.tokens.most);
      expect(sent).toBeGreaterThanOrEqual(plan.tokens.least);
    }
  });

  it('has the tokens of a target that counts them', async () => {
    const options = { inputTokens: 40, outputTokens: 4, stages: [COUNTED] };
    const { plan, sent } = await sentAndPlanned('load', options);
    expect(plan.tokens).toMatchObject({ least: sent, most: sent });
  });
});

describe.each([
  ['baseline', { minRequests: 4 }],
  ['cross-model', { minSwitches: 5 }],
] as const)('the plan of %s with input tokens', (name, options) => {
  it('has the tokens that are sent at least', async () => {
    const { plan, sent, phase } = await sentAndPlanned(name, { ...options, inputTokens: 40 });
    const sequential = phase.rowsOf('sequential');
    const planned = plan.stages[0]?.requests.least ?? 0;
    expect(sequential.length).toBeGreaterThanOrEqual(planned);
    // Those beyond the minimum have their prompt and 12 output tokens each.
    expect(plan.tokens.least).toBe(sent - (sequential.length - planned) * (40 + 12));
  });
});

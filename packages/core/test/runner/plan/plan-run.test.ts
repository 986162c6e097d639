import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describePlan, parseConfig, planRun } from '@loadcell/core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createRandom } from '../../../src/workload/random.ts';
import { makeSchedule } from '../../../src/workload/schedule.ts';

const slos = { ttft: 100 };

/** The rows of the plan of a load: name, load, requests, tokens and time. */
async function rowsOf(load: unknown, more: object = {}): Promise<string[]> {
  const config = parseConfig({
    slos,
    phase: 'load',
    target: { url: 'http://127.0.0.1:9' },
    phases: { load },
    ...more,
  });
  const text = describePlan(await planRun(config));
  return text.split('\n').map((line) => line.trim().replaceAll(/ {2,}/g, ' | '));
}

const lengths = { inputTokens: 512, outputTokens: 128 };

describe('the plan of a run', () => {
  it('has the settings of the embedded engine: those of the tiny models, or of a model file', async () => {
    expect(await rowsOf({}, { target: {} })).toContain(
      'Engine: 4 parallel contexts of 512 tokens, gpu false, threads 1.',
    );
    const own = { models: ['missing.gguf'], threads: 3, parallel: 2 };
    expect(await rowsOf({}, { target: own })).toContain(
      'Engine: 2 parallel contexts of 4,096 tokens, gpu auto, threads 3.',
    );
    expect((await rowsOf({})).join()).not.toContain('Engine:');
  });

  it('has exact requests and tokens where a stage ends by count, warm-up included', async () => {
    const rows = await rowsOf({
      ...lengths,
      stages: [{ kind: 'closed', concurrency: 8, requests: 500, warmup: 16 }],
    });
    expect(rows).toContain('closed | concurrency 8 | 516 | 330,240');
  });

  it('has the inputs of requests without text, and the query with each document', async () => {
    const load = {
      inputTokens: 100,
      itemsPerRequest: 16,
      stages: [{ kind: 'closed', requests: 10, warmup: 2 }],
    };
    const on = async (api: string): Promise<string[]> =>
      await rowsOf(load, { slos: {}, target: { url: 'http://127.0.0.1:9', api } });
    const rows = await on('openai-embeddings');
    expect(rows).toContain('closed | concurrency 4 | 12 | 19,200');
    // Two requests of 24 words, which is about 32 tokens; the limit counts one of output for the first of any server.
    expect(rows).toContain('setup | first requests | 2 | about 65');
    expect(rows.join()).not.toContain('longer than the context');
    expect(await on('score')).toContain('closed | concurrency 4 | 12 | 38,400');
  });

  it('has lower bounds where a stage ends by time, or takes its rate from another', async () => {
    const rows = await rowsOf({ ...lengths, duration: '60s' });
    expect(rows).toContain('closed | concurrency 4 | ≥ 64 | ≥ 40,960 | ≥ 30 s');
    expect(rows).toContain('open | Poisson arrivals at 50% of closed | ≥ 64 | ≥ 40,960 | ≥ 30 s');
    // Of 24 words (32 tokens) six with 1 token and one with 128; one of 1 word (2), three of 8 words (11), with 1 token.
    expect(rows).toContain('setup | contexts | 11 | about 397');
    expect(rows).toContain('load | ≥ 139 | ≥ about 82,317 | ≥ 61 s');
    expect(rows).toContain('total | ≥ 139 | ≥ about 82,317 | ≥ 61 s');
  });

  it('has an open number of requests and an upper bound of time for a stage until decided', async () => {
    const until = { until: 'decided', maxDuration: '2min' };
    const stages = [
      { kind: 'closed', ...until },
      { kind: 'open', ...until },
      { kind: 'open', rate: 5, name: 'five', until: 'decided' },
    ];
    const criteria = { successCriteria: { 'ttft.p95': 200 } };
    const rows = await rowsOf({ ...lengths, stages }, criteria);
    expect(rows).toContainEqual(
      expect.stringMatching(
        /^closed \| concurrency 4, until decided \| ≥ \d+ \| ≥ [\d,]+ \| ≤ 2 min$/,
      ),
    );
    expect(rows).toContainEqual(
      expect.stringMatching(
        /^open \| Poisson arrivals at 50% of closed, until decided \| ≥ .* \| ≤ 2 min$/,
      ),
    );
    expect(rows).toContainEqual(
      expect.stringMatching(/^five \| Poisson 5 req\/s, until decided \| ≥ .* \| ≤ 10 min$/),
    );
    expect(rows).toContainEqual(expect.stringMatching(/^total \| ≥ \d+ \| ≥ /));
  });

  it('has the arrivals of a rate, as the seed draws them', async () => {
    const open = { kind: 'open', rate: 5, duration: '60s' };
    const rows = await rowsOf({
      ...lengths,
      stages: [open, { ...open, name: 'even', arrivals: 'constant' }],
    });
    const drawn = makeSchedule(
      {
        shape: 'poisson',
        ratePerSecond: 5,
        warmup: 0,
        end: { kind: 'time', durationMs: 60_000, minArrivals: 64 },
      },
      createRandom(parseConfig({}).seed, 'arrivals open'),
    ).offsetsNs.length;
    const tokens = (drawn * 640).toLocaleString('en-US');
    expect(rows).toContain(`open | Poisson 5 req/s | ${drawn} | ${tokens} | ≥ 1 min`);
    expect(rows).toContain('even | constant 5 req/s | 300 | 192,000 | ≥ 1 min');
  });

  it('has an upper bound of tokens where lengths are ranges', async () => {
    const rows = await rowsOf({
      inputTokens: { min: 100, max: 500 },
      outputTokens: { min: 10, max: 20 },
      stages: [{ kind: 'closed', requests: 10 }],
    });
    expect(rows).toContain('closed | concurrency 4 | 10 | ≤ 5,200');
  });

  it('estimates prompts of words, and explains how', async () => {
    const rows = await rowsOf({ stages: [{ kind: 'closed', requests: 10 }] });
    // 24 words are about 32 tokens, and a response has at most 12.
    expect(rows).toContain('closed | concurrency 4 | 10 | about 440');
    expect(rows.join('\n')).toContain('4 per 3 words');
  });

  it('reads the requests of a trace and the prompts of a dataset', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'loadcell-plan-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const trace = path.join(folder, 't.csv');
    writeFileSync(trace, 'atMs,inputTokens,outputTokens\n0,100,10\n500,200,20\n4000,300,30\n');
    const rows = await rowsOf({ stages: [{ kind: 'trace', file: trace, speed: 2, requests: 3 }] });
    expect(rows).toContain(`trace | trace ${trace} | 3 | 660 | ≥ 2 s`);
    const dataset = path.join(folder, 'p.jsonl');
    writeFileSync(
      dataset,
      '{"prompt":"one two three"}\n{"prompt":"one two three four five six"}\n',
    );
    const stages = [{ kind: 'closed', requests: 10 }];
    expect(await rowsOf({ dataset: { file: dataset, reuse: true }, stages })).toContain(
      'closed | concurrency 4 | 10 | about 180',
    );
    // Both prompts, 4 and 8 tokens, and 12 of output for each.
    expect(await rowsOf({ dataset, stages })).toContain('closed | concurrency 4 | 2 | about 36');
    expect(
      await rowsOf({ dataset, stages: [{ kind: 'sessions', rate: 1, requests: 30 }] }),
    ).toContainEqual(expect.stringMatching(/^sessions \| .* \| 2 \| about 36 \|/));
    await expect(rowsOf({ dataset: 'nowhere.jsonl' })).rejects.toThrow(/nowhere\.jsonl/);
  });

  it('has the lowest level of a sweep, the arrivals of a ramp and the turns of conversations', async () => {
    const rows = await rowsOf({
      ...lengths,
      stages: [
        { kind: 'sweep', parameter: 'inputTokens', from: 64, to: 1024 },
        { kind: 'ramp', from: 1, to: 39, duration: '10s' },
        { kind: 'sessions', rate: 1, requests: 30 },
      ],
    });
    expect(rows).toContain('sweep | sweep inputTokens 64 to 1024 | ≥ 100 | ≥ 19,200 | ≥ 10 s');
    expect(rows.find((row) => row.startsWith('ramp'))).toMatch(
      /req\/s \| \d{3} \| 1\d\d,\d{3} \| ≥ 10 s$/,
    );
    // Three turns of 512 + 128 tokens: 640, 1,280 and 1,920 tokens.
    expect(rows.find((row) => row.startsWith('sessions'))).toMatch(/ \| 30 \| about 38,400 \| /);
  });

  it('has the history of a user in each turn of a conversation', async () => {
    const rows = await rowsOf({
      inputTokens: 512,
      outputTokens: 128,
      sharedPrefix: { tokens: 1000, groups: 5 },
      stages: [{ kind: 'sessions', rate: 1, turns: 3, requests: 30 }],
    });
    // 38,400 tokens of turns, and the history 30 times.
    expect(rows.find((row) => row.startsWith('sessions'))).toMatch(/ \| 30 \| about 68,400 \| /);
  });

  it('refuses a trace that is shorter than its warm-up and the requests to measure', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'loadcell-plan-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = path.join(folder, 't.csv');
    writeFileSync(file, 'atMs,inputTokens,outputTokens\n0,100,10\n500,200,20\n4000,300,30\n');
    const planOf = async (settings: object) =>
      await rowsOf({ stages: [{ kind: 'trace', file, ...settings }] });
    await expect(planOf({ warmup: 3 })).rejects.toThrow(
      /stage trace: .*t\.csv has 3 requests, and a warm-up of 3 leaves none to measure/,
    );
    await expect(planOf({ warmup: 1, requests: 3 })).rejects.toThrow(
      /has 3 requests, and the stage needs 4, warm-up included/,
    );
    expect(await planOf({ warmup: 1, requests: 2 })).toContain(
      `trace | trace ${file} | 3 | 660 | ≥ 4 s`,
    );
    expect(await planOf({ warmup: 2 })).toContain(`trace | trace ${file} | 3 | 660 | ≥ 4 s`);
  });

  it('refuses a dataset that its stage or its target cannot use', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'loadcell-plan-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const dataset = path.join(folder, 'tools.jsonl');
    const messages = [
      { role: 'user', content: 'Tide?' },
      { role: 'assistant', content: 'Low at six.' },
    ];
    const tools = [{ type: 'function', function: { name: 'tide' } }];
    writeFileSync(dataset, `${JSON.stringify({ messages, tools })}\n`);
    const sessions = [{ kind: 'sessions', rate: 1, warmup: 1 }];
    await expect(rowsOf({ dataset, stages: sessions })).rejects.toThrow(
      /stage sessions: .*tools\.jsonl has 1 conversation, and a warm-up of 1 leaves none/,
    );
    await expect(rowsOf({ dataset }, { target: {} })).rejects.toThrow(
      /has requests with tools \(line 1\), and the embedded engine takes text alone/,
    );
    expect(await rowsOf({ dataset })).toContainEqual(expect.stringMatching(/^closed \|/));
  });

  it('has the sequential requests of the other phases, and leaves out what is skipped', async () => {
    const { phases } = await planRun(parseConfig({ target: { url: 'http://127.0.0.1:9' } }));
    expect(phases.map(({ name }) => name)).toEqual(['baseline', 'load']);
    const embedded = await planRun(parseConfig({}));
    expect(embedded.phases.map(({ name, requests }) => [name, requests.least])).toEqual([
      ['baseline', 64 + 20],
      ['cross-model', 16 + 31],
      ['load', 128 + 16],
    ]);
  });

  it('shows the limit on tokens', async () => {
    expect(await rowsOf({}, { maxTokens: 1e6 })).toContain(
      'Limit: 1,000,000 tokens; no prompt longer than the context is sent.',
    );
  });

  it('reports that a run above its limit is refused', async () => {
    const stages = [{ kind: 'closed', requests: 10 }];
    const limited = { ...lengths, stages };
    expect(await rowsOf(limited, { maxTokens: 6797 })).toContain(
      'Limit: 6,797 tokens; no prompt longer than the context is sent.',
    );
    expect(await rowsOf(limited, { maxTokens: 6796 })).toContain(
      'Limit: 6,796 tokens; no prompt longer than the context is sent. The plan exceeds it, so the run would be refused.',
    );
  });

  it('names an SLO preset, and the requests that its p99 needs', async () => {
    const preset = 'mlperf:llama3.1-405b-server';
    const rows = await rowsOf({}, { slos: { preset } });
    expect(rows).toContain(
      `SLO preset ${preset}: TTFT p99 ≤ 6,000 ms, TPOT p99 ≤ 175 ms. ` +
        'A p99 needs 299 successful requests per stage, none over its limit.',
    );
    expect((await rowsOf({})).join()).not.toContain('SLO preset');
  });
});

import { describe, expect, it } from 'vitest';
import { LoadcellConfigSchema, TargetSchema } from '../../../src/config/config-schema.ts';
import { checkPlan, type CheckedPlan } from '../../../src/fleet/config/check-plan.ts';
import { HARMLESS_KEYS, HELD_KEYS } from '../../../src/fleet/config/held-keys.ts';
import type { RunOffer } from '../../../src/fleet/protocol/offer.ts';

const OFFER: RunOffer = {
  runId: 'R1',
  version: '0.1.0',
  protocol: 1,
  role: 'load',
  slice: { index: 1, count: 3 },
  plan: { object: 'plan.json', sha256: '0'.repeat(64) },
  files: [{ name: 'files/0/prompts.jsonl', bytes: 1, sha256: '0'.repeat(64), object: 'x' }],
  phases: ['load'],
  heartbeatMs: 1000,
};

const URL_TARGET = { url: 'http://10.0.0.9:8000' };

function checked(plan: object, allowedEnv: readonly string[] = []): CheckedPlan {
  const slice = { index: 1, count: 3 };
  const place = { filesDir: '/jobs/plan-R1', outputDir: '/jobs', slice, allowedEnv };
  return checkPlan(JSON.stringify({ seed: 1, nonce: 'n', ...plan }), OFFER, place);
}

describe('the keys of a configuration', () => {
  it('are each held or harmless on an agent', () => {
    const keys = [
      ...Object.keys(LoadcellConfigSchema.shape),
      ...Object.keys(TargetSchema.shape).map((key) => `target.${key}`),
    ];
    expect([...HARMLESS_KEYS, ...HELD_KEYS].toSorted()).toEqual(keys.toSorted());
  });
});

describe('a plan from the bus', () => {
  it('may name several servers', () => {
    const urls = ['http://10.0.0.9:8000', 'http://10.0.0.9:8001'];

    expect(checked({ target: { urls, balance: 'fixed' } }).config?.target.urls).toEqual(urls);
    expect(checked({ target: { urls: [] } }).refusal).toContain('starts no server');
  });

  it('becomes the configuration of a slice with the files and the folder of this machine', () => {
    const phases = { load: { dataset: { file: 'files/0/prompts.jsonl' } } };
    const { config } = checked({ target: URL_TARGET, phases });
    expect(config).toMatchObject({
      slice: { index: 1, count: 3 },
      test: { outputDir: '/jobs' },
      phaseOptions: {
        load: { dataset: { file: { path: '/jobs/plan-R1/files/0/prompts.jsonl' } } },
      },
    });
  });

  it('may name the replicas of a server and how to balance them', () => {
    const urls = ['http://10.0.0.8:8000', 'http://10.0.0.9:8000'];
    const { config } = checked({ target: { urls, balance: 'fixed' } });
    expect(config?.target).toMatchObject({ urls, balance: 'fixed' });
  });

  it.each([
    [{ target: { urls: [] } }, 'starts no server'],
    [{ target: { command: ['rm', '-rf', '/'] } }, 'target.command'],
    [{ target: { ...URL_TARGET, codec: './evil.mjs' } }, 'target.codec'],
    [{ target: { engine: { module: './evil.mjs' } } }, 'target.engine'],
    [{ target: { ...URL_TARGET, pid: 1 } }, 'target.pid'],
    [{ target: { models: { a: { command: ['x'] } } } }, 'target.models'],
    [{ target: { models: [{ name: 'a', path: '/etc/passwd' }] } }, 'target.models'],
    [{ target: URL_TARGET, outputDir: '/etc' }, 'outputDir'],
    [{ target: URL_TARGET, telemetry: { otlp: { url: 'http://x' } } }, 'telemetry'],
    [{ target: URL_TARGET, keyOfTheFuture: 1 }, 'keyOfTheFuture'],
    [{ target: {} }, 'starts no server'],
    [{ target: URL_TARGET, phases: { load: { dataset: '/etc/passwd' } } }, '/etc/passwd'],
    [{ target: URL_TARGET, phases: { load: { tokenizer: 'files/../../x' } } }, 'files/../../x'],
    [{ target: { ...URL_TARGET, apiKeyEnv: 'AWS_SECRET_KEY' } }, 'AWS_SECRET_KEY'],
    [{ target: { ...URL_TARGET, headers: { a: { env: 'HOME' } } } }, 'HOME'],
    [{ target: { ...URL_TARGET, apiKeyEnv: 'LOADCELL_BUS' } }, 'LOADCELL_BUS'],
  ])('is refused: %j', (plan, named) => {
    const result = checked(plan);
    expect(result.config).toBeUndefined();
    expect(result).toMatchObject({ code: 'held-keys', refusal: expect.stringContaining(named) });
  });

  it('is refused when it is invalid', () => {
    expect(checked({ target: URL_TARGET, seed: 'x' })).toMatchObject({ code: 'invalid' });
  });

  it('may read variables of Loadcell, and those that the command line allows', () => {
    expect(
      checked({ target: { ...URL_TARGET, apiKeyEnv: 'LOADCELL_KEY_2' } }).config,
    ).toBeDefined();
    const named = { target: { ...URL_TARGET, apiKeyEnv: 'OPENAI_KEY' } };
    expect(checked(named, ['OPENAI_KEY']).config).toBeDefined();
  });
});

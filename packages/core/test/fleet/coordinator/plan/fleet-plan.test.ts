import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../../src/config/parse-config.ts';
import { checkFleetConfig, planText } from '../../../../src/fleet/coordinator/plan/fleet-plan.ts';

const target = { url: 'http://127.0.0.1:8000' };

function check(config: object): () => void {
  return () => checkFleetConfig(parseConfig(config));
}

describe('checkFleetConfig', () => {
  it('accepts a server by its URL', () => {
    expect(check({ target })).not.toThrow();
  });

  it('refuses a server that this machine would start', () => {
    expect(check({ target: { command: ['serve', '{port}'] } })).toThrow(
      'a fleet cannot start a server',
    );
  });

  it('refuses the embedded engine', () => {
    expect(check({})).toThrow('a fleet cannot load the embedded engine');
  });

  it('refuses a process and a memory limit of this machine, and says where they belong', () => {
    const config = { target: { ...target, pid: 'auto' }, maxMemory: '1GiB' };
    expect(check(config)).toThrow('a fleet cannot use --pid of this machine');
    expect(check(config)).toThrow('a fleet cannot use --max-memory of this machine');
    expect(check(config)).toThrow(
      expect.objectContaining({ help: expect.stringContaining('loadcell agent --roles watch') }),
    );
  });

  it('refuses secrets in headers, and takes them from the environment', () => {
    const withKey = { ...target, headers: { 'x-api-key': 'abc' } };
    expect(check({ target: withKey })).toThrow(
      'target.headers.x-api-key: a secret does not travel over the bus',
    );
    const headers = { 'x-api-key': { env: 'MY_KEY' }, 'x-tenant': 'load' };
    expect(check({ target: { ...target, headers } })).not.toThrow();
  });

  it('refuses telemetry', () => {
    const telemetry = { prometheus: { port: 0 } };
    expect(check({ target, telemetry })).toThrow('a fleet sends no telemetry');
  });
});

describe('planText', () => {
  it('has what was written with the seed and nonce of all, and nothing of this machine', () => {
    const written = {
      target,
      outputDir: 'here',
      verbose: true,
      timeout: '1h',
      telemetry: {},
      seed: 7,
      phases: { load: { outputTokens: 8 } },
    };
    const plan: unknown = JSON.parse(planText(written, { seed: 7, nonce: 'n' }));
    expect(plan).toEqual({
      target,
      seed: 7,
      nonce: 'n',
      phases: { load: { outputTokens: 8 } },
    });
  });
});

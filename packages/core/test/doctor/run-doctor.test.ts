import { describe, expect, it } from 'vitest';
import type { Check } from '../../src/doctor/check.ts';
import { runDoctor } from '../../src/doctor/run-doctor.ts';
import { fakeMachine } from './fake-machine.ts';

const fine: Check = { name: 'fine', run: async () => ({ status: 'ok', found: 'yes' }) };
const warned: Check = {
  name: 'warned',
  run: async () => ({ status: 'warning', found: 'nearly', remedy: 'mend it' }),
};

describe('runDoctor', () => {
  it('reports ready when nothing is worse than a warning', async () => {
    expect(await runDoctor(fakeMachine(), [fine, warned])).toEqual({
      canRun: true,
      checks: [
        { name: 'fine', status: 'ok', found: 'yes' },
        { name: 'warned', status: 'warning', found: 'nearly', remedy: 'mend it' },
      ],
    });
  });

  it('continues after a check that throws an unexpected error', async () => {
    const broken: Check = { name: 'broken', run: () => Promise.reject(new TypeError('oops')) };
    const { canRun, checks } = await runDoctor(fakeMachine(), [broken, fine]);
    expect(canRun).toBe(false);
    expect(checks).toMatchObject([
      { name: 'broken', status: 'problem', found: 'check failed: oops' },
      { name: 'fine', status: 'ok' },
    ]);
  });

  it('names every check once', async () => {
    const names = (await runDoctor(fakeMachine())).checks.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });
});

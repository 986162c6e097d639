import { describe, expect, it } from 'vitest';
import type { Check } from '../../src/doctor/check.ts';
import { MachineReportSchema } from '../../src/doctor/machine-report.ts';
import { PURPOSE_NAMES } from '../../src/doctor/purposes.ts';
import { runDoctor } from '../../src/doctor/run-doctor.ts';
import { LoadcellError } from '../../src/spec/error/errors.ts';
import { fakeMachine } from './fake-machine.ts';

const fine: Check = {
  name: 'fine',
  purposes: PURPOSE_NAMES,
  run: async () => ({ status: 'ok', found: 'yes' }),
};
const warned: Check = {
  name: 'warned',
  purposes: ['record'],
  run: async () => ({ status: 'warning', found: 'nearly', remedy: 'mend it' }),
};
const broken: Check = {
  name: 'broken',
  purposes: ['server', 'record'],
  limits: { server: 'nothing is sampled' },
  run: async () => ({ status: 'problem', found: 'no', remedy: 'mend it' }),
};

const missing = (code: string) => () =>
  Promise.reject(new LoadcellError(code, 'not there.', { help: 'install it' }));

/** Files of a healthy machine. */
const HEALTHY = {
  files: { 'proc/self/statm': '1 1 1 1 0 1 0', 'proc/meminfo': 'MemAvailable: 99999999 kB\n' },
};

describe('runDoctor', () => {
  it('reports ready when nothing is worse than a warning', async () => {
    const report = await runDoctor(fakeMachine(), { checks: [fine, warned] });
    expect(report).toMatchObject({
      ready: true,
      purposes: PURPOSE_NAMES.map((purpose) => ({ purpose, ready: true, needs: [], limits: [] })),
      checks: [
        { name: 'fine', status: 'ok', found: 'yes', purposes: PURPOSE_NAMES },
        { name: 'warned', status: 'warning', found: 'nearly', remedy: 'mend it' },
      ],
    });
    expect(MachineReportSchema.parse(JSON.parse(JSON.stringify(report)))).toEqual(report);
  });

  it.each([
    [['server'], true, 'warning'],
    [['record'], false, 'problem'],
    [['server', 'record'], true, 'warning'],
    [PURPOSE_NAMES, true, 'note'],
  ] as const)('for %j reports a problem by what it prevents', async (purposes, ready, status) => {
    const report = await runDoctor(fakeMachine(), { purposes, checks: [fine, broken] });
    expect(report).toMatchObject({ ready, checks: [{ status: 'ok' }, { status }] });
  });

  it('separates what a purpose needs from what limits it', async () => {
    const { purposes } = await runDoctor(fakeMachine(), { checks: [broken] });
    expect(purposes).toMatchObject([
      { purpose: 'server', ready: true, needs: [], limits: ['nothing is sampled'] },
      { purpose: 'command', ready: true, needs: [], limits: [] },
      { purpose: 'embedded', ready: true, needs: [], limits: [] },
      { purpose: 'record', ready: false, needs: ['broken'], limits: [] },
    ]);
  });

  it('runs only the checks that matter to the purposes', async () => {
    const report = await runDoctor(fakeMachine(), {
      purposes: ['embedded'],
      checks: [fine, warned, broken],
    });
    expect(report.checks.map(({ name }) => name)).toEqual(['fine']);
  });

  it('continues after a check that throws an unexpected error', async () => {
    const throwing: Check = {
      ...fine,
      name: 'broken',
      run: () => Promise.reject(new TypeError('oops')),
    };
    const { ready, checks } = await runDoctor(fakeMachine(), { checks: [throwing, fine] });
    expect(ready).toBe(false);
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

describe('a machine without the engine', () => {
  it('is ready for all but the embedded engine, and does not start it for a server', async () => {
    const machine = fakeMachine({ ...HEALTHY, startEngine: missing('ENGINE_NOT_INSTALLED') });
    const { ready, purposes, checks } = await runDoctor(machine);
    expect(ready).toBe(true);
    expect(purposes).toMatchObject([
      { purpose: 'server', ready: true, limits: [] },
      { purpose: 'command', ready: true },
      { purpose: 'embedded', ready: false, needs: ['engine llama-cpp'] },
      { purpose: 'record', ready: true },
    ]);
    expect(checks).toContainEqual({
      name: 'engine llama-cpp',
      status: 'note',
      found: 'node-llama-cpp is not installed',
      remedy: 'run npm install node-llama-cpp',
      purposes: ['embedded'],
    });
    const forServer = await runDoctor(machine, { purposes: ['server'] });
    expect(forServer.checks.map(({ name }) => name)).not.toContain('engine llama-cpp');
  });
});

describe('a machine without the native part', () => {
  const machine = () => fakeMachine({ ...HEALTHY, sampleSelf: missing('NATIVE_MISSING') });

  it('is ready for a server with a limit, and for nothing else', async () => {
    const { ready, purposes, checks } = await runDoctor(machine());
    expect(ready).toBe(true);
    expect(purposes).toMatchObject([
      { ready: true, limits: [expect.stringMatching(/no process is sampled.*JavaScript/)] },
      { ready: false, needs: ['native part'] },
      { ready: false, needs: ['native part'] },
      { ready: false, needs: ['native part'] },
    ]);
    const [, native] = checks;
    expect(native).toMatchObject({ status: 'warning', found: 'not there', remedy: 'install it' });
  });

  it('is ready for nothing where no thread may be started instead', async () => {
    const options = { ...HEALTHY, sampleSelf: missing('NATIVE_DENIED'), permits: () => false };
    const { ready, purposes } = await runDoctor(fakeMachine(options));
    expect(ready).toBe(false);
    expect(purposes[0]).toMatchObject({ purpose: 'server', needs: ['client thread'] });
  });

  it('has a problem when recording is the purpose', async () => {
    const { ready, checks } = await runDoctor(machine(), { purposes: ['record'] });
    expect(ready).toBe(false);
    expect(checks).toContainEqual(
      expect.objectContaining({ name: 'native part', status: 'problem' }),
    );
  });
});

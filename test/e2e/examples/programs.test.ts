import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { startMockServer } from '@loadcell/core';
import { describe, expect, it, onTestFinished } from 'vitest';
import * as z from 'zod';
import { loadConfigFile } from '../../../packages/cli/src/config/load-config-file.ts';
import { EXIT_CODES } from '../../../packages/cli/src/exit-codes.ts';
import { expectPassed } from '../support/expect-passed.ts';
import { temporaryFolder, writeConfig } from '../support/run-folder.ts';
import { runLoadcell, startProgram } from '../support/run-loadcell.ts';

const rootDir = fileURLToPath(new URL('../../..', import.meta.url));
const examples = path.join(rootDir, 'examples');

const PhasesSchema = z.looseObject({ phases: z.record(z.string(), z.looseObject({})) });

describe('the examples that run', () => {
  it('a running server is measured, with its memory', async () => {
    const mock = startMockServer({
      timeToFirstTokenMs: 2,
      interTokenLatencyMs: 1,
      outputTokens: 8,
    });
    onTestFinished(() => mock.stop());
    const cwd = temporaryFolder();
    // The mock server of this test is a thread of this process.
    const flags = ['--url', mock.url, '--pid', String(process.pid)];
    const file = path.join(examples, 'running-server.config.ts');
    expectPassed(await runLoadcell(['run', file, ...flags], { cwd }), cwd);
  });

  it('a server is started, measured and stopped', async () => {
    const cwd = temporaryFolder();
    const bin = path.join(rootDir, 'node_modules', '.bin');
    const env = { PATH: `${bin}${path.delimiter}${process.env['PATH'] ?? ''}` };
    const file = path.join(examples, 'started-server.config.ts');
    const result = await runLoadcell(['run', file], { cwd, env });
    expectPassed(result, cwd);
    expect(result.stdout).toContain('startup');
  });

  it('the gate fails where a threshold is missed', async () => {
    const gate = PhasesSchema.parse(await loadConfigFile(path.join(examples, 'gate.config.ts')));
    const cwd = temporaryFolder();
    const brief = { duration: '200ms', minRequests: 8, idle: '100ms', cooldown: '100ms' };
    // Every process uses more than a byte, on any machine.
    const baseline = {
      ...gate.phases['baseline'],
      ...brief,
      successCriteria: { maxMemoryUsage: 1, errorRate: 0 },
    };
    writeConfig(cwd, { ...gate, phase: 'baseline', phases: { baseline } });
    const { code, stdout } = await runLoadcell(['run'], { cwd });
    expect(stdout).toContain('baseline: RSS');
    expect(code, stdout).toBe(EXIT_CODES.criterionFailed);
  });

  it('an engine module of its own is measured', async () => {
    const cwd = temporaryFolder();
    writeFileSync(path.join(cwd, 'model.bin'), 'a model');
    writeConfig(cwd, {
      phase: 'baseline',
      target: {
        engine: { module: path.join(examples, 'engine.mjs') },
        models: [{ name: 'own', path: path.join(cwd, 'model.bin') }],
      },
      successCriteria: { errorRate: 0 },
      phases: { baseline: { duration: '200ms', minRequests: 8, idle: '100ms', cooldown: '100ms' } },
    });
    expectPassed(await runLoadcell(['run'], { cwd }), cwd);
  });

  it('an application measures a function and itself', async () => {
    const program = path.join(examples, 'application', 'profile.mjs');
    const { finished } = startProgram(process.execPath, [program], { cwd: temporaryFolder() });
    const { code, stdout, stderr } = await finished;
    expect(code, stderr).toBe(0);
    const [profiled, collected] = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(profiled).toMatchObject({ found: { id: 42 }, sampler: 'native' });
    expect(profiled.peakBytes).toBeGreaterThan(0);
    expect(collected.peak).toBeGreaterThan(0);
  });
});

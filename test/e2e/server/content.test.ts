import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { EXIT_CODES } from '../../../packages/cli/src/exit-codes.ts';
import {
  LENIENT_CALIBRATION,
  readMeasurements,
  temporaryFolder,
  writeConfig,
} from '../support/run-folder.ts';
import { runLoadcell } from '../support/run-loadcell.ts';
import { startMock } from '../support/start-mock.ts';
import { unwrapped } from '../support/unwrapped.ts';

const CITY = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] };

function config(stages: readonly object[]): object {
  const load = { idle: '100ms', cooldown: '100ms', calibration: LENIENT_CALIBRATION, stages };
  return { sampling: { hz: 50 }, phase: 'load', phases: { load } };
}

const CLOSED = [{ kind: 'closed', concurrency: 2, requests: 10 }];

describe('content', () => {
  it('is pictures of noise, whose size the report has', async () => {
    const mock = await startMock();
    const cwd = temporaryFolder();
    writeConfig(cwd, config(CLOSED));
    const args = ['run', '--url', mock.url, '--images', '200x100'];
    const { code, stdout, stderr } = await runLoadcell(args, { cwd });
    expect(code, stdout + stderr).toBe(EXIT_CODES.pass);
    // Three bytes for each pixel, as base64.
    const bytes = (200 * 100 * 3 * 4) / 3;
    const { requestSize } = readMeasurements(cwd)[0] ?? {};
    expect(requestSize?.avg).toBeGreaterThan(bytes);
    expect(requestSize?.avg).toBeLessThan(bytes + 2000);
    expect(stdout).toContain('request size');
  });

  it('is sent again with each turn of a conversation', async () => {
    const mock = await startMock();
    const cwd = temporaryFolder();
    const sessions = { kind: 'sessions', rate: 20, turns: 3, thinkTime: '10ms', requests: 9 };
    writeConfig(cwd, config([sessions]));
    const args = ['run', '--url', mock.url, '--images', '100x100'];
    const { code, stdout, stderr } = await runLoadcell(args, { cwd });
    expect(code, stdout + stderr).toBe(EXIT_CODES.pass);
    const { requestSize } = readMeasurements(cwd)[0] ?? {};
    // One, two and three pictures of 40 kB.
    expect(requestSize?.avg).toBeGreaterThan(2 * 40_000);
    expect(requestSize?.avg).toBeLessThan(2 * 40_000 + 5000);
  });

  it('is checked against a schema, and a mismatch is quoted', async () => {
    const mock = await startMock();
    const cwd = temporaryFolder();
    writeConfig(cwd, config(CLOSED));
    writeFileSync(path.join(cwd, 'city.json'), JSON.stringify(CITY));
    const args = ['run', '--url', mock.url, '--output-schema', './city.json'];
    const { stdout } = await runLoadcell(args, { cwd });
    expect(readMeasurements(cwd)[0]?.['schemaValidity']?.avg).toBe(0);
    expect(unwrapped(stdout)).toContain('Responses do not match the JSON schema');
    expect(unwrapped(stdout)).toContain('(not JSON)');
  });

  it('is refused before the run where a file is none', async () => {
    const cwd = temporaryFolder();
    writeFileSync(path.join(cwd, 'fake.png'), 'no picture');
    const args = ['run', '--url', 'http://127.0.0.1:9', '--images', './fake.png'];
    const { code, stderr } = await runLoadcell(args, { cwd });
    expect(code).toBe(EXIT_CODES.usage);
    expect(stderr).toContain('unknown media format "./fake.png"');
  });
});

import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { concludeDirectory, RUN_FILES, type RunConclusion } from '@loadcell/core';
import { describe, expect, it } from 'vitest';
import { announceOnGithub } from '../../src/conclusion/announce-on-github.ts';
import { FakeTerminal } from '../fake-terminal.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const LIMIT_BYTES = 1024 * 1024;

/** The conclusion of a run that ended before its first phase. */
async function concluded(folder: string): Promise<RunConclusion> {
  const environment = {
    loadcell: '0',
    node: '20',
    os: 'Linux',
    kernel: '6',
    arch: 'x64',
    cpuModel: 'any',
    cpuCount: 1,
    memoryBytes: 1,
    target: 'none',
    models: [],
  };
  const run = {
    format: 4,
    name: 'run',
    test: { outputDir: folder, verbose: false },
    phases: [{ name: 'load', duration: 1, metrics: [], successCriteria: { errorRate: 0 } }],
    criteria: {},
    stages: { load: ['closed'] },
    environment,
  };
  writeFileSync(path.join(folder, RUN_FILES.run), JSON.stringify(run));
  for (const file of [RUN_FILES.samples, RUN_FILES.survey, RUN_FILES.requests]) {
    writeFileSync(path.join(folder, file), '');
  }
  const events = [
    { kind: 'run-began', atNs: 1e9, epochMs: 1.7e12 },
    { kind: 'run-ended', atNs: 2e9, status: 'complete' },
  ];
  const lines = events.map((event) => `${JSON.stringify(event)}\n`).join('');
  writeFileSync(path.join(folder, RUN_FILES.events), lines);
  return await concludeDirectory(folder);
}

/** Announces to a step whose summary already has this length. */
async function announced(bytesBefore = 0, times = 1) {
  const folder = temporaryFolder();
  const file = path.join(folder, 'summary.md');
  writeFileSync(file, 'x'.repeat(bytesBefore));
  const terminal = new FakeTerminal(folder, { GITHUB_STEP_SUMMARY: file });
  const conclusion = await concluded(folder);
  for (let time = 0; time < times; time += 1) await announceOnGithub(conclusion, terminal);
  return { text: readFileSync(file, 'utf8').slice(bytesBefore), terminal };
}

describe('announceOnGithub', () => {
  it('does nothing outside of GitHub Actions', async () => {
    const terminal = new FakeTerminal('/nowhere', { CI: 'true' });
    await announceOnGithub(await concluded(temporaryFolder()), terminal);
    expect(terminal.stdout.text + terminal.stderr.text).toBe('');
  });

  it('annotates on stderr and leaves stdout to the requested output', async () => {
    const terminal = new FakeTerminal('/nowhere', { GITHUB_ACTIONS: 'true' });
    await announceOnGithub(await concluded(temporaryFolder()), terminal);
    expect(terminal.stderr.text).toMatch(/^::error title=Loadcell%3A load::/u);
    expect(terminal.stdout.text).toBe('');
  });

  it('appends the whole report to the summary once per run', async () => {
    const { text } = await announced(10, 2);
    expect(text.split('# Loadcell report')).toHaveLength(2);
    expect(text).toContain('<details>');
  });

  it('appends the longest version that fits', async () => {
    const whole = Buffer.byteLength((await announced()).text);
    const brief = await announced(LIMIT_BYTES - whole + 1);
    expect(brief.text).toContain('# Loadcell report');
    expect(brief.text).not.toContain('<details>');
    expect((await announced(LIMIT_BYTES - 200)).text).toContain('too long for this summary');
    expect((await announced(LIMIT_BYTES - 20)).text).toBe('');
  });

  it('creates a missing summary and reports when it cannot', async () => {
    const folder = temporaryFolder();
    const conclusion = await concluded(folder);
    const file = path.join(folder, 'new.md');
    await announceOnGithub(conclusion, new FakeTerminal(folder, { GITHUB_STEP_SUMMARY: file }));
    expect(readFileSync(file, 'utf8')).toContain('# Loadcell report');

    const terminal = new FakeTerminal(folder, { GITHUB_STEP_SUMMARY: folder });
    await announceOnGithub(conclusion, terminal);
    expect(terminal.stderr.text).toMatch(/^Step summary not written: EISDIR/u);
  });
});

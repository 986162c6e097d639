import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { QUICK, temporaryFolder, writeConfig } from './support/run-folder.ts';
import { runLoadcell } from './support/run-loadcell.ts';

describe('bad input', () => {
  it.each<[string, readonly string[], unknown, string]>([
    ['an unknown command', ['rnu'], undefined, 'did you mean "run"?'],
    ['an unknown flag', ['run', '--maxmemory', '1GiB'], undefined, 'did you mean "--max-memory"?'],
    ['an unknown key', ['run'], { sampling: { hertz: 3 } }, 'did you mean "hz"?\nhelp: '],
    ['an unknown phase', ['run', '--phase', 'cross'], undefined, 'did you mean "cross-model"?'],
    [
      'a wrong unit in a flag',
      ['run', '--max-memory', '30s'],
      undefined,
      '--max-memory: invalid memory size "30s"',
    ],
    [
      'a wrong unit in the file',
      ['run'],
      { timeout: '14GiB' },
      'timeout: invalid duration "14GiB"',
    ],
    ['a missing unit', ['run', '--duration', '30'], undefined, '--duration: invalid duration "30"'],
    [
      'an unknown criterion',
      ['run'],
      { successCriteria: { maxMemryUsage: 1 } },
      'did you mean "maxMemoryUsage"?',
    ],
    [
      'an unknown criterion of a phase',
      ['run'],
      { phases: { load: { successCriteria: { p95ResponsTime: 1 } } } },
      'did you mean "p95ResponseTime"?',
    ],
    [
      'an unknown metric of a phase',
      ['run'],
      { phases: { load: { metrics: ['memoryUse'] } } },
      'did you mean "memoryUsage"?',
    ],
    ['a number out of range', ['run', '--hz', '1000000'], undefined, 'sampling.hz'],
    ['a missing file', ['run', 'gone.yaml'], undefined, 'gone.yaml'],
    [
      'a URL with a password',
      ['run', '--url', 'http://user:pw@127.0.0.1:1'],
      undefined,
      'holds a user name or a password',
    ],
    [
      'a header that cannot be sent',
      ['run'],
      { target: { url: 'http://127.0.0.1:1', headers: { 'bad name': 'v' } } },
      '"bad name"',
    ],
    ['a directory without a run', ['report', '.'], undefined, 'run.json'],
  ])('%s exits with 2 and the reason, and starts nothing', async (_what, args, config, says) => {
    const cwd = temporaryFolder();
    if (config !== undefined) writeConfig(cwd, config);
    const { code, stdout, stderr } = await runLoadcell(args, { cwd });
    expect({ code, stdout }, stderr).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(says);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(readdirSync(cwd)).toEqual(config === undefined ? [] : ['loadcell.config.json']);
  });

  it.each<[string, (file: string) => void, RegExp]>([
    ['missing', () => {}, /model\.gguf/],
    ['corrupt', (file) => writeFileSync(file, 'no model'), /model\.gguf.*(?:GGUF|download)/s],
  ])('a model file that is %s exits with 3 and a remedy', async (_what, make, says) => {
    const cwd = temporaryFolder();
    make(path.join(cwd, 'model.gguf'));
    writeConfig(cwd, { ...QUICK, phase: 'baseline' });
    const { code, stdout, stderr } = await runLoadcell(['run', '--model', 'model.gguf'], { cwd });
    expect(code, stderr).toBe(3);
    expect(stdout + stderr).toMatch(says);
  });
});

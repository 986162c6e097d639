import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { REPORT_FORMATS, RUN_FILES } from '@loadcell/core';
import { describe, expect, it } from 'vitest';
import { latestRun, QUICK, temporaryFolder, writeConfig } from './support/run-folder.ts';
import { runLoadcell } from './support/run-loadcell.ts';

function read(...parts: string[]): string {
  return readFileSync(path.join(...parts), 'utf8');
}

describe('reports of a run', () => {
  it('are reproduced byte for byte from the recorded data, with GitHub annotations outside stdout', async () => {
    const cwd = temporaryFolder();
    const summary = path.join(cwd, 'summary.md');
    const env = { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: summary };
    writeFileSync(summary, 'What another command said.\n');
    writeConfig(cwd, { ...QUICK, successCriteria: { maxMemoryUsage: 1 } });
    const ran = await runLoadcell(['run', '--phase', 'baseline', '--json'], { cwd, env });
    expect(ran.code, ran.stderr).toBe(1);
    const runDir = latestRun(cwd);
    const saved = new Map(
      REPORT_FORMATS.filter(({ isKept }) => isKept).map(({ file }) => [file, read(runDir, file)]),
    );

    // With --json, stdout stays JSON.
    expect(ran.stdout).toBe(saved.get(RUN_FILES.report));
    expect(ran.stderr).toMatch(
      /^::error title=Loadcell%3A baseline maxMemoryUsage::maxMemoryUsage: /mu,
    );
    expect(read(summary)).toMatch(/^What another command said\.\n[\s\S]*# Loadcell report/u);
    expect(read(summary)).toContain(saved.get(RUN_FILES.markdown));

    // Every format in one command, into a new folder.
    const names = REPORT_FORMATS.map(({ name }) => name);
    const format = [...names, 'csv', 'parquet'].join(',');
    const all = await runLoadcell(['report', runDir, '--format', format, '-o', 'out/all'], {
      cwd,
      env,
    });
    expect(all).toMatchObject({ code: 1, stdout: '' });
    for (const { file } of REPORT_FORMATS) {
      expect(all.stderr).toContain(`Wrote ${path.join('out', 'all', file)}\n`);
    }
    for (const [file, text] of saved) expect(read(cwd, 'out', 'all', file), file).toBe(text);
    expect(readdirSync(path.join(cwd, 'out', 'all'))).toEqual(
      expect.arrayContaining(['samples.csv', 'requests.parquet']),
    );
    const trace = gunzipSync(readFileSync(path.join(cwd, 'out', 'all', 'trace.json.gz')));
    expect(JSON.parse(trace.toString('utf8'))).toHaveProperty('traceEvents');
    // The same step has the summary of the run only once.
    expect(read(summary).split('# Loadcell report')).toHaveLength(2);

    const again = await runLoadcell(['report', runDir, '--format', 'results'], { cwd });
    expect(again.stdout).toBe(saved.get(RUN_FILES.results));
    for (const [file, text] of saved) expect(read(runDir, file), file).toBe(text);
  });

  it('go to stdout as text, to files if binary, or where --output points', async () => {
    const cwd = temporaryFolder();
    await runLoadcell(['record', '--', 'sleep', '0.1'], { cwd });
    const runDir = latestRun(cwd);
    const report = async (...args: string[]) =>
      await runLoadcell(['report', runDir, ...args], { cwd });

    const junit = await report('--format', 'junit');
    expect(junit.stdout).toMatch(
      /^<\?xml [\s\S]*<testsuite name="record"[\s\S]*<\/testsuites>\n$/u,
    );
    expect(existsSync(path.join(runDir, RUN_FILES.junit))).toBe(false);

    const trace = await report('--format', 'perfetto');
    expect(trace.stdout).toBe('');
    expect(trace.stderr).toContain('trace.json.gz');
    expect(existsSync(path.join(runDir, 'trace.json.gz'))).toBe(true);

    const plain = await report('--format', 'perfetto', '--output', 'deep/plain.json');
    expect(plain.stderr).toContain(`Wrote ${path.join('deep', 'plain.json')}`);
    expect(JSON.parse(read(cwd, 'deep', 'plain.json'))).toHaveProperty('traceEvents');
  });

  it.each([
    [['--format', 'htm'], 'did you mean "html"?'],
    [['--format', 'perfeto'], 'did you mean "perfetto"?'],
    [['--output', 'file/in/a-file'], 'cannot create the folder'],
  ])('rejects %j with 2', async (args, message) => {
    const cwd = temporaryFolder();
    writeFileSync(path.join(cwd, 'file'), '');
    await runLoadcell(['record', '--', 'true'], { cwd });
    const { code, stdout, stderr } = await runLoadcell(['report', latestRun(cwd), ...args], {
      cwd,
    });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
  });
});

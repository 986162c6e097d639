import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { runCommandLine } from '../../../src/main.ts';
import { FakeTerminal } from '../../fake-terminal.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

/** Runs with flags and a URL without a server. */
async function run(line: string) {
  const folder = temporaryFolder();
  const terminal = new FakeTerminal(folder);
  const code = await runCommandLine(
    ['run', '--url', 'http://127.0.0.1:9', ...line.split(' ')],
    terminal,
  );
  return { code, terminal, files: readdirSync(folder) };
}

describe('a dry run', () => {
  it('prints the plan without reaching the server or writing a file', async () => {
    const { code, terminal, files } = await run(
      '--dry-run --concurrency 1 --concurrency 8 --requests 500 --input-tokens 512 --output-tokens 128 --max-tokens 1000000',
    );
    expect(code).toBe(0);
    expect(files).toEqual([]);
    const rows = terminal.stdout.text.split('\n').map((row) => row.trim().split(/ {2,}/));
    expect(rows).toContainEqual(['closed', 'concurrency 1', '500', '320,000']);
    expect(rows).toContainEqual(['closed-2', 'concurrency 8', '500', '320,000']);
    expect(rows).toContainEqual(['total', '1,011', 'about 640,397', '≥ 1 s']);
    expect(terminal.stdout.text).toContain(
      'Limit: 1,000,000 tokens; no prompt longer than the context is sent.',
    );
  });

  it('shows an open number of requests for stages until decided', async () => {
    const { code, terminal } = await run(
      '--dry-run --concurrency 8 --until-decided --max-duration 5min --criterion ttft.p95<=200ms',
    );
    expect(code).toBe(0);
    expect(terminal.stdout.text).toMatch(/closed +concurrency 8, until decided +≥ \d+ .* ≤ 5 min/);
  });

  it('rejects stages until decided without a criterion', async () => {
    const { code, terminal } = await run('--dry-run --concurrency 8 --until-decided');
    expect(code).toBe(2);
    expect(terminal.stderr.text).toContain(
      'error: phases.load.stages.0 (closed): until: "decided" needs a criterion of the stage\nhelp: pass --criterion',
    );
  });

  it('rejects what the run would reject', async () => {
    const { code, terminal } = await run('--dry-run --ramp 0..0');
    expect(code).toBe(2);
    expect(terminal.stderr.text).toBe(
      'error: phases.load.stages.0 (ramp): a ramp from 0 to 0 sends no requests\nhelp: set from or to above 0\n',
    );
  });

  it('rejects --repeat', async () => {
    const { code, terminal } = await run('--dry-run --repeat 3');
    expect(code).toBe(2);
    expect(terminal.stderr.text).toContain('--dry-run cannot be combined with --repeat');
  });
});

describe('a run', () => {
  it('with a plan over --max-tokens is rejected in two lines before the server is contacted', async () => {
    const { code, terminal, files } = await run(
      '--concurrency 8 --requests 500 --input-tokens 512 --output-tokens 128 --max-tokens 1000',
    );
    expect(code).toBe(2);
    expect(terminal.stderr.text).toBe(
      'error: the plan requests about 320,397 tokens, and maxTokens is 1,000\n' +
        'help: raise --max-tokens, or plan fewer requests or tokens; --dry-run shows the plan\n',
    );
    expect(files).toEqual([]);
  });
});

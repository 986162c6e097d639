import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { BRIEF } from './support/brief-run.ts';
import { readRunJson, temporaryFolder, writeConfig } from './support/run-folder.ts';
import { LOADCELL, runLoadcell, startProgram, type CommandResult } from './support/run-loadcell.ts';
import { unwrapped } from './support/unwrapped.ts';

const PORTS = '40000 40099';

/** Root can create a network in which the ephemeral ports are few. */
const canNarrow =
  spawnSync('unshare', ['-n', 'sh', '-c', `echo ${PORTS} > /proc/sys/net/ipv4/ip_local_port_range`])
    .status === 0;

/** Runs a load with the concurrency on a mock server, where each source address has 100 ports. */
async function runNarrow(
  concurrency: number,
  flags: readonly string[],
  host = '127.0.0.1',
): Promise<CommandResult & { readonly cwd: string }> {
  const cwd = temporaryFolder();
  const stage = { kind: 'closed', concurrency, requests: concurrency };
  const load = { ...BRIEF.phases.load, stages: [stage] };
  writeConfig(cwd, { ...BRIEF, phases: { load } });
  const script = [
    'ip link set lo up',
    `echo ${PORTS} > /proc/sys/net/ipv4/ip_local_port_range`,
    'mkfifo url',
    '"$0" "$1" mock --quiet --time-to-first-token 1s --output-tokens 2 --host "$2" > url & mock=$!',
    'read -r url < url',
    'shift 2',
    `"$0" ${LOADCELL} run --url "$url" --verbose "$@"`,
    'code=$?',
    'kill "$mock"',
    'exit $code',
  ].join('\n');
  const args = ['-n', 'sh', '-c', script, process.execPath, LOADCELL, host, ...flags];
  return { cwd, ...(await startProgram('unshare', args, { cwd }).finished) };
}

describe('a load with more connections than a source address has ports', () => {
  it.skipIf(!canNarrow)('uses further addresses of 127/8 on loopback', async () => {
    const { code, stdout, stderr, cwd } = await runNarrow(250, []);
    expect(code, stdout + stderr).toBe(0);
    expect(unwrapped(stdout)).toContain('from 3 source addresses');
    expect(readRunJson(cwd, 'results')).toMatchObject({
      phases: [{ stages: [{ requests: { successful: 250, failed: 0 } }] }],
    });
  });

  it.skipIf(!canNarrow)('is refused before it starts where there is one', async () => {
    const { code, stderr } = await runNarrow(250, [], '::1');
    expect(code, stderr).toBe(2);
    expect(unwrapped(stderr)).toContain(
      'stage "closed": concurrency 250 needs as many ports, and one source address to this server has 100',
    );
    expect(unwrapped(stderr)).toContain(
      'help: pass 3 addresses of this machine with --source-address',
    );
  });

  it.skipIf(!canNarrow)('uses the addresses that are named', async () => {
    const named = ['127.0.0.11', '127.0.0.12', '127.0.0.13'];
    const flags = named.flatMap((address) => ['--source-address', address]);
    const { code, stdout, stderr } = await runNarrow(250, flags);
    expect(code, stdout + stderr).toBe(0);
    expect(unwrapped(stdout)).toContain('from 3 source addresses');
  });
});

describe('a load with more connections than files', () => {
  it('is refused before it starts, by the run and by its plan', async () => {
    const cwd = temporaryFolder();
    const limited = (flags: string): Promise<CommandResult> =>
      startProgram(
        'sh',
        [
          '-c',
          `ulimit -n 500; exec "$0" "$1" run --url http://127.0.0.1:9 --concurrency 600 ${flags}`,
          process.execPath,
          LOADCELL,
        ],
        { cwd },
      ).finished;
    const needs =
      /stage "closed": concurrency 600 needs as many open files, and this process has \d+ for connections: its limit is 500,/;
    const run = await limited('');
    expect(run.code, run.stderr).toBe(2);
    expect(unwrapped(run.stderr)).toMatch(needs);
    expect(unwrapped(run.stderr)).toMatch(/help: raise the limit \(ulimit -n \d+\)/);
    const plan = await limited('--dry-run');
    expect(plan.code).toBe(0);
    expect(plan.stdout).toMatch(/^Refused: /m);
    expect(unwrapped(plan.stdout)).toMatch(needs);
  });

  it('names an address that the machine does not have', async () => {
    const { code, stderr } = await runLoadcell(
      ['run', '--url', 'http://127.0.0.1:9', '--source-address', '192.0.2.7'],
      { cwd: temporaryFolder() },
    );
    expect(code).toBe(2);
    expect(unwrapped(stderr)).toMatch(
      /does not have the address "192\.0\.2\.7".*help: use one of /s,
    );
  });
});

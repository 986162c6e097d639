import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { RecordingSummarySchema, type RecordingSummary } from '@loadcell/core';
import { describe, expect, it } from 'vitest';
import { measure } from '../../../packages/core/src/metric/measure/measure.ts';
import { metricNamed } from '../../../packages/core/src/metric/registry.ts';
import { readRun } from '../../../packages/core/src/stream/files/read-run.ts';
import { latestRun, temporaryFolder } from '../support/run-folder.ts';
import { runLoadcell } from '../support/run-loadcell.ts';

const MIB = 2 ** 20;

/** The --json output of a recorded shell script, its notes, and what a report on it contains. */
async function recordScript(script: string): Promise<{
  summary: RecordingSummary;
  notes: string;
  reported: (metric: string) => number | undefined;
}> {
  const cwd = temporaryFolder();
  const args = ['record', '--quiet', '--json', '--', 'sh', '-c', script];
  const { code, stdout, stderr } = await runLoadcell(args, { cwd });
  expect(code).toBe(0);
  const { phases } = await readRun(latestRun(cwd));
  return {
    summary: RecordingSummarySchema.parse(JSON.parse(stdout)),
    notes: stderr,
    reported: (metric) => {
      const [phase] = phases;
      return phase === undefined ? undefined : measure(metricNamed(metric), phase).avg;
    },
  };
}

/** Two averages over nearly the same interval: a busy machine delays the readings at its ends. */
function expectAlike(reported: number | undefined, summarized: number): void {
  const ratio = (reported ?? Number.NaN) / summarized;
  expect(ratio).toBeGreaterThan(0.95);
  expect(ratio).toBeLessThan(1.05);
}

/** Whether the kernel reports births here. Within a container it does not, and short processes are missed. */
function reportsBirths(notes: string): boolean {
  return !notes.includes('births are not reported');
}

describe('the processes of a recording', () => {
  it.each([
    ['300 short processes in sequence', 300, 'for i in $(seq 300); do /bin/true; done'],
    ['1,500 concurrent processes', 1500, 'for i in $(seq 1500); do sleep 3 & done; sleep 3; wait'],
  ])('add up with those counted as missed: %s', async (_name, children, script) => {
    const { summary, notes } = await recordScript(script);
    if (!reportsBirths(notes)) return;
    // The shell, its seq, and the foreground sleep of the second script.
    const others = script.includes('wait') ? 3 : 2;
    expect(summary.processes + summary.unsampledProcesses).toBe(children + others);
    const isNoted = /process(es)? w(as|ere) not sampled/.test(notes);
    expect(isNoted).toBe(summary.unsampledProcesses > 0);
  });

  it('include a child of the last of 3,000 threads', async () => {
    const cwd = temporaryFolder();
    const source = path.join(cwd, 'threads.c');
    writeFileSync(
      source,
      `#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
static void* idle(void* last) {
  if (!last) { sleep(60); return 0; }
  int pid = fork();
  if (pid == 0) {
    char* volatile bytes = malloc(100 << 20);
    memset(bytes, 1, 100 << 20);
    sleep(1);
    _exit(0);
  }
  waitpid(pid, 0, 0);
  return 0;
}
int main() {
  pthread_attr_t small;
  pthread_t thread;
  pthread_attr_init(&small);
  pthread_attr_setstacksize(&small, 65536);
  for (long i = 1; i <= 3000; i++) pthread_create(&thread, &small, idle, (void*)(i == 3000));
  pthread_join(thread, 0);
}
`,
    );
    execFileSync('cc', ['-O0', '-pthread', source, '-o', path.join(cwd, 'threads')]);
    const { summary } = await recordScript(`exec ${path.join(cwd, 'threads')}`);
    expect(summary.processes).toBe(2);
    expect(summary.rssBytes.peak).toBeGreaterThan(100 * MIB);
  });
});

describe('the figures of a recording', () => {
  it('count CPU time of processes too short to sample, and agree with its report', async () => {
    const busy = 'i=0; while [ $i -lt 20000 ]; do i=$((i+1)); done';
    const { summary, reported } = await recordScript(
      `for i in $(seq 100); do sh -c '${busy}'; done; cat /proc/$$/stat >&2`,
    );
    expect(summary.cpuUtilization).toBeGreaterThan(0.05);
    // Both are exact over their own interval: from the first to the last reading, and from start to end.
    expectAlike(reported('cpuUtilization'), summary.cpuUtilization);
  });

  it('show that processes share their memory', async () => {
    const fork =
      'import os, time\nbytes = b"x" * (200 << 20)\n' +
      '[os.fork() or (time.sleep(1), os._exit(0)) for _ in range(4)]\n' +
      '[os.wait() for _ in range(4)]';
    const { summary, notes } = await recordScript(`exec python3 -c '${fork.replaceAll("'", '"')}'`);
    expect(summary.rssBytes.peak).toBeGreaterThan(1000 * MIB);
    expect(summary.peakProportionalBytes).toBeGreaterThan(200 * MIB);
    expect(summary.peakProportionalBytes).toBeLessThan(500 * MIB);
    expect(notes).toContain('with each page once');
  });

  it('distinguish the processes of a reused PID', async () => {
    const last = '/proc/sys/kernel/ns_last_pid';
    const fork = [
      'import os, time',
      'def child(mib):',
      '    pid = os.fork()',
      '    if pid == 0:',
      '        bytes = b"x" * (mib << 20)',
      '        time.sleep(0.5)',
      '        os._exit(0)',
      '    os.waitpid(pid, 0)',
      '    return pid',
      'first = child(200)',
      'time.sleep(0.5)',
      'second = 0',
      'for _ in range(20):',
      `    open("${last}", "w").write(str(first - 1))`,
      '    second = child(50)',
      '    if second == first: break',
      'print(first == second)',
    ].join('\n');
    const cwd = temporaryFolder();
    writeFileSync(path.join(cwd, 'reuse.py'), fork);
    let isAllowed = true;
    try {
      writeFileSync(last, readFileSync(last));
    } catch {
      isAllowed = false;
    }
    if (!isAllowed) return;
    const { summary, reported, notes } = await recordScript(
      `exec python3 ${path.join(cwd, 'reuse.py')}`,
    );
    expect(notes).toContain('True');
    expectAlike(reported('memoryUsage'), summary.rssBytes.average);
  });
});

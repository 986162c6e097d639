import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { concludeDirectory } from '../../../src/report/results/conclude-directory.ts';
import { readEventsFile } from '../../../src/stream/files/events-file.ts';
import { RUN_FILES } from '../../../src/stream/files/run-directory.ts';
import { readRun } from '../../../src/stream/files/read-run.ts';
import { LoadcellError } from '../../../src/spec/error/errors.ts';
import { startHolder, HELD_BYTES } from './watched-process.ts';
import { beginRun, watcherOf } from './watched-run.ts';

describe('a watched run', () => {
  it('is a run directory with the memory of the process, the machine and the run', async () => {
    const { pid } = await startHolder();
    const run = await beginRun(await watcherOf({ kind: 'pid', pid }));
    run.finish();
    expect(await run.outcome).toEqual({});
    const { results, verdict } = await concludeDirectory(run.runDir);
    expect(results.status).toBe('complete');
    expect(verdict).toMatchObject({ status: 'pass', exitCode: 0 });
    const [phase] = results.phases;
    expect(phase?.measurements['memoryUsage']?.max).toBeGreaterThan(HELD_BYTES);
    const file: unknown = JSON.parse(readFileSync(join(run.runDir, 'run.json'), 'utf8'));
    expect(file).toMatchObject({
      worker: { machine: 'server-1', bootId: 'boot-1', roles: ['watch'], runId: 'R1' },
    });
  });

  it('records every kind of event that memory metrics are read from', async () => {
    const { pid } = await startHolder();
    const run = await beginRun(await watcherOf({ kind: 'pid', pid }));
    await run.control.edge();
    run.finish();
    await run.outcome;
    const { phases } = await readRun(run.runDir);
    const kinds = phases[0]?.events.map(({ kind }) => kind);
    expect(kinds).toEqual(
      expect.arrayContaining([
        'recording-began',
        'target-started',
        'sampling-quality',
        'gpu-inventory',
      ]),
    );
    // At the beginning, at the edge, before the end, and after sampling.
    expect(phases[0]?.survey.get('edge.pssBytes')?.value).toHaveLength(4);
  });

  it('counts the memory in use once per second', async () => {
    const { pid } = await startHolder();
    const counted: number[] = [];
    const run = await beginRun(await watcherOf({ kind: 'pid', pid }), {
      onCounts: ({ memoryBytes }) => counted.push(memoryBytes),
    });
    await expect.poll(() => counted.length).toBeGreaterThan(0);
    run.finish();
    await run.outcome;
    expect(counted[0]).toBeGreaterThan(HELD_BYTES);
  });

  it('records last what is recorded on its ending, and ends with a failure of that', async () => {
    const { pid } = await startHolder();
    const watcher = await watcherOf({ kind: 'pid', pid });
    const exchange = {
      kind: 'clock-exchanged',
      atNs: 1,
      sentNs: 1,
      remoteNs: 2,
      receivedNs: 3,
    } as const;
    const run = await beginRun(watcher, { onEnding: async () => run.control.event(exchange) });
    run.finish();
    await run.outcome;
    const { events } = await readEventsFile(join(run.runDir, RUN_FILES.events));
    expect(events).toContainEqual(exchange);
    const failing = await beginRun(watcher, {
      onEnding: () => Promise.reject(new LoadcellError('BUS', 'the bus is gone')),
    });
    failing.finish();
    await expect(failing.outcome).rejects.toThrow('the bus is gone');
    expect((await readRun(failing.runDir)).status).toBe('failed');
  });

  it('that is aborted is interrupted, with the reason', async () => {
    const { pid } = await startHolder();
    const run = await beginRun(await watcherOf({ kind: 'pid', pid }));
    const reason = new LoadcellError('TEST', 'machine load-2 was lost');
    run.abort(reason);
    expect(await run.outcome).toEqual({ error: reason });
    const { status, phases } = await readRun(run.runDir);
    expect(status).toBe('interrupted');
    expect(phases[0]?.events).toContainEqual(expect.objectContaining({ kind: 'phase-failed' }));
  });
});

describe('the guard of a watching machine', () => {
  it('reports a crossed memory limit while the recording goes on', async () => {
    const { pid } = await startHolder();
    const guarded: LoadcellError[] = [];
    const watcher = await watcherOf({ kind: 'pid', pid }, { maxMemoryBytes: HELD_BYTES / 2 });
    const run = await beginRun(watcher, { onGuard: (error) => guarded.push(error) });
    await expect.poll(() => guarded.length).toBe(1);
    expect(guarded[0]).toMatchObject({ code: 'RESOURCE', limit: HELD_BYTES / 2 });
    run.finish();
    expect((await run.outcome).error).toBe(guarded[0]);
    const events = (await readRun(run.runDir)).phases[0]?.events;
    expect(events).toContainEqual(expect.objectContaining({ kind: 'limit-crossed' }));
  });

  it('reports the death of the process, and ends the recording', async () => {
    const holder = await startHolder();
    const guarded: LoadcellError[] = [];
    const watcher = await watcherOf({ kind: 'pid', pid: holder.pid });
    const run = await beginRun(watcher, { onGuard: (error) => guarded.push(error) });
    await holder.kill();
    const { error } = await run.outcome;
    expect(error).toMatchObject({ code: 'TARGET_DIED' });
    expect(guarded).toEqual([error]);
    const { results, verdict } = await concludeDirectory(run.runDir);
    expect(verdict).toMatchObject({ status: 'fail', exitCode: 3 });
    expect(results.phases[0]?.measurements['memoryUsage']?.max).toBeGreaterThan(HELD_BYTES);
    expect(watcher.unable).toBe(`process ${holder.pid} has exited`);
  });
});

describe('a watcher of a port', () => {
  it('waits for the server, and again after the server has exited', async () => {
    const first = await startHolder();
    const notes: string[] = [];
    const target = { kind: 'port', port: first.port } as const;
    const watcher = await watcherOf(target, { onNote: (line) => notes.push(line) });
    expect(watcher.unable).toBeUndefined();
    await first.kill();
    await expect.poll(() => watcher.unable).toBe(`no process listens on port ${first.port}`);
    const second = await startHolder(first.port);
    await expect.poll(() => watcher.unable).toBeUndefined();
    expect(notes).toEqual([
      `Watching process ${first.pid}, which listens on port ${first.port}.`,
      `The server on port ${first.port} has exited. Waiting for it again.`,
      `Watching process ${second.pid}, which listens on port ${first.port}.`,
    ]);
  });

  it('refuses a run while the server is absent', async () => {
    const { port, kill } = await startHolder();
    await kill();
    const watcher = await watcherOf({ kind: 'port', port });
    await expect(beginRun(watcher)).rejects.toThrow(`no process listens on port ${port}`);
  });
});

describe('a watcher of a process', () => {
  it('is refused with what to do when no process has the PID', async () => {
    const { pid, kill } = await startHolder();
    await kill();
    await expect(watcherOf({ kind: 'pid', pid })).rejects.toMatchObject({
      code: 'CONFIG',
      summary: `no process has PID ${pid}`,
    });
  });
});

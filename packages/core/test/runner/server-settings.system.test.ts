import { describe, expect, it } from 'vitest';
import type { ServerSettings } from '../../src/spec/server-settings.ts';
import { InterruptedError } from '../../src/runner/run-errors.ts';
import type { Script } from '../target/script.ts';
import { ScriptedTarget } from '../target/scripted-target.ts';
import { BRIEF_CONFIG, scriptedRun } from './scripted-run.ts';

/** A target with settings, which says how often it was asked for them. */
class SettledTarget extends ScriptedTarget {
  readonly #version: () => string;

  constructor(script: Partial<Script>, version: () => string) {
    super(script);
    this.#version = version;
  }

  async readSettings(signal?: AbortSignal): Promise<ServerSettings> {
    signal?.throwIfAborted();
    this.calls.push('readSettings');
    const settings = { 'model.id': 'm' };
    return { server: 'vllm', version: this.#version(), settings, state: {}, unread: {} };
  }
}

function runOf(script: Partial<Script>, version = (): string => '1', signal?: AbortSignal) {
  const { phases } = BRIEF_CONFIG;
  return scriptedRun(
    () => ({}),
    { phases: phases ?? {} },
    {
      createTargets: async () => () => new SettledTarget(script, version),
      ...(signal === undefined ? {} : { signal }),
    },
  );
}

describe('settings of the server', () => {
  it('are read in each phase after the load of its model and at its end, and never within a window', async () => {
    const run = runOf({});
    const { results } = await run.runner.runTests();
    for (const { name } of results.phases) {
      const kinds = run.events.flatMap((event) => {
        if (!('phase' in event) || event.phase !== name) return [];
        return event.kind === 'server-settings' ? [`${event.kind} ${event.read}`] : [event.kind];
      });
      const [before, after] = ['before', 'after'].map((read) =>
        kinds.indexOf(`server-settings ${read}`),
      );
      expect(kinds.filter((kind) => kind.startsWith('server-settings'))).toHaveLength(2);
      expect(before).toBeGreaterThan(kinds.indexOf('model-loaded'));
      expect(after).toBeGreaterThan(kinds.lastIndexOf('window-ended'));
      for (const index of [before, after]) {
        const earlier = kinds.slice(0, index);
        const count = (kind: string): number => earlier.filter((one) => one === kind).length;
        expect(count('window-began')).toBe(count('window-ended'));
      }
    }
    expect(results.server).toMatchObject({ server: 'vllm', version: '1', changes: [] });
  });

  it('that differ at the end of the run are a finding', async () => {
    let asked = 0;
    const run = runOf({}, () => {
      asked += 1;
      return asked === 1 ? '1' : '2';
    });
    const { recommendations } = await run.runner.runTests();
    expect(recommendations.find(({ rule }) => rule === 'server-changed')?.evidence).toEqual([
      { name: 'version', value: '1, later 2' },
    ]);
  });

  it('are not read again once the run is interrupted', async () => {
    const abort = new AbortController();
    const run = runOf(
      {},
      () => {
        abort.abort(new InterruptedError());
        return '1';
      },
      abort.signal,
    );
    const { results } = await run.runner.runTests();
    expect(run.eventsOf('server-settings').map(({ read }) => read)).toEqual(['before']);
    expect(results.status).toBe('interrupted');
  });
});

import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseConfig } from '../../src/config/parse-config.ts';
import { TestRunner, type TestRunnerOptions } from '../../src/runner/test-runner.ts';
import type { LoadcellConfig } from '../../src/config/config-schema.ts';
import type { EventOf, RunEvent } from '../../src/stream/events/run-event.ts';
import type { Script } from '../target/script.ts';
import { ScriptedTarget } from '../target/scripted-target.ts';
import { temporaryFolder } from '../stream/temporary-folder.ts';

const BRIEF = { idle: 20, cooldown: 20, duration: 40, inputTokens: 8, outputTokens: 4 };

/** A configuration whose phases are short, without criteria. */
export const BRIEF_CONFIG: LoadcellConfig = {
  successCriteria: {},
  phases: {
    baseline: { ...BRIEF, minRequests: 4, contextLoads: 2, transitions: 2 },
    'cross-model': { ...BRIEF, duration: 1, minSwitches: 2 },
    load: {
      ...BRIEF,
      stages: [
        { kind: 'closed', concurrency: 2, minRequests: 4 },
        { kind: 'open', rate: 100, minRequests: 4 },
      ],
    },
  },
};

/** A runner over scripted targets, with all that it makes. */
export interface ScriptedRun {
  readonly runner: TestRunner;
  readonly outputDir: string;
  /** Targets that were started, in order: one for each phase that ran. */
  readonly started: () => readonly ScriptedTarget[];
  readonly events: readonly RunEvent[];
  readonly eventsOf: <Kind extends RunEvent['kind']>(kind: Kind) => EventOf<Kind>[];
  /** The only directory of a run below the output directory. */
  readonly runDir: () => string;
}

/**
 * Makes a runner.
 * @param scriptOf what each target does that is made
 */
export function scriptedRun(
  scriptOf: (started: number) => Partial<Script>,
  config: LoadcellConfig = {},
  options: TestRunnerOptions = {},
): ScriptedRun {
  const outputDir = config.outputDir ?? temporaryFolder();
  const made: ScriptedTarget[] = [];
  const started = (): ScriptedTarget[] => made.filter(({ calls }) => calls[0] === 'start');
  const events: RunEvent[] = [];
  const runner = new TestRunner(parseConfig({ ...BRIEF_CONFIG, ...config, outputDir }), {
    createTargets: async () => () => {
      const target = new ScriptedTarget(scriptOf(started().length));
      made.push(target);
      return target;
    },
    ...options,
    onEvent: (event) => {
      events.push(event);
      options.onEvent?.(event);
    },
  });
  return {
    runner,
    outputDir,
    started,
    events,
    eventsOf: (kind) =>
      events.filter((event): event is EventOf<typeof kind> => event.kind === kind),
    runDir: () => {
      const [name, ...others] = readdirSync(outputDir).filter((entry) => entry !== 'latest');
      if (name === undefined || others.length > 0) throw new Error('not one run directory');
      return join(outputDir, name);
    },
  };
}

/** Whether a process is there, be it as a zombie. */
export function exists(pid: number): boolean {
  return existsSync(`/proc/${pid}`);
}

/** Processes that this one started and that are still there, in order. */
export function childrenOfThisProcess(): number[] {
  const path = `/proc/${process.pid}/task`;
  const children = readdirSync(path).flatMap((thread) =>
    readFileSync(`${path}/${thread}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
  );
  return children.toSorted((a, b) => a - b);
}

import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import * as z from 'zod';
import { temporaryFolder } from '../support/run-folder.ts';
import { LOADCELL, startProgram } from '../support/run-loadcell.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

const StepSchema = z.object({
  name: z.string(),
  id: z.string().optional(),
  run: z.string().optional(),
  env: z.record(z.string(), z.string()).default({}),
});

const ActionSchema = z.object({
  inputs: z.record(z.string(), z.object({ default: z.string() })),
  runs: z.object({ steps: z.array(StepSchema) }),
});

type Step = z.infer<typeof StepSchema>;

type Event = 'push' | 'pull_request';

/** The `if` of steps, as the runner judges it for a push to the default branch or for a pull request. */
const RUNS_IF: Readonly<Record<string, (event: Event, measured?: string) => boolean>> = {
  'Comment on the pull request': (event) => event === 'pull_request',
  'Keep this run as the next base': (event, measured) => event === 'push' && measured === '0',
};

/** The action, read from its file. */
export const action = ActionSchema.parse(
  parse(readFileSync(path.join(ROOT, 'action.yml'), 'utf8')),
);

/** A job that ended. */
export interface Job {
  readonly code: number | null;
  readonly log: string;
  readonly summary: string;
  readonly outputs: ReadonlyMap<string, string>;
}

function outputsIn(text: string): [string, string][] {
  return [...text.matchAll(/^(.+?)<<(.+)\n([\s\S]*?)\n\2$/gm)].map(
    ([, name = '', , value = '']) => [name, value],
  );
}

/** Runs the steps of action.yml that are scripts, with the files and variables that GitHub Actions gives them. */
export class FakeRunner {
  readonly temp = temporaryFolder();
  readonly project = temporaryFolder();
  private readonly files = temporaryFolder();

  constructor() {
    const bin = path.join(this.project, 'node_modules', '.bin');
    mkdirSync(bin, { recursive: true });
    const command = path.join(bin, 'loadcell');
    writeFileSync(command, `#!/bin/sh\nexec '${process.execPath}' '${LOADCELL}' "$@"\n`);
    chmodSync(command, 0o755);
  }

  /** The job of one event. Its temporary folder is that of the jobs before, as if the cache had restored the base. */
  async runJob(
    event: Event,
    given: Readonly<Record<string, string>>,
    env: Readonly<Record<string, string>> = {},
  ): Promise<Job> {
    const outputs = new Map<string, string>();
    const file = (name: string): string => path.join(this.files, name);
    for (const name of ['summary', 'path']) rmSync(file(name), { force: true });
    writeFileSync(file('event'), JSON.stringify({ pull_request: { number: 7 } }));
    const inputs = { 'working-directory': this.project, ...given };
    let log = '';
    let code: number | null = 0;
    for (const step of action.runs.steps) {
      const measured = outputs.get('steps.measure.outputs.exit-code');
      if (step.run === undefined || RUNS_IF[step.name]?.(event, measured) === false) continue;
      writeFileSync(file('output'), '');
      const added = existsSync(file('path')) ? readFileSync(file('path'), 'utf8').trim() : '';
      const result = await startProgram('bash', ['-eo', 'pipefail', '-c', step.run], {
        cwd: this.files,
        env: {
          ...env,
          ...resolveEnv(step, inputs, outputs),
          PATH: `${added}:${process.env['PATH'] ?? ''}`,
          GITHUB_ACTION_PATH: ROOT,
          GITHUB_EVENT_PATH: file('event'),
          GITHUB_OUTPUT: file('output'),
          GITHUB_PATH: file('path'),
          GITHUB_REPOSITORY: 'owner/project',
          GITHUB_STEP_SUMMARY: file('summary'),
          RUNNER_TEMP: this.temp,
        },
      }).finished;
      log += result.stdout + result.stderr;
      code = result.code;
      for (const [name, value] of outputsIn(readFileSync(file('output'), 'utf8'))) {
        outputs.set(`steps.${step.id}.outputs.${name}`, value);
      }
      if (code !== 0) break;
    }
    const summary = existsSync(file('summary')) ? readFileSync(file('summary'), 'utf8') : '';
    return { code, log, summary, outputs };
  }
}

function resolveEnv(
  step: Step,
  given: Readonly<Record<string, string>>,
  outputs: ReadonlyMap<string, string>,
): Record<string, string> {
  const valueOf = (expression: string): string => {
    if (!expression.startsWith('inputs.')) return outputs.get(expression) ?? '';
    const name = expression.slice('inputs.'.length);
    const declared = action.inputs[name];
    if (declared === undefined) throw new Error(`action.yml has no input ${name}`);
    return given[name] ?? declared.default;
  };
  return Object.fromEntries(
    Object.entries(step.env).map(([name, text]) => [
      name,
      text.replaceAll(/\$\{\{ (.+?) \}\}/g, (_, expression: string) => valueOf(expression)),
    ]),
  );
}

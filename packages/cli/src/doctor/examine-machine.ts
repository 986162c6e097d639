import { inspectMachine, PURPOSE_NAMES, runDoctor, type Purpose } from '@loadcell/core';
import type { Invocation } from '../command-definition.ts';
import { EXIT_CODES, type ExitCode } from '../exit-codes.ts';
import { chooseName } from '../flags/choose-name.ts';
import type { Flags } from '../flags/flag-row.ts';
import { renderMachine } from './render-machine.ts';

/** The purposes to examine. @throws {UsageError} for an unknown one */
export function choosePurposes(flags: Flags): readonly Purpose[] {
  const name = flags.get('for')?.at(-1);
  return name === undefined ? PURPOSE_NAMES : [chooseName('for', name, PURPOSE_NAMES)];
}

/** Prints what this machine can measure and how to fix the rest. */
export async function examineMachine({ flags, terminal }: Invocation): Promise<ExitCode> {
  const outputDir = flags.get('output-dir')?.at(-1);
  const purposes = choosePurposes(flags);
  const machine = inspectMachine(outputDir === undefined ? {} : { outputDir });
  const report = await runDoctor(machine, { purposes });
  terminal.stdout.write(
    flags.has('json')
      ? `${JSON.stringify(report, null, 2)}\n`
      : renderMachine(report, terminal.stdout.hasColors),
  );
  return report.ready ? EXIT_CODES.pass : EXIT_CODES.targetFailed;
}

import { inspectMachine, runDoctor, type CheckResult, type DoctorReport } from '@loadcell/core';
import { createColors } from 'picocolors';
import type { Invocation } from '../command-definition.ts';
import { EXIT_CODES, type ExitCode } from '../exit-codes.ts';

function renderCheck(
  check: CheckResult,
  width: number,
  colors: ReturnType<typeof createColors>,
): string {
  const signs = {
    ok: colors.green('ok     '),
    note: colors.cyan('note   '),
    warning: colors.yellow('warning'),
    problem: colors.red('PROBLEM'),
  };
  const line = `${signs[check.status]}  ${check.name.padEnd(width)}  ${check.found}`;
  return check.status === 'ok'
    ? line
    : `${line}\n${' '.repeat(width + 11)}${colors.dim('->')} ${check.remedy}`;
}

function render({ checks, canRun }: DoctorReport, hasColors: boolean): string {
  const colors = createColors(hasColors);
  const width = Math.max(...checks.map(({ name }) => name.length));
  const lines = checks.map((check) => renderCheck(check, width, colors));
  const verdict = canRun ? 'Ready to run.' : 'Fix the problems above before running.';
  return `${lines.join('\n')}\n\n${verdict}\n`;
}

/** Prints what this machine can measure and how to fix the rest. */
export async function examineMachine({ flags, terminal }: Invocation): Promise<ExitCode> {
  const outputDir = flags.get('output-dir')?.at(-1);
  const report = await runDoctor(inspectMachine(outputDir === undefined ? {} : { outputDir }));
  terminal.stdout.write(
    flags.has('json')
      ? `${JSON.stringify(report, null, 2)}\n`
      : render(report, terminal.stdout.hasColors),
  );
  return report.canRun ? EXIT_CODES.pass : EXIT_CODES.targetFailed;
}

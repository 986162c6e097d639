import {
  formatValue,
  inspectMachine,
  inspectServer,
  runDoctor,
  type ServerReport,
} from '@loadcell/core';
import { createColors } from 'picocolors';
import type { Invocation } from '../command-definition.ts';
import { overrideConfig } from '../config/override-config.ts';
import { readConfig } from '../config/read-config.ts';
import { EXIT_CODES, type ExitCode } from '../exit-codes.ts';
import { SERVER_FLAGS } from '../flags/server-flags.ts';
import { printable } from '../terminal/printable.ts';
import { checkLines } from './render-machine.ts';

const MAX_MODELS = 8;

/** The names in a report come from the server: a line is made printable, which removes colors. */
const PLAIN = createColors(false);

function ms(value: number | null): string {
  return value === null ? '' : formatValue('ms', value);
}

function count(value: number | null): string {
  return value === null ? '' : formatValue('count', value);
}

function serverLines({ server, model, models, url, api }: ReadyReport): string[] {
  const shown = models.slice(0, MAX_MODELS).map(({ name, contextTokens, generatesText }) => {
    const notes = [
      ...(contextTokens === null ? [] : [`context ${count(contextTokens)} tokens`]),
      ...(generatesText ? [] : ['embeddings only']),
    ];
    return notes.length === 0 ? name : `${name} (${notes.join(', ')})`;
  });
  const rest = models.length - shown.length;
  const how =
    server.evidence.length === 0 ? 'not identified' : `identified by ${server.evidence.join(', ')}`;
  return [
    `server     ${server.product} at ${url}, ${how}`,
    `model      ${model ?? ''}, api ${api}`,
    `listed     ${shown.length === 0 ? 'no models' : shown.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`,
  ];
}

type ReadyReport = ServerReport & { readonly server: NonNullable<ServerReport['server']> };

function isFound(report: ServerReport): report is ReadyReport {
  return report.server !== null;
}

function yes(isReported: boolean, name: string): string {
  return `${name} ${isReported ? 'yes' : 'no'}`;
}

function reportLines({ reports, process, roundTripMs }: ServerReport): string[] {
  const pid = process.pid === null ? 'not found' : `PID ${process.pid}, ${process.status}`;
  return [
    `reports    ${[
      yes(reports.usage, 'usage'),
      yes(reports.cachedTokens, 'cached tokens'),
      yes(reports.tokenizer, 'tokenizer'),
      yes(reports.metrics, 'metrics'),
      yes(reports.contextLength, 'context length'),
    ].join(', ')}`,
    `process    ${pid}; ${process.detail}`,
    ...(roundTripMs === null ? [] : [`round trip ${ms(roundTripMs)}, shortest by the kernel`]),
  ];
}

function requestLines({ requests }: ServerReport): string[] {
  const rows = requests.map((one) => {
    const result = one.ok ? 'ok' : 'FAIL';
    const tokens = `${count(one.inputTokens)} -> ${count(one.outputTokens)}`;
    const cells = [
      one.name.padEnd(16),
      result.padEnd(5),
      ms(one.timeToFirstTokenMs).padStart(10),
      ms(one.totalMs).padStart(10),
      tokens.padStart(12),
      count(one.cachedTokens).padStart(8),
    ];
    return `  ${cells.join(' ')}${one.error === '' ? '' : `  ${one.error}`}`.trimEnd();
  });
  const heading = `  ${''.padEnd(16)} ${''.padEnd(5)} ${'TTFT'.padStart(10)} ${'total'.padStart(10)} ${'tokens'.padStart(12)} ${'cached'.padStart(8)}`;
  return rows.length === 0 ? [] : ['', 'Test requests', heading, ...rows];
}

function endpointLines({ endpoints }: ServerReport): string[] {
  return endpoints.length === 0
    ? []
    : [
        '',
        'Endpoints',
        ...endpoints.map(({ method, path, responds, status, detail }) => {
          const state = responds ? 'yes' : `no${status === null ? '' : ` (${status})`}`;
          return `  ${method.padEnd(4)} ${path.padEnd(22)} ${state.padEnd(9)} ${detail}`;
        }),
      ];
}

/** What is not ok on this machine; of a server that is not ready, only what prevents the run. */
function machineLines(report: ServerReport): string[] {
  const { checks, purposes } = report.machine;
  const isReached = isFound(report);
  const shown = checks.filter(
    ({ status }) => status === 'problem' || (isReached && status !== 'ok'),
  );
  if (shown.length === 0) return [];
  const limits = isReached ? purposes.flatMap((one) => one.limits) : [];
  const lines = checkLines(shown, { examined: purposes.length, colors: PLAIN });
  return ['', 'This machine', ...[...lines, ...limits].map((line) => `  ${line}`)];
}

/** A report on a server as text, with the changes that would let a run measure more. */
export function renderServer(report: ServerReport): string {
  const gaps = report.notMeasured.map(({ what, change }) => `  ${what}\n    ${change}`);
  const problems = report.problems.flatMap(({ error, help }) => [
    `error: ${error}`,
    ...(help === '' ? [] : [`help: ${help}`]),
  ]);
  const lines = [
    ...(isFound(report) ? [...serverLines(report), ...reportLines(report)] : []),
    ...requestLines(report),
    ...endpointLines(report),
    ...machineLines(report),
    ...(gaps.length === 0 ? [] : ['', 'Not measured', ...gaps]),
    ...(isFound(report) ? [''] : []),
    ...problems,
    report.ready ? 'Ready to run.' : 'Not ready to run.',
  ];
  return `${lines
    .flatMap((line) => line.split('\n'))
    .map(printable)
    .join('\n')}\n`;
}

/** Prints what a server is and what a run can measure on it. */
export async function inspectGivenServer(invocation: Invocation): Promise<ExitCode> {
  const { flags, terminal } = invocation;
  const { target, test } = await readConfig(invocation, (written) =>
    overrideConfig(written, SERVER_FLAGS, flags),
  );
  const outputDir = flags.get('output-dir')?.at(-1) ?? test.outputDir;
  const machine = await runDoctor(inspectMachine({ outputDir }), { purposes: ['server'] });
  const report = await inspectServer(target, { machine });
  terminal.stdout.write(
    flags.has('json') ? `${JSON.stringify(report, null, 2)}\n` : renderServer(report),
  );
  return report.ready ? EXIT_CODES.pass : EXIT_CODES.targetFailed;
}

import type { TargetDescription, TargetLimitation } from '../target.ts';
import type { RunningServer } from './running-server.ts';

/** Metrics of a model that is released while its server goes on. */
const OF_RELEASE = ['retainedMemory'];

/**
 * What a started server cannot do: as it was when it was reached, but that it switches models where each has a command.
 * @param switches whether models are switched by starting another process
 */
export function limitStarted(
  limitations: readonly TargetLimitation[],
  switches: boolean,
): readonly TargetLimitation[] {
  if (!switches) return limitations;
  return [
    ...limitations.filter(({ ability }) => ability !== 'load-models'),
    {
      ability: 'release-models',
      reason: 'the server holds its model until it ends: a switch starts another process',
      metrics: OF_RELEASE,
    },
  ];
}

/**
 * What a started server is: its own description once it was reached, and its command without secrets.
 * @param named models that each have a process; undefined where the server chooses its models
 * @param asked models of the configuration, until the server has listed its own
 */
export function describeStarted(
  server: RunningServer | undefined,
  named: readonly string[] | undefined,
  asked: readonly string[],
): TargetDescription {
  const described = server?.http?.description;
  const { kind = 'server', version = '', details = {} } = described ?? {};
  return {
    kind,
    version,
    models: named ?? described?.models ?? asked,
    details: {
      ...details,
      ...(server === undefined ? {} : { command: server.command.join(' ') }),
    },
  };
}

import type { RunConfig } from '../../config/parse-config.ts';
import { stageConcurrency } from '../../config/load/stage-concurrency.ts';
import { formatNumber } from '../../metric/format/format-value.ts';
import { ConfigError } from '../../spec/error/errors.ts';
import { parseEndpoint } from '../../target/server/session/endpoint.ts';
import { readFileLimit, type FileLimit } from '../../target/transport/limits/file-limit.ts';
import {
  countSources,
  readPortLimit,
  type PortLimit,
} from '../../target/transport/limits/port-limit.ts';
import { sliceOf } from '../../workload/slice/slice.ts';

/** A stage that needs more connections than this process can open. */
export interface ConnectionShortage {
  /** What the stage needs, and what there is. */
  readonly text: string;
  readonly help: string;
}

/** Limits of this process and machine on connections. */
export interface ConnectionLimits {
  readonly files: FileLimit;
  readonly ports: PortLimit;
}

/** Reads the limits of this process and machine. */
export async function readConnectionLimits(): Promise<ConnectionLimits> {
  return { files: await readFileLimit(), ports: await readPortLimit() };
}

/**
 * Stages of a run that need more connections than can be open. Those with a rate are not known before: their requests
 * wait at the limit, which is reported.
 */
export function findShortages(config: RunConfig, limits: ConnectionLimits): ConnectionShortage[] {
  const { target, phases, phaseOptions } = config;
  if (target.url === undefined || !phases.some(({ name }) => name === 'load')) return [];
  const { sourceAddresses, urls = [target.url] } = target;
  const sources = urls
    .map((url) => countSources({ ...parseEndpoint(url), sourceAddresses }))
    .reduce((sum, count) => sum + count, 0);
  const pairs = { sources, replicas: urls.length };
  return phaseOptions.load.stages.flatMap((stage) => {
    const concurrency = sliceOf(stageConcurrency(stage), config.slice);
    const needs = `stage "${stage.name}": concurrency ${formatNumber(concurrency)} needs as many`;
    return [
      ...fileShortage(needs, concurrency, limits.files),
      ...portShortage(needs, concurrency, limits.ports, pairs),
    ];
  });
}

function fileShortage(needs: string, concurrency: number, limit: FileLimit): ConnectionShortage[] {
  const { files, reserved, inUse, connections } = limit;
  if (!(concurrency > connections)) return [];
  return [
    {
      text:
        `${needs} open files, and this process has ${formatNumber(connections)} for connections: its limit is ` +
        `${formatNumber(files)}, of which ${formatNumber(reserved + inUse)} are for the rest of it`,
      help: `raise the limit (ulimit -n ${concurrency + reserved + inUse}), lower the concurrency, or split the load between processes`,
    },
  ];
}

/** Pairs of a source address and a server, each with its own ports. */
interface Pairs {
  /** Source addresses, summed over the replicas. */
  readonly sources: number;
  /** Servers, at least 1. */
  readonly replicas: number;
}

function portShortage(
  needs: string,
  concurrency: number,
  { ports, range }: PortLimit,
  pairs: Pairs,
): ConnectionShortage[] {
  if (!(concurrency > ports * pairs.sources)) return [];
  const sources = Math.floor(pairs.sources / pairs.replicas);
  const servers = pairs.replicas === 1 ? 'this server' : `${pairs.replicas} replicas`;
  const from =
    sources === 1
      ? `one source address to ${servers} has`
      : `${formatNumber(sources)} source addresses to ${servers} have`;
  // The address that the system chooses counts no more once others are named.
  const missing = Math.ceil(concurrency / ports / pairs.replicas) - (sources === 1 ? 0 : sources);
  const wanted =
    missing === 1
      ? '1 more address'
      : `${formatNumber(missing)} ${sources === 1 ? '' : 'more '}addresses`;
  return [
    {
      text:
        `${needs} ports, and ${from} ${formatNumber(ports * pairs.sources)} ` +
        `(net.ipv4.ip_local_port_range: ${range})`,
      help: `pass ${wanted} of this machine with --source-address, widen the range, or lower the concurrency`,
    },
  ];
}

/**
 * Refuses a run with a stage that cannot have its connections.
 * @throws {ConfigError} with what it needs and what there is
 */
export function refuseShortage(config: RunConfig, limits: ConnectionLimits): void {
  const [first] = findShortages(config, limits);
  if (first !== undefined) throw new ConfigError(first.text, { help: first.help });
}

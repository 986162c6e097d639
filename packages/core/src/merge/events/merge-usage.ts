import {
  NO_LIMIT,
  type ClientLimit,
  type ClientPath,
  type ClientUsage,
  type ReadStamps,
} from '../../spec/quality/client-usage.ts';

/** The usage of several clients over one load: counts add, and the worst of what limits trust. @param usages at least one */
export function mergeUsage(usages: readonly ClientUsage[]): ClientUsage {
  const sum = (of: (usage: ClientUsage) => number): number => sumOf(usages, of);
  const most = (of: (usage: ClientUsage) => number): number => mostOf(usages, of);
  const stamps = usages.flatMap((one) => one.stamps ?? []);
  const paths = usages.flatMap((one) => one.path ?? []);
  const addresses = usages.some((one) => one.sourceAddresses !== undefined)
    ? { sourceAddresses: sum(({ sourceAddresses = 1 }) => sourceAddresses) }
    : {};
  return {
    clock: usages.find(({ clock }) => clock !== 'native')?.clock ?? 'native',
    connectionsOpenedBefore: sum((one) => one.connectionsOpenedBefore),
    connectionsOpenedDuring: sum((one) => one.connectionsOpenedDuring),
    freshConnections: sum((one) => one.freshConnections),
    ...addresses,
    resends: sum((one) => one.resends),
    limit: mergeLimits(usages.map(({ limit }) => limit)),
    delayedReads: sum((one) => one.delayedReads),
    ...(stamps.length === 0 ? {} : { stamps: mergeStamps(stamps) }),
    ...(paths.length === 0 ? {} : { path: mergePaths(paths) }),
    busyRatio: most((one) => one.busyRatio),
    cpuUtilization: most((one) => one.cpuUtilization),
    promptWaitMs: sum((one) => one.promptWaitMs),
  };
}

function mergeLimits(limits: readonly ClientLimit[]): ClientLimit {
  const [reached] = limits.filter(({ cause }) => cause !== 'none');
  if (reached === undefined) return NO_LIMIT;
  const alike = limits.filter(({ cause }) => cause === reached.cause);
  return {
    cause: reached.cause,
    requests: sumOf(alike, ({ requests }) => requests),
    longestWaitMs: mostOf(alike, ({ longestWaitMs }) => longestWaitMs),
    connections: sumOf(alike, ({ connections }) => connections),
  };
}

function mergeStamps(stamps: readonly ReadStamps[]): ReadStamps {
  return {
    kernelReads: sumOf(stamps, (one) => one.kernelReads),
    threadReads: sumOf(stamps, (one) => one.threadReads),
    rejected: sumOf(stamps, (one) => one.rejected),
    clockSteps: sumOf(stamps, (one) => one.clockSteps),
    latenessP99Ms: mostOf(stamps, (one) => one.latenessP99Ms),
    latenessMaxMs: mostOf(stamps, (one) => one.latenessMaxMs),
  };
}

function mergePaths(paths: readonly ClientPath[]): ClientPath {
  return {
    leastRoundTripMs: -mostOf(paths, (one) => -one.leastRoundTripMs),
    roundTripP50Ms: mostOf(paths, (one) => one.roundTripP50Ms),
    roundTripP99Ms: mostOf(paths, (one) => one.roundTripP99Ms),
    retransmits: sumOf(paths, (one) => one.retransmits),
    outOfOrder: sumOf(paths, (one) => one.outOfOrder),
  };
}

function sumOf<Item>(items: readonly Item[], of: (item: Item) => number): number {
  return items.reduce((sum, item) => sum + of(item), 0);
}

/** The largest known value; `NaN` where none is known. */
function mostOf<Item>(items: readonly Item[], of: (item: Item) => number): number {
  const known = items.map(of).filter((value) => !Number.isNaN(value));
  return known.length === 0 ? Number.NaN : Math.max(...known);
}

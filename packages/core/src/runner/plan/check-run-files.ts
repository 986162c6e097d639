import type { RunConfig } from '../../config/parse-config.ts';
import { isServer } from '../../config/target/is-server.ts';
import { formatNumber } from '../../metric/format/format-value.ts';
import type { StagePlan } from '../../phase/stage/options/resolve-stages.ts';
import { ConfigError } from '../../spec/error/errors.ts';
import type { LoadFiles } from '../../workload/load-files.ts';

/**
 * Refuses files that do not suffice for their stages, or whose requests the target does not take.
 * @throws {ConfigError} naming the file
 */
export function checkRunFiles(
  files: LoadFiles,
  { target, phaseOptions }: Pick<RunConfig, 'target' | 'phaseOptions'>,
): void {
  for (const stage of phaseOptions.load.stages) {
    checkTraceLength(stage, files);
    checkConversations(stage, files);
  }
  if (!isServer(target)) refuseSpecialContent(files);
}

/** A trace must hold the warm-up of its stage and the measured requests, at least one. */
function checkTraceLength(stage: StagePlan, { traces }: LoadFiles): void {
  if (stage.kind !== 'trace') return;
  const { name, file, warmup, requests } = stage;
  const rows = traces.get(name)?.atNs.length ?? 0;
  const needed = warmup + (requests ?? 1);
  if (rows >= needed) return;
  const wanted =
    requests === undefined
      ? `a warm-up of ${formatNumber(warmup)} leaves none to measure`
      : `the stage needs ${formatNumber(needed)}, warm-up included`;
  throw new ConfigError(
    `stage ${name}: ${file.path} has ${formatNumber(rows)} ${rows === 1 ? 'request' : 'requests'}, and ${wanted}`,
    { help: 'lower --requests or --warmup, or use a longer trace' },
  );
}

/** The warm-up of a stage of conversations takes them from the dataset, too. */
function checkConversations({ kind, name, warmup }: StagePlan, { dataset }: LoadFiles): void {
  if (kind !== 'sessions' || dataset === undefined || dataset.isReused) return;
  const { conversations } = dataset.survey;
  if (conversations > warmup) return;
  throw new ConfigError(
    `stage ${name}: ${dataset.path} has ${formatNumber(conversations)} ${conversations === 1 ? 'conversation' : 'conversations'}, and a warm-up of ${formatNumber(warmup)} leaves none to measure`,
    { help: 'lower --warmup, pass --reuse-dataset, or use a longer dataset' },
  );
}

/** The embedded engine takes text alone. */
function refuseSpecialContent({ dataset, traces }: LoadFiles): void {
  for (const { path, survey } of [
    ...(dataset === undefined ? [] : [dataset]),
    ...traces.values(),
  ]) {
    const [first] = survey.special;
    if (first === undefined) continue;
    const [kind, line] = first;
    throw new ConfigError(
      `"${path}" has requests with ${kind} (line ${line}), and the embedded engine takes text alone`,
      { help: 'measure a server with --url URL, or use a file without them' },
    );
  }
}

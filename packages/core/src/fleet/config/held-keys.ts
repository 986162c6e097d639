/** Keys that a plan from the bus may have. */
export const HARMLESS_KEYS: readonly string[] = [
  'name',
  'verbose',
  'phase',
  'timeout',
  'seed',
  'nonce',
  'target',
  'sampling',
  'slos',
  'successCriteria',
  'acceptInconclusive',
  'maxTokens',
  'phases',
  'target.models',
  'target.url',
  'target.urls',
  'target.balance',
  'target.api',
  'target.stream',
  'target.apiKeyEnv',
  'target.template',
  'target.headers',
  'target.affinity',
  'target.extraBody',
  'target.speech',
  'target.encodingFormat',
  'target.dimensions',
  'target.topN',
  'target.maxTokensField',
  'target.streamUsage',
  'target.manageModels',
  'target.wait',
  'target.serverMetrics',
  'target.caCertificates',
  'target.maxConcurrency',
  'target.connectTimeout',
  'target.requestTimeout',
  'target.switchPolicy',
];

/**
 * Keys that only the command line of a machine may set: what starts programs, loads code, names processes, addresses or folders
 * of the machine, or sends data elsewhere. A plan with one of them is refused.
 */
export const HELD_KEYS: readonly string[] = [
  'outputDir',
  'telemetry',
  'maxMemory',
  'warnMemory',
  'target.engine',
  'target.contextTokens',
  'target.parallel',
  'target.gpu',
  'target.threads',
  'target.pid',
  'target.command',
  'target.env',
  'target.cwd',
  'target.ready',
  'target.cold',
  'target.stopGrace',
  'target.codec',
  'target.metrics',
  'target.sourceAddresses',
];

const HARMLESS: ReadonlySet<string> = new Set(HARMLESS_KEYS);

/** The keys of a plan that are not known to be harmless, with a model that is no plain name among them. */
export function heldKeysOf(plan: Readonly<Record<string, unknown>>): string[] {
  const target = plan['target'];
  const ofTarget = isObject(target) ? Object.keys(target).map((key) => `target.${key}`) : [];
  const held = [...Object.keys(plan), ...ofTarget].filter((key) => !HARMLESS.has(key));
  const models = isObject(target) ? target['models'] : undefined;
  const arePlain =
    models === undefined ||
    (Array.isArray(models) && models.every((model) => typeof model === 'string'));
  return arePlain ? held : [...held, 'target.models'];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

import { redactSettings } from '../../../spec/redaction/redact-settings.ts';
import type { SettingValue } from '../../../spec/server-settings.ts';
import { readServerMetrics } from '../../../scrape/read-server-metrics.ts';
import { flattenSettings, type FlatSettings } from './flatten-settings.ts';

/** Settings from the labels of info series. */
interface LabelSettings {
  readonly settings: FlatSettings;
  readonly state: FlatSettings;
}

type Labels = Readonly<Record<string, string>>;

/**
 * Reads settings from metrics: the labels of series such as `vllm:cache_config_info`, as `cache_config.block_size`. Where
 * engines differ, a label has all their values. The start time of the process is state: it shows a restart.
 * @param series pattern of names without the prefix of the server
 * @param secrets secret values
 * @returns the reason as text where the metrics cannot be read
 */
export function readLabelSettings(
  text: string,
  contentType: string,
  series: RegExp,
  secrets: readonly string[],
): LabelSettings | string {
  const reading = readServerMetrics(text, contentType);
  if ('unreadable' in reading) return `returned ${reading.unreadable}`;
  const settings: FlatSettings = new Map();
  for (const [family, entries] of reading.info) {
    const name = family.replace(/^(?:[^:]*:|trtllm_)/, '');
    if (!series.test(name)) continue;
    // Parsed first: a boolean whose name contains "user" is not a user name.
    const values = redactSettings(joinLabels(entries), secrets);
    for (const [key, value] of flattenSettings(values, name.replace(/_info$/, ''))) {
      settings.set(key, value);
    }
  }
  const { processStartSeconds } = reading;
  const state: FlatSettings = new Map();
  if (processStartSeconds !== undefined)
    state.set('process_start_time_seconds', processStartSeconds);
  return { settings, state };
}

/** One value per label; all distinct ones joined where there are several series. */
function joinLabels(entries: readonly Labels[]): Record<string, SettingValue> {
  const names = new Set(entries.flatMap((labels) => Object.keys(labels)));
  return Object.fromEntries(
    [...names].map((name) => [
      name,
      readPythonText([...new Set(entries.map((labels) => labels[name] ?? ''))].join(', ')),
    ]),
  );
}

/** Labels contain values as printed by Python. */
function readPythonText(text: string): SettingValue {
  if (text === 'True' || text === 'False') return text === 'True';
  return /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/.test(text) ? Number(text) : text;
}

import { redactSettings } from '../../../spec/redaction/redact-settings.ts';
import type { SettingValue } from '../../../spec/server-settings.ts';
import { readServerMetrics } from '../../../scrape/read-server-metrics.ts';
import { flattenSettings, type FlatSettings } from './flatten-settings.ts';

/** What labels of info series add to the settings. */
interface LabelSettings {
  readonly settings: FlatSettings;
  readonly state: FlatSettings;
}

type Labels = Readonly<Record<string, string>>;

/**
 * Reads settings out of metrics: the labels of series such as `vllm:cache_config_info`, as `cache_config.block_size`. Where
 * engines differ, a label has the values of all of them. The start of the process is state: it shows a restart.
 * @param series which, by the name without the prefix of the server
 * @param secrets known by their value
 * @returns why there are none as a text, where the metrics cannot be read
 */
export function readLabelSettings(
  text: string,
  contentType: string,
  series: RegExp,
  secrets: readonly string[],
): LabelSettings | string {
  const reading = readServerMetrics(text, contentType);
  if ('unreadable' in reading) return reading.unreadable;
  const settings: FlatSettings = new Map();
  for (const [family, entries] of reading.info) {
    const name = family.replace(/^(?:[^:]*:|trtllm_)/, '');
    if (!series.test(name)) continue;
    // Values first: a switch under a name with the word user is no user.
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

/** One value a label; all distinct ones where there are several series. */
function joinLabels(entries: readonly Labels[]): Record<string, SettingValue> {
  const names = new Set(entries.flatMap((labels) => Object.keys(labels)));
  return Object.fromEntries(
    [...names].map((name) => [
      name,
      readPythonText([...new Set(entries.map((labels) => labels[name] ?? ''))].join(', ')),
    ]),
  );
}

/** Labels hold values as Python prints them. */
function readPythonText(text: string): SettingValue {
  if (text === 'True' || text === 'False') return text === 'True';
  return /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/.test(text) ? Number(text) : text;
}

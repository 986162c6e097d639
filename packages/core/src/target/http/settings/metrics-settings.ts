import { redactSettings } from '../../../spec/redaction/redact-settings.ts';
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
    const joined = redactSettings(joinLabels(entries), secrets);
    for (const [key, value] of flattenSettings(joined, name.replace(/_info$/, ''))) {
      settings.set(key, typeof value === 'string' ? readPythonText(value) : value);
    }
  }
  const { processStartSeconds } = reading;
  const state: FlatSettings = new Map();
  if (processStartSeconds !== undefined)
    state.set('process_start_time_seconds', processStartSeconds);
  return { settings, state };
}

/** One value a label; all distinct ones where there are several series. */
function joinLabels(entries: readonly Labels[]): Labels {
  const names = new Set(entries.flatMap((labels) => Object.keys(labels)));
  return Object.fromEntries(
    [...names].map((name) => [
      name,
      [...new Set(entries.map((labels) => labels[name] ?? ''))].join(', '),
    ]),
  );
}

/** Labels hold values as Python prints them. */
function readPythonText(text: string): string | number | boolean {
  if (text === 'True' || text === 'False') return text === 'True';
  return /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/.test(text) ? Number(text) : text;
}

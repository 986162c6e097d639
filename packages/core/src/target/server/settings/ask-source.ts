import { redactSettings } from '../../../spec/redaction/redact-settings.ts';
import { isOk, type ControlResponse, type ControlClient } from '../session/control-client.ts';
import type { ServerKind } from '../probe/identify-server.ts';
import { flattenSettings, type FlatSettings } from './flatten-settings.ts';
import { readLabelSettings } from './metrics-settings.ts';
import type { AskedServer, SettingsSource } from './settings-source.ts';

/** Settings are kilobytes; a larger response is truncated here, bytes. */
const MAX_RESPONSE_BYTES = 4 * 2 ** 20;

/** A server whose settings are read. */
export interface SettingsQuestion extends AskedServer {
  readonly control: ControlClient;
  readonly kind: ServerKind;
  /** Found when the server was identified; empty when unknown. */
  readonly version: string;
  /** Its process, where that is known and on this machine. */
  readonly pid: number | undefined;
  /** Its command without the chosen port, where Loadcell started it; undefined to read that of its process. */
  readonly command: readonly string[] | undefined;
  /** Secret values, such as the key of requests. */
  readonly secrets: readonly string[];
}

/** Settings of one response. */
interface SourceSettings {
  readonly settings: FlatSettings;
  readonly state: FlatSettings;
  /** Undefined where the response has none. */
  readonly version?: string | undefined;
}

/** The result of asking a source. */
interface AskedSource {
  /** The path that was read, or the last one tried. */
  readonly path: string;
  /** Whether no response came in time. */
  readonly isSilent: boolean;
  /** Undefined without settings. */
  readonly read: SourceSettings | undefined;
  /** Why there are no settings; empty otherwise. */
  readonly failure: string;
}

/** Asks the paths of a source until one exists, and reads its response. @throws the signal's reason when it is aborted */
export async function askSource(
  question: SettingsQuestion,
  source: SettingsSource,
  signal?: AbortSignal,
): Promise<AskedSource> {
  const body = source.body?.(question);
  let last: AskedSource = { path: '', isSilent: false, read: undefined, failure: '' };
  for (const path of source.paths) {
    const learned = await question.control.learn(path, {
      signal,
      maxBytes: MAX_RESPONSE_BYTES,
      ...(body === undefined ? {} : { body }),
    });
    last = { path, isSilent: false, read: undefined, failure: learned.failure ?? '' };
    if (learned.response === undefined) return { ...last, isSilent: learned.error === undefined };
    const { response } = learned;
    if (!isOk(response)) {
      last = { ...last, failure: `HTTP ${response.status}` };
      continue;
    }
    const read = readResponse(response, source, question);
    return typeof read === 'string' ? { ...last, failure: read } : { ...last, read, failure: '' };
  }
  return last;
}

/** Extracts settings from a response, or returns why there are none. */
function readResponse(
  response: ControlResponse,
  source: SettingsSource,
  question: SettingsQuestion,
): SourceSettings | string {
  const { secrets } = question;
  if (source.series !== undefined) {
    const type = response.headers.get('content-type') ?? '';
    return readLabelSettings(response.text, type, source.series, secrets);
  }
  if (typeof response.json !== 'object' || response.json === null) {
    return 'the response is not a JSON object or array';
  }
  const { pick, prefix = '', version, state: moving, ignored } = source;
  const picked = pick === undefined ? response.json : pick(response.json, question);
  const flat = flattenSettings(redactSettings(picked, secrets), prefix);
  const settings: FlatSettings = new Map();
  const state: FlatSettings = new Map();
  for (const [name, value] of flat) {
    if (name === version || ignored?.test(name) === true) continue;
    (moving?.test(name) === true ? state : settings).set(name, value);
  }
  const reported = version === undefined ? undefined : flat.get(version);
  return { settings, state, version: reported === undefined ? undefined : String(reported) };
}

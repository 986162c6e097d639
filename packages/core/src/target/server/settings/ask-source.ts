import { redactSettings } from '../../../spec/redaction/redact-settings.ts';
import { isOk, type ControlResponse, type ControlClient } from '../session/control-client.ts';
import type { ServerKind } from '../probe/identify-server.ts';
import { flattenSettings, type FlatSettings } from './flatten-settings.ts';
import { readLabelSettings } from './metrics-settings.ts';
import type { AskedServer, SettingsSource } from './settings-source.ts';

/** Settings are kilobytes; a larger answer is not read to its end. Bytes. */
const MAX_ANSWER_BYTES = 4 * 2 ** 20;

/** A server whose settings are read. */
export interface SettingsQuestion extends AskedServer {
  readonly control: ControlClient;
  readonly kind: ServerKind;
  /** As the server was identified; empty where that showed none. */
  readonly version: string;
  /** Its process, where it runs on this machine and is known. */
  readonly pid: number | undefined;
  /** Its command where it was started here: a free port that it was given is no setting. Else that of its process. */
  readonly command: readonly string[] | undefined;
  /** Known by their value, such as the key of requests. */
  readonly secrets: readonly string[];
}

/** Settings of one answer. */
interface SourceSettings {
  readonly settings: FlatSettings;
  readonly state: FlatSettings;
  /** Undefined where it does not hold one. */
  readonly version?: string | undefined;
}

/** What came of asking a source. */
interface AskedSource {
  /** The one that was read, or the last that was tried. */
  readonly path: string;
  /** Whether no response came in time. */
  readonly isSilent: boolean;
  /** Undefined where there are no settings. */
  readonly read: SourceSettings | undefined;
  /** Why; empty where there are settings. */
  readonly failure: string;
}

/** Asks the paths of a source until one exists, and reads its answer. @throws the reason of the signal when it is aborted */
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
      maxBytes: MAX_ANSWER_BYTES,
      ...(body === undefined ? {} : { body }),
    });
    last = { path, isSilent: false, read: undefined, failure: learned.failure ?? '' };
    if (learned.answer === undefined) return { ...last, isSilent: learned.error === undefined };
    const { answer } = learned;
    if (!isOk(answer)) {
      last = { ...last, failure: `HTTP ${answer.status}` };
      continue;
    }
    const read = readAnswer(answer, source, question);
    return typeof read === 'string' ? { ...last, failure: read } : { ...last, read, failure: '' };
  }
  return last;
}

/** Settings out of a response, or why there are none. */
function readAnswer(
  answer: ControlResponse,
  source: SettingsSource,
  question: SettingsQuestion,
): SourceSettings | string {
  const { secrets } = question;
  if (source.series !== undefined) {
    const type = answer.headers.get('content-type') ?? '';
    return readLabelSettings(answer.text, type, source.series, secrets);
  }
  if (typeof answer.json !== 'object' || answer.json === null) {
    return 'the response is no JSON that can be read';
  }
  const { pick, prefix = '', version, state: moving, ignored } = source;
  const picked = pick === undefined ? answer.json : pick(answer.json, question);
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

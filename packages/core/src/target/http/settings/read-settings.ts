import { redactSettings } from '../../../spec/redaction/redact-settings.ts';
import type { ServerSettings } from '../../../spec/server-settings.ts';
import { isOk, type ControlAnswer, type ControlClient } from '../control-client.ts';
import type { ServerKind } from '../probe/identify-server.ts';
import { flattenSettings, MAX_SETTINGS, type FlatSettings } from './flatten-settings.ts';
import { readProcessSettings } from './process-settings.ts';
import { SETTINGS_READERS } from './registry.ts';
import type { AskedServer, SettingsSource, SourceSettings } from './settings-source.ts';

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
  /** Known by their value, such as the key of requests. */
  readonly secrets: readonly string[];
}

/**
 * Reads the settings of a server from the places of its kind, one after the other, and the command line of its process.
 * Secrets are gone from what is returned. A place that gives none is named with the reason; once the server stays silent,
 * it is not asked further. Each answer is bounded in time and size.
 * Not to be called while anything is measured: some answers wait for the scheduler of the server.
 * @throws the reason of the signal when it is aborted
 */
export async function readServerSettings(
  question: SettingsQuestion,
  signal?: AbortSignal,
): Promise<ServerSettings> {
  const settings: FlatSettings = new Map();
  const state: FlatSettings = new Map();
  const unread = new Map<string, string>();
  let { version } = question;
  let silence: string | undefined;
  for (const source of SETTINGS_READERS[question.kind].sources) {
    const body = source.body?.(question);
    if (source.body !== undefined && body === undefined) continue;
    const asked = silence === undefined ? await ask(question, source, body, signal) : silence;
    if (typeof asked === 'string') {
      unread.set(source.paths[0] ?? '', asked);
      continue;
    }
    if (asked.answer === undefined) silence = `not asked after ${asked.path}: ${asked.failure}`;
    const read =
      asked.answer === undefined ? undefined : readAnswer(asked.answer, source, question);
    if (read === undefined) {
      unread.set(asked.path, asked.failure);
      continue;
    }
    add(settings, read.settings);
    add(state, read.state);
    version = read.version ?? version;
  }
  const command = await readProcessSettings(question.pid, question.secrets);
  add(settings, command.settings);
  add(state, command.state);
  if (command.failure !== undefined) unread.set('/proc', command.failure);
  return {
    server: question.kind,
    version,
    settings: Object.fromEntries(settings),
    state: Object.fromEntries(state),
    unread: Object.fromEntries(unread),
  };
}

function add(to: FlatSettings, from: ReadonlyMap<string, string | number | boolean>): void {
  for (const [name, value] of from) if (to.size < MAX_SETTINGS) to.set(name, value);
}

/** What came of asking a source: its answer, or why there is none that can be read. */
interface Asked {
  readonly path: string;
  /** Undefined where the server stayed silent. */
  readonly answer: ControlAnswer | undefined;
  readonly failure: string;
}

/** Asks the paths of a source until one exists. */
async function ask(
  { control, secrets }: SettingsQuestion,
  { paths }: SettingsSource,
  body: unknown,
  signal: AbortSignal | undefined,
): Promise<Asked> {
  let last: Asked = { path: paths[0] ?? '', answer: undefined, failure: '' };
  for (const path of paths) {
    const { answer, failure = '' } = await control.learn(path, {
      signal,
      maxBytes: MAX_ANSWER_BYTES,
      ...(body === undefined ? {} : { body }),
    });
    const isRead = answer !== undefined && isOk(answer);
    last = { path, answer, failure: answer === undefined ? failure : failureOf(answer) };
    if (isRead || answer === undefined) break;
  }
  return { ...last, failure: String(redactSettings(last.failure, secrets)) };
}

function failureOf(answer: ControlAnswer): string {
  return isOk(answer) ? 'the response is no JSON that can be read' : `HTTP ${answer.status}`;
}

/** Settings out of a response; undefined where it holds none. */
function readAnswer(
  answer: ControlAnswer,
  source: SettingsSource,
  question: SettingsQuestion,
): SourceSettings | undefined {
  if (!isOk(answer) || typeof answer.json !== 'object' || answer.json === null) return undefined;
  const { pick, prefix = '', version, state: moving, ignored } = source;
  const picked = pick === undefined ? answer.json : pick(answer.json, question);
  const flat = flattenSettings(redactSettings(picked, question.secrets), prefix);
  const settings: FlatSettings = new Map();
  const state: FlatSettings = new Map();
  for (const [name, value] of flat) {
    if (name === version || ignored?.test(name) === true) continue;
    (moving?.test(name) === true ? state : settings).set(name, value);
  }
  const reported = version === undefined ? undefined : flat.get(version);
  return { settings, state, version: reported === undefined ? undefined : String(reported) };
}

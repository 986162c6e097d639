import type { HttpSession } from '../session/http-session.ts';
import type { HttpTargetOptions } from '../http-target-options.ts';
import { probeTokenizer, type ServerTokenizer } from '../tokens/tokenizer.ts';
import { chooseModels, findModel } from './choose-models.ts';
import { LENGTH_FIELDS } from './length-field.ts';
import type { ListedModel } from './model-list.ts';
import { probeServer, type ServerFacts } from './probe-server.ts';

/** A server that responds, and its models under test. */
export interface FoundServer {
  readonly facts: ServerFacts;
  /** Under test, the main one first. */
  readonly models: ReadonlyMap<string, ListedModel>;
  readonly tokenizer: ServerTokenizer | undefined;
}

/**
 * Connects, waits until the server is healthy, identifies it and reads its models.
 * @throws {TransportError} when it does not respond
 * @throws {TargetError} when it refuses
 * @throws {ConfigError} when it does not have a named model
 */
export async function findServer(
  session: HttpSession,
  options: HttpTargetOptions,
  signal?: AbortSignal,
): Promise<FoundServer> {
  await session.transport.open(1, signal);
  const facts = await probeServer(session.control, options, signal);
  session.shapes.meet(LENGTH_FIELDS[facts.kind]);
  const { models: wanted, managesModels = false, mixedModels = [], api } = options;
  const models = chooseModels(facts, { wanted, managesModels, api });
  for (const name of mixedModels) findModel(facts, name, '--mix');
  const [main] = models.keys();
  const tokenizer = await probeTokenizer(session.control, main, facts.kind, signal);
  return { facts, models, tokenizer };
}

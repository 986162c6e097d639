import {
  isOk,
  type ControlResponse,
  type ControlClient,
} from '../../target/server/session/control-client.ts';
import { quoteServer } from '../../target/server/failure/explain-refusal.ts';
import { wordsOf } from '../../target/server/probe/ask-for-models.ts';
import { findHealthPath } from '../../target/server/probe/find-health-path.ts';
import { orNull, type EndpointReport } from './server-report.ts';

/** Paths at which servers report about themselves, besides health, and the content of each. */
const PATHS = [
  ['/v1/models', 'model list'],
  ['/metrics', 'metrics'],
  ['/version', 'version'],
  ['/props', 'settings of llama.cpp'],
  ['/slots', 'slots of llama.cpp'],
  ['/api/version', 'version of Ollama'],
  ['/api/ps', 'models loaded by Ollama'],
  ['/is_sleeping', 'sleep mode of vLLM'],
] as const;

/** Asks each path once; none of them makes the server generate text. */
export async function askEndpoints(
  control: ControlClient,
  signal?: AbortSignal,
): Promise<EndpointReport[]> {
  const reports: EndpointReport[] = [];
  const healthPath = await findHealthPath(control, signal);
  for (const [path, purpose] of [[healthPath, 'health'] as const, ...PATHS]) {
    const { response, failure } = await control.learn(path, { signal });
    reports.push({
      method: 'GET',
      path,
      status: orNull(response?.status ?? Number.NaN),
      responds: response !== undefined && isOk(response),
      detail: response === undefined ? failure : describe(response, purpose),
    });
  }
  return reports;
}

function describe(response: ControlResponse, purpose: string): string {
  if (isOk(response)) return purpose;
  // The text of a 404 adds nothing.
  const said = response.status === 404 ? '' : quoteServer(wordsOf(response));
  return said === '' ? purpose : `${purpose}: ${said}`;
}

import {
  isOk,
  type ControlResponse,
  type ControlClient,
} from '../../target/server/session/control-client.ts';
import { quoteServer } from '../../target/server/failure/explain-refusal.ts';
import { wordsOf } from '../../target/server/probe/ask-for-models.ts';
import { findHealthPath } from '../../target/server/probe/find-health-path.ts';
import { orNull, type EndpointReport } from './server-report.ts';

/** Paths that servers report about themselves at, beside that of their health, and what each is for. */
const PATHS = [
  ['/v1/models', 'model list'],
  ['/metrics', 'metrics'],
  ['/version', 'version'],
  ['/props', 'settings of llama.cpp'],
  ['/slots', 'slots of llama.cpp'],
  ['/api/version', 'version of Ollama'],
  ['/api/ps', 'models that Ollama holds'],
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
    const { answer, failure } = await control.learn(path, { signal });
    reports.push({
      method: 'GET',
      path,
      status: orNull(answer?.status ?? Number.NaN),
      responds: answer !== undefined && isOk(answer),
      detail: answer === undefined ? failure : describe(answer, purpose),
    });
  }
  return reports;
}

function describe(answer: ControlResponse, purpose: string): string {
  if (isOk(answer)) return purpose;
  // A path that does not exist says no more than that.
  const said = answer.status === 404 ? '' : quoteServer(wordsOf(answer));
  return said === '' ? purpose : `${purpose}: ${said}`;
}

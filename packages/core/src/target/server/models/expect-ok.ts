import { errorMessageOf } from '../../codec/fields/error-message.ts';
import { TargetError } from '../../errors.ts';
import { isOk, type ControlResponse } from '../session/control-client.ts';

/** Passes a yes on. @throws {TargetError} when the server refused what it was asked */
export function expectOk(answer: ControlResponse, asked: string): ControlResponse {
  if (isOk(answer)) return answer;
  throw new TargetError(
    `The server refused to ${asked}: ${answer.status} ${errorMessageOf(answer.json ?? '')}`.trimEnd() +
      '. Expected it to manage its models: leave target.manageModels out to measure it as it is.',
    { code: 'MODEL_REFUSED' },
  );
}

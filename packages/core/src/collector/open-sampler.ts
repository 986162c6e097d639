import { JavascriptSampler } from './javascript/javascript-sampler.ts';
import { ProcessSampler } from './process-sampler.ts';
import type { Sampler, SamplerSettings } from './sampler.ts';
import { NativeUnavailableError } from './sampling-error.ts';

/** `native`: the native thread or an error; `javascript`: a timer; `auto`: the timer if no binary loads. */
export type SamplerChoice = 'auto' | 'native' | 'javascript';

/** Makes a native sampler; tests pass one that fails. */
export type MakeSampler = (settings: SamplerSettings) => Sampler;

/**
 * Makes the chosen sampler; its account names it and the reason.
 * @throws {SamplingError} when the process does not exist or is not readable
 * @throws {NativeUnavailableError} when the native thread was requested but is not available
 */
export function openSampler(
  settings: SamplerSettings,
  choice: SamplerChoice,
  makeNative: MakeSampler = (native) => new ProcessSampler(native),
): Sampler {
  if (choice === 'javascript') {
    return new JavascriptSampler({ ...settings, reason: 'sampler: "javascript"' });
  }
  try {
    return makeNative(settings);
  } catch (error) {
    if (choice === 'native' || !(error instanceof NativeUnavailableError)) throw error;
    return new JavascriptSampler({ ...settings, reason: error.message });
  }
}

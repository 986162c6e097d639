import { JavascriptSampler } from './javascript/javascript-sampler.ts';
import { ProcessSampler } from './process-sampler.ts';
import type { Sampler, SamplerSettings } from './sampler.ts';
import { NativeUnavailableError } from './sampling-error.ts';

/** `native`: the native thread or an error; `javascript`: a timer; `auto`: the timer where no binary loads. */
export type SamplerChoice = 'auto' | 'native' | 'javascript';

/** Makes a native sampler; a test gives one that cannot. */
export type MakeSampler = (settings: SamplerSettings) => Sampler;

/**
 * Makes the sampler that was chosen; its account says which it is, and why.
 * @throws {SamplingError} when there is no such process, or it may not be read
 * @throws {NativeUnavailableError} when the native thread was asked for and cannot be had
 */
export function openSampler(
  settings: SamplerSettings,
  choice: SamplerChoice,
  makeNative: MakeSampler = (native) => new ProcessSampler(native),
): Sampler {
  if (choice === 'javascript') {
    return new JavascriptSampler({ ...settings, reason: 'the configuration requests it' });
  }
  try {
    return makeNative(settings);
  } catch (error) {
    if (choice === 'native' || !(error instanceof NativeUnavailableError)) throw error;
    return new JavascriptSampler({ ...settings, reason: error.message });
  }
}

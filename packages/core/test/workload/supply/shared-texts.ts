import { PrefixedText, type SharedPrefix } from '../../../src/workload/supply/shared-prefix.ts';
import { learnTextMaker } from '../../../src/workload/text/learn-text-maker.ts';
import type { MadeText } from '../../../src/workload/text/text-maker.ts';
import { byWords } from '../tokenizers.ts';

/** Texts of ten tokens behind a shared prefix. */
export class SharedTexts {
  readonly maker: PrefixedText;

  private constructor(maker: PrefixedText) {
    this.maker = maker;
  }

  static async make(prefix: SharedPrefix): Promise<SharedTexts> {
    const learned = await learnTextMaker(byWords, { seed: 1, nonce: 'n' });
    return new SharedTexts(new PrefixedText(learned, prefix, 1));
  }

  first(count: number): MadeText[] {
    return Array.from({ length: count }, (_, number) =>
      this.maker.make({ label: 'open', number }, 10),
    );
  }
}

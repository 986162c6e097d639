import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { LONG_FILES } from './long-files.ts';

function isLong({ moduleId }: TestSpecification): boolean {
  return LONG_FILES.some((file) => moduleId.endsWith(`/${file}`));
}

/** Starts the long files before all others. */
export class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    // oxlint-disable-next-line unicorn/no-array-sort -- it is the sequencer's own method
    const others = await super.sort(files.filter((file) => !isLong(file)));
    return [...files.filter((file) => isLong(file)), ...others];
  }
}

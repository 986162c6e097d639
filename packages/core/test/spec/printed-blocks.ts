import { readFileSync } from 'node:fs';

const SPECIFICATION = new URL(
  '../../../../docs/spec/performance-testing-types.md',
  import.meta.url,
);

/** Every block of TypeScript in the specification, in order, as printed. */
export function readPrintedBlocks(): string[] {
  const text = readFileSync(SPECIFICATION, 'utf8');
  return [...text.matchAll(/^```typescript\n([\s\S]*?)^```$/gm)].map(([, block]) => block ?? '');
}

/** The blocks that declare interfaces, joined: the whole contract. */
export function readPrintedInterfaces(): string {
  return readPrintedBlocks()
    .filter((block) => block.startsWith('interface '))
    .join('\n');
}

/** The blocks that use what the others declare. */
export function readPrintedExamples(): string[] {
  return readPrintedBlocks().filter((block) => !block.startsWith('interface '));
}

import { describe, expect, it } from 'vitest';
import { EXIT_CODES } from '../../../packages/cli/src/exit-codes.ts';
import { LENIENT_CALIBRATION, temporaryFolder, writeConfig } from '../../e2e/support/run-folder.ts';
import { runLoadcell } from '../../e2e/support/run-loadcell.ts';
import { unwrapped } from '../../e2e/support/unwrapped.ts';
import type { RealServer } from '../support/real-server.ts';
import { runLoad } from '../support/server-metrics.ts';

const CLOSED = [{ kind: 'closed', concurrency: 4, requests: 24 }];

/** Tests of schemas and pictures on vLLM. */
export function describeContent(vllm: () => RealServer): void {
  describe('content on vLLM', () => {
    it('has every response match a schema that vLLM enforces', async () => {
      const run = await runLoad(vllm(), {
        stages: CLOSED,
        outputSchema: { title: 'city', enum: ['Ulm', 'Bonn', 'Graz'] },
      });
      const [stage] = run.results.phases[0]?.stages ?? [];
      expect(stage?.measurements['schemaValidity']?.avg).toBe(1);
      const checks = run.streams.phases.flatMap(({ requests }) =>
        requests.filter(({ purpose }) => purpose === 'load').map(({ schemaCheck }) => schemaCheck),
      );
      expect(checks).toHaveLength(24);
      expect(new Set(checks)).toEqual(new Set(['match']));
    });

    it('counts responses apart that the limit cuts within their structure', async () => {
      // The untrained model fills what the grammar allows with space.
      const run = await runLoad(vllm(), {
        stages: CLOSED,
        outputTokens: 8,
        outputSchema: {
          type: 'object',
          properties: { city: { type: 'string' } },
          required: ['city'],
          additionalProperties: false,
        },
      });
      const [stage] = run.results.phases[0]?.stages ?? [];
      expect(stage?.measurements['schemaValidity']).toMatchObject({
        reason: 'the limit on output tokens cut every response',
      });
      expect(run.recommendations.map(({ rule }) => rule)).not.toContain('schema-mismatches');
    });

    it('names the refusal of a picture by a model of text', async () => {
      const cwd = temporaryFolder();
      writeConfig(cwd, {
        phase: 'load',
        phases: { load: { stages: CLOSED, calibration: LENIENT_CALIBRATION } },
      });
      const args = ['run', '--url', vllm().url, '--images', '64x64'];
      const { code, stdout } = await runLoadcell(args, { cwd });
      expect(code).not.toBe(EXIT_CODES.pass);
      expect(unwrapped(stdout)).toContain(
        'The server returned 400: "tiny is not a multimodal model"',
      );
    });
  });
}

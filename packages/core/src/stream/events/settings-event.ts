import * as z from 'zod';
import { SERVER_SETTINGS_FIELDS } from '../../spec/server-settings.ts';
import { inPhase } from './event-place.ts';

/** Settings reported by the server, after its model was loaded and again after the work of the phase. */
export const serverSettingsSchema = z
  .object({
    kind: z.literal('server-settings'),
    ...inPhase,
    read: z.enum(['before', 'after']),
    ...SERVER_SETTINGS_FIELDS,
  })
  .describe(
    'Settings reported by the server, after its model was loaded and again after the work of the phase.',
  );

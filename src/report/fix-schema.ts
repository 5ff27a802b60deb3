import { z } from 'zod';
import { text, textOrNull } from './fields.ts';

export const Fix = z
  .object({
    text: text('What to do, as a sentence without a full stop.'),
    command: textOrNull('Can be pasted into a POSIX shell; null where no command says it.'),
  })
  .meta({ id: 'Fix', description: 'A next step.' });

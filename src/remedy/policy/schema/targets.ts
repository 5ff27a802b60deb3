import { z } from 'zod';
import { strict } from '../../../base/document/strict.ts';
import { Glob } from './names.ts';

const LabelExpression = strict({
  key: z.string().min(1).max(317),
  operator: z.enum(['In', 'NotIn', 'Exists', 'DoesNotExist']),
  values: z.array(z.string().max(63)).max(50).optional(),
});

const Selector = strict({
  matchLabels: z.record(z.string().max(317), z.string().max(63)).optional(),
  matchExpressions: z.array(LabelExpression).max(20).optional(),
});

const Exclusion = strict({
  names: z.array(Glob).max(100).optional(),
  namespaces: z.array(Glob).max(100).optional(),
  selector: Selector.optional(),
});

/** Which objects a policy is for. All that is said must fit. */
export const Target = strict({
  apiVersion: z.string().min(1).max(253),
  kind: z.string().min(1).max(63),
  names: z.array(Glob).min(1).max(100).optional(),
  selector: Selector.optional(),
  namespaces: z.array(Glob).min(1).max(100).optional(),
  exclude: Exclusion.optional(),
});

export type Target = z.output<typeof Target>;

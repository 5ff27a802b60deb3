import { z } from 'zod';
import { strict } from '../base/document/strict.ts';
import { SEVERITIES } from '../findings/severity.ts';

const Scalar = z.union([z.string(), z.number(), z.boolean()]);

/** What the values at a path are compared with; a finding for each value that does. */
const Comparison = strict({
  path: z.string().min(1),
  /** `true`: a finding where there is a value; `false`: where there is none. */
  exists: z.boolean().optional(),
  equals: Scalar.optional(),
  notEquals: Scalar.optional(),
  in: z.array(Scalar).min(1).optional(),
  notIn: z.array(Scalar).min(1).optional(),
  startsWith: z.string().optional(),
  notStartsWith: z.string().optional(),
  contains: z.string().optional(),
  lessThan: z.number().optional(),
  moreThan: z.number().optional(),
});
export type Comparison = z.output<typeof Comparison>;

const Test = strict({
  name: z.string().min(1),
  objects: z.array(z.record(z.string(), z.unknown())).min(1),
  /** What it must find in these objects, and nothing else; empty for nothing. */
  finds: z.array(
    strict({
      /** `Deployment shop/web`, or `Node worker-1`. */
      subject: z.string().min(1),
      message: z.string().optional(),
    }),
  ),
});
export type CheckTest = z.output<typeof Test>;

/** The document of a custom check. */
export const CheckDocument = strict({
  apiVersion: z.literal('mekhanikube.io/v1alpha1'),
  kind: z.literal('Check'),
  metadata: strict({
    name: z
      .string()
      .regex(/^[a-z0-9]+(?:-[a-z0-9]+)+$/, 'write it in lower case with hyphens, like image-from-elsewhere')
      .max(80),
  }),
  spec: strict({
    title: z.string().min(1).max(80),
    severity: z.enum(SEVERITIES),
    confidence: z.enum(['certain', 'likely', 'possible']).default('certain'),
    for: strict({ apiVersion: z.string().min(1).optional(), kind: z.string().min(1) }),
    /** True for an object that is wrong. */
    cel: z.string().min(1).optional(),
    jsonPath: Comparison.optional(),
    /** One sentence; `{.spec.replicas}` stands for the value there, `{value}` for the one that was found. */
    message: z.string().min(1).max(400),
    fixes: z.array(strict({ text: z.string().min(1), command: z.string().min(1).optional() })).default([]),
    docs: z.url({ protocol: /^https?$/ }).optional(),
    prose: strict({
      means: z.string().min(1),
      look: z.string().default(''),
      repair: z.string().default(''),
      fine: z.string().default(''),
    }),
  }),
  tests: z.array(Test).default([]),
});
export type CheckDocument = z.output<typeof CheckDocument>;

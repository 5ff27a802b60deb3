import { z } from 'zod';
import { strict } from '../../base/document/strict.ts';
import { Spec } from './schema/spec.ts';

const POLICY_API_VERSION = 'mekhanikube.io/v1alpha1';
const POLICY_KINDS = ['RemediationPolicy', 'ClusterRemediationPolicy'] as const;

const DNS_NAME = /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/;

const Metadata = strict({
  name: z.string().min(1).max(63).regex(DNS_NAME, 'is no name of Kubernetes'),
  /** Absent in a local file: the policy is for every namespace that was asked for. */
  namespace: z.string().min(1).max(63).regex(DNS_NAME, 'is no name of Kubernetes').optional(),
  labels: z.record(z.string(), z.string()).optional(),
  annotations: z.record(z.string(), z.string()).optional(),
});

/** A policy: as a file now, as a custom resource later. */
export const PolicyDocument = strict({
  apiVersion: z.literal(POLICY_API_VERSION, { error: `is not ${POLICY_API_VERSION}` }),
  kind: z.enum(POLICY_KINDS),
  metadata: Metadata,
  spec: Spec,
});

export type PolicyDocument = z.output<typeof PolicyDocument>;

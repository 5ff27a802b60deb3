import { z } from 'zod';
import { type ContainerView, containersOf } from '../../kube/containers.ts';
import {
  type End,
  endEvidence,
  isDownAlone,
  isLooping,
  lastEndOf,
  loopingSince,
  restartsText,
} from '../../kube/ends.ts';
import { isComplete } from '../../kube/jobs.ts';
import { describe, inNamespaceOf, kubectl, target } from '../../kube/kubectl.ts';
import type { ObjectOf, Pod } from '../../kube/object.ts';
import { controllerOf } from '../../kube/owners.ts';
import { isTerminating } from '../../kube/pods.ts';
import { quantityText, quantityValue } from '../../kube/quantities.ts';
import { DAY_MS } from '../../kube/time.ts';
import type { View } from '../../snapshot/view.ts';
import { defineCheck } from '../define-check.ts';

/** A kill of this long ago is history: the container has run since. */
const FORGOTTEN_MS = 7 * DAY_MS;

/** What `kubectl set resources` can change in place. */
const RESIZABLE: ReadonlySet<string> = new Set(['CronJob', 'DaemonSet', 'Deployment', 'ReplicaSet', 'StatefulSet']);

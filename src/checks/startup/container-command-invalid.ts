import { z } from 'zod';
import { containersOf } from '../../kube/containers.ts';
import { inNamespaceOf, kubectl } from '../../kube/kubectl.ts';
import { unreadySince } from '../../kube/pod-start.ts';
import { isActive, isReady } from '../../kube/pods.ts';
import { startErrorsOf } from '../../kube/start-errors.ts';
import { shellExitOf } from '../../kube/shell-exits.ts';
import { correctTemplate } from '../../kube/template-fix.ts';
import { defineCheck } from '../define-check.ts';

const PROBLEMS = [
  ...['not-found', 'not-executable', 'wrong-format', 'no-command', 'no-directory', 'unclear'],
  ...['shell-not-found', 'shell-not-executable'],
] as const;

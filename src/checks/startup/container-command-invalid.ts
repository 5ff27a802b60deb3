import { z } from 'zod';
import { inNamespaceOf, kubectl, type NextStep } from '../../kube/kubectl.ts';
import { type ObjectRef, refText } from '../../kube/object-ref.ts';
import { isDownAlone } from '../../kube/runtime/ends.ts';
import { volumeBehind } from '../../kube/startup/command-volume.ts';
import { unreadySince } from '../../kube/startup/pod-start.ts';
import { COMMAND_PROBLEMS, startErrorsOf } from '../../kube/startup/start-errors.ts';
import { suspects } from '../../kube/suspects.ts';
import { correctTemplate } from '../../kube/workloads/template-fix.ts';
import { defineCheck } from '../define-check.ts';

const Facts = z.object({
  container: z.string(),
  problem: z.enum(COMMAND_PROBLEMS),
  program: z.string().nullable(),
  exitCode: z.int().nullable(),
  text: z.string(),
  /** The volume in which the file has no mode to be executed by, or which hides the image's own file. */
  volume: z.object({ name: z.string(), path: z.string() }).nullable(),
});

export const containerCommandInvalid = defineCheck({
  id: 'container-command-invalid',
  title: 'Command of the container cannot be run',
  severity: 'high',
  level: 'cause',
  subject: 'Pod',
  among: suspects,
  source: 'https://kubernetes.io/docs/tasks/inject-data-application/define-command-argument-container/',
  facts: Facts,
  message: (stated) => `Container ${stated.container} ${wordsFor(stated)}`,
  fixes: ({ container, problem, volume }, { subject, object }) => [
    ...(problem === 'shell'
      ? [
          {
            text: 'Read which command it did not find',
            command: kubectl('logs', ...inNamespaceOf(object), object.name, '-c', container, '--previous'),
          },
        ]
      : []),
    correctOf(problem, volume, subject),
    ...(problem === 'wrong-format'
      ? [{ text: "Build the image for the node's architecture, or begin the script with #!", command: null }]
      : []),
  ],
  *find(pod, view) {
    for (const { container, command, exitCode, text, seen } of startErrorsOf(pod, (time) => view.age(time))) {
      if (command === null) continue;
      const { problem, program } = command;
      yield {
        cause: container,
        container,
        severity: isDownAlone(pod) ? 'critical' : 'high',
        confidence: problem === 'shell' ? 'likely' : 'certain',
        since: unreadySince(pod),
        facts: { container, problem, program, exitCode, text, volume: volumeBehind(pod, container, command) },
        evidence: [...seen],
      };
    }
  },
});

function correctOf(problem: string, volume: z.output<typeof Facts>['volume'], subject: ObjectRef): NextStep {
  if (volume === null) return correctTemplate(subject, 'the command or the image', 'image');
  const step = correctTemplate(subject, `the mount of volume ${volume.name} at ${volume.path}`);
  return problem === 'not-executable'
    ? { ...step, text: `Set defaultMode: 0755 on volume ${volume.name} of ${refText(subject)}` }
    : step;
}

function wordsFor({ problem, program, exitCode, text, volume }: z.output<typeof Facts>): string {
  const what = program === null ? 'its command' : JSON.stringify(program);
  switch (problem) {
    case 'not-found':
      return volume === null
        ? `cannot start: ${what} is not in its image`
        : `cannot start: ${what} is not there, and volume ${volume.name} hides what its image has in ${volume.path}`;
    case 'not-executable':
      return volume === null
        ? `cannot start: ${what} may not be executed (permission denied)`
        : `cannot start: ${what} may not be executed, as the files of volume ${volume.name} have no execute permission`;
    case 'wrong-format':
      return `cannot start: ${what} is built for another architecture, or is a script without #! (exec format error)`;
    case 'no-command':
      return 'cannot start: neither it nor its image names a command';
    case 'no-directory':
      return `cannot start: its working directory ${what} is not in its image`;
    case 'unclear':
      return `cannot start${text === '' ? '' : `: ${text}`}`;
    case 'shell':
      return exitCode === 126
        ? 'ends with exit code 126: its shell may not execute a command'
        : 'ends with exit code 127: its shell does not find a command';
  }
}

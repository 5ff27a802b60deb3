import { z } from 'zod';
import { inNamespaceOf, kubectl } from '../../kube/kubectl.ts';
import { isDownAlone } from '../../kube/runtime/ends.ts';
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
  fixes: ({ container, problem }, { subject, object }) => [
    ...(problem === 'shell'
      ? [
          {
            text: 'Read which command it did not find',
            command: kubectl('logs', ...inNamespaceOf(object), object.name, '-c', container, '--previous'),
          },
        ]
      : []),
    correctTemplate(subject, 'the command or the image', 'image'),
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
        facts: { container, problem, program, exitCode, text },
        evidence: [...seen],
      };
    }
  },
});

function wordsFor({ problem, program, exitCode, text }: z.output<typeof Facts>): string {
  const what = program === null ? 'its command' : JSON.stringify(program);
  switch (problem) {
    case 'not-found':
      return `cannot start: ${what} is not in its image`;
    case 'not-executable':
      return `cannot start: ${what} may not be executed (permission denied)`;
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

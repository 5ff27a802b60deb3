import { closeSync, fstatSync, openSync, readdirSync, readSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';

/** A line of the API server's audit log, with what tells one write from another. */
const Line = z.looseObject({
  requestURI: z.string(),
  verb: z.string(),
  userAgent: z.string().default(''),
  objectRef: z.looseObject({ namespace: z.string().default(''), resource: z.string(), name: z.string().default('') }),
  responseStatus: z.looseObject({ code: z.number() }),
  requestObject: z.unknown(),
});

/** One change that the API server made because the tool asked for it. */
export interface ServerWrite {
  readonly verb: string;
  readonly resource: string;
}

const WRITES = new Set(['create', 'patch', 'update', 'delete']);

/** The API server's own record of writes, from a point in time on; null where the tests know of none. */
export interface AuditLog {
  /** Forgets what was. */
  mark(): void;
  /** What the tool wrote in this namespace since the mark. */
  writes(namespace: string): readonly ServerWrite[];
}

/** MEKHANIKUBE_TEST_AUDIT_LOG names the file. */
export function auditLog(path: string | undefined = process.env['MEKHANIKUBE_TEST_AUDIT_LOG']): AuditLog | null {
  if (path === undefined) return null;
  let from = sizeOf(path);
  return {
    mark() {
      from = sizeOf(path);
    },
    writes: (namespace) => linesFrom(path, from).flatMap((line) => writeIn(line, namespace)),
  };
}

function writeIn(text: string, namespace: string): readonly ServerWrite[] {
  // Most lines are about others, and long.
  if (!text.includes(namespace) || !text.includes('"userAgent":"mekhanikube/')) return [];
  const { requestURI, verb, userAgent, objectRef, responseStatus, requestObject } = Line.parse(JSON.parse(text));
  const isDry = requestURI.includes('dryRun=') || JSON.stringify(requestObject ?? null).includes('"dryRun":["All"]');
  const isOurs = userAgent.startsWith('mekhanikube/') && objectRef.namespace === namespace;
  if (!isOurs || isDry || !WRITES.has(verb) || responseStatus.code >= 300) return [];
  return [{ verb, resource: objectRef.resource }];
}

/** The server begins a new file when one is full, and renames the old one. */
function linesFrom(path: string, from: number): readonly string[] {
  const isNew = sizeOf(path) < from;
  const older = readdirSync(dirname(path)).filter((name) => /^audit-.*\.log$/.test(name));
  const last = older.sort().at(-1);
  const texts =
    isNew && last !== undefined
      ? [textFrom(join(dirname(path), last), from), textFrom(path, 0)]
      : [textFrom(path, from)];
  return texts.join('').split('\n');
}

function textFrom(path: string, from: number): string {
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(fstatSync(file).size - from);
    readSync(file, bytes, 0, bytes.length, from);
    return bytes.toString('utf8');
  } finally {
    closeSync(file);
  }
}

function sizeOf(path: string): number {
  const file = openSync(path, 'r');
  try {
    return fstatSync(file).size;
  } finally {
    closeSync(file);
  }
}

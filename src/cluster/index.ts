export { type Connection, type ConnectOptions, connect, listContexts } from './connect.ts';
export type { Progress } from './read/progress.ts';
export { listNamespaces, type SnapshotOptions, takeSnapshot } from './take-snapshot.ts';

import type { Runtime } from '../program.ts';

export async function benchModels(_names: readonly string[], _options: object, _runtime: Runtime): Promise<void> {}

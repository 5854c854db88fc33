import { join } from 'node:path';
import { rebuildContract } from './rebuild.contract.ts';

rebuildContract('real DuckDB', async (folder) => ({
  kind: 'duckdb',
  file: join(folder, 'metrics.duckdb'),
  memoryLimitMb: 256,
  exportFolder: join(folder, 'export'),
}));

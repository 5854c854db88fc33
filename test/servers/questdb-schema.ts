import { resolve } from 'node:path';

/** The schema that the workbench brings for QuestDB. */
export const SCHEMA_FILE = resolve(import.meta.dirname, '../../sql-cookbook/schema/questdb.sql');

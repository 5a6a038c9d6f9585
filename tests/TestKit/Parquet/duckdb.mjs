// Prints what DuckDB answers to a query as JSON.
import { DuckDBInstance } from '@duckdb/node-api';

const database = await (await DuckDBInstance.create()).connect();
console.log(JSON.stringify((await database.runAndReadAll(process.argv[2])).getRowObjectsJson()));

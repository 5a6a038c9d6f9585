// Prints the rows of a Parquet file as JSON.
import { gunzipSync } from 'node:zlib';
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet';

const compressors = { GZIP: (bytes) => new Uint8Array(gunzipSync(bytes)) };
const rows = await parquetReadObjects({ file: await asyncBufferFromFile(process.argv[2]), compressors });
console.log(JSON.stringify(rows, (_, value) => (typeof value === 'bigint' ? value.toString() : value)));

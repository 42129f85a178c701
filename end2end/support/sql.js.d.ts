/** As much of sql.js as the tests use. */
declare module 'sql.js' {
  export class Database {
    constructor(bytes: Uint8Array);
    run(statement: string): void;
    exec(query: string): { values: (string | number | Uint8Array | null)[][] }[];
    export(): Uint8Array;
    close(): void;
  }
  export default function load(): Promise<{ Database: typeof Database }>;
}

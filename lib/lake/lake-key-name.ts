/** Under this name DuckDB is told the key of a tenant's files. */
export const lakeKeyName = 'lake'

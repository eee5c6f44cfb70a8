export interface LakeSettings {
  /** The `httpfs` extension of DuckDB, whose cryptography writes encrypted Parquet; null: nothing is sealed. */
  cryptoFile: string | null
  /** How much time one sealed file covers, in seconds. A reading is in the lake at most that and about a minute later. */
  sealSeconds: number
  /** Days that files are kept. */
  keepDays: number
  /** Whether figures are written as open tables, and whether under the tenant's key. */
  tables: 'off' | 'sealed' | 'plain'
  /** Trino, which queries them; null: DuckDB answers alone. */
  trino: TrinoSettings | null
}

export interface TrinoSettings {
  /** Without a trailing slash. */
  url: string
  /** Under which the product signs who asks; Trino has it in its `jwt.key-file`. */
  secret: string
}

export const usualLake: LakeSettings = { cryptoFile: null, sealSeconds: 180, keepDays: 3700, tables: 'off', trino: null }

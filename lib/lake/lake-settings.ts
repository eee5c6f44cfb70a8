export interface LakeSettings {
  /** The `httpfs` extension of DuckDB, whose cryptography writes encrypted Parquet; null: nothing is sealed. */
  cryptoFile: string | null
  /** How much time one sealed file covers, in seconds. A reading is in the lake at most that and about a minute later. */
  sealSeconds: number
  /** Days that files are kept. */
  keepDays: number
}

export const usualLake: LakeSettings = { cryptoFile: null, sealSeconds: 180, keepDays: 3700 }

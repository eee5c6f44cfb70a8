import type { QueryEnd, QueryEvents, Question } from '@/lib/lake/query/run-query'

export type EngineName = 'duckdb' | 'trino'

/** Who answers SQL over the lake of one plant: its own tables and nothing else. */
export interface LakeEngine {
  name: EngineName
  /** For people. */
  title: string
  /** What it reads, for people. */
  reads: string
  /**
   * Answers within the limits of the question; aborted, it stops at once. Never throws for what a query does.
   * Names of types and cells are as DuckDB writes them in JSON: whole numbers of 64 bits and moments are text.
   */
  ask(question: Question, events: QueryEvents): Promise<QueryEnd>
}

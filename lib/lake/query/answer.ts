import type { Cell, ResultColumn } from '@/lib/lake/query/protocol'
import type { Asked } from '@/lib/lake/query/ask-lake'

/** What `POST /api/lake/query` answers, a line of JSON each, as it happens. */
export type AnswerLine = { kind: 'progress'; ratio: number | null } | { kind: 'note'; text: string } | { kind: 'columns'; columns: ResultColumn[] } | { kind: 'rows'; rows: Cell[][] } | { kind: 'end'; end: Asked }

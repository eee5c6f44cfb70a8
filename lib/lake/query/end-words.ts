import type { Failure } from '@/lib/adapters/outcome'
import type { QueryLimits } from '@/lib/lake/query/protocol'

/** Why a query is not answered, in the same words whoever was asked. */
export const oneSelectWords = 'Ask one SELECT at a time.'
export const verbWords = (verb: string): string => `${verb || 'This'} is refused: a query is a SELECT. Nothing can be written, attached, installed, loaded or set here.`
export const noTableWords = (name: string): string => `There is no table ${name}. A query reads the tables of this plant; they stand beside the editor.`
export const timeWords = ({ seconds }: QueryLimits): string => `No answer within ${seconds} s. Ask for fewer signals or a shorter time.`
export const memoryWords = ({ memoryMb }: QueryLimits): string => `The query needs more memory than ${memoryMb} MB. Ask for fewer signals, a shorter time, or sums instead of lists.`
export const keyWords = ({ kind, message }: Failure): string => (kind === 'refused' ? 'The key of this plant is destroyed: nobody can read its history any more.' : `The key store did not answer: ${message}. Try again in a minute.`)

/** What a statement begins with, behind comments: `SELECT`; empty when it is no word. */
export const verbOf = (sql: string): string => /^\s*(?:--[^\n]*\n\s*|\/\*.*?\*\/\s*|\(\s*)*([a-z]+)/is.exec(sql)?.[1]?.toUpperCase() ?? ''

import { existsSync, readFileSync } from 'node:fs'

/** The last lines of a log file; empty when there is none. */
export const endOfLog = (file: string, lines: number): string => (existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n').slice(-lines).join('\n') : '')

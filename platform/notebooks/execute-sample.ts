import { copyFile, mkdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { runProgram } from '@/scripts/notebooks/run-program'

export const sampleNotebooks = [
  'Getting Started with Manufacturing Analytics.ipynb',
  'Predictive Maintenance 101.ipynb',
  'Quality Analysis with SPC.ipynb',
  'Production Optimization.ipynb',
]

export const samplesDir = path.join(import.meta.dirname, 'samples')

const text = z.union([z.string(), z.array(z.string()).transform((lines) => lines.join(''))])
const output = z.object({ text: text.optional(), data: z.object({ 'text/plain': text.optional(), 'text/html': text.optional() }).optional() })
const executed = z.object({
  cells: z.array(
    z.object({ cell_type: z.string(), execution_count: z.number().nullish(), outputs: z.array(output).default([]) }),
  ),
})

/**
 * Runs a sample from top to bottom in `home` (with its `data/`) by the notebook environment's Python.
 * @returns everything that its cells showed as text. @throws with the failing cell's error.
 */
export async function executeSample(python: string, notebook: string, home: string): Promise<string> {
  await mkdir(home, { recursive: true })
  const copy = path.join(home, notebook)
  await copyFile(path.join(samplesDir, notebook), copy)
  const execute = path.join(path.dirname(python), 'jupyter-execute')
  const run = await runProgram('/bin/sh', ['-c', 'cd "$1" && exec "$2" --inplace --timeout=180 "$3"', 'sh', home, execute, copy])
  if (run.code !== 0) throw new Error(`${notebook}: ${run.tail}`)
  const { cells } = executed.parse(JSON.parse(await readFile(copy, 'utf8')))
  const left = cells.filter((cell) => cell.cell_type === 'code' && !cell.execution_count).length
  if (left > 0) throw new Error(`${notebook}: ${left} cells did not run`)
  return cells.flatMap((cell) => cell.outputs.map((shown) => shown.text ?? shown.data?.['text/plain'] ?? '')).join('\n')
}

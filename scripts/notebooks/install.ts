import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { runProgram } from './run-program'

export interface InstallProgress {
  /** 0..1 */
  ratio: number
  /** What is being done, for a person who waits. */
  text: string
}

export interface InstallOptions {
  /** The environment goes to `<dir>/venv`. */
  dir: string
  onProgress?: (progress: InstallProgress) => void
}

const requirementsFile = path.resolve(import.meta.dirname, '../../platform/notebooks/requirements.txt')
const pythons = ['python3', 'python3.14', 'python3.13', 'python3.12', 'python3.11']

/**
 * Makes the notebook environment, or does nothing when the one there has the same requirements and Python.
 * A killed run leaves no stamp, so the next one builds anew, from pip's own cache. Two runs at once: one builds, one waits.
 * @throws with a sentence for the operator when this machine has no usable Python.
 */
export async function installNotebooks({ dir, onProgress = () => {} }: InstallOptions): Promise<{ python: string }> {
  const requirements = await readFile(requirementsFile, 'utf8')
  const base = await findPython()
  const venv = path.join(dir, 'venv')
  const python = path.join(venv, 'bin/python')
  const stamp = createHash('sha256').update(`${base.version}\n${requirements}`).digest('hex')
  await mkdir(dir, { recursive: true })
  const unlock = await lock(path.join(dir, 'installing.lock'))
  try {
    if ((await readText(path.join(venv, 'installed'))) !== stamp) {
      await rm(venv, { recursive: true, force: true })
      await build({ base: base.program, venv, python, requirements, onProgress })
      await writeFile(path.join(venv, 'installed'), stamp)
    }
  } finally {
    await unlock()
  }
  onProgress({ ratio: 1, text: 'notebook environment ready' })
  return { python }
}

interface Build {
  base: string
  venv: string
  python: string
  requirements: string
  onProgress: (progress: InstallProgress) => void
}

async function build({ base, venv, python, requirements, onProgress }: Build): Promise<void> {
  onProgress({ ratio: 0, text: 'making the Python environment' })
  const made = await runProgram(base, ['-m', 'venv', venv])
  if (made.code !== 0 || !existsSync(path.join(venv, 'bin/pip'))) {
    throw new Error(
      `Notebooks need Python's venv with pip, which ${base} lacks (Debian and Ubuntu: apt-get install python3-venv). ${made.tail}`,
    )
  }
  await fetchPackages(python, requirements, onProgress)
  onProgress({ ratio: 0.95, text: 'preparing fonts' })
  // Else every new server would search the machine's fonts on its first chart.
  const fonts = path.join(venv, 'share/millrace/matplotlib')
  const warm = `import os; os.makedirs(${JSON.stringify(fonts)}, exist_ok=True); os.environ['MPLCONFIGDIR'] = ${JSON.stringify(fonts)}; import matplotlib.font_manager`
  await runProgram(python, ['-c', warm])
}

/**
 * What may be asked of pip, the best first: every version as tested; the packages that we ask for as tested, with
 * whatever they need; those packages at any version. Not every Python that people have gets every version.
 */
export function requirementSets(requirements: string): { wanted: string[]; how: string }[] {
  const blocks = requirements.split(/\n\s*\n/).map((block) => block.split('\n').filter((line) => line.includes('==')))
  const chosen = blocks[0] ?? []
  return [
    { wanted: blocks.flat(), how: 'as tested' },
    { wanted: chosen, how: 'with other versions of what they need' },
    { wanted: chosen.map((line) => line.split('==')[0]!), how: 'at the versions that this Python gets' },
  ]
}

async function fetchPackages(python: string, requirements: string, onProgress: Build['onProgress']): Promise<void> {
  const failures: string[] = []
  for (const { wanted, how } of requirementSets(requirements)) {
    let collected = 0
    const installed = await runProgram(python, ['-m', 'pip', 'install', '--prefer-binary', ...wanted], (line) => {
      const name = /^Collecting ([\w.-]+)/.exec(line)?.[1]
      if (name) onProgress({ ratio: 0.05 + 0.55 * Math.min(1, ++collected / 115), text: `fetching ${name}` })
      if (line.startsWith('Installing collected')) onProgress({ ratio: 0.65, text: `installing packages ${how}` })
    })
    if (installed.code === 0) return
    failures.push(installed.tail.split('\n').filter((line) => line.startsWith('ERROR')).join(' ') || installed.tail)
  }
  throw new Error(`The notebook environment could not be installed: ${failures[0]}`)
}

async function findPython(): Promise<{ program: string; version: string }> {
  let found = 'none'
  const ask = 'import sys; print(sys.version.split()[0], sys.executable, sep="|"); sys.exit(sys.version_info < (3, 11))'
  for (const program of pythons) {
    const answer = await runProgram(program, ['-c', ask])
    const [version = '', executable = program] = answer.tail.trim().split('|')
    if (answer.code === 0) return { program: executable, version }
    if (answer.code === 1 && version) found = `${program} ${version}`
  }
  throw new Error(`Notebooks need Python 3.11 or newer on the PATH (found: ${found}).`)
}

/** Waits while another live process holds the lock; a dead one's is taken over. */
async function lock(file: string): Promise<() => Promise<void>> {
  for (;;) {
    try {
      await writeFile(file, String(process.pid), { flag: 'wx' })
      return () => rm(file, { force: true })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
    const holder = Number(await readText(file))
    if (holder === process.pid || !existsSync(`/proc/${holder}`)) await rm(file, { force: true })
    else await wait(500)
  }
}

const readText = (file: string) => readFile(file, 'utf8').catch(() => '')

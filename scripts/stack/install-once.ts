import { createHash } from 'node:crypto'
import { existsSync, renameSync, rmSync } from 'node:fs'
import path from 'node:path'
import { runProgram } from '../notebooks/run-program'
import { withLock } from '../processes/lock-file'

/** Superset on a busy machine takes minutes. */
const longestInstallationMs = 20 * 60_000

/** For the name of a folder that holds what is made of this: of something else another folder is made. */
export const folderDigest = (content: string | Buffer): string => createHash('sha256').update(content).digest('hex').slice(0, 12)

/**
 * Fills `<programs>/<name>` by `build`, unless it is there: a folder appears whole or not at all, so that a run that was
 * killed leaves nothing that the next one takes for finished. Of two at once one builds and one waits, in this process or
 * in another. The name holds the version. @returns the folder.
 */
export async function installOnce(programs: string, name: string, build: (folder: string) => Promise<void>): Promise<string> {
  const folder = path.join(programs, name)
  if (existsSync(folder)) return folder
  await withLock(`${folder}.lock`, longestInstallationMs, async () => {
    if (existsSync(folder)) return
    const draft = `${folder}.new`
    rmSync(draft, { recursive: true, force: true })
    await build(draft)
    renameSync(draft, folder)
  })
  return folder
}

/** Python packages with exact versions, in an environment of their own. Its scripts do not survive the move: run modules or programs. */
export const installPython = (programs: string, name: string, packages: string[]): Promise<string> =>
  installOnce(programs, name, async (folder) => {
    await runOrThrow('python3', ['-m', 'venv', folder])
    await runOrThrow(path.join(folder, 'bin/python'), ['-m', 'pip', 'install', '--disable-pip-version-check', '--prefer-binary', ...packages])
  })

/** @throws with the end of what it said when it fails. */
export async function runOrThrow(program: string, args: string[]): Promise<void> {
  const { code, tail } = await runProgram(program, args)
  if (code !== 0) throw new Error(`${path.basename(program)} ${args.slice(0, 3).join(' ')} … failed (code ${code})\n${tail}`)
}

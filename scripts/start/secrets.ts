import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** The installation's own secrets: made once, 32 random bytes in hexadecimal, readable by the owner only. */
export class Secrets {
  constructor(private readonly folder: string) {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
  }

  get(name: string): string {
    const file = path.join(this.folder, name)
    if (!existsSync(file)) this.keep(name, randomBytes(32).toString('hex'))
    return readFileSync(file, 'utf8')
  }

  /** Undefined when it was never kept. */
  find(name: string): string | undefined {
    return existsSync(path.join(this.folder, name)) ? this.get(name) : undefined
  }

  keep(name: string, value: string): void {
    const file = path.join(this.folder, name)
    // A file that stands keeps its mode: begin with a new one.
    rmSync(file, { force: true })
    writeFileSync(file, value, { mode: 0o600 })
  }
}

import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer, type Server } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { freePort } from '@/scripts/notebooks/free-port'
import { pidFileText } from '@/scripts/processes/pid-file'
import { choosePorts, type Ports, usualPorts } from '@/scripts/start/ports'

let folder: string
let taken: Server
let said: string[]
beforeEach(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'millrace-ports-'))
  taken = createServer()
  const port = await freePort(22_480 + (process.pid % 300))
  await new Promise<void>((resolve) => taken.listen(port, '127.0.0.1', resolve))
  said = []
})
afterEach(() => {
  taken.close()
  rmSync(folder, { recursive: true, force: true })
})

const choose = (wanted: Partial<Ports>, held = {}, usual = usualPorts) =>
  choosePorts({ file: path.join(folder, 'run/ports.json'), usual, wanted, held, onTaken: (message) => said.push(message) })

describe('the ports', () => {
  it('pass over one that is taken, say which, and stay the same next time', async () => {
    const port = (taken.address() as AddressInfo).port
    const ports = await choose({ web: port })
    expect(ports.web).toBeGreaterThan(port)
    expect(said.join()).toContain(`port ${port} (web) is taken: ${ports.web}`)
    expect(await choose({})).toEqual(ports)
  })

  it('are eight different ones', async () => {
    const port = (taken.address() as AddressInfo).port
    const ports = await choose({ web: port, postgres: port, gateway: port, hub: port, hubInner: port, hubProxy: port })
    expect(new Set(Object.values(ports)).size).toBe(8)
  })

  it('of a product that is starting elsewhere are passed over, though nobody listens there yet; but not for who is told to take them', async () => {
    const other = spawn('sleep', ['60'])
    const port = await freePort(22_800 + (process.pid % 200))
    const claim = path.join(os.tmpdir(), 'millrace-ports', String(port))
    mkdirSync(path.dirname(claim), { recursive: true })
    writeFileSync(claim, pidFileText(other.pid!))
    try {
      expect((await choose({}, {}, { ...usualPorts, gateway: port })).gateway).toBeGreaterThan(port)
      expect((await choose({ gateway: port })).gateway).toBe(port)
    } finally {
      other.kill()
      rmSync(claim, { force: true })
    }
  })

  it('stay when another process opens the same installation before anybody listens', async () => {
    const port = await freePort(23_100 + (process.pid % 200))
    const usual = { ...usualPorts, gateway: port }
    expect((await choose({}, {}, usual)).gateway).toBe(port)
    const other = spawn('sleep', ['60'])
    const claim = path.join(os.tmpdir(), 'millrace-ports', String(port))
    writeFileSync(claim, pidFileText(other.pid!))
    try {
      expect((await choose({}, {}, usual)).gateway).toBe(port)
    } finally {
      other.kill()
      rmSync(claim, { force: true })
    }
  })

  it('leave alone what the installation itself holds', async () => {
    const port = (taken.address() as AddressInfo).port
    expect((await choose({}, { postgres: port })).postgres).toBe(port)
    expect(said.join()).not.toContain('postgres')
  })
})

import { type ChildProcess, spawn } from 'node:child_process'
import { cp, rm } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { embeddedTelemetry } from '@/lib/adapters/telemetry/embedded'
import type { LakeFile } from '@/lib/generated/prisma/client'
import { usualLake } from '@/lib/lake/lake-settings'
import { sealTenant } from '@/lib/lake/seal-tenant'
import { sweepOrphans } from '@/lib/lake/sweep-lake'
import { expectNoOrphan, expectWholeLake, foundLakePlant, historianOf } from '@/lib/testing/lake-plant'
import { lakeCrypto } from '@/lib/testing/lake-rows'
import { testSystem } from '@/lib/testing/test-system'
import { checkout, node } from '@/scripts/checkout'

const cryptoFile = await lakeCrypto()
const kills = 20
const hourMs = 3_600_000

/** Seals as the worker does, with settings of the test's environment. */
class SealProcess {
  private constructor(readonly child: ChildProcess) {}

  /** `inShell`: a script that runs it as "$@", in a namespace of its own for mounts. */
  static async start(inShell?: string): Promise<SealProcess> {
    const plain = [node, '--import', 'tsx', 'lib/testing/seal-process.ts']
    const [program, ...args] = inShell ? ['unshare', '--user', '--map-root-user', '--mount', 'sh', '-ec', inShell, 'sh', ...plain] : plain
    const child = spawn(program!, args, { cwd: checkout, env: { ...process.env, LAKE_CRYPTO_FILE: cryptoFile! }, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
    await new Promise((resolve, reject) => {
      child.once('message', resolve)
      child.once('exit', (code) => reject(new Error(`it ended with ${code} before it was ready`)))
    })
    return new SealProcess(child)
  }

  begin(): void {
    this.child.send('begin')
  }

  async kill(): Promise<void> {
    const ended = new Promise((resolve) => this.child.once('exit', resolve))
    this.child.kill('SIGKILL')
    await ended
    expect(this.child.signalCode).toBe('SIGKILL')
  }
}

describe.skipIf(cryptoFile === null)('a process that seals', { timeout: 600_000 }, () => {
  let system: Awaited<ReturnType<typeof testSystem>>
  let store: ReturnType<typeof historianOf>
  let process: SealProcess | undefined
  const plants: string[] = []
  let isOver = false

  beforeAll(async () => {
    system = await testSystem({ lake: { ...usualLake, cryptoFile, sealSeconds: 10 } })
    keepTime()
    store = historianOf(system)
    await embeddedTelemetry(system.db).keep(system.clock.now())
  })
  afterAll(async () => {
    isOver = true
    await process?.kill()
    await system.stop()
  })

  /** The process goes by the clock of the machine. */
  const keepTime = () => system.clock.advance(Date.now() - system.clock.now().getTime())

  /** Four hours to catch up with: some sixteen files, which are joined then. Its turn is before those of others. */
  async function foundPlant() {
    const id = `kill-${99 - plants.length}`
    await foundLakePlant(system, id)
    for (const signal of ['flow', 'temp']) await store(id, signal, Array.from({ length: 240 }, (_, i) => Date.now() - 4 * hourMs + i * 60_000))
    plants.push(id)
  }

  /** Readings of now, and late ones of times that are sealed already. */
  async function load(isOver: () => boolean): Promise<void> {
    for (let n = 0; !isOver(); n++) {
      const plant = plants[n % plants.length]!
      await store(plant, 'temp', [Date.now()])
      await store(plant, 'flow', [Date.now() - 3 * hourMs + n * 977 + 1, Date.now() - hourMs + n * 31])
      await wait(50)
    }
  }

  const unfinished = () => system.db.asOperator((tx) => tx.lakeFile.findMany({ where: { state: 'writing' } }))
  /** Of what it has begun itself: what an earlier one left waits for its plant's turn. */
  async function begun(before: LakeFile[]): Promise<LakeFile[]> {
    const known = new Set(before.map(({ id }) => id))
    return (await unfinished()).filter(({ id }) => !known.has(id))
  }
  async function untilWriting(before: LakeFile[], isJoin: boolean): Promise<void> {
    for (let looks = 0; looks < 500 && !(await begun(before)).some(({ replaces }) => replaces.length > 0 === isJoin); looks++) await wait(5)
  }

  it(`killed ${kills} times under load leaves no gap, no duplicate and, after the sweep, no orphan`, async () => {
    await foundPlant()
    const loading = load(() => isOver)
    const left = { nothing: 0, sealing: 0, correcting: 0, joining: 0 }
    for (let n = 0; n < kills; n++) {
      if (n % 3 === 1) await foundPlant()
      process = await SealProcess.start()
      const before = await unfinished()
      process.begin()
      // One anywhere, one in the midst of a file, one in the midst of a join, which else would hardly be met.
      if (n % 3 > 0) await untilWriting(before, n % 3 === 2)
      await wait(Math.random() * (n % 3 > 0 ? 40 : 2000))
      await process.kill()
      const [file] = await begun(before)
      left[!file ? 'nothing' : file.replaces.length > 0 ? 'joining' : file.kind === 'correction' ? 'correcting' : 'sealing'] += 1
    }
    console.log('killed while it was', left)
    expect(left.sealing + left.correcting).toBeGreaterThan(0)
    expect(left.joining).toBeGreaterThan(0)
    isOver = true
    await loading
    process = undefined

    keepTime()
    for (const plant of plants) {
      await sealTenant(system, plant)
      await expectWholeLake(system, plant, 60_000)
    }
    // What was replaced is removed after a while, and drafts that nobody writes any more.
    system.clock.advance(2 * hourMs)
    for (const plant of plants) {
      await sealTenant(system, plant)
      await sweepOrphans(system, plant)
      await expectWholeLake(system, plant, 60_000)
      await expectNoOrphan(system, plant)
    }
  })

  const maySplit = globalThis.process.platform === 'linux'
  it.runIf(maySplit).each(['objects', 'lake/drafts'])('that finds the disk of %s full tries on, and goes on when there is room', async (place) => {
    const id = `full-${place.replace('/', '-')}`
    await foundLakePlant(system, id)
    for (const signal of ['flow', 'temp']) await store(id, signal, Array.from({ length: 3600 }, (_, i) => Date.now() - 2 * hourMs + i * 2000 - 60_000))
    const folder = path.join(system.settings.varDir, place)
    // A real file system of 1 MB that only this process sees, all of it taken.
    process = await SealProcess.start(`mkdir -p "${folder}"; mount -t tmpfs -o size=1m none "${folder}"; mkdir -p "${folder}/${id}"; head -c 2000000 /dev/zero > "${folder}/filler" || true; exec "$@"`)
    const seen = `/proc/${process.child.pid}/root${folder}`
    const files = () => system.db.asOperator((tx) => tx.lakeFile.findMany({ where: { tenantId: id } }))
    process.begin()
    await until(async () => (await files()).length > 0)
    await wait(2000)
    expect((await files()).map(({ state }) => state)).toEqual(['writing'])
    await rm(`${seen}/filler`)
    await until(async () => (await files()).filter(({ state }) => state === 'live').length > 3 && (await files()).every(({ state }) => state !== 'writing'))
    // What it has written goes with it.
    process.child.kill('SIGSTOP')
    if (place === 'objects') await cp(`${seen}/${id}`, path.join(folder, id), { recursive: true })
    await process.kill()
    process = undefined
    keepTime()
    await sealTenant(system, id)
    await expectWholeLake(system, id, 60_000)
    system.clock.advance(2 * hourMs)
    await sealTenant(system, id)
    await sweepOrphans(system, id)
    await expectNoOrphan(system, id)
    await expectWholeLake(system, id, 60_000 + 2 * hourMs)
  })
})

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let looks = 0; looks < 600 && !(await holds()); looks++) await wait(50)
}

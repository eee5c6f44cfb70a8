import { derivePassword } from '@/lib/adapters/identity/password'
import { done, type Outcome } from '@/lib/adapters/outcome'
import { leasePrefix } from '@/lib/demo/lease-name'
import { notebookFiles } from '@/lib/demo/notebook-files'
import type { Lease, Part } from '@/lib/generated/prisma/client'
import { countRows, listPlants, provisionPlant, removePlant } from '@/lib/plant/provision-plant'
import { ensureStory, industryOf, storyDateFor } from '@/lib/plant/stories'
import { sampleFiles } from '@/lib/plant/sample-files'
import { listDashboardHolders, removeDashboards } from '@/lib/plant/remove-dashboards'
import { enqueue } from '@/lib/queue/enqueue'
import type { System } from '@/lib/system'
import { ensureDataKey } from '@/lib/tenancy/data-key'

/** How one part of a lease is made, removed and looked for. All three may run twice and at any time. */
export interface PartDriver {
  /** Answers in words what is there now. */
  ensure(lease: Lease, progress: (share: number, note: string) => Promise<void>): Promise<Outcome<string>>
  remove(name: string): Promise<Outcome>
  /** Names of leases of which this neighbour holds anything, asked of the neighbour itself. */
  list(): Promise<Outcome<string[]>>
  /** How much it still holds under this name. */
  holds(name: string): Promise<Outcome<number>>
}

/** The password that the welcome mail says. */
export const firstPassword = (system: System, lease: Pick<Lease, 'name' | 'assignedAt'>): string =>
  derivePassword(system.settings.secret, `first password of ${lease.name} ${lease.assignedAt?.toISOString() ?? ''}`)

export function partDrivers(system: System): Record<Part, PartDriver> {
  return {
    identity: identityDriver(system),
    data_key: keyDriver(system),
    object_space: objectsDriver(system),
    plant_data: plantDriver(system),
    notebook: notebookDriver(system),
    dashboards: dashboardsDriver(system),
    mail_schedule: mailDriver(system),
  }
}

/** A driver whose LIST names each thing once. */
const listed = (driver: Omit<PartDriver, 'holds'>): PartDriver => ({
  ...driver,
  async holds(name) {
    const names = await driver.list()
    return names.ok ? done(names.value.filter((other) => other === name).length) : names
  },
})

const identityDriver = (system: System) =>
  listed({
    async ensure(lease) {
      const made = await system.identity.ensureUser({
        name: lease.name,
        tenantId: lease.name,
        // A pool member has no owner yet; nobody can sign in with an address that cannot exist.
        email: lease.email ?? `${lease.name}@pool.invalid`,
        displayName: lease.email?.split('@')[0] ?? lease.name,
        groups: ['demo-user', 'data-analyst'],
        password: firstPassword(system, lease),
      })
      return made.ok ? done('1 account, 2 roles') : made
    },
    remove: (name) => system.identity.removeUser(name),
    list: () => system.identity.listUsers(leasePrefix),
  })

const keyDriver = (system: System) =>
  listed({
    async ensure(lease) {
      const made = await ensureDataKey(system.db, system.keys, lease.name)
      return made.ok ? done('1 key, wrapped') : made
    },
    remove: (name) => system.keys.destroy(name),
    list: () => system.keys.listKeys(leasePrefix),
  })

function objectsDriver(system: System): PartDriver {
  return {
    async ensure(lease, progress) {
      const space = await system.objects.ensureSpace(lease.name)
      if (!space.ok) return space
      const files = await sampleFiles(system, lease)
      for (const [i, file] of files.entries()) {
        const put = await system.objects.put(lease.name, `samples/${file.name}`, await file.read())
        if (!put.ok) return put
        await progress((i + 1) / files.length, `${i + 1} of ${files.length} files`)
      }
      return done(`${files.length} files, ${space.value}`)
    },
    remove: (name) => system.objects.removeSpace(name),
    list: () => system.objects.listSpaces(leasePrefix),
    async holds(name) {
      const spaces = await system.objects.listSpaces(name)
      if (!spaces.ok) return spaces
      const objects = await system.objects.list(name)
      if (!objects.ok) return objects
      return done(spaces.value.filter((space) => space === name).length + objects.value.length)
    },
  }
}

function plantDriver(system: System): PartDriver {
  return {
    ensure: (lease, progress) => provisionPlant(system, lease, progress, (work) => system.pace.inBackground('history', work)),
    remove: (name) => removePlant(system, name),
    list: () => listPlants(system, leasePrefix),
    holds: async (name) => done(await countRows(system, name)),
  }
}

const notebookDriver = (system: System) =>
  listed({
    async ensure(lease) {
      const files = await notebookFiles(system, lease)
      if (!files.ok) return files
      const made = await system.notebooks.ensureServer(lease.name, files.value)
      return made.ok ? done(made.value.note) : made
    },
    remove: (name) => system.notebooks.removeServer(name),
    list: () => system.notebooks.listServers(leasePrefix),
  })

const dashboardsDriver = (system: System) =>
  listed({
    async ensure(lease) {
      const tenant = await system.db.asOperator((tx) => tx.tenant.findUnique({ where: { id: lease.name } }))
      // Beside the plant, not after it: both wait for the same story.
      const industry = industryOf(lease.industry)
      const storyId = tenant?.storyTenantId ?? (await ensureStory(system, industry, storyDateFor(industry, system.clock.now())))
      const made = await system.bi.ensureDashboards(lease.name, storyId)
      if (!made.ok) return made
      // A tool's take seconds, which nobody waits for who wants to enter.
      if (system.biTool) await system.db.asOperator((tx) => enqueue(tx, 'keep-tool-dashboards', {}, { key: 'keep-tool-dashboards' }))
      return done(`${made.value} dashboards`)
    },
    remove: (name) => removeDashboards(system, name),
    list: () => listDashboardHolders(system, leasePrefix),
  })

const mailDriver = (system: System) =>
  listed({
    ensure: (lease) =>
      system.db.asOperator(async (tx) => {
        const kinds = ['reminder', 'deadline']
        await tx.mailSchedule.createMany({
          data: kinds.map((kind) => ({ tenantId: lease.name, leaseName: lease.name, kind })),
          skipDuplicates: true,
        })
        return done('1 reminder, 1 certificate')
      }),
    remove: (name) =>
      system.db.asOperator(async (tx) => {
        await tx.mailSchedule.deleteMany({ where: { leaseName: name } })
        return done()
      }),
    list: () =>
      system.db.asOperator(async (tx) => {
        const rows = await tx.mailSchedule.findMany({
          where: { leaseName: { startsWith: leasePrefix } },
          distinct: ['leaseName'],
          select: { leaseName: true },
        })
        return done(rows.map((row) => row.leaseName))
      }),
  })


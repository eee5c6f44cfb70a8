import type { Part } from '@/lib/generated/prisma/client'

export interface PartFacts {
  part: Part
  label: string
  /** The kind of system that holds it, in words for people. */
  holds: string
  /** Parts that must be up first. */
  needs: Part[]
  /** Nobody waits for it before they can enter: it gives way to those that somebody waits for. */
  isBackground?: true
  /** Longest single try, in milliseconds. */
  deadlineMs: number
}

/** Everything that a lease is made of, in the order in which it is shown. */
export const partList: PartFacts[] = [
  { part: 'identity', label: 'Identity', holds: 'Accounts', needs: [], deadlineMs: 10_000 },
  { part: 'data_key', label: 'Data key', holds: 'Key store', needs: [], deadlineMs: 10_000 },
  { part: 'object_space', label: 'Object space', holds: 'Object storage', needs: ['data_key'], isBackground: true, deadlineMs: 60_000 },
  { part: 'plant_data', label: 'Plant data', holds: 'PostgreSQL', needs: [], deadlineMs: 170_000 },
  { part: 'notebook', label: 'Notebook', holds: 'JupyterHub', needs: [], isBackground: true, deadlineMs: 90_000 },
  { part: 'dashboards', label: 'Dashboards', holds: 'Dashboards', needs: [], deadlineMs: 60_000 },
  { part: 'mail_schedule', label: 'Mail schedule', holds: 'Mail', needs: [], deadlineMs: 10_000 },
]

export const partFacts = (part: Part): PartFacts => partList.find((facts) => facts.part === part)!

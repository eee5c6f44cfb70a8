import { type NotebookInstallation, readNotebookInstallation, whileInstalled } from '@/lib/admin/notebook-installation'
import type { System } from '@/lib/system'

export interface NeighbourRow {
  neighbour: string
  state: string
  detail: string
  latencyMs: number | null
  checkedAt: string
  since: string
  next: string
}

export interface NeighboursView {
  rows: NeighbourRow[]
  notebooks: NotebookInstallation | null
}

export async function loadNeighbours(system: System): Promise<NeighboursView> {
  const answers = await system.db.asOperator((tx) => tx.neighbourHealth.findMany({ orderBy: { neighbour: 'asc' } }))
  const notebooks = await readNotebookInstallation(system.settings.varDir)
  const rows = answers.map((answer) => {
    const { neighbour, state, detail, latencyMs, checkedAt, since } = whileInstalled(answer, notebooks)
    return { neighbour, state, detail, latencyMs, checkedAt: checkedAt.toISOString(), since: since.toISOString(), next: whatHappensNext(neighbour, state) }
  })
  return { rows, notebooks }
}

/** In words, for the person who wonders whether to act. */
export function whatHappensNext(neighbour: string, state: string): string {
  switch (state) {
    case 'up':
      return 'Asked again every minute.'
    case 'slow':
      return 'It answers later than 1.5 s. Steps that need it take longer; nothing is lost.'
    case 'starting':
      return 'It is being installed or started. Leases open without it and get it afterwards.'
    case 'off':
      return 'It is switched off for this installation. Leases do without it.'
    default:
      return `See that its server runs and that its address in the settings is right. ${whileDown[neighbour] ?? usualWhileDown} Asked again every minute.`
  }
}

const removals = 'Removals try on until it lists nothing, and no certificate is given before.'
const usualWhileDown = `Leases wait three minutes for it, open without it and are given theirs when it answers. ${removals}`

/** Where an outage means something else than a part that comes later. */
const whileDown: Record<string, string> = {
  PostgreSQL: 'Nothing can be shown or changed; readings are taken on and kept in the journal of the gateway until it answers.',
  Identity: `Nobody new can be let in; leases that are being made wait for it. ${removals}`,
  'Key store': `Files of plants cannot be opened, and new leases come without them; both return with it. Nothing is taken for destroyed. ${removals}`,
  Kafka: 'The gateway answers 503, senders come again; nothing that was acknowledged is lost. No alarm is raised until it answers.',
  'Schema registry': 'What runs knows its schemas and goes on; what is started waits for it.',
  Flink: 'Readings are taken and stored, and no alarm is raised; those of the meantime follow when it answers.',
  Mail: 'Mails stay in the outbox for up to a day and go out when it answers; people wait for their links meanwhile.',
}

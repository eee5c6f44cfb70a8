import { loadHealthView } from '@/lib/admin/load-health-view'
import { readPipelineMetrics } from '@/lib/health/read-pipeline-metrics'
import type { Reading } from '@/lib/observe/metrics'
import type { System } from '@/lib/system'

/** What the whole installation says of itself, asked when somebody scrapes. */
export async function readMetrics(system: System): Promise<Reading[]> {
  const { slo, incidents } = await loadHealthView(system)
  const { leases, jobs, neighbours } = await system.db.asOperator(async (tx) => ({
    leases: await tx.lease.groupBy({ by: ['state'], where: { state: { not: 'gone' } }, _count: { _all: true } }),
    jobs: await tx.$queryRaw<{ job: string; n: number }[]>`
      SELECT task.identifier AS job, count(*)::int AS n FROM graphile_worker._private_jobs job JOIN graphile_worker._private_tasks task ON task.id = job.task_id GROUP BY 1`,
    neighbours: await tx.neighbourHealth.findMany(),
  }))
  return [
    { name: 'millrace_availability_ratio', help: 'Good minutes of those that count, thirty days', labels: [], values: slo.availability === null ? [] : [[{}, slo.availability]] },
    { name: 'millrace_error_budget_left_seconds', help: 'Of thirty days; negative when it is spent', labels: [], values: [[{}, slo.leftMinutes * 60]] },
    { name: 'millrace_error_budget_burn', help: 'Times faster than the budget allows', labels: ['hours'], values: slo.burn.flatMap(({ hours, rate }) => (rate === null ? [] : [[{ hours: String(hours) }, rate] as [Record<string, string>, number]])) },
    { name: 'millrace_incidents_open', help: 'Incidents that are open', labels: [], values: [[{}, incidents.filter(({ closedAt }) => closedAt === null).length]] },
    { name: 'millrace_neighbour_up', help: '1 when the neighbour answers', labels: ['neighbour'], values: neighbours.map(({ neighbour, state }) => [{ neighbour }, state === 'down' ? 0 : 1]) },
    { name: 'millrace_leases', help: 'Demo leases by state', labels: ['state'], values: leases.map(({ state, _count }) => [{ state }, _count._all]) },
    { name: 'millrace_jobs_waiting', help: 'Jobs in the queue', labels: ['job'], values: jobs.map(({ job, n }) => [{ job }, n]) },
    ...(await readPipelineMetrics(system)),
  ]
}

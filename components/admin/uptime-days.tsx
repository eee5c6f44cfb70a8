import { adminZone } from '@/components/admin/lease-cells'
import { formatPercent } from '@/components/ui/format'
import { formatDate } from '@/components/ui/format-time'
import type { HealthView } from '@/lib/admin/load-health-view'

/** A level for each day and neighbour: full is a day that answered throughout; a day that was not asked stays empty. */
export function UptimeDays({ uptime, days }: { uptime: HealthView['uptime']; days: string[] }) {
  return (
    <table className="w-full border-collapse text-[13px]">
      <caption className="sr-only">Answers of each neighbour by day</caption>
      <thead className="text-left text-small text-ink-3">
        <tr>
          <th scope="col" className="w-px px-5 py-2 font-normal max-md:px-3.5">
            Neighbour
          </th>
          <th scope="col" className="py-2 font-normal">
            {formatDate(days[0]!, adminZone, { year: false })} to today
          </th>
          <th scope="col" className="w-px px-5 py-2 text-right font-normal max-md:px-3.5">
            Answered
          </th>
        </tr>
      </thead>
      <tbody>
        {uptime.map(({ neighbour, days: measured }) => (
          <tr key={neighbour} className="border-t border-line">
            <th scope="row" className="px-5 py-2 text-left font-semibold whitespace-nowrap max-md:px-3.5">
              {neighbour}
            </th>
            <td className="py-2">
              <Days neighbour={neighbour} measured={measured} days={days} />
            </td>
            <td className="px-5 py-2 text-right whitespace-nowrap max-md:px-3.5">{overall(measured)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

type Measured = HealthView['uptime'][number]['days']

function Days({ neighbour, measured, days }: { neighbour: string; measured: Measured; days: string[] }) {
  return (
    <div className="flex h-6 items-end gap-px" role="img" aria-label={`${neighbour}: ${overall(measured)} of ${measured.length} days answered`}>
      {days.map((day) => {
        const found = measured.find((one) => one.day === day)
        const words = `${formatDate(day, adminZone, { year: false })}: ${found ? `${formatPercent(found.up / found.asked, 2)} answered` : 'not asked'}`
        return (
          <span key={day} className="relative h-full flex-1 bg-sunken" title={words}>
            {found && <span className={`absolute inset-x-0 bottom-0 ${found.up < found.asked ? 'bg-state-down' : 'bg-state-fill'}`} style={{ height: `${Math.max(8, (found.up / found.asked) * 100)}%` }} />}
          </span>
        )
      })}
    </div>
  )
}

function overall(measured: Measured): string {
  const [up, asked] = measured.reduce(([u, a], day) => [u + day.up, a + day.asked], [0, 0])
  return up === 0 ? '— never answered' : formatPercent(up / asked, 2)
}

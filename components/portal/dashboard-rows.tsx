import Link from 'next/link'
import { FavouriteToggle } from '@/components/portal/favourite-toggle'
import type { DashboardEntry } from '@/lib/adapters/bi/port'
import { dashboardKey, favouritesFirst } from '@/lib/people/favourite-dashboards'

type Props = {
  kind: 'own' | 'tool'
  entries: DashboardEntry[]
  favourites: Set<string>
}

const places = { own: '/dashboards', tool: '/dashboards/tool' }

/** Dashboards, this person's favourites first. */
export function DashboardRows({ kind, entries, favourites }: Props) {
  const rows = favouritesFirst(entries.map((entry) => ({ ...entry, key: dashboardKey(kind, entry.id), isFavourite: favourites.has(dashboardKey(kind, entry.id)) })))
  return (
    <ul className="rows">
      {rows.map(({ id, name, summary, key, isFavourite }) => (
        <li key={id} className="row">
          <div>
            <p className="font-semibold">
              <Link href={`${places[kind]}/${id}`}>{name}</Link>
            </p>
            <p className="text-ink-2">{summary}</p>
          </div>
          <FavouriteToggle favouriteKey={key} name={name} isFavourite={isFavourite} />
        </li>
      ))}
    </ul>
  )
}

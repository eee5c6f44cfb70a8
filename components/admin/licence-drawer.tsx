import { adminZone } from '@/components/admin/lease-cells'
import { IssueLicence } from '@/components/admin/licence-forms'
import { editionWords, limitConsequence, limitWords, standingWords } from '@/components/admin/usage-words'
import { Drawer } from '@/components/ui/drawer'
import { formatDate } from '@/components/ui/format-time'
import { Level } from '@/components/ui/level'
import { TermList } from '@/components/ui/term-list'
import type { LicenceRow } from '@/lib/admin/load-licences'
import { editionFacts, featureWords } from '@/lib/licence/edition'
import { trialDays } from '@/lib/licence/standing'

/** One customer's licence: how it stands, what it covers, what was installed, and a new one. */
export function LicenceDrawer({ row: { tenantId, name, standing, limits, installed }, from, until }: { row: LicenceRow; from: string; until: string }) {
  const { features } = editionFacts[standing.edition]
  return (
    <Drawer key={tenantId} label="Licence" title={name} width={464} closeHref="/admin/licences">
      <p className="mb-4 text-[13px] text-ink-2">
        <b>{editionWords(standing)}</b>, {standingWords(standing)}. {standing.clockSetBack && `The clock was set back: judged by ${formatDate(standing.clockSetBack.lastSeen, adminZone)}, which was seen already.`}
      </p>
      <TermList
        terms={[
          ...limits.map((limit) => ({ term: limitWords(limit), detail: limit.limit === null ? 'no limit' : <Level ratio={limit.ratio ?? 0} label={limitWords(limit)} height={5} />, detailNote: limitConsequence(limit) })),
          { term: 'Covers', detail: features.length > 0 ? features.map((feature) => featureWords[feature]).join(', ') : 'the plant’s rooms' },
        ]}
      />
      <p className="mt-3 text-small text-ink-3">Readings, alarms and everything that is there go on whatever the licence says.</p>
      <h3 className="mt-5 mb-2 font-semibold">Installed</h3>
      {installed.length === 0 && <p className="text-[13px] text-ink-2">None yet: the first {trialDays} days are a trial.</p>}
      <ul className="grid gap-2 text-[13px]">
        {installed.map(({ id, edition, trial, validFrom, validUntil, installedAt, installedBy }) => (
          <li key={id} className="border-b border-line pb-2">
            <b>{editionFacts[edition as keyof typeof editionFacts].label}</b>
            {trial && ' on trial'}, {validFrom} to {validUntil} <span className="text-mono text-ink-3">{id}</span>
            <br />
            <span className="text-ink-2">
              installed {formatDate(installedAt, adminZone)} by {installedBy}
            </span>
          </li>
        ))}
      </ul>
      <h3 className="mt-5 mb-2 font-semibold">New licence</h3>
      <IssueLicence tenantId={tenantId} from={from} until={until} />
    </Drawer>
  )
}

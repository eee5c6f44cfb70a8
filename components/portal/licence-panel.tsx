import { editionWords, limitConsequence, limitWords, standingWords } from '@/components/admin/usage-words'
import { Level } from '@/components/ui/level'
import { Panel } from '@/components/ui/panel'
import { TermList } from '@/components/ui/term-list'
import type { LicenceView } from '@/lib/licence/licence-view'
import { mayGrow } from '@/lib/licence/standing'

/** What the plant's licence covers and how much of it is used, for the people of the plant. */
export function LicencePanel({ licence: { standing, limits } }: { licence: LicenceView }) {
  return (
    <Panel title="Licence" note={`${editionWords(standing)}, ${standingWords(standing)}`}>
      <TermList
        termWidth={200}
        terms={limits.map((limit) => ({
          term: limitWords(limit),
          detail: limit.limit === null ? 'no limit' : <Level ratio={limit.ratio ?? 0} label={limitWords(limit)} height={5} />,
          detailNote: limitConsequence(limit),
        }))}
      />
      <p className="mt-3 text-small text-ink-3">
        {mayGrow(standing) ? '' : 'Nothing can be added until a licence is installed. '}Readings, alarms and everything that is there go on whatever the licence says. An administrator of the platform installs licences.
      </p>
    </Panel>
  )
}

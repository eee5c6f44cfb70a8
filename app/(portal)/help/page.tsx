import type { Metadata } from 'next'
import Link from 'next/link'
import { Kbd } from '@/components/ui/kbd'
import { Panel } from '@/components/ui/panel'
import { StateLegend } from '@/components/ui/state-glyph'
import { TermList } from '@/components/ui/term-list'
import { requirePerson } from '@/lib/auth/current-person'
import { loadTenant } from '@/lib/plant/views/load-tenant'
import { system } from '@/lib/system'

export const metadata: Metadata = { title: 'Help' }

export default async function HelpPage() {
  const person = await requirePerson('plant.view')
  const { name } = await loadTenant(system(), person)
  return (
    <div className="portal-body">
      <div className="title-row">
        <div>
          <h1 className="text-page">Help</h1>
          <p>What is where, what the words mean, and where the figures come from.</p>
        </div>
      </div>
      <Panel title={`Half an hour in ${name}`}>
        <ol className="grid max-w-[76ch] list-decimal gap-2 pl-5">
          <li>
            <Link href="/plant">Production</Link>: every line with its state now and its last 24 hours. One line is weaker than the others.
          </li>
          <li>
            <Link href="/oee?range=7d">OEE and losses</Link>: choose that line, then press a figure to see how it was made, from which rows and by which definition.
          </li>
          <li>
            <Link href="/downtime?range=24h">Downtime</Link>: open a stop and say why, two taps on a phone. On a line the page shows which machine sets the pace.
          </li>
          <li>
            <Link href="/energy">Energy</Link> and <Link href="/compare">Compare lines</Link>: what nights draw, and which line is better at what.
          </li>
          <li>
            <Link href="/quality">Quality</Link>: control charts with frozen limits. A rule that is broken says since when.
          </li>
          <li>
            <Link href="/signals?range=30d">Signals</Link>, <Link href="/trends">Trends</Link> and <Link href="/batches">Batches</Link>: a month at once; what wears does so slowly.
          </li>
          <li>
            <Link href="/findings">Findings</Link>: say what you saw. The plant hides several things and tells you when you are right.
          </li>
          <li>
            <Link href="/analyses">Analyses</Link>, <Link href="/notebooks">notebooks</Link> and <Link href="/data">Data</Link>: your own numbers in the same engine, the same rows in Python, or as CSV and Parquet on your own machine.
          </li>
        </ol>
      </Panel>
      <Panel title="States of a line">
        <StateLegend />
        <p className="mt-3 max-w-[76ch] text-ink-2">
          The level says the state: full is running, half is idle (starved, blocked, changeover, a minor stop), a solid block with a cross is down, an empty channel is a planned stop, a dashed outline is no data.
        </p>
      </Panel>
      <Panel title="How figures are made">
        <TermList
          termWidth={190}
          terms={[
            { term: 'Planned busy time', detail: 'Shift time less planned stops and breaks (ISO 22400-2).' },
            { term: 'Availability', detail: 'Time in which the line ran ÷ planned busy time.' },
            { term: 'Performance', detail: 'Ideal time of all pieces made ÷ time in which the line ran.' },
            { term: 'Quality', detail: 'Ideal time of good pieces ÷ ideal time of all pieces. A reworked piece is not good the first time.' },
            { term: 'OEE', detail: 'Ideal time of good pieces ÷ planned busy time. Of several lines or shifts: sums are divided, ratios are never averaged.' },
            { term: 'Control limits', detail: 'x̄ and R charts, three sigma from R̄/d2, frozen from phase I. A point on a limit is inside.' },
            { term: 'Rules', detail: 'Nelson’s eight (Journal of Quality Technology 16, 1984), reported on the point that completes the pattern.' },
            { term: 'Cp, Cpk / Pp, Ppk', detail: 'With sigma within subgroups / with sigma of all values (ISO 22514-2).' },
            { term: '—', detail: 'The figure is not defined for this period; the reason stands beside it. It is never shown as 0.' },
          ]}
        />
      </Panel>
      <Panel title="Keys">
        <TermList
          termWidth={190}
          terms={[
            { term: <><Kbd>Ctrl</Kbd> <Kbd>K</Kbd></>, detail: 'Search: rooms, lines, equipment' },
            { term: <Kbd>t</Kbd>, detail: 'In a chart: the same numbers as a table' },
            { term: <><Kbd>←</Kbd> <Kbd>→</Kbd></>, detail: 'In a chart or ribbon: the next value' },
            { term: <><Kbd>+</Kbd> <Kbd>-</Kbd> <Kbd>[</Kbd> <Kbd>]</Kbd></>, detail: 'In a trend: zoom in and out, earlier and later' },
            { term: <><Kbd>Shift</Kbd> <Kbd>←</Kbd> <Kbd>→</Kbd></>, detail: 'In a trend: select; Enter zooms to the selection, Esc clears it' },
            { term: <><Kbd>a</Kbd> <Kbd>n</Kbd> <Kbd>Backspace</Kbd></>, detail: 'In a trend: annotate, follow now, the window before' },
            { term: <><Kbd>j</Kbd> <Kbd>k</Kbd></>, detail: 'In a table: the next and the previous row' },
            { term: <Kbd>Enter</Kbd>, detail: 'On a row: open it' },
            { term: <Kbd>a</Kbd>, detail: 'On a row of open alarms: acknowledge it, after a question in place' },
            { term: <Kbd>Esc</Kbd>, detail: 'Close what is open beside the page' },
          ]}
        />
      </Panel>
      <Panel title="When something is not right">
        <p className="max-w-[76ch]">
          A part of the plant that is not there is named in <Link href="/services">Services</Link> and tried again by itself. An error shows a request number; answer to the mail that brought you here and quote it. The API is described <Link href="/docs/api">here</Link>.
        </p>
      </Panel>
    </div>
  )
}

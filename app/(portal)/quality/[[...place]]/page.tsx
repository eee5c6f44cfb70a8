import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { CapabilityHistogram } from '@/components/charts/capability-histogram'
import { ChartWithTable } from '@/components/charts/chart-with-table'
import { ControlChart, ControlChartKey } from '@/components/charts/control-chart'
import { ChartLimits } from '@/components/portal/chart-limits'
import { TakeAlong } from '@/components/portal/take-along'
import { capabilityTerms, normalitySentence } from '@/components/tools/capability-words'
import { type ColumnView, DataTable } from '@/components/ui/data-table'
import { Empty } from '@/components/ui/empty'
import { formatNumber, formatQuantity, formatUndefined } from '@/components/ui/format'
import { formatDateClock } from '@/components/ui/format-time'
import { Panel, PanelFoot } from '@/components/ui/panel'
import { Segmented } from '@/components/ui/segmented'
import { TermList } from '@/components/ui/term-list'
import { requirePerson } from '@/lib/auth/current-person'
import { type CharacteristicView, loadQuality, type QualityView, type RulePattern, ruleSetOf, type RuleSetKey, ruleWords } from '@/lib/plant/views/quality-view'
import { system } from '@/lib/system'

export const metadata: Metadata = { title: 'Quality' }

interface Props {
  params: Promise<{ place?: string[] }>
  searchParams: Promise<{ rules?: string }>
}

const ruleSets = [['nelson', 'Nelson’s eight'], ['western-electric', 'Western Electric’s four']] as const

export default async function QualityPage({ params, searchParams }: Props) {
  const person = await requirePerson('plant.view')
  const { place } = await params
  const rules = ruleSetOf((await searchParams).rules)
  const view = await loadQuality(system(), person, place, rules)
  if (!view) notFound()
  const { timeZone, name } = view.model.tenant
  return (
    <div className="portal-body">
      <div className="title-row">
        <div>
          <p className="crumbs">{view.place.level === 'site' ? name : `${name} / ${view.place.name}`}</p>
          <h1 className="text-page">Quality, {view.place.name}</h1>
          <p>{summary(view)}</p>
        </div>
        <Segmented label="Rules" current={rules} segments={ruleSets.map(([key, label]) => ({ key, label, href: `/quality${place ? `/${place.join('/')}` : ''}?rules=${key}` }))} />
      </div>
      {view.characteristics.map((one) => (
        <CharacteristicSection key={one.characteristic.id} view={one} timeZone={timeZone} rules={rules} />
      ))}
      {view.characteristics.length === 0 && (
        <Panel label="Control charts" flush>
          <Empty>No characteristic is charted at this place.</Empty>
        </Panel>
      )}
      <Panel title="Lab results" note="newest first" flush>
        <DataTable caption="The last 30 lab results with their limits" columns={labColumns(timeZone)} rows={view.labResults} rowKey={({ id }) => id} count={`${view.labResults.length} results`} density="dense" head="plain" empty={<Empty>No lab result at this place yet.</Empty>} />
      </Panel>
      <TakeAlong tables={{ 'control-points': 'Control charts as CSV' }} place={view.place.path} />
    </div>
  )
}

/** What to look at first: the longest pattern of the characteristic that shows one. */
function summary({ characteristics }: QualityView): string {
  if (characteristics.length === 0) return 'Nothing is charted here.'
  const unknown = characteristics.filter(({ limits }) => !limits.ok).length
  const speaking = characteristics.filter(saysSomething)
  const length = ({ fromIndex, toIndex }: RulePattern) => toIndex - fromIndex
  const longest = speaking.flatMap((view) => view.patterns.map((pattern) => ({ view, pattern }))).toSorted((a, b) => length(b.pattern) - length(a.pattern))[0]
  const said = longest ? `${longest.view.characteristic.name}: ${longest.pattern.words}.` : speaking.length > 0 ? `${speaking[0]!.characteristic.name}: a range is beyond its limit.` : `${characteristics.length} charted, no rule is broken.`
  const more = speaking.length > 1 ? ` ${speaking.length - 1} more ${speaking.length === 2 ? 'shows' : 'show'} a pattern.` : ''
  return `${said}${more}${unknown > 0 ? ` ${unknown} without limits.` : ''}`
}

const saysSomething = ({ patterns, chart }: CharacteristicView) => patterns.length > 0 || (chart?.spread.points.some(({ mark }) => mark) ?? false)

function CharacteristicSection({ view, timeZone, rules }: { view: CharacteristicView; timeZone: string; rules: RuleSetKey }) {
  const { characteristic, chart, product, node, shown } = view
  const title = `${characteristic.name}, ${product}`
  if (!chart) {
    return (
      <Panel title={title} flush>
        <Empty>No subgroup has been taken yet.</Empty>
      </Panel>
    )
  }
  return (
    <section className="panel" aria-label={title}>
      <ChartWithTable title={title} note={`${node?.name ?? characteristic.nodeId}, last ${shown.length} subgroups of ${characteristic.subgroupSize}, ${characteristic.unit}`} caption={chartSentence(view)} table={chartTable(view, timeZone)}>
        <ControlChart chart={chart} label={chartSentence(view)} />
        <ControlChartKey />
      </ChartWithTable>
      {view.patterns.length > 0 && (
        <div className="panel-body">
          <TermList terms={ruleTerms(view, timeZone, rules)} termWidth={80} />
        </div>
      )}
      <CapabilityPart view={view} />
      <ChartLimits
        characteristicId={characteristic.id}
        phaseOne={{ first: characteristic.phaseIFirst, last: characteristic.phaseILast }}
        newest={shown.at(-1)!.index}
        excluded={view.excluded.map(({ index, takenAt, excludedReason }) => ({ index, taken: formatDateClock(takenAt, timeZone), reason: excludedReason! }))}
      />
      <PanelFoot>{limitsSentence(view, timeZone, rules)}</PanelFoot>
    </section>
  )
}

/** One line a rule: where it was broken once, what and when; else how often, and the last time. */
function ruleTerms({ patterns, shown }: CharacteristicView, timeZone: string, set: RuleSetKey) {
  const takenAt = new Map(shown.map((subgroup) => [subgroup.index, subgroup.takenAt]))
  const when = (index: number) => formatDateClock(takenAt.get(index)!, timeZone)
  return [...Map.groupBy(patterns, ({ rule }) => rule)].toSorted(([a], [b]) => a - b).map(([rule, own]) => {
    const last = own.at(-1)!
    const many = rule === 1 ? `${own.length} points beyond three sigma` : `${own.length} times: ${ruleWords(set, rule)}`
    return { term: `Rule ${rule}`, detail: own.length === 1 ? last.words : `${many}; the first ${when(own[0]!.fromIndex)}, the last ${when(last.toIndex)}` }
  })
}

const chartSentence = ({ characteristic, limits, patterns }: CharacteristicView) => {
  const rules = [...new Set(patterns.map(({ rule }) => rule))].toSorted((a, b) => a - b)
  return `x̄ and R chart of ${characteristic.name}: ${!limits.ok ? 'no limits' : rules.length === 0 ? 'no rule is broken by the means' : `rules broken by the means: ${rules.join(', ')}`}`
}

function chartTable({ chart, characteristic, shown }: CharacteristicView, timeZone: string) {
  const digits = characteristic.decimals + 1
  const rangeOf = new Map(chart?.spread.points.map((point) => [point.index, point]))
  const takenAt = new Map(shown.map((subgroup) => [subgroup.index, subgroup.takenAt]))
  const rules = (mark: { rules: number[] } | undefined) => mark?.rules.join(', ') ?? ''
  return {
    columns: [{ head: 'Subgroup' }, { head: 'Taken' }, { head: 'Mean', align: 'right' as const }, { head: 'Range', align: 'right' as const }, { head: 'Rules' }],
    rows: (chart?.location.points ?? []).map((point) => {
      const range = rangeOf.get(point.index)
      const said = [rules(point.mark), range?.mark ? 'range: 1' : '', point.excludedBecause ? `excluded: ${point.excludedBecause}` : ''].filter(Boolean).join('; ')
      return [String(point.index), formatDateClock(takenAt.get(point.index)!, timeZone), formatNumber(point.value, digits), formatNumber(range?.value ?? NaN, digits), said || 'none']
    }),
  }
}

function CapabilityPart({ view }: { view: CharacteristicView }) {
  const { capability: checked, characteristic, bins } = view
  if (!checked.ok) return <div className="panel-body">{formatUndefined(`no capability: ${checked.refusal.message}`)}</div>
  const made = checked.value
  const { unit, decimals, lsl, usl, target } = characteristic
  const sigma = (value: number) => formatQuantity(value, unit, decimals + 2)
  return (
    <div className="panel-body portal-two">
      <CapabilityHistogram
        capability={{ unit, digits: decimals, bins, lowerLimit: lsl, upperLimit: usl, target, mean: made.mean, sigmaOverall: made.sigmaOverall, sigmaWithin: made.sigmaWithin }}
        label={`${characteristic.name}: mean ${formatQuantity(made.mean, unit, decimals + 1)}, Cpk ${formatNumber(made.Cpk, 2)}, Ppk ${formatNumber(made.Ppk, 2)}`}
      />
      <div>
        <TermList
          look="figures"
          terms={[
            ...capabilityTerms(made),
            { term: 'Sigma within', termNote: 'R̄/d2, dashed curve', detail: sigma(made.sigmaWithin) },
            { term: 'Sigma overall', termNote: 'all values, solid curve', detail: sigma(made.sigmaOverall) },
          ]}
        />
        <p className="mt-2 text-small text-ink-2">{normalitySentence(view.normality)}</p>
        {saysSomething(view) && <p>Rules are broken in these subgroups: the figures describe them and predict nothing.</p>}
      </div>
    </div>
  )
}

function limitsSentence({ limits, phaseOne, characteristic }: CharacteristicView, timeZone: string, rules: RuleSetKey): string {
  const { phaseIFirst, phaseILast } = characteristic
  if (!limits.ok) return `No control limits: ${limits.refusal.message}`
  const taken = phaseOne ? `, taken ${formatDateClock(phaseOne.from, timeZone)} to ${formatDateClock(phaseOne.to, timeZone)}` : ''
  return `Control limits are frozen from subgroups ${phaseIFirst} to ${phaseILast} (${limits.value.made} counted${taken}): mean of means ± 3 R̄/(d2 √${limits.value.size}). Capability is of the subgroups drawn here. Rules: ${rules === 'nelson' ? 'Nelson 1984' : 'Western Electric 1956'}, on the means; on ranges rule 1 only.`
}

type LabRow = QualityView['labResults'][number]

const isOutside = ({ value, lsl, usl }: LabRow) => (lsl !== null && value < lsl) || (usl !== null && value > usl)

/** Lab values are written as they were reported. */
const reported = (value: number) => formatNumber(value, String(value).split('.')[1]?.length ?? 0)

const limitWords = ({ lsl, usl }: LabRow) =>
  lsl !== null && usl !== null ? `${reported(lsl)} to ${reported(usl)}` : usl !== null ? `at most ${reported(usl)}` : lsl !== null ? `at least ${reported(lsl)}` : formatUndefined('no limit')

const labColumns = (timeZone: string): ColumnView<LabRow>[] => [
  { key: 'taken', head: 'Taken', cell: ({ takenAt }) => formatDateClock(takenAt, timeZone) },
  { key: 'node', head: 'Place', phone: 'hidden', cell: ({ node }) => node },
  { key: 'batch', head: 'Batch', phone: 'hidden', cell: ({ batchId }) => batchId ?? formatUndefined('no batch') },
  { key: 'analyte', head: 'Analyte', cell: ({ analyte }) => analyte },
  { key: 'value', head: 'Value', align: 'right', cell: (row) => `${reported(row.value)} ${row.unit}` },
  { key: 'limits', head: 'Limits', align: 'right', phone: 'hidden', cell: limitWords },
  { key: 'verdict', head: 'Verdict', cell: (row) => (row.lsl === null && row.usl === null ? formatUndefined('no limit') : isOutside(row) ? <b>outside</b> : 'inside') },
]

import { CapabilityHistogram } from '@/components/charts/capability-histogram'
import { ControlChart, ControlChartKey } from '@/components/charts/control-chart'
import { controlPanels } from '@/components/tools/control-panels'
import { formatNumber, formatPercent } from '@/components/ui/format'
import { Panel } from '@/components/ui/panel'
import { TermList } from '@/components/ui/term-list'
import { capabilityTerms, normalitySentence } from '@/components/tools/capability-words'
import { binsOf } from '@/lib/spc/histogram'
import { nelsonWords, type NelsonRule } from '@/lib/spc/nelson'
import { normality } from '@/lib/spc/normality'
import { westernElectricWords, type WesternElectricRule } from '@/lib/spc/western-electric'
import type { SpcAnswer, SpcRequest } from '@/lib/tools/spc-tool'

/** Chart, limits, rules, capability and the shape of the values. */
export function SpcAnswerView({ answer, request }: { answer: SpcAnswer; request: SpcRequest }) {
  const digits = digitsOf(answer)
  const number = (value: number | null | undefined) => (value === null || value === undefined ? '— not defined' : formatNumber(value, digits))
  const { limits, sigma, spreadLimits, beyondLimits } = answer
  const byRule = [...Map.groupBy(answer.signals, ({ rule }) => rule)]
  const words = (rule: number) => (answer.chart === 'cusum' ? 'the sum is beyond the decision interval' : request.rules === 'nelson' ? nelsonWords[rule as NelsonRule] : westernElectricWords[rule as WesternElectricRule])
  const said = byRule.length > 0 ? `Broken rules: ${byRule.map(([rule]) => rule).join(', ')}.` : beyondLimits.length > 0 ? `Beyond the limits: row ${beyondLimits.join(', ')}.` : 'No rule is broken.'
  return (
    <>
      <Panel title="Control chart" note={`${answer.points.length} rows, limits from ${answer.made}`} foot={said}>
        <ControlChart chart={controlPanels(answer, digits)} label={`Control chart. ${said}`} />
        <ControlChartKey />
      </Panel>
      <Panel title="Figures">
        <TermList
          look="figures"
          terms={[
            { term: 'Centre', detail: number(answer.centre) },
            { term: 'Limits', detail: limits ? `${number(limits.lower)} to ${number(limits.upper)}` : 'per point' },
            ...(spreadLimits ? [{ term: 'Spread, limits', detail: `${number(spreadLimits.lower)} to ${number(spreadLimits.upper)}` }] : []),
            ...(sigma === null ? [] : [{ term: 'Sigma within', detail: formatNumber(sigma, digits + 1) }]),
          ]}
        />
      </Panel>
      {byRule.length > 0 && (
        <Panel title={request.rules === 'western-electric' ? 'Western Electric’s rules' : answer.chart === 'cusum' ? 'Decision' : 'Nelson’s rules'}>
          <TermList termWidth={80} terms={byRule.map(([rule, own]) => ({ term: `Rule ${rule}`, detail: `${words(rule)}: completed at row ${own.map(({ at }) => at).join(', ')}` }))} />
        </Panel>
      )}
      <CapabilityPanel answer={answer} request={request} digits={digits} />
    </>
  )
}

function CapabilityPanel({ answer, request: { values, spec }, digits }: { answer: SpcAnswer; request: SpcRequest; digits: number }) {
  const { capability, noCapability } = answer
  if (noCapability) return <Panel title="Capability">{noCapability}</Panel>
  if (!capability || !values) return null
  const all = values.filter((_, i) => !answer.points[i]?.excluded).flat()
  const shape = normality(all)
  return (
    <Panel title="Capability" note={`${formatPercent(capability.outside.observed, 2)} of ${all.length} values outside`} foot={normalitySentence(shape)}>
      <div className="portal-two grid gap-5 md:grid-cols-2">
        <CapabilityHistogram
          capability={{ unit: '', digits, bins: binsOf(all, decimalsOf(all)), lowerLimit: spec?.lsl ?? null, upperLimit: spec?.usl ?? null, target: spec?.target ?? null, mean: capability.mean, sigmaOverall: capability.sigmaOverall, sigmaWithin: capability.sigmaWithin }}
          label={`Cpk ${formatNumber(capability.Cpk, 2)}, Ppk ${formatNumber(capability.Ppk, 2)}`}
        />
        <TermList look="figures" terms={capabilityTerms(capability)} />
      </div>
    </Panel>
  )
}

const decimalsOf = (values: number[]) => Math.min(6, Math.max(0, ...values.slice(0, 500).map((value) => String(value).split('.')[1]?.length ?? 0)))

/** Enough digits to tell the limits apart. */
function digitsOf({ sigma, centre }: SpcAnswer): number {
  const scale = sigma ?? Math.abs(centre)
  return scale > 0 ? Math.min(8, Math.max(0, 2 - Math.floor(Math.log10(scale)))) : 2
}

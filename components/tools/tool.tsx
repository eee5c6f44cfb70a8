import { GaugeRrStudy } from '@/components/tools/gauge-rr-study'
import type { ToolPlace } from '@/components/tools/keep-analysis'
import { OeeCalculator } from '@/components/tools/oee-calculator'
import { RoiCalculator } from '@/components/tools/roi-calculator'
import { SpcAnalyser } from '@/components/tools/spc-analyser'
import type { AnalysisKind } from '@/lib/tools/analysis-kinds'

export interface ToolProps {
  place: ToolPlace
  /** What stands in the fields; the example when not given. */
  fields?: Record<string, string>
}

/** The tool of a kind of analysis, on the site and in the plant. */
export function Tool({ kind, ...props }: ToolProps & { kind: AnalysisKind }) {
  if (kind === 'oee') return <OeeCalculator {...props} />
  if (kind === 'roi') return <RoiCalculator {...props} />
  return kind === 'gauge-rr' ? <GaugeRrStudy {...props} /> : <SpcAnalyser {...props} />
}

import type { ReactNode } from 'react'
import { Figure, type FigurePartView } from '@/components/ui/figure'

export type KpiView = {
  label: string
  parts: FigurePartView[]
  /** One line of consequence: "53 min stopped, 1 open". */
  note?: ReactNode
  /** Stands on the divider before the tile, as in A × P × Q. */
  operator?: '=' | '×' | '+' | '−'
  undefinedBecause?: string
  staleSince?: string
  action?: ReactNode
  explained?: boolean
  large?: boolean
}

/** Figures that belong together share one panel with inner hairlines. `widths` is a CSS column list for the desktop. */
export function KpiStrip({ label, kpis, widths }: { label: string; kpis: KpiView[]; widths?: string }) {
  return (
    <section className="panel kpis" aria-label={label} style={widths ? ({ '--kpi-widths': widths } as React.CSSProperties) : undefined}>
      {kpis.map((kpi) => (
        <div key={kpi.label} className="kpi" data-operator={kpi.operator} data-first={kpi.large || undefined} data-explained={kpi.explained || undefined}>
          <div className="kpi-label">
            <span>{kpi.label}</span>
            {kpi.action}
          </div>
          <div className="kpi-value">
            <Figure parts={kpi.parts} size={kpi.large ? 'l' : 'm'} undefinedBecause={kpi.undefinedBecause} staleSince={kpi.staleSince} />
          </div>
          {kpi.note && <div className="kpi-note">{kpi.note}</div>}
        </div>
      ))}
    </section>
  )
}
